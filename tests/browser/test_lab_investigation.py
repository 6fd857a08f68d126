"""The investigation lab in a real browser: desk, time line, case file, report, result, review."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench
from investigate_fixture import CaseEngine, right

from kit.classroom.store import Store
from kit.i18n import LOCALES, catalogue
from kit.widgets import InvestigateLab

pytestmark = pytest.mark.browser


@pytest.fixture
def open_desk(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the desk over a small case."""

    def go(locale: str = "zh", guided: bool = False, **options: object) -> Bench:
        engine = CaseEngine(guided)
        bench = open_bench(InvestigateLab, locale=locale, engine=engine, **options)
        expect(rows(bench.page).first).to_be_visible()
        return bench

    return go


def words(locale: str) -> dict[str, str]:
    return catalogue("investigate_view", locale)


def grid(page: Page) -> Locator:
    return page.locator("[role=grid]:visible")


def rows(page: Page) -> Locator:
    return grid(page).locator(".iv-rows > [role=row]")


def cell(page: Page, row: int, column: str) -> Locator:
    return rows(page).nth(row).locator(f".iv-c-{column}")


def chips(page: Page) -> Locator:
    return page.locator(".iv-bar .iv-chip")


def found(page: Page) -> Locator:
    return page.locator(".iv-found b").first


def tab(page: Page, place: int) -> Locator:
    return page.locator(".iv-tab").nth(place)


def primary(page: Page) -> Locator:
    return page.locator(".kd-foot .kd-primary")


def voice(page: Page) -> Locator:
    return page.locator(".kit-desk > [role=status]")


def question(page: Page, key: str) -> None:
    page.locator(f'[data-question="{key}"]').click()
    expect(page.locator(f'[data-item="{key}"] h3')).to_be_focused()


def mail_columns(bench: Bench) -> list[dict]:
    tabs = {one["code"]: one["tables"] for one in bench.view.page["task"]["tabs"]}
    return list(tabs["mail"][0]["columns"])


def whole(bench: Bench) -> str:
    return str(bench.view.page["task"]["log"]["events"])


def plain(locator: Locator) -> str:
    return locator.inner_text().replace("\u2009", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_cell_narrows_a_chip_removes_and_a_row_is_pinned(
    open_desk: Callable, locale: str
) -> None:
    bench = open_desk(locale)
    page = bench.page
    assert plain(found(page)) == whole(bench)
    page.locator(".iv-clue-act").click()
    expect(chips(page)).to_have_count(1)
    expect(found(page)).not_to_have_text(whole(bench))
    action = cell(page, 0, "action").inner_text()
    cell(page, 0, "action").locator(".iv-narrow").click()
    expect(chips(page)).to_have_count(2)
    expect(chips(page).nth(1)).to_contain_text(action)
    for text in rows(page).locator(".iv-c-action").all_inner_texts():
        assert text == action
    cell(page, 1, "time").click()
    expect(page.locator(".iv-detail dl > div").first).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator(".iv-pins > li[data-ref]")).to_have_count(1)
    expect(page.locator(".iv-pin")).to_be_disabled()
    remark = page.locator(".iv-pins input")
    remark.fill("晚上十点")
    expect(page.locator(".kd-saved")).not_to_be_empty()
    page.wait_for_function("() => document.querySelector('.iv-pins input').value")
    page.shoot(f"investigation-desk-{locale}")
    chips(page).nth(0).click()
    expect(chips(page)).to_have_count(1)
    page.get_by_role("button", name=words(locale)["inv_clear"]).click()
    expect(chips(page)).to_have_count(0)
    assert plain(found(page)) == whole(bench)
    [pin] = bench.view.answers["evidence"]["pins"]
    assert pin["ref"].startswith("event:")
    assert pin["remark"] == "晚上十点"
    assert page.problems == []


def test_keyboard_alone(open_desk: Callable) -> None:
    bench = open_desk()
    page = bench.page
    grid(page).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")
    text = cell(page, 1, "action").inner_text()
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(1)
    expect(chips(page)).to_contain_text(text)
    expect(voice(page)).to_contain_text("找到")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    expect(voice(page)).to_contain_text("共 1 件")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+Enter")
    expect(chips(page)).to_have_count(2)
    expect(chips(page).nth(1)).to_contain_text("不是")
    page.keyboard.press("Control+z")
    expect(page.locator(".iv-pins > li[data-ref]")).to_have_count(0)
    assert bench.view.answers == {}
    page.locator(".iv-tab.on").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".iv-tab.on")).to_be_focused()
    expect(page.locator(".iv-tab.on")).to_have_text(words("zh")["inv_tab_count"])
    assert page.problems == []


