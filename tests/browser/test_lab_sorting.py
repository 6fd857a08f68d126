"""The sorting lab in a real browser: mouse, keyboard alone, a long list, check, result, review."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench
from sorting_fixture import SortingEngine
from sorting_words import ACTIONS

from kit.classroom.store import Store
from kit.i18n import LOCALES, catalogue
from kit.widgets import SortOutLab
from kit.widgets.wording import grouped

pytestmark = pytest.mark.browser

NUMBERS = {code: str(place + 1) for place, code in enumerate(ACTIONS)}
LONG = 2000


@pytest.fixture
def open_desk(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the work over a list of fixed records."""

    def go(locale: str = "zh", large: bool = False, **options: object) -> Bench:
        engine = SortingEngine(**options)
        bench = open_bench(SortOutLab, locale=locale, engine=engine, large=large)
        expect(grid(bench.page)).to_be_focused()
        return bench

    return go


def grid(page: Page) -> Locator:
    return page.get_by_role("grid")


def rows(page: Page) -> Locator:
    return grid(page).locator(".so-rows > [role=row]")


def now(page: Page) -> Locator:
    return grid(page).locator("[aria-selected=true]")


def select(page: Page, part: str) -> Locator:
    return page.locator(".so-line select").nth({"problem": 0, "reason": 1}[part])


def voice(page: Page) -> Locator:
    return page.locator(".kit-desk > [role=status]")


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def words(locale: str) -> dict[str, str]:
    return catalogue("sorting_view", locale)


def decide(page: Page, right: dict[str, str]) -> None:
    """Decide on the open record: lists by mouse, the action by its number."""
    select(page, "problem").select_option(right["problem"])
    press(page, NUMBERS[right["action"]])
    select(page, "reason").select_option(right["reason"])


@pytest.mark.parametrize("locale", LOCALES)
def test_decide_by_mouse_and_find_it_again_after_a_reload(open_desk: Callable, locale: str) -> None:
    bench = open_desk(locale)
    page, key = bench.page, bench.view.engine.key(bench.view.task)["records"]
    rows(page).nth(2).click()
    right = key["r03"]
    select(page, "problem").select_option(right["problem"])
    page.locator(".so-pills button").nth(int(NUMBERS[right["action"]]) - 1).click()
    select(page, "reason").select_option(right["reason"])
    expect(page.locator(".so-state")).not_to_be_empty()
    expect(rows(page).nth(2)).to_contain_text(ACTIONS[right["action"]][LOCALES.index(locale)])
    assert bench.view.answers == {"r03": right}
    page.shoot(f"sorting-work-{locale}")
    page.get_by_role("button", name=words(locale)["sort_next"]).click()
    expect(rows(page).nth(3)).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(rows(page).nth(2)).to_contain_text(ACTIONS[right["action"]][LOCALES.index(locale)])
    rows(page).nth(2).click()
    expect(select(page, "problem")).to_have_value(right["problem"])
    expect(select(page, "reason")).to_have_value(right["reason"])
    assert page.problems == []


def test_keyboard_alone(open_desk: Callable) -> None:
    bench = open_desk()
    page = bench.page
    press(page, "ArrowDown ArrowDown ArrowUp")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")
    press(page, "p")
    expect(select(page, "problem")).to_be_focused()
    press(page, "ArrowDown ArrowDown Enter")
    expect(select(page, "problem")).to_have_value("duplicate")
    press(page, "5")
    expect(page.locator(".so-pills [aria-checked=true]")).to_contain_text("删除")
    press(page, "r")
    expect(select(page, "reason")).to_be_focused()
    press(page, "ArrowDown Enter")
    expect(select(page, "reason")).to_have_value("period_over")
    press(page, "Enter")
    expect(grid(page)).to_be_focused()
    expect(rows(page).nth(2)).to_have_attribute("aria-selected", "true")
    expect(voice(page)).to_contain_text("未定 13 条")
    assert bench.view.answers == {
        "r02": {"problem": "duplicate", "action": "delete", "reason": "period_over"}
    }
    press(page, "End")
    expect(rows(page).last).to_have_attribute("aria-selected", "true")
    press(page, "Home ArrowRight")
    expect(page.locator(".so-file-body")).to_be_focused()
    press(page, "ArrowLeft")
    expect(grid(page)).to_be_focused()
    assert page.problems == []


def test_undo_brings_back_what_stood(open_desk: Callable) -> None:
    bench = open_desk()
    page = bench.page
    press(page, "5")
    press(page, "1")
    expect(page.locator(".so-pills [aria-checked=true]")).to_contain_text("照常保留")
    press(page, "ArrowDown Control+z")
    expect(page.locator(".so-pills [aria-checked=true]")).to_contain_text("删除")
    expect(rows(page).nth(0)).to_have_attribute("aria-selected", "true")
    press(page, "Control+z")
    expect(page.locator(".so-pills [aria-checked=true]")).to_have_count(0)
    assert bench.view.answers == {}


