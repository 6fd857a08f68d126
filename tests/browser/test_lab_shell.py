"""The frame of every lab in a real browser, around a lab that brings nothing but its middle."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.classroom.store import Store

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).resolve().parents[1] / "widgets"
KIT = {"lesson": "91-shell", "title": "样板课", "about": "", "minutes": 5}
FEW, MANY = 6, 2000


@pytest.fixture
def open_notes(start_lab: Callable, open_page: Callable) -> Callable[..., Page]:
    def go(language: str = "zh", count: int = FEW, guided: bool = True, **options: object) -> Page:
        lab = start_lab(language)
        store = Store(lab.home / "records.sqlite")
        for person in store.people():
            store.delete(person.id)
        store.add_person("林晓", language, datetime(2026, 11, 22, tzinfo=UTC))
        code = (
            f"import sys\nsys.path.insert(0, {str(FIXTURES)!r})\n"
            "from notes_fixture import NotesEngine, NotesLab\n"
            f"NotesLab(engine=NotesEngine({count}, {guided}))"
        )
        name = f"{language}/91-shell.ipynb"
        text = "# 上文\n\n" + "一段话。\n\n" * 30
        lab.add(name, [text, code], kit=KIT | {"language": language})
        page = open_page(lab, name, **options)
        expect(page.locator(".kit-desk")).to_be_visible()
        page.locator(".kit-desk").evaluate("(desk) => desk.scrollIntoView()")
        return page

    return go


def begin(page: Page) -> None:
    page.locator(".kd-foot .kd-primary").click()
    expect(notes(page).first).to_be_visible()


def notes(page: Page) -> object:
    return page.locator(".kd-list > [data-item]")


def mark_all(page: Page) -> None:
    for place in range(FEW):
        notes(page).nth(place).get_by_role("button").nth(place % 2).click()
        expect(notes(page).nth(place)).to_contain_text("已保存")


def status(page: Page) -> object:
    return page.locator('.kit-desk [role="status"]')


def test_the_browsers_tab_names_the_lesson(open_notes: Callable) -> None:
    expect(open_notes()).to_have_title("样板课")


def test_a_hint_says_what_it_costs_before_and_after(open_notes: Callable) -> None:
    page = open_notes(guided=False)
    begin(page)
    expect(page.locator(".kit-desk")).not_to_contain_text("先找名字")
    page.get_by_role("button", name="提示 1 / 2 · 扣 3 分").click()
    expect(page.locator(".kd-hints")).to_contain_text("提示 1（扣 3 分）：先找名字")
    expect(status(page)).to_contain_text("先找名字")
    page.get_by_role("button", name="提示 2 / 2 · 扣 3 分").click()
    expect(page.get_by_role("button", name="提示都已给出")).to_be_disabled()
    mark_all(page)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_contain_text("44")
    expect(page.locator(".kit-desk")).to_contain_text("扣之前是 50 分")
    assert page.problems == []


def test_in_practice_hints_are_free_and_nobody_fails(open_notes: Callable) -> None:
    page = open_notes()
    begin(page)
    page.get_by_role("button", name="提示 1 / 2 · 不扣分").click()
    expect(page.locator(".kd-hints")).to_contain_text("提示 1：先找名字")
    mark_all(page)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kit-desk")).to_contain_text("6 项里对了 3 项")
    expect(page.locator(".kit-desk")).not_to_contain_text("及格线")
    expect(page.locator(".kit-desk")).not_to_contain_text("未通过")
    assert page.problems == []


def test_a_result_of_an_earlier_version_is_shown_from_its_record(
    open_notes: Callable, start_lab: Callable
) -> None:
    page = open_notes()
    begin(page)
    mark_all(page)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_contain_text("50")
    records = start_lab("zh").home / "records.sqlite"
    with sqlite3.connect(records, timeout=10) as file:
        file.execute("UPDATE attempts SET fingerprint = 'of an earlier version'")
    page.reload()
    expect(page.locator(".kit-desk")).to_contain_text("用较早的版本做出来的")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr")).to_have_count(3)
    expect(page.locator(".kd-why")).to_contain_text("missing")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-about")).to_contain_text("第 2 次")
    assert page.problems == []


def test_undo_is_a_button_too(open_notes: Callable) -> None:
    page = open_notes()
    begin(page)
    notes(page).nth(2).get_by_role("button").first.click()
    expect(notes(page).nth(2)).to_contain_text("已保存")
    page.locator("[data-undo]").click()
    expect(status(page)).to_contain_text("已撤销：n0002")
    expect(notes(page).nth(2)).not_to_contain_text("已保存")
    expect(notes(page).nth(2).get_by_role("button").first).to_be_focused()


def test_practice_explains_an_item_on_the_spot(open_notes: Callable) -> None:
    page = open_notes()
    expect(page.locator(".kd-tag")).to_contain_text("练习，不计成绩")
    begin(page)
    expect(page.locator("[data-check]")).to_be_disabled()
    notes(page).first.get_by_role("button").nth(1).click()
    page.locator("[data-check]").click()
    why = page.locator(".kd-why")
    expect(why).to_contain_text("missing")
    expect(why.locator("details")).to_contain_text("2021‑11‑01 起")
    other = why.locator("details b[title='sensitive personal information']")
    expect(other).to_have_text("敏感个人信息")
    page.shoot("shell-check-zh")
    notes(page).first.get_by_role("button").first.click()
    expect(page.locator("[data-check]")).to_be_enabled()
    expect(why).to_have_count(0)


def test_after_submitting_the_result_is_spoken_and_has_the_keyboard(open_notes: Callable) -> None:
    page = open_notes()
    begin(page)
    mark_all(page)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator("h3[data-start]")).to_be_focused()
    expect(status(page)).to_contain_text("对了 3 项")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr")).to_have_count(3)
    expect(page.locator(".kd-review button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".kd-review tr.kd-now")).to_contain_text("n0003")
    page.locator(".kd-foot .kd-primary").click()
    begin_again = notes(page).first.get_by_role("button").first
    expect(begin_again).to_be_focused()
    expect(page.locator(".kd-about")).to_contain_text("第 2 次")


def test_the_second_result_brings_a_chart_of_the_attempts(open_notes: Callable) -> None:
    page = open_notes()
    begin(page)
    for attempt in range(2):
        mark_all(page)
        page.locator(".kd-foot .kd-primary").click()
        expect(page.locator(".kd-big")).to_be_visible()
        if not attempt:
            expect(page.locator(".kd-chart svg")).to_have_count(0)
            page.get_by_role("button", name="再做一次").click()
            expect(notes(page).first).to_be_visible()
    expect(page.locator(".kd-chart svg")).to_be_visible()
    label = page.locator('.kd-chart [role="img"]').get_attribute("aria-label")
    assert "50" in label
    page.shoot("shell-chart-zh")


def in_sight(page: Page, place: int) -> None:
    button = notes(page).nth(place).get_by_role("button").first
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport()


def test_a_reload_and_the_other_language_keep_the_place(
    open_notes: Callable, start_lab: Callable
) -> None:
    page = open_notes(count=60)
    begin(page)
    notes(page).nth(40).get_by_role("button").first.click()
    expect(notes(page).nth(40)).to_contain_text("已保存")
    page.reload()
    in_sight(page, 40)
    expect(page.locator(".kd-saved")).to_contain_text("已保存")
    assert page.locator(".kit-desk").evaluate("(desk) => desk.getBoundingClientRect().top") < 200


def test_two_thousand_items_are_marked_one_by_one(open_notes: Callable) -> None:
    page = open_notes(count=MANY)
    begin(page)
    expect(notes(page)).to_have_count(MANY)
    for place in (0, 1, 1999):
        notes(page).nth(place).get_by_role("button").first.click()
        expect(notes(page).nth(place)).to_contain_text("已保存")
    expect(page.locator(".kd-steps")).to_contain_text(f"3 / {MANY}")
    expect(page.locator(".kd-foot .kd-primary")).to_contain_text("1997")


SMALL = """
() => {
  const desk = document.querySelector('.kit-desk');
  const shown = document.createTreeWalker(desk, NodeFilter.SHOW_TEXT);
  const small = [];
  while (shown.nextNode()) {
    const at = shown.currentNode.parentElement;
    if (!shown.currentNode.textContent.trim() || !at.getClientRects().length) continue;
    if (at.closest('.kd-sr, option, svg')) continue;
    const size = parseFloat(getComputedStyle(at).fontSize);
    if (size < 15) small.push(`${size} ${at.outerHTML.slice(0, 80)}`);
  }
  return small;
}
"""
PALE = """
() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const parts = colour.slice(0, 3).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = (at) => {
    const colour = rgb(getComputedStyle(at).backgroundColor);
    return colour.length === 3 || colour[3] === 1 ? colour : ground(at.parentElement);
  };
  const pale = [];
  for (const at of document.querySelectorAll('.kit-desk *')) {
    const own = [...at.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
    const unseen = at.closest('.kd-sr, :disabled, svg, option') || !at.getClientRects().length;
    if (!own || unseen) continue;
    const pair = [light(rgb(getComputedStyle(at).color)), light(ground(at))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${at.outerHTML.slice(0, 80)}`);
  }
  return pale;
}
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_large_type_and_contrast_on_every_page(language: str, open_notes: Callable) -> None:
    page = open_notes(language, width=1280, height=720, dark=True)
    page.locator(".kd-tools button").last.click()

    def look(name: str) -> None:
        assert page.evaluate(SMALL) == []
        assert page.evaluate(PALE) == []
        wide = page.locator(".kit-desk").evaluate("(desk) => desk.scrollWidth - desk.clientWidth")
        assert wide <= 0
        page.locator(".kit-desk").evaluate("(desk) => desk.scrollIntoView()")
        page.shoot(f"shell-large-{name}-{language}")

    look("read")
    begin(page)
    for place in range(FEW):
        notes(page).nth(place).get_by_role("button").nth(place % 2).click()
    page.locator(".kd-foot button").first.click()
    expect(page.locator(".kd-hints .kd-note")).to_be_visible()
    look("work")
    expect(page.locator(".kd-foot .kd-primary")).to_be_in_viewport(ratio=1)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_be_visible()
    look("result")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-why")).to_be_visible()
    look("review")