def test_a_span_is_drawn_on_the_time_line_or_typed(open_desk: Callable) -> None:
    bench = open_desk("en")
    page = bench.page
    box = page.locator(".iv-plot").bounding_box()
    at = lambda share: box["x"] + box["width"] * share  # noqa: E731
    page.mouse.move(at(0.3), box["y"] + 20)
    page.mouse.down()
    page.mouse.move(at(0.5), box["y"] + 20, steps=4)
    page.mouse.up()
    expect(chips(page)).to_have_count(1)
    expect(page.locator(".iv-shade")).to_be_visible()
    expect(found(page)).not_to_have_text(whole(bench))
    since = page.get_by_label(words("en")["inv_since"])
    until = page.get_by_label(words("en")["inv_until"])
    expect(since).not_to_have_value("")
    day = since.input_value()[5:10]
    since.fill(f"{day} 00:00")
    since.press("Tab")
    expect(since).to_have_value(f"{since.input_value()[:4]}-{day} 00:00")
    until.fill("soon")
    until.press("Tab")
    assert until.evaluate("(one) => one.validationMessage")
    page.get_by_role("button", name=words("en")["inv_zoom"]).click()
    expect(page.get_by_role("button", name=words("en")["inv_unzoom"])).to_be_visible()
    page.shoot("investigation-time-en")
    page.get_by_role("button", name=words("en")["inv_whole"]).click()
    expect(chips(page)).to_have_count(0)
    expect(since).to_have_value("")


def test_every_gap_of_the_log_has_a_line_of_its_own(open_desk: Callable) -> None:
    bench = open_desk("en")
    page, desk = bench.page, bench.view._desk(bench.view.task)
    gaps = desk.answer({"what": "log", "query": {}})["timeline"]["gaps"]
    assert gaps
    lines = page.locator(".iv-gaps > li")
    expect(lines.first).to_be_hidden()
    page.locator(".iv-said").click()
    expect(page.locator(".iv-said")).to_have_attribute("aria-expanded", "true")
    expect(lines).to_have_count(len(gaps))
    expect(lines.first).to_be_visible()
    page.shoot("investigation-gaps-en")
    lines.first.get_by_role("button").click()
    expect(chips(page)).to_have_count(1)
    assert page.problems == []