def test_a_new_action_drops_a_reason_that_does_not_fit(open_desk: Callable) -> None:
    bench = open_desk()
    page = bench.page
    decide(page, {"problem": "legal_hold", "action": "hold", "reason": "hold_open"})
    press(page, "5")
    expect(select(page, "reason")).to_have_value("")
    options = select(page, "reason").locator("option").all_text_contents()
    assert options == ["请选择", "保存期限已满", "同意已撤回", "测试记录"]


def test_the_hold_register_tells_only_who_looks(open_desk: Callable) -> None:
    bench = open_desk()
    page, customer = bench.page, bench.view.page["task"]["records"][0]["customer"]
    file = page.locator(".so-file")
    expect(file).to_contain_text(customer)
    expect(file).not_to_contain_text("租金纠纷诉讼")
    press(page, "h")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    expect(search).to_have_value(customer)
    expect(page.locator(".so-entries:visible")).to_contain_text("租金纠纷诉讼")
    expect(voice(page)).to_contain_text("查到 1 条")
    page.shoot("sorting-holds-zh")
    press(page, "Control+a 1 2 3")
    expect(search).to_have_value("123")
    assert bench.view.answers == {}
    press(page, "Escape")
    rows(page).nth(2).click()
    press(page, "h")
    expect(voice(page)).to_contain_text("没有查到")


def test_a_period_is_reckoned_on_the_desk(open_desk: Callable) -> None:
    page = open_desk("en").page
    page.get_by_role("tab", name="Reckon a period").click()
    page.get_by_label("Starting day").fill("2023-02-30")
    page.keyboard.press("Tab")
    expect(page.locator(".so-told")).to_contain_text("Write the day like this")
    page.get_by_label("Starting day").fill("2023-04-30")
    page.get_by_label("Months").fill("36")
    page.keyboard.press("Tab")
    expect(page.locator(".so-told")).to_contain_text("the last day is 2026-04-30")
    page.get_by_label("Counted from").select_option("year_end")
    expect(page.locator(".so-told")).to_contain_text("2023-12-31 plus 36 months")
    page.shoot("sorting-period-en")
    page.get_by_role("tab", name="Reckon a period").press("ArrowRight")
    expect(page.get_by_role("tab", name="Retention schedule")).to_be_focused()


def test_a_guided_record_is_explained_beside_what_it_rests_on(open_desk: Callable) -> None:
    page = open_desk().page
    check = page.locator(".so-check")
    expect(check).to_be_disabled()
    rows(page).nth(1).click()
    decide(page, {"problem": "none", "action": "keep", "reason": "no_separate_consent"})
    check.click()
    expect(page.locator(".so-why .kd-why")).to_be_visible()
    expect(page.locator(".so-rests")).to_contain_text("2023-04-30")
    page.shoot("sorting-check-zh")
    press(page, "5")
    expect(page.locator(".so-why .kd-why")).to_have_count(0)
    expect(page.locator(".so-rests")).to_have_count(0)


@pytest.mark.parametrize("locale", LOCALES)
def test_submit_result_and_review(open_desk: Callable, locale: str) -> None:
    bench = open_desk(locale, guided=False)
    page, key = bench.page, bench.view.engine.key(bench.view.task)["records"]
    wrong = {"problem": "legal_hold", "action": "delete", "reason": "period_over"}
    for item, right in key.items():
        decide(page, wrong if item == "r01" else right)
        press(page, "Enter")
    expect(page.locator(".kd-foot .kd-primary")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(".kd-big")).to_be_visible()
    expect(page.locator(".kd-note").first).to_be_visible()
    expect(page.locator(".kd-confusion .kd-is-danger")).to_have_count(1)
    expect(page.locator(".so-chart svg")).to_be_visible()
    page.shoot(f"sorting-result-{locale}", full_page=True)
    page.locator(".kd-foot .kd-primary").click()
    found = page.locator(".kd-review tbody tr")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(ACTIONS["delete"][LOCALES.index(locale)])
    expect(found).to_contain_text(ACTIONS["hold"][LOCALES.index(locale)])
    expect(page.locator(".so-evidence")).to_contain_text("租金纠纷诉讼")
    page.shoot(f"sorting-review-{locale}", full_page=True)
    assert page.problems == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_shipped_exercise_in_a_notebook(
    start_lab: Callable, open_page: Callable, locale: str
) -> None:
    lab = start_lab(locale)
    learners = Store(lab.home / "records.sqlite")
    if not learners.people():
        learners.add_person("林晓", locale, datetime(2026, 11, 22, tzinfo=UTC))
    code = 'from kit.widgets import sort_out\nsort_out("leasing-court-hold")'
    lab.add(f"{locale}/93-sorting.ipynb", [code], kit={"lesson": "93"})
    page = open_page(lab, f"{locale}/93-sorting.ipynb", height=720)
    page.locator(".kd-foot .kd-primary").click()
    expect(grid(page)).to_be_focused()
    press(page, "ArrowDown 5")
    expect(now(page)).to_contain_text(words(locale)["sort_half"])
    select(page, "problem").select_option(index=1)
    select(page, "reason").select_option(index=1)
    expect(now(page)).not_to_contain_text(words(locale)["sort_half"])
    expect(page.locator(".so-state")).to_have_text(catalogue("view", locale)["saved"])
    page.shoot(f"sorting-notebook-{locale}")
    page.reload()
    expect(rows(page).nth(1)).to_contain_text(ACTIONS["delete"][LOCALES.index(locale)])
    assert page.problems == []


