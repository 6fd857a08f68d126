"""The text lab in a real browser: marks by mouse and by keyboard, undo, reload, result, review."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench
from text_fixture import TextEngine

from kit.classroom.store import Store
from kit.widgets import FindInText

pytestmark = pytest.mark.browser

NAME = {"start": 0, "end": 2, "kind": "identity"}
PHONE = {"start": 3, "end": 16, "kind": "contact"}


@pytest.fixture
def open_text(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the work of an exercise over fixed notes."""

    def go(exercise: str = "groups", locale: str = "zh", width: int = 1280) -> Bench:
        bench = open_bench(FindInText, exercise, locale=locale, engine=TextEngine(), width=width)
        expect(text_of(bench.page)).to_be_focused()
        return bench

    return go


def text_of(page: Page) -> Locator:
    return page.locator(".tx-note .tx-text")


def marks_of(page: Page) -> Locator:
    return text_of(page).locator("mark")


def voice(page: Page) -> Locator:
    return page.locator(".kit-desk > [role=status]")


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def drag(page: Page, start: int, end: int) -> None:
    """Select a part of the note with the mouse, in UTF-16 units."""
    script = """([start, end]) => {
      const root = document.querySelector(".tx-note .tx-text");
      const range = document.createRange();
      range.setStart(...placeOf(start)); range.setEnd(...placeOf(end));
      const boxes = [...range.getClientRects()];
      const [one, other] = [boxes[0], boxes.at(-1)];
      const middle = ({ top, height }) => top + height / 2;
      return [one.left + 1, middle(one), other.right - 1, middle(other)];
      function placeOf(unit) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        let left = unit;
        while (walk.nextNode()) {
          if (left < walk.currentNode.length) return [walk.currentNode, left];
          left -= walk.currentNode.length;
        }
        return [root, root.childNodes.length];
      }
    }"""
    x, y, to_x, to_y = page.evaluate(script, [start, end])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=6)
    page.mouse.up()


def chosen(page: Page) -> str:
    return page.evaluate("document.getSelection().toString()")


def answer(bench: Bench, item: str = "n01") -> Any:
    expect(bench.page.locator(".tx-note-foot")).to_contain_text(re.compile("已保存|saved"))
    kept = bench.view.answers.get(item)
    return kept and {name: part for name, part in kept.items() if name != "locale"}


