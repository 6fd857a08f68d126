"""The release lab in a real browser: mouse, keyboard alone, live groups, check, result, review."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench

from kit.i18n import LOCALES, catalogue
from kit.widgets import ReleaseLab

pytestmark = pytest.mark.browser

GUIDED, FREE = "leasing-arrears-for-the-actuary", "swim-school-unused-lessons"


@pytest.fixture
def open_desk(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the work on a real table."""

    def go(exercise: str = FREE, locale: str = "zh", large: bool = False) -> Bench:
        bench = open_bench(ReleaseLab, exercise, locale=locale, large=large)
        expect(bench.page.locator(".rl-columns")).to_be_visible()
        return bench

    return go


def row(page: Page, item: str) -> Locator:
    return page.locator(f"tr[data-item={item}]")


def column(bench: Bench, name: str) -> str:
    return next(one.key for one in bench.view.task.columns if one.name == name)


def words(locale: str) -> dict[str, str]:
    return catalogue("release_view", locale)


def finish(bench: Bench) -> None:
    """Answer everything as the key does, by clicking."""
    key = bench.view.engine.key(bench.view.task)["columns"]
    for one in bench.view.task.columns:
        place = one.levels.index(key[one.key]["level"])
        row(bench.page, one.key).get_by_role("radio").nth(place).click()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_choice_shows_the_groups_it_leaves(open_desk: Callable, locale: str) -> None:
    bench = open_desk(locale=locale)
    page, task = bench.page, bench.view.task
    smallest = page.locator(".rl-smallest b")
    expect(smallest).to_contain_text("4 000".replace(" ", "\u2009"))
    row(page, column(bench, "born")).get_by_role("radio").first.click()
    alone = task.groups({column(bench, "born"): "exact"})
    expect(smallest).to_contain_text(str(alone.smallest))
    expect(page.locator(".kit-desk > [role=status]")).to_contain_text(str(alone.smallest))
    expect(page.locator(".rl-peek")).to_be_visible()
    page.shoot(f"release-small-{locale}")
    finish(bench)
    served = [one for one in task.asks if task.best[one.column] != "out"]
    expect(page.locator(".rl-needs .kd-is-ok")).to_have_count(len(served))
    expect(page.locator(".rl-smallest .kd-is-ok").first).to_be_visible()
    page.shoot(f"release-work-{locale}")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_contain_text("100")
    expect(page.locator(".rl-bars")).to_have_count(1)
    page.shoot(f"release-result-{locale}")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr")).to_have_count(len(task.columns))
    page.shoot(f"release-review-{locale}")
    assert page.problems == []


def test_keyboard_alone(open_desk: Callable) -> None:
    bench = open_desk()
    page, columns = bench.page, bench.view.task.columns
    expect(row(page, "c01").get_by_role("radio").first).to_be_focused()
    page.keyboard.press("2")
    expect(row(page, "c01").get_by_role("radio").nth(1)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("ArrowDown")
    expect(row(page, "c02").get_by_role("radio").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    last = columns[1].levels[-1]
    expect(row(page, "c02").get_by_role("radio").last).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Enter")
    expect(row(page, "c03").get_by_role("radio").first).to_be_focused()
    assert bench.view.answers == {"c01": {"level": columns[0].levels[1]}, "c02": {"level": last}}
    page.keyboard.press("Control+z")
    expect(row(page, "c02").locator("[aria-checked=true]")).to_have_count(0)
    assert list(bench.view.answers) == ["c01"]
    assert page.problems == []


def test_a_guided_exercise_checks_a_column_at_once(open_desk: Callable) -> None:
    bench = open_desk(GUIDED, "en")
    page, number = bench.page, column(bench, "number")
    row(page, number).get_by_role("radio").nth(1).click()
    page.locator("[data-check]").click()
    expect(page.locator(".kd-check")).to_contain_text("A hash still points at the person")
    expect(page.locator(".kd-check")).to_contain_text("PIPL Art. 4")
    page.shoot("release-check-en")
    assert page.problems == []


def test_a_wrong_release_is_explained_column_by_column(open_desk: Callable) -> None:
    bench = open_desk()
    page, task = bench.page, bench.view.task
    finish(bench)
    born, number = column(bench, "born"), column(bench, "number")
    row(page, born).get_by_role("radio").first.click()
    row(page, number).get_by_role("radio").nth(1).click()
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_be_visible()
    page.shoot("release-failed-zh")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr")).to_have_count(2)
    page.locator(f".kd-review tr[data-item={born}] button").click()
    expect(page.locator(".kd-why")).to_contain_text(f"不到 {task.k} 人")
    page.shoot("release-why-zh")
    assert page.problems == []


def test_large_type_keeps_every_level_in_reach(open_desk: Callable) -> None:
    bench = open_desk("leasing-credit-classes", "en", large=True)
    page = bench.page
    home = row(page, column(bench, "home"))
    home.get_by_role("radio").last.scroll_into_view_if_needed()
    for pill in home.get_by_role("radio").all():
        box, card = pill.bounding_box(), page.locator(".rl-list").bounding_box()
        assert box["x"] + box["width"] <= card["x"] + card["width"]
    page.shoot("release-large-en")
    assert page.problems == []