CHANGES = """() => {
  window.changed = 0;
  const count = (list) => list.forEach((one) => (window.changed += one.addedNodes.length));
  const desk = document.querySelector(".kit-desk");
  new MutationObserver(count).observe(desk, { childList: true, subtree: true });
}"""
IN_SIGHT = """(desk) => {
  const list = desk.querySelector("[role=grid]");
  const row = document.getElementById(list.getAttribute("aria-activedescendant"));
  const [box, frame] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  const head = list.querySelector(".so-stay").getBoundingClientRect();
  return box.top >= head.bottom - 1 && box.bottom <= frame.bottom + 1;
}"""


def test_a_long_list_draws_only_what_is_in_sight(open_desk: Callable) -> None:
    bench = open_desk(count=LONG, guided=False)
    page, desk = bench.page, bench.page.locator(".kit-desk")
    expect(grid(page)).to_have_attribute("aria-rowcount", str(LONG + 1))
    assert rows(page).count() < 60
    page.evaluate(CHANGES)
    press(page, "5")
    expect(page.locator(".so-state")).to_contain_text("已保存")
    assert page.evaluate("window.changed") < 300
    for keys in ("ArrowDown", "PageDown PageDown", "End", "PageUp", "ArrowDown ArrowUp", "Home"):
        press(page, keys)
        assert desk.evaluate(IN_SIGHT), keys
        assert rows(page).count() < 60
    press(page, "End")
    expect(now(page)).to_have_attribute("aria-rowindex", str(LONG + 1))
    expect(page.locator(".so-file-head")).to_contain_text(f"第 {grouped(LONG)} 条")
    page.shoot("sorting-long-zh")
    page.get_by_role("button", name="未定", exact=True).click()
    expect(page.locator(".so-list-head")).to_contain_text(f"共 {grouped(LONG)} 条")


def test_a_long_review_draws_only_what_is_in_sight(open_desk: Callable) -> None:
    bench = open_desk("en", count=160, guided=False)
    page, answers = bench.page, bench.view.engine.key(bench.view.task)["records"]
    answers["r08"] = {"problem": "none", "action": "delete", "reason": "period_over"}
    bench.view.answer(answers)
    bench.view.submit()
    page.reload()
    page.locator(".kd-foot .kd-primary").click()
    expect(grid(page)).to_have_attribute("aria-rowcount", "2")
    expect(now(page)).to_contain_text("Hold for law")
    page.get_by_role("button", name="all 160").click()
    expect(grid(page)).to_have_attribute("aria-rowcount", "161")
    assert rows(page).count() < 60
    grid(page).focus()
    press(page, "End")
    expect(now(page)).to_have_attribute("aria-rowindex", "161")
    expect(page.locator(".kd-help .kd-why")).to_contain_text("right")
    page.shoot("sorting-long-review-en")
    assert page.problems == []


def test_the_filter_shows_what_is_not_decided_yet(open_desk: Callable) -> None:
    bench = open_desk("en")
    page, key = bench.page, bench.view.engine.key(bench.view.task)["records"]
    decide(page, key["r01"])
    page.get_by_role("button", name="Not decided yet").click()
    expect(grid(page)).to_have_attribute("aria-rowcount", "14")
    expect(page.locator(".so-list-head")).to_contain_text("14 records, 13 to decide")
    grid(page).focus()
    press(page, "ArrowDown")
    expect(rows(page).nth(0)).to_have_attribute("aria-selected", "true")
    decide(page, key["r02"])
    press(page, "Enter")
    expect(grid(page)).to_have_attribute("aria-rowcount", "13")


NAMELESS = """
() => [...document.querySelectorAll(
  '.kit-desk :is(button, select, input, a, [role=radiogroup], [role=grid], [role=region])')]
  .filter((one) => !(one.textContent.trim() && one.matches('button, a')
    || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
    || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))
"""
TOO_WIDE = "(desk) => desk.scrollWidth - desk.clientWidth"


@pytest.mark.parametrize("locale", LOCALES)
def test_large_type_fits_and_every_control_has_a_name(open_desk: Callable, locale: str) -> None:
    page = open_desk(locale, large=True).page
    assert page.evaluate(NAMELESS) == []
    desk = page.locator(".kit-desk")
    assert desk.evaluate(TOO_WIDE) <= 0
    page.shoot(f"sorting-large-{locale}")
    for part in (".so-list", ".so-file", ".so-books", ".so-decide"):
        assert page.locator(part).evaluate(TOO_WIDE) <= 0, part
    expect(page.locator("[role=tab][aria-selected=true]")).to_have_count(1)
    expect(page.locator(".so-pills [role=radio][tabindex='0']")).to_have_count(1)
    columns = page.get_by_role("columnheader").filter(has_text=re.compile("."))
    expect(columns.first).to_be_visible()
