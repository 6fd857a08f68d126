"""The list of exercises in a real browser: begin with the text, come back to what was begun."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path.append(str(Path(__file__).parent))

from bench import Bench

from kit.i18n import LOCALES, catalogue
from kit.widgets import ReleaseLab

pytestmark = pytest.mark.browser

FREE = "swim-school-unused-lessons"


@pytest.fixture
def open_desk(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the work on a real table."""

    def go(locale: str) -> Bench:
        bench = open_bench(ReleaseLab, FREE, locale=locale)
        expect(bench.page.locator(".rl-columns")).to_be_visible()
        return bench

    return go


def words(locale: str) -> dict[str, str]:
    return catalogue("view", locale)


def entry(page: Page, title: str) -> Locator:
    return page.locator(".kd-exercise").filter(has_text=title)


@pytest.mark.parametrize("locale", LOCALES)
def test_another_exercise_begins_with_its_text_and_what_was_begun_is_marked(
    open_desk: Callable, locale: str
) -> None:
    bench = open_desk(locale)
    page, view = bench.page, bench.view
    here = next(one for one in view.page["exercises"] if one["id"] == FREE)
    other = next(one for one in view.page["exercises"] if one["level"] != here["level"])
    page.locator("tr[data-item]").first.get_by_role("radio").first.click()
    expect(page.locator(".kd-saved")).to_be_visible()
    page.locator(".kd-steps button").first.click()
    level = page.locator(".kd-level").filter(has_text=words(locale)[f"level_{other['level']}"])
    if level.get_attribute("open") is None:
        level.locator("summary").click()
    entry(page, other["title"]).get_by_role("button").click()
    expect(page.get_by_role("heading", name=other["title"]).first).to_be_visible()
    expect(page.locator(".rl-columns")).to_have_count(0)  # its text first, not its work
    page.reload()
    expect(level).to_have_attribute("open", "")
    expect(entry(page, other["title"])).to_contain_text(words(locale)["exercise_here"])
    expect(entry(page, here["title"])).to_contain_text(words(locale)["exercise_begun"])
    page.shoot(f"exercise-list-{locale}")


@pytest.mark.parametrize("locale", LOCALES)
def test_undo_with_nothing_left_says_so_until_the_next_step(
    open_desk: Callable, locale: str
) -> None:
    page = open_desk(locale).page
    page.locator("[data-undo]").click()
    told = page.locator(".kd-undone")
    expect(told).to_have_text(words(locale)["nothing_to_undo"])
    expect(told).to_be_visible()
    page.locator("tr[data-item]").first.get_by_role("radio").first.click()
    expect(told).to_have_count(0)
