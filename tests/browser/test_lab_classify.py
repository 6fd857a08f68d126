"""The field lab in a real browser: schemes with two and three questions, a scale, old classes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench
from many_fields import ManyFields

from kit.widgets.classify import ClassifyLab
from kit.widgets.engine import Engine

pytestmark = pytest.mark.browser

LEAD = ["non_personal", "personal", "sensitive"]


@pytest.fixture
def open_fields(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the work of an exercise on fields."""

    def go(
        exercise: str, locale: str = "zh", engine: Engine | None = None, width: int = 1280
    ) -> Bench:
        bench = open_bench(ClassifyLab, exercise, locale=locale, engine=engine, width=width)
        expect(rows(bench.page).first).to_be_visible()
        return bench

    return go


def rows(page: Page) -> Locator:
    return page.locator(".kd-fields tbody tr")


def right(bench: Bench) -> list[dict[str, str]]:
    return list(bench.view.engine.key(bench.view.task)["fields"].values())


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_class_a_category_and_a_person_by_keyboard(open_fields: Callable, locale: str) -> None:
    bench = open_fields("sanitary-ware-smart-toilet", locale)
    page = bench.page
    for place, answer in enumerate(right(bench)):
        row = rows(page).nth(place)
        page.keyboard.press(str(LEAD.index(answer["choice"]) + 1))
        lists = row.locator("select")
        for number, question in enumerate(("category", "subject")):
            if lists.nth(number).input_value() != answer[question]:
                lists.nth(number).select_option(answer[question])
        if place == 3:
            page.shoot(f"classify-categories-work-{locale}")
        row.locator('[role="radio"][aria-checked="true"]').focus()
        page.keyboard.press("ArrowDown")
    expect(page.locator(".kd-saved")).to_be_visible()
    assert [bench.view.answers[one.key] for one in bench.view.task.fields] == right(bench)
    page.keyboard.press("Enter")
    expect(page.locator(".kd-big")).to_contain_text("100")
    assert page.problems == []


def test_what_does_not_fit_the_class_is_closed_and_the_only_fit_stands(
    open_fields: Callable,
) -> None:
    bench = open_fields("leasing-lessee-table")
    page = bench.page
    groups = rows(page).first.get_by_role("radiogroup")
    lead, second = groups.nth(0).get_by_role("radio"), groups.nth(1).get_by_role("radio")
    expect(second.nth(2)).to_be_disabled()
    page.keyboard.press("1")
    expect(second.nth(0)).to_have_attribute("aria-checked", "true")
    expect(second.nth(2)).to_be_disabled()
    page.keyboard.press("2")
    expect(second.nth(2)).to_be_enabled()
    page.keyboard.press("3")  # nothing is open in the row: the class changes
    expect(lead.nth(2)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("3")
    expect(second.nth(2)).to_have_attribute("aria-checked", "true")
    key = bench.view.task.fields[0].key
    assert bench.view.answers[key] == {"choice": "sensitive", "identifier": "direct"}


def test_the_scale_lies_on_the_desk_and_grades_are_keys(open_fields: Callable) -> None:
    bench = open_fields("swim-school-four-cabinets")
    page = bench.page
    expect(page.locator(".kd-scale li")).not_to_have_count(0)
    expect(page.locator(".kd-foot")).to_contain_text("4")
    for place, answer in enumerate(right(bench)):
        wrong = {"4": "3"}.get(answer["grade"], answer["grade"])
        page.keyboard.press(wrong)
        if place == 4:
            page.shoot("classify-grades-work-zh")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".cf-chart svg")).to_be_visible()
    expect(page.locator(".kd-confusion")).to_be_hidden()  # the same numbers, folded
    page.locator("details", has=page.locator(".kd-confusion")).locator("summary").click()
    expect(page.locator(".kd-confusion")).to_be_visible()
    page.shoot("classify-grades-result-zh", full_page=True)
    page.locator(".kd-foot .kd-primary").click()
    expect(rows(page).first).to_be_visible()
    page.shoot("classify-grades-review-zh")
    assert page.problems == []


@pytest.mark.parametrize(
    ("exercise", "locale"),
    [
        ("leasing-two-scales", "zh"),
        ("leasing-two-scales", "en"),
        ("swim-school-old-inventory", "zh"),
        ("sanitary-ware-showroom-list", "en"),
    ],
)
def test_pictures_of_other_schemes(open_fields: Callable, exercise: str, locale: str) -> None:
    bench = open_fields(exercise, locale)
    page = bench.page
    page.keyboard.press("2")
    expect(rows(page).first.locator('[aria-checked="true"]').first).to_be_visible()
    page.shoot(f"classify-{exercise}-{locale}")
    old = page.locator(".kd-fields .kd-old")
    expect(old).to_have_count(len(right(bench)) if "old" in exercise else 0)
    assert page.problems == []


def test_a_judgement_call_is_marked_as_one(open_fields: Callable) -> None:
    bench = open_fields("many", engine=ManyFields(6, doubtful=True))
    page = bench.page
    for _ in range(6):
        page.keyboard.press("4")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-judgement").first).to_be_visible()


def test_two_hundred_fields_are_drawn_and_answered(open_fields: Callable) -> None:
    bench = open_fields("many", engine=ManyFields(200))
    page = bench.page
    expect(rows(page)).to_have_count(200)
    for place in range(12):
        page.keyboard.press("3")
        expect(rows(page).nth(place).locator('[aria-checked="true"]')).to_have_count(1)
        page.keyboard.press("ArrowDown")
    drawn = page.evaluate("""() => {
      const seen = [];
      const watch = new MutationObserver((changes) => seen.push(...changes));
      watch.observe(document.querySelector(".kd-fields tbody"),
        { childList: true, subtree: true });
      window.seenChanges = () => { seen.push(...watch.takeRecords()); return seen
        .map((one) => one.target.closest("tr")).filter(Boolean).map((row) => row.dataset.item); };
      return true;
    }""")
    assert drawn
    page.keyboard.press("4")
    expect(rows(page).nth(12).locator('[aria-checked="true"]')).to_have_count(1)
    touched = set(page.evaluate("() => window.seenChanges()"))
    assert touched <= {"f013"}, "only the row that changed is drawn again"
    assert page.problems == []