def test_marks_by_mouse(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    drag(page, 0, 2)
    palette = page.locator(".tx-palette")
    expect(palette).to_be_visible()
    page.shoot("lab-text-palette-zh")
    palette.get_by_role("button", name="姓名").click()
    expect(palette).to_be_hidden()
    expect(marks_of(page)).to_have_attribute("aria-label", "姓名与称呼：王芳")
    expect(marks_of(page)).to_have_attribute("data-tag", "姓名与称呼")
    expect(voice(page)).to_contain_text("“王芳”标成了姓名与称呼，这一条共 1 处")
    drag(page, 3, 16)
    page.keyboard.press("3")
    expect(marks_of(page)).to_have_count(2)
    marks_of(page).nth(1).click()
    expect(palette.get_by_role("button", name="证件与编号")).to_have_attribute(
        "aria-pressed", "true"
    )
    palette.get_by_role("button", name="联系方式").click()
    expect(marks_of(page).nth(1)).to_have_attribute("data-tag", "联系方式")
    assert answer(bench) == {"marks": [NAME, PHONE], "done": False}
    marks_of(page).nth(0).click()
    palette.get_by_role("button", name="取消标注").click()
    expect(marks_of(page)).to_have_count(1)
    assert answer(bench) == {"marks": [PHONE], "done": False}
    assert page.problems == []


def test_a_double_click_takes_a_number_with_its_groups(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    box = page.evaluate("""() => {
      const range = document.createRange();
      range.setStart(document.querySelector(".tx-text").firstChild, 8);
      range.setEnd(document.querySelector(".tx-text").firstChild, 10);
      const { left, top, height } = range.getBoundingClientRect();
      return [left + 3, top + height / 2];
    }""")
    page.mouse.dblclick(*box)
    expect(page.locator(".tx-palette")).to_be_visible()
    assert chosen(page) == "154 4370 0369"
    page.keyboard.press("Escape")
    expect(page.locator(".tx-palette")).to_be_hidden()
    expect(text_of(page)).to_be_focused()


def test_a_whole_exercise_by_keyboard_alone(open_text: Callable) -> None:
    bench = open_text(locale="en")
    page = bench.page
    text = text_of(page)
    expect(page.locator(".tx-caret")).to_be_visible()
    press(page, "Control+Shift+ArrowRight Control+Shift+ArrowRight")
    assert chosen(page) == "Nora Whitlock"
    page.keyboard.press("1")
    expect(voice(page)).to_contain_text("marked Nora Whitlock as Identity; marks: 1")
    expect(marks_of(page)).to_have_attribute("aria-label", "Identity: Nora Whitlock")
    press(page, "ArrowRight ArrowRight w 2")
    expect(marks_of(page).nth(1)).to_have_text("154 4370 0369")
    press(page, "Alt+ArrowLeft")
    expect(marks_of(page).nth(1)).to_have_text("154 4370 036")
    press(page, "Alt+ArrowRight Alt+Shift+ArrowLeft")
    expect(marks_of(page).nth(1)).to_have_text("(154 4370 0369")
    press(page, "Alt+Shift+ArrowRight Enter")
    expect(page.locator(".tx-note h3")).to_have_text(re.compile("^2 "))
    expect(text).to_be_focused()
    press(page, "p")
    expect(page.locator(".tx-note h3")).to_have_text(re.compile("^1 "))
    press(page, "Alt+ArrowDown Enter Enter Enter")
    submit = page.locator(".kd-work .kd-foot .kd-primary").last
    expect(submit).to_be_focused()
    phone = {"start": 15, "end": 28, "kind": "contact"}
    name = {"start": 0, "end": 13, "kind": "identity"}
    assert bench.view.answers["n01"] == {"marks": [name, phone], "done": True, "locale": "en"}
    assert all(bench.view.answers[f"n0{n}"]["done"] for n in (2, 3, 4))
    page.keyboard.press("Enter")
    expect(page.locator(".kd-big")).to_be_visible()
    assert page.problems == []


def test_undo_takes_back_in_the_open_note_only(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    press(page, "Shift+ArrowRight Shift+ArrowRight 1 n w 5 p")
    expect(marks_of(page)).to_have_count(1)
    press(page, "End Delete")
    expect(voice(page)).to_contain_text("光标这里没有标注")
    press(page, "m Delete")
    expect(marks_of(page)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(marks_of(page)).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(marks_of(page)).to_have_count(0)
    expect(voice(page)).to_contain_text("已撤销")
    page.keyboard.press("Control+z")
    expect(voice(page)).to_contain_text("没有可以撤销的了")
    assert set(bench.view.answers) == {"n02"}
    page.keyboard.press("n")
    page.locator("[data-undo]").click()
    expect(marks_of(page)).to_have_count(0)
    assert bench.view.answers == {}


def test_a_reload_keeps_everything(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    press(page, "Shift+ArrowRight Shift+ArrowRight 1 Enter w 4")
    expect(marks_of(page)).to_have_count(1)
    expect(page.locator(".tx-note-foot")).to_contain_text("已保存")
    page.reload()
    expect(page.locator(".tx-note h3")).to_have_text(re.compile("^2 "))
    expect(marks_of(page)).to_have_count(1)
    expect(page.locator(".tx-row").first).to_contain_text("1 处")
    press(page, "p")
    page.locator(".tx-row").first.click()
    expect(marks_of(page)).to_have_attribute("aria-label", "姓名与称呼：王芳")
    expect(page.locator(".tx-note-foot")).to_contain_text("完成")


def test_the_caret_never_stands_inside_a_sign(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    for note in bench.view.task.notes:
        whole = []
        press(page, "Control+Home")
        while sum(map(len, whole)) < len(note.text):
            page.keyboard.press("Shift+ArrowRight")
            sign = chosen(page)
            assert sign, whole
            whole.append(sign)
            page.keyboard.press("ArrowRight")
        assert "".join(whole) == note.text
        assert not {"\u200d", "\U0001f3fd", "\u0301", "🇨"} & set(whole)
        press(page, "n")
    assert "👨‍👩‍👧‍👦" in bench.view.task.notes[0].text


def test_arrows_up_and_down_keep_to_the_lines(open_text: Callable) -> None:
    bench = open_text()
    page = bench.page
    press(page, "n End")
    lines = bench.view.task.notes[1].text.split("\n")
    press(page, "Shift+Home")
    assert chosen(page) == lines[0]
    press(page, "ArrowLeft ArrowDown Shift+End")
    assert chosen(page).split("\n")[0] == lines[1]
    press(page, "Escape Home ArrowUp Shift+End")
    assert chosen(page) == lines[0]


def test_whose_it_is_can_be_said_and_is_asked_for_once(open_text: Callable) -> None:
    bench = open_text("people")
    page = bench.page
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    expect(marks_of(page)).to_have_attribute("data-tag", "姓名与称呼 · 谁的？")
    press(page, "Enter")
    expect(page.locator(".tx-found")).to_contain_text("还没说是谁的")
    press(page, "s s")
    assert answer(bench)["marks"] == [NAME | {"subject": "child"}]
    page.shoot("lab-text-whose-zh")
    press(page, "Enter")
    expect(page.locator(".tx-note h3")).to_have_text(re.compile("^2 "))


def test_guided_practice_shows_hits_and_misses_in_the_text(open_text: Callable) -> None:
    bench = open_text("practice")
    page = bench.page
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    page.get_by_role("button", name="检查这一条").click()
    expect(page.locator(".tx-v-hit")).to_have_text("王芳")
    expect(page.locator(".tx-v-missed")).to_have_text("154 4370 0369")
    expect(page.locator(".tx-found .kd-rule").first).to_be_visible()
    page.shoot("lab-text-practice-zh")
    press(page, "ArrowRight ArrowRight w 2")
    expect(page.locator(".tx-v-missed")).to_have_count(0)
    expect(marks_of(page)).to_have_count(2)
    assert answer(bench) == {"marks": [NAME, PHONE], "done": True}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_result_and_review_say_in_place_what_was_missed(open_text: Callable, locale: str) -> None:
    bench = open_text(locale=locale)
    page = bench.page
    notes = bench.view.engine.key(bench.view.task)["notes"]
    notes["n02"]["marks"] = notes["n02"]["marks"][1:]
    start = bench.view.task.notes[2].text.index("400")
    notes["n03"]["marks"] = [{"start": start, "end": start + 12, "kind": "contact"}]
    bench.view.answer(notes)
    page.reload()
    page.shoot(f"lab-text-work-{locale}")
    page.locator(".kd-work .kd-foot .kd-primary").last.click()
    expect(page.locator(".kd-big")).to_be_visible()
    expect(page.locator(".tx-chart svg")).to_be_visible()
    expect(page.locator(".tx-measures")).to_have_count(2)
    page.shoot(f"lab-text-result-{locale}", full_page=True)
    page.locator(".kd-foot .kd-primary").click()
    missed = page.locator(".tx-v-missed")
    expect(missed).to_have_attribute("data-tag", re.compile("漏标|missed"))
    why = page.locator(".kd-why")
    expect(why).to_contain_text(re.compile("漏标|Missed"))
    page.shoot(f"lab-text-review-{locale}")
    page.locator(".tx-v-hit").first.click()
    expect(why).not_to_contain_text(re.compile("漏标|Missed"))
    page.locator(".tx-list").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tx-v-false")).to_have_text("400-0455-118")
    page.get_by_role("button", name=re.compile("全部 4|all 4")).click()
    expect(page.locator(".tx-row")).to_have_count(4)
    assert page.problems == []


def test_a_window_left_behind_in_another_language_changes_to_that_of_the_attempt(
    open_text: Callable,
) -> None:
    bench = open_text()
    page = bench.page
    other = FindInText("groups", locale="en", store=bench.view.store, engine=bench.view.engine)
    other.answer({"n02": {"marks": [], "done": True}})
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    expect(text_of(page)).to_contain_text("Nora Whitlock")
    expect(page.locator(".kit-desk")).to_contain_text("另一个窗口")
    expect(marks_of(page)).to_have_count(0)
    assert list(bench.view.answers) == ["n02"]
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    expect(marks_of(page)).to_have_count(1)
    expect(page.locator(".tx-note-foot")).to_contain_text("已保存")
    assert bench.view.answers["n01"]["locale"] == "en"
    assert page.problems == []


def test_a_tag_never_stands_in_another_line_than_the_end_of_its_mark(open_text: Callable) -> None:
    bench = open_text()
    bench.view.answer(bench.view.engine.key(bench.view.task))
    bench.page.reload()
    expect(bench.page.locator(".tx-row")).to_have_count(4)
    bench.page.locator(".tx-row").nth(1).click()
    expect(marks_of(bench.page)).to_have_count(4)
    torn = bench.page.evaluate("""() => {
      const root = document.querySelector(".tx-note .tx-text");
      const torn = [];
      for (let width = 180; width < 560; width += 7) {
        root.style.width = `${width}px`;
        for (const mark of root.querySelectorAll("mark[data-tag]")) {
          const range = document.createRange();
          const walk = document.createTreeWalker(mark, NodeFilter.SHOW_TEXT);
          let text = null;
          while (walk.nextNode()) text = walk.currentNode;
          range.setStart(text, text.length - 1);
          range.setEnd(text, text.length);
          const sign = [...range.getClientRects()].at(-1);
          const last = [...mark.getClientRects()].at(-1);
          const level = sign.top < last.bottom && last.top < sign.bottom;
          if (!level || last.left > sign.left + 1) torn.push([width, mark.dataset.tag]);
        }
      }
      return torn;
    }""")
    assert torn == []


def test_two_thousand_notes_are_drawn_as_few_rows_and_a_mark_touches_one(
    open_text: Callable,
) -> None:
    bench = open_text("long")
    page = bench.page
    assert page.locator(".tx-row").count() < 40
    page.evaluate("""() => {
      window.touched = 0;
      const seen = (all) => all.forEach((one) => (window.touched += one.addedNodes.length));
      new MutationObserver(seen).observe(document.querySelector(".tx-list"),
        { childList: true, subtree: true });
      document.querySelector(".tx-row").kept = true;
    }""")
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    expect(page.locator(".tx-row").first).to_contain_text("1 处")
    expect(page.locator(".tx-note-foot")).to_contain_text("已保存")
    assert page.evaluate("window.touched") <= 4  # the state of one row
    assert page.evaluate("document.querySelector('.tx-row').kept")
    page.locator(".tx-list").focus()
    page.keyboard.press("End")
    expect(page.locator(".tx-note h3")).to_have_text(re.compile("^2000 "))
    expect(page.locator('.tx-row[aria-selected="true"]')).to_be_visible()
    assert page.locator(".tx-row").count() < 40
    assert page.problems == []


def test_in_a_lesson_marks_reach_the_records(start_lab: Callable, open_page: Callable) -> None:
    lab = start_lab("zh")
    store = Store(lab.home / "records.sqlite")
    for person in store.people():
        store.delete(person.id)
    person = store.add_person("林晓", "zh", datetime(2026, 11, 22, tzinfo=UTC))
    cells = ["from kit.widgets import find_in_text", "find_in_text()"]
    lab.add("zh/92-text.ipynb", cells, kit={"lesson": "92-text"})
    page = open_page(lab, "zh/92-text.ipynb")
    page.locator(".kd-foot .kd-primary").click()
    expect(text_of(page)).to_be_focused()
    drag(page, 0, 2)
    expect(page.locator(".tx-palette")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".tx-note-foot")).to_contain_text("已保存")
    place = FindInText(locale="zh", store=store).exercise
    attempt = store.open_attempt(person.id, place)
    assert len(store.answers(attempt.id)["n01"]["marks"]) == 1
    page.reload()
    expect(marks_of(page)).to_have_count(1)
    page.locator(".kit-desk").evaluate("(desk) => desk.scrollIntoView()")
    page.shoot("lab-text-lesson-zh")
    assert page.problems == []
    store.close()


def test_after_a_check_the_list_shows_the_verdict_and_no_tick_of_done(open_text: Callable) -> None:
    bench = open_text("practice")
    page = bench.page
    press(page, "Shift+ArrowRight Shift+ArrowRight 1")
    page.get_by_role("button", name="检查这一条").click()
    state = page.locator(".tx-row[data-place='0'] .tx-state")
    expect(state).to_contain_text("漏")
    expect(state).not_to_contain_text("✓")
    assert page.problems == []
