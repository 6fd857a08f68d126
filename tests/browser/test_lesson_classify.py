"""The lab of the first lesson in a real browser: keyboard, mouse, reloads, a killed kernel."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from kit import exercises
from kit.classroom.store import Store
from kit.i18n import LOCALES

pytestmark = pytest.mark.browser

LESSON = "91-classify.ipynb"
EXERCISE = "leasing-data-room"
CELLS = ["# 分类", f"from kit.widgets import classify\nclassify({EXERCISE!r})"]
KIT = {"lesson": "91-classify", "title": "分类", "about": "", "minutes": 5}
ORDER = ["non_personal", "personal", "sensitive"]


class Learner:
    """A person on record, and the right answers to the task they have open."""

    def __init__(self, lab: object, nickname: str | None, language: str = "zh") -> None:
        self.lab, self.language = lab, language
        for code in LOCALES:
            lab.add(f"{code}/{LESSON}", CELLS, kit=KIT | {"language": code})
        self.store = Store(lab.home / "records.sqlite")
        for person in self.store.people():
            self.store.delete(person.id)
        if nickname:
            self.store.add_person(nickname, language, datetime(2026, 11, 22, tzinfo=UTC))

    @property
    def attempt(self) -> object:
        return self.store.open_attempt(self.store.present().id, EXERCISE)

    def saved(self) -> dict:
        """Return what is on disk."""
        return self.store.answers(self.attempt.id)

    def key(self) -> dict:
        """Return the right answer to each field, in the order shown."""
        spec = exercises.load(EXERCISE)
        task = exercises.open_task(spec, self.store.present().key, self.attempt.seed)
        return exercises.lab_of(spec).key(task)["fields"]


@pytest.fixture
def learn(start_lab: Callable) -> Callable[..., Learner]:
    return lambda nickname="林晓", language="zh": Learner(start_lab(language), nickname, language)


@pytest.fixture
def open_lesson(open_page: Callable) -> Callable[..., Page]:
    def go(learner: Learner, **options: object) -> Page:
        page = open_page(learner.lab, f"{learner.language}/{LESSON}", **options)
        expect(page.locator(".kit-desk")).to_be_visible()
        return page

    return go


def begin(page: Page) -> None:
    """Leave the first page for the work."""
    page.locator(".kd-foot .kd-primary").click()
    expect(rows(page).first).to_be_visible()


def rows(page: Page) -> object:
    return page.locator(".kd-fields tbody tr")


def answer(page: Page, place: int, right: dict) -> None:
    """Answer the field where the keyboard is: a number for the class, then the reason."""
    page.keyboard.press(str(ORDER.index(right["choice"]) + 1))
    rows(page).nth(place).locator("select").select_option(right["reason"])


def answer_all(page: Page, learner: Learner, wrong: int = 0) -> None:
    """Answer every field by keyboard, the last ones wrongly."""
    fields = list(learner.key().values())
    for place, right in enumerate(fields):
        if place >= len(fields) - wrong:
            page.keyboard.press("1" if right["choice"] != "non_personal" else "2")
            rows(page).nth(place).locator("select").select_option(index=1)
        else:
            answer(page, place, right)
        rows(page).nth(place).locator('[role="radio"][aria-checked="true"]').focus()
        page.keyboard.press("ArrowDown")
    expect(page.locator(".kd-saved")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_stranger_reads_what_is_stored_gives_a_name_and_starts(
    learn: Callable, open_page: Callable
) -> None:
    learner = learn(None)
    page = open_page(learner.lab, "zh/00-welcome.ipynb")
    desk = page.locator(".kit-desk")
    expect(desk).to_contain_text(str(learner.store.path))
    expect(desk).to_contain_text("存多久")
    page.shoot("lesson-welcome-stranger-zh")
    desk.get_by_label("给自己取个昵称").fill("林晓")
    page.keyboard.press("Enter")
    expect(desk).to_contain_text("林晓，你好")
    page.shoot("lesson-welcome-zh")
    page.locator(".kd-lesson").filter(has_text="先分清，再移交").locator(".kd-button").click()
    expect(page.get_by_role("heading", name="三问定一列")).to_be_visible()
    assert "01-classify-fields.ipynb" in page.url
    assert page.problems == []


def test_whole_lesson_by_keyboard(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    page.locator(".kit-desk").evaluate("(desk) => desk.scrollIntoView()")
    page.shoot("lesson-read-zh")
    page.locator(".kd-foot .kd-primary").focus()
    page.keyboard.press("Enter")
    expect(rows(page).nth(0).locator('[role="radio"]').first).to_be_focused()
    answer_all(page, learner, wrong=3)
    page.shoot("lesson-work-zh")
    assert len(learner.saved()) == rows(page).count()
    page.keyboard.press("Enter")
    expect(page.locator(".kd-big")).to_be_visible()
    expect(page.locator("[data-start]")).to_be_focused()
    expect(page.locator(".kit-desk")).to_contain_text("本机自评")
    folded = page.locator("details", has=page.locator(".kd-confusion"))
    folded.locator("summary").click()  # the same numbers as the chart, as a table
    expect(page.locator(".kd-confusion")).to_be_visible()
    page.shoot("lesson-result-zh")
    desk = page.locator(".kit-desk")
    expect(desk).not_to_contain_text("接下来可以")
    expect(desk.get_by_role("heading", name="建议接着做")).to_be_visible()
    page.reload()
    expect(desk).to_contain_text("接下来可以")
    page.locator(".kd-foot .kd-primary").click()
    expect(rows(page)).to_have_count(3)
    expect(page.locator(".kd-rule").first).to_contain_text("条")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_have_class(re.compile("kd-now"))
    page.shoot("lesson-review-zh")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.get_by_role("radiogroup").first).to_be_visible()
    expect(page.locator('[aria-checked="true"]')).to_have_count(0)
    assert learner.attempt.number == 2
    assert page.problems == []


def test_arrows_numbers_and_undo(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    pills = rows(page).nth(0).locator('[role="radio"]')
    page.keyboard.press("ArrowRight")
    expect(pills.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(pills.nth(1)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("3")
    expect(pills.nth(2)).to_have_attribute("aria-checked", "true")
    expect(rows(page).nth(0)).to_contain_text("已保存")
    page.keyboard.press("Control+z")
    expect(pills.nth(1)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Control+z")
    expect(page.locator('[aria-checked="true"]')).to_have_count(0)
    expect(page.locator('.kit-desk [role="status"]')).to_contain_text("已撤销")
    assert learner.saved() == {}
    page.keyboard.press("2")
    page.keyboard.press("r")
    reason = rows(page).nth(0).locator("select")
    expect(reason).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reason).not_to_have_value("")
    chosen = reason.input_value()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1).locator('[role="radio"]').first).to_be_focused()
    assert reason.input_value() == chosen


def test_two_fields_by_keyboard_alone(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    for place, (number, moves) in enumerate([("2", 1), ("1", 2)]):
        row = rows(page).nth(place)
        reason = row.locator("select")
        page.keyboard.press(number)
        page.keyboard.press("r")
        expect(reason).to_be_focused()
        for _ in range(moves):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(row.locator('[aria-checked="true"]')).to_be_focused()
        expect(reason).not_to_have_value("")
        page.keyboard.press("Enter")  # the next gap
        expect(rows(page).nth(place + 1).locator('[role="radio"]').first).to_be_focused()
        expect(row).to_contain_text("已保存")
    saved = learner.saved()
    assert [answer["choice"] for answer in saved.values()] == ["personal", "non_personal"]
    assert all(answer["reason"] for answer in saved.values())
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        rows(page).nth(0).locator("select").focus()
        page.keyboard.press(key)
        expect(rows(page).nth(0).locator("select")).not_to_be_focused()
    assert learner.saved() == saved


def test_enter_goes_to_the_next_gap_before_it_submits(
    learn: Callable, open_lesson: Callable
) -> None:
    page = open_lesson(learn())
    begin(page)
    page.keyboard.press("Enter")
    expect(rows(page).nth(1)).to_have_class(re.compile("kd-now"))
    expect(page.locator('.kit-desk [role="status"]')).to_contain_text("已跳到下一项")
    expect(page.locator(".kd-gap")).to_be_hidden()  # going on is no mistake
    page.locator(".kd-foot .kd-primary").click()
    expect(rows(page).nth(0)).to_have_class(re.compile("kd-now"))
    expect(page.locator(".kd-gap")).to_contain_text("已跳到第一项")
    expect(page.locator(".kd-big")).to_have_count(0)


def test_keys_of_the_notebook_stay_outside(learn: Callable, open_lesson: Callable) -> None:
    page = open_lesson(learn())
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    begin(page)
    for key in ("a", "b", "d", "d", "x", "m", "0", "0", "z", "Shift+Enter", "Control+s"):
        page.keyboard.press(key)
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(cells)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(rows(page).first).to_be_visible()


def test_mouse_reload_and_second_window_find_the_same_answers(
    learn: Callable, open_lesson: Callable
) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    rows(page).nth(2).locator('[role="radio"]').nth(1).click()
    rows(page).nth(2).locator("select").select_option(index=2)
    expect(rows(page).nth(2)).to_contain_text("已保存")
    page.reload()
    checked = page.locator('[aria-checked="true"]')
    expect(checked).to_have_count(1)
    second = open_lesson(learner)
    expect(second.locator('[aria-checked="true"]')).to_have_count(1)
    rows(second).nth(4).locator('[role="radio"]').nth(0).click()
    expect(rows(second).nth(4)).to_contain_text("已保存")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(checked).to_have_count(2)


def test_killed_kernel_is_admitted_and_nothing_is_lost(
    learn: Callable, open_lesson: Callable
) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    page.keyboard.press("2")
    expect(rows(page).nth(0)).to_contain_text("已保存")
    learner.lab.kill_kernels()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    alert = page.locator('.kit-desk [role="alert"]').filter(has_text="没有保存")
    expect(alert).to_be_visible()
    expect(rows(page).nth(1)).to_contain_text("未保存")
    assert len(learner.saved()) == 1
    page.shoot("lesson-kernel-died-zh")
    page.locator("dialog .jp-mod-accept").click()  # JupyterLab has noticed it too
    page.shoot("lesson-not-saved-zh")
    alert.get_by_role("button").last.click()
    expect(page.locator('[aria-checked="true"]')).to_have_count(2)
    expect(rows(page).nth(1)).to_contain_text("已保存")
    expect(page.locator('.kit-desk [role="alert"]').filter(has_text="没有保存")).to_have_count(0)
    assert len(learner.saved()) == 2


def test_stopped_program_is_told_from_a_dead_kernel(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    learner.lab.kill_kernels()
    page.keyboard.press("2")
    alert = page.locator('.kit-desk [role="alert"]').filter(has_text="start.py")
    expect(alert).to_be_visible()
    expect(alert.get_by_role("button")).to_have_count(1)
    page.shoot("lesson-program-stopped-zh")


def test_a_stale_window_does_not_submit(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    answer_all(page, learner)
    first = next(iter(learner.key()))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    half = {"choice": "personal", "reason": None}
    learner.store.record(learner.attempt.id, "from-elsewhere", first, half, now)
    page.keyboard.press("Enter")
    expect(page.locator('.kit-desk [role="alert"]')).to_contain_text("另一个窗口")
    expect(rows(page).first.locator("select")).to_have_value("")
    expect(page.locator(".kd-big")).to_have_count(0)
    assert learner.attempt.number == 1


def test_language_link_keeps_the_answers(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    begin(page)
    page.keyboard.press("2")
    expect(rows(page).nth(0)).to_contain_text("已保存")
    page.locator(".kd-tools").get_by_text("English").click()
    expect(rows(page).nth(0)).to_contain_text("saved")
    expect(page.locator('[aria-checked="true"]')).to_have_count(1)
    assert f"/en/{LESSON}" in page.url
    page.locator(".kit-desk").evaluate("(desk) => desk.scrollIntoView()")
    page.shoot("lesson-work-en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_large_type_fits_a_projector(language: str, learn: Callable, open_lesson: Callable) -> None:
    page = open_lesson(learn(language=language), width=1280, height=720)
    page.locator(".kd-tools button").last.click()
    begin(page)
    page.keyboard.press("2")
    page.shoot(f"lesson-large-{language}")
    too_wide = page.locator(".kit-desk").evaluate("(desk) => desk.scrollWidth - desk.clientWidth")
    assert too_wide <= 0
    size = page.locator(".kit-desk").evaluate("(desk) => getComputedStyle(desk).fontSize")
    assert size == "20px"


def test_desk_keeps_its_own_paper_in_the_dark(learn: Callable, open_lesson: Callable) -> None:
    page = open_lesson(learn(), dark=True)
    begin(page)
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    colours = page.locator(".kit-desk").evaluate(
        "(desk) => [getComputedStyle(desk).backgroundColor, getComputedStyle(desk).color]"
    )
    assert colours == ["rgb(247, 246, 242)", "rgb(29, 39, 51)"]
    page.shoot("lesson-dark-zh")


NAMELESS = """
() => [...document.querySelectorAll('.kit-desk :is(button, select, input, a, [role=radiogroup])')]
  .filter((one) => !(one.textContent.trim() || one.getAttribute('aria-label')
    || one.getAttribute('aria-labelledby') || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))
"""


def test_every_control_has_a_name(learn: Callable, open_lesson: Callable) -> None:
    learner = learn()
    page = open_lesson(learner)
    assert page.evaluate(NAMELESS) == []
    begin(page)
    assert page.evaluate(NAMELESS) == []
    groups = page.get_by_role("radiogroup")
    expect(groups).to_have_count(rows(page).count())
    stops = rows(page).first.locator('[role="radio"][tabindex="0"]')
    expect(stops).to_have_count(1)


def test_own_records_are_deleted_for_good(learn: Callable, open_page: Callable) -> None:
    learner = learn("要删的人")
    page = open_page(learner.lab, "zh/00-welcome.ipynb")
    page.get_by_role("button", name="删除……").click()
    page.shoot("lesson-delete-zh")
    page.get_by_role("button", name="彻底删除").click()
    expect(page.locator(".kit-desk")).to_contain_text("已经删除")
    assert learner.store.people() == ()
    assert "要删的人".encode() not in learner.store.path.read_bytes()
