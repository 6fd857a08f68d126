"""Every lesson in a real browser, in both languages: it opens, its views live, words stay."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from kit.classroom.store import Store
from kit.i18n import LOCALES

pytestmark = pytest.mark.browser

# Lesson: how many sheets it has (example, practice, own work, …, closing questions) and charts.
LESSONS = {
    "01-classify-fields": (5, 3),
    "02-find-it-in-the-text": (4, 1),
    "03-sort-out-the-list": (4, 1),
}
WORDS = "门禁卡上的编号。👩🏽‍🦽\nThe second line."
WHOLE_LESSON = 150_000  # milliseconds: a cold kernel, all views and charts, a busy machine
SAVED = re.compile(r"\d\d:\d\d")


@pytest.fixture
def open_lesson(start_lab: Callable, open_page: Callable) -> Callable[..., tuple]:
    def go(name: str, language: str, **options: object) -> tuple[Page, Store, int]:
        lab = start_lab(language)
        store = Store(lab.home / "records.sqlite")
        for person in store.people():
            store.delete(person.id)
        person = store.add_person("林晓", language, datetime(2026, 11, 22, tzinfo=UTC))
        page = open_page(lab, f"{language}/{name}.ipynb", **options)
        whole(page)
        return page, store, person.id

    return go


def whole(page: Page) -> None:
    """Wait for the last view of a lesson."""
    expect(boxes(page).first).to_be_visible(timeout=WHOLE_LESSON)


def boxes(page: Page) -> object:
    return page.locator(".kd-reflect textarea")


def picture_cells(page: Page, name: str) -> None:
    """Keep a picture of each view and chart, as the page scrolls to it."""
    cells = page.locator(".jp-Notebook .jp-CodeCell").filter(has=page.locator(".kit-desk, figure"))
    for place in range(cells.count()):
        cells.nth(place).scroll_into_view_if_needed()
        page.shoot(f"{name}-{place}")


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_opens_whole_and_keeps_what_is_written(
    name: str, language: str, open_lesson: Callable
) -> None:
    page, store, person = open_lesson(name, language)
    sheets, charts = LESSONS[name]
    expect(page.locator(".kit-desk")).to_have_count(sheets)
    expect(page.locator('.jp-OutputArea figure [role="img"]')).to_have_count(charts)
    expect(page.locator(".kd-worked .kd-why")).to_have_count(2)
    picture_cells(page, f"{name}-{language}")
    boxes(page).first.fill(WORDS)
    expect(page.locator(".kd-reflect-state").first).to_have_text(SAVED)
    written = store.reflections(person, name)
    assert [one.text for one in written.values()] == [WORDS]
    page.reload()
    whole(page)
    expect(boxes(page).first).to_have_value(WORDS)
    expect(page.locator(".kd-reflect-state").first).to_contain_text(SAVED)
    assert page.problems == []


def test_words_wait_for_a_dead_kernel_and_are_stored_afterwards(
    start_lab: Callable, open_lesson: Callable
) -> None:
    name = "03-sort-out-the-list"
    page, store, person = open_lesson(name, "zh")
    start_lab("zh").kill_kernels()
    boxes(page).first.fill("没存上的话")
    expect(page.locator(".kd-reflect-state").first).to_contain_text("未保存")
    assert store.reflections(person, name) == {}
    page.locator("dialog .jp-mod-accept").click()
    page.reload()
    whole(page)
    expect(boxes(page).first).to_have_value("没存上的话")
    expect(page.locator(".kd-reflect-state").first).to_contain_text(SAVED)
    assert [one.text for one in store.reflections(person, name).values()] == ["没存上的话"]


def test_questions_have_labels_and_keys_of_the_notebook_stay_outside(
    open_lesson: Callable,
) -> None:
    page, _, _ = open_lesson("03-sort-out-the-list", "zh")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    box = page.get_by_label("哪条记录最难定")
    box.focus()
    page.keyboard.type("dd x 0 0\n")
    page.keyboard.press("Tab")
    expect(boxes(page).nth(1)).to_be_focused()
    expect(box).to_have_value("dd x 0 0\n")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(cells)
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_a_worked_example_is_read_by_keyboard(open_lesson: Callable) -> None:
    page, _, _ = open_lesson("03-sort-out-the-list", "zh")
    rule = page.locator(".kd-worked summary").first
    expect(rule).to_be_visible()
    rule.focus()
    before = page.locator(".kd-worked details").first.evaluate("(one) => one.open")
    page.keyboard.press("Enter")
    expect(page.locator(".kd-worked details").first).to_have_js_property("open", not before)
    headings = page.locator(".kd-worked h3").all_text_contents()
    assert headings == ["手里有什么", "常见的答法", "该这样答"]
    assert page.locator(".kd-worked :is(input, select, textarea, button)").count() == 0