@pytest.mark.parametrize("guided", [True, False])
def test_the_first_page_says_when_answers_are_graded(open_desk: Callable, guided: bool) -> None:
    page = open_desk("en", guided=guided).page
    page.locator(".kd-steps button").first.click()
    told = words("en")["inv_asked_note_guided" if guided else "inv_asked_note"]
    expect(page.locator(".kit-desk")).to_contain_text(told)
    assert page.locator(".kit-desk").get_attribute("data-busy") == words("en")["inv_preparing"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_click_on_a_mail_opens_it_with_its_way_to_the_log_in_sight(
    open_desk: Callable, locale: str
) -> None:
    bench = open_desk(locale, width=1024)
    page = bench.page
    page.get_by_role("tab", name=words(locale)["inv_tab_mail"], exact=True).click()
    rows(page).nth(2).click()
    look = page.locator(".iv-detail").get_by_role("button", name=words(locale)["inv_in_log"])
    expect(look).to_be_visible()
    fits = "(one) => one.getBoundingClientRect().bottom <= window.innerHeight"
    assert look.evaluate(fits)
    assert grid(page).evaluate("(one) => one.scrollWidth - one.clientWidth") <= 1
    place = [one["name"] for one in mail_columns(bench) if one["wide"]].index("subject")
    subjects = rows(page).locator(f"[data-n='{place}']")
    cut = "(all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    assert subjects.count() > 8
    page.shoot(f"investigation-mail-{locale}")
    assert subjects.evaluate_all(cut) == 0


def test_who_touched_what_leads_back_to_the_log(open_desk: Callable) -> None:
    page = open_desk().page
    tab(page, 1).click()
    first = page.locator(".iv-scroll tbody tr").first
    expect(first).to_be_visible()
    name = first.get_by_role("button").inner_text()
    page.shoot("investigation-count-zh")
    first.get_by_role("button").click()
    expect(tab(page, 0)).to_have_attribute("aria-selected", "true")
    expect(chips(page)).to_contain_text(name)


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_clue_is_told_whole_with_the_next_step_in_sight(
    open_desk: Callable, locale: str, width: int
) -> None:
    bench = open_desk(locale, width=width)
    page = bench.page
    told = page.locator(".iv-clue > p").first
    expect(told).to_contain_text(bench.view.page["task"]["reports"][0]["text"])
    cut = "(one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1"
    assert not told.evaluate(cut)
    expect(primary(page)).to_be_in_viewport()
    page.shoot(f"investigation-clue-{width}-{locale}")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_place_outside_looks_like_the_fact_it_is(open_desk: Callable, locale: str) -> None:
    page = open_desk(locale).page
    colour = "(one) => getComputedStyle(one).color"
    outside = page.locator(".iv-c-site").get_by_text(words(locale)["inv_outside"], exact=True)
    row = rows(page).filter(has=outside).first
    plainly = row.locator(".iv-c-time").evaluate(colour)
    assert row.locator(".iv-c-site .iv-narrow").evaluate(colour) == plainly


def test_a_condition_by_hand(open_desk: Callable) -> None:
    page = open_desk().page
    page.get_by_role("button", name=words("zh")["inv_add_condition"]).click()
    form = page.locator(".iv-adder")
    form.locator("select").first.select_option("people")
    form.locator("select").nth(1).select_option("at_least")
    form.locator("input").fill("100")
    form.locator("input").press("Enter")
    expect(chips(page)).to_contain_text("≥ 100")
    form.locator("input").fill("many")
    form.locator("input").press("Enter")
    expect(page.locator(".iv-found > .kd-is-danger")).to_contain_text("many")
    expect(chips(page)).to_have_count(1)


def test_papers_are_searched_pinned_and_lead_to_the_log(open_desk: Callable) -> None:
    bench = open_desk()
    page, [account] = bench.page, right(bench.view.task)["who"]["accounts"]
    tab(page, 2).click()
    page.locator(".iv-panel:visible .kd-pill").nth(1).click()
    open_account(page, account)
    page.keyboard.press("p")
    expect(page.locator(".iv-pins > li[data-ref]")).to_contain_text(account)
    page.shoot("investigation-papers-zh")
    page.locator(".iv-detail").get_by_role("button", name=words("zh")["inv_in_log"]).click()
    expect(tab(page, 0)).to_have_attribute("aria-selected", "true")
    expect(chips(page)).to_contain_text(account)
    expect(rows(page).first).to_contain_text(account)


def test_what_was_looked_at_is_there_after_a_reload(open_desk: Callable) -> None:
    bench = open_desk("en")
    page = bench.page
    cell(page, 0, "action").locator(".iv-narrow").click()
    expect(chips(page)).to_have_count(1)
    page.get_by_role("button", name=words("en")["inv_keep_this"]).click()
    page.keyboard.type("First look")
    page.keyboard.press("Enter")
    expect(page.locator(".iv-filters")).to_contain_text("First look")
    page.locator(".iv-file textarea").fill("Ask Lu about the disk.")
    expect(page.locator(".kd-saved")).to_contain_text("saved")
    page.wait_for_timeout(800)
    page.reload()
    expect(chips(page)).to_have_count(1)
    expect(page.locator(".iv-filters")).to_contain_text("First look")
    expect(page.locator(".iv-file textarea")).to_have_value("Ask Lu about the disk.")
    assert bench.view.answers["desk"]["filters"][0]["name"] == "First look"


def test_far_down_the_log_only_what_is_in_sight_is_drawn(open_desk: Callable) -> None:
    page = open_desk().page
    grid(page).focus()
    page.keyboard.press("End")
    expect(grid(page).locator("[aria-selected=true]")).to_have_count(1)
    assert rows(page).count() < 80
    assert page.locator(".kit-desk").evaluate("(desk) => desk.scrollWidth - desk.clientWidth") <= 0


def open_account(page: Page, account: str) -> None:
    """Search the table of accounts and open one; the new company may have a namesake."""
    page.locator(".iv-search:visible").fill(account)
    exact = grid(page).locator("[role=gridcell]").get_by_text(account, exact=True)
    expect(exact.first).to_be_visible()
    exact.first.click()


def answer_by_hand(page: Page, report: dict, locale: str) -> None:
    """Answer every question in the form, but the scope by the filter of the desk."""
    pick = lambda code: page.locator(f'.iv-question input[value="{code}"]').first.check()  # noqa: E731
    question(page, "what")
    pick(report["what"]["type"])
    expect(page.locator(".iv-question .iv-group")).to_have_count(6)
    page.shoot(f"investigation-what-{locale}")
    primary(page).click()
    page.locator(".iv-question .iv-search").fill(report["who"]["accounts"][0])
    page.locator(".iv-suggested button").first.click()
    chip = page.locator(".iv-question .iv-chip")
    expect(chip.locator("small")).to_have_text(report["who"]["accounts"][0])
    expect(chip).not_to_have_text(re.compile(f"^\\s*{report['who']['accounts'][0]}"))
    page.shoot(f"investigation-who-{locale}")
    pick(report["who"]["hand"])
    primary(page).click()
    for name in ("since", "until"):
        field = page.get_by_label(words(locale)[f"inv_when_{name}"], exact=True)
        field.fill(report["when"][name].replace("T", " "))
        field.press("Tab")
    page.shoot(f"investigation-when-{locale}")
    primary(page).click()
    pick(report["how"]["channel"])
    pick(report["how"]["control"])
    primary(page).click()
    page.get_by_role("button", name=words(locale)["inv_scope_query"], exact=True).click()
    expect(page.locator(".iv-parts > li")).to_have_count(1)
    expect(page.locator(".iv-total")).to_contain_text(str(report["scope"]["count"]))
    page.get_by_label(words(locale)["inv_scope_count"]).fill(str(report["scope"]["count"]))
    page.keyboard.press("Tab")
    page.shoot(f"investigation-scope-{locale}")
    primary(page).click()
    for kind in report["sensitive"]["kinds"]:
        page.locator(f'.iv-question input[value="{kind}"]').check()
    pick(report["sensitive"]["children"])
    primary(page).click()
    pick(report["ongoing"]["answer"])
    primary(page).click()


@pytest.mark.parametrize("locale", LOCALES)
def test_report_result_review_and_the_truth_in_the_log(open_desk: Callable, locale: str) -> None:
    bench = open_desk(locale)
    page, report = bench.page, right(bench.view.task)
    bench.view.answer({"evidence": report["evidence"]})
    page.reload()
    tab(page, 2).click()
    page.locator(".iv-panel:visible .kd-pill").nth(1).click()
    open_account(page, report["who"]["accounts"][0])
    page.locator(".iv-detail").get_by_role("button", name=words(locale)["inv_in_log"]).click()
    expect(tab(page, 0)).to_have_attribute("aria-selected", "true")
    for name in ("since", "until"):
        field = page.get_by_label(words(locale)[f"inv_{name}"])
        moment = report["when"][name].replace("T", " ")
        minute = f"{int(moment[-2:]) + 1:02}" if name == "until" else moment[-2:]
        field.fill(moment[:-2] + minute)
        field.press("Tab")
    primary(page).click()
    answer_by_hand(page, report, locale)
    expect(page.locator(".iv-legend")).to_contain_text(words(locale)["inv_answered_plain"])
    expect(page.locator(".iv-legend")).not_to_contain_text(words(locale)["inv_answered_mark"])
    expect(page.locator(".iv-evidence > li")).to_have_count(len(report["evidence"]["pins"]))
    primary(page).click()
    first = report["duties"]["list"][0]
    expect(primary(page)).to_contain_text("1")
    page.locator(".iv-duty input").first.check()
    for select, value in zip((0, 1), (first["owed_by"], first["clock"]), strict=True):
        page.locator(".iv-duty.on select").nth(select).select_option(value)
    page.shoot(f"investigation-report-{locale}")
    expect(primary(page)).to_have_text(catalogue("view", locale)["submit"])
    primary(page).click()
    expect(page.locator(".kd-big")).to_be_visible()
    expect(page.locator(".iv-result tbody tr")).to_have_count(len(report) - 1)
    page.shoot(f"investigation-result-{locale}", full_page=True)
    primary(page).click()
    parts = {one["key"]: one["title"] for one in bench.view.page["task"]["parts"]}
    expect(page.locator(".kd-review tbody tr").first).to_be_visible()
    page.shoot(f"investigation-review-{locale}", full_page=True)
    page.locator(".kd-pill").nth(1).click()
    page.get_by_role("button", name=parts["evidence"], exact=True).click()
    expect(page.locator(".iv-judged").first.locator("li")).to_have_count(
        len(report["evidence"]["pins"])
    )
    page.locator(".iv-show button").first.click()
    expect(rows(page).first).to_contain_text(report["who"]["accounts"][0])
    expect(chips(page)).to_have_count(2)
    page.shoot(f"investigation-truth-{locale}")
    primary(page).click()
    expect(page.locator(".kd-review")).to_be_visible()
    assert page.problems == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_result_names_the_kinds_of_evidence_that_are_missing(
    open_desk: Callable, locale: str
) -> None:
    bench = open_desk(locale)
    page, report = bench.page, right(bench.view.task)
    pins = [one for one in report["evidence"]["pins"] if one["ref"].startswith("report:")]
    bench.view.answer(report | {"evidence": {"pins": pins}})
    bench.view.submit()
    page.reload()
    expect(page.locator(".iv-lacking")).to_have_count(1)
    expect(page.locator(".iv-lacking")).to_contain_text(words(locale)["inv_tab_log"])
    page.shoot(f"investigation-lacking-{locale}", full_page=True)


def test_a_gap_is_led_to_and_nothing_is_graded_before(open_desk: Callable) -> None:
    bench = open_desk("en")
    page, report = bench.page, right(bench.view.task)
    bench.view.answer(
        {part: value for part, value in report.items() if part not in ("how", "desk")}
    )
    page.reload()
    primary(page).click()
    expect(page.locator('[data-question="how"]')).to_have_attribute("aria-current", "step")
    page.locator('[data-question="duties"]').click()
    primary(page).click()
    expect(page.locator(".kd-gap")).to_contain_text("1")
    expect(page.locator('[data-item="how"]')).to_be_visible()
    page.get_by_label(words("en")["inv_none"]).check()
    expect(primary(page)).to_have_text(catalogue("view", "en")["submit"])
    assert bench.view.answers["how"] == {"none": True}
    assert bench.view.score is None


def test_a_guided_part_is_checked_on_its_screen(open_desk: Callable) -> None:
    page = open_desk(guided=True).page
    primary(page).click()
    question(page, "ongoing")
    page.locator('.iv-question input[value="yes"]').check()
    page.locator("[data-check]").click()
    expect(page.locator(".iv-question .kd-why")).to_be_visible()
    page.shoot("investigation-check-zh")


NAMELESS = """
() => [...document.querySelectorAll(
  '.kit-desk :is(button, select, input, textarea, a, [role=grid], [role=region])')]
  .filter((one) => one.offsetParent && !(one.textContent.trim() && one.matches('button, a')
    || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
    || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))
"""
TOO_WIDE = "(desk) => desk.scrollWidth - desk.clientWidth"


@pytest.mark.parametrize("locale", LOCALES)
def test_large_type_fits_and_every_control_has_a_name(open_desk: Callable, locale: str) -> None:
    bench = open_desk(locale, large=True)
    page, desk = bench.page, bench.page.locator(".kit-desk")
    assert page.evaluate(NAMELESS) == []
    assert desk.evaluate(TOO_WIDE) <= 0
    page.shoot(f"investigation-large-{locale}")
    primary(page).click()
    for key in bench.view.page["task"]["asks"]:
        question(page, key)
        assert page.evaluate(NAMELESS) == [], key
        assert desk.evaluate(TOO_WIDE) <= 0, key


@pytest.mark.parametrize("locale", LOCALES)
def test_the_lesson_opens_in_a_notebook(
    start_lab: Callable, open_page: Callable, locale: str
) -> None:
    lab = start_lab(locale)
    learners = Store(lab.home / "records.sqlite")
    if not learners.people():
        learners.add_person("林晓", locale, datetime(2026, 11, 22, tzinfo=UTC))
    page = open_page(lab, f"{locale}/04-investigate-a-leak.ipynb")
    expect(page.locator(".kd-reflect textarea").first).to_be_visible(timeout=150_000)
    page.locator(".kd-foot .kd-primary").first.click()
    expect(rows(page).first).to_be_visible()
    cell(page, 0, "action").locator(".iv-narrow").click()
    expect(chips(page)).to_have_count(1)
    page.shoot(f"investigation-notebook-{locale}")
    assert page.problems == []
