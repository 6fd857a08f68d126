"""Questions of an investigation's report in a real browser: files to choose, fields, times."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

from bench import Bench
from investigate_fixture import CaseEngine, right

from kit.i18n import LOCALES, catalogue
from kit.widgets import InvestigateLab

pytestmark = pytest.mark.browser


@pytest.fixture
def open_report(open_bench: Callable[..., Bench]) -> Callable[..., Bench]:
    """Return a function that opens the report over a small case, its evidence pinned."""

    def go(locale: str, **options: object) -> Bench:
        bench = open_bench(InvestigateLab, locale=locale, engine=CaseEngine(), **options)
        bench.view.answer({"evidence": right(bench.view.task)["evidence"]})
        bench.page.reload()
        bench.page.locator(".kd-foot .kd-primary").click()
        expect(bench.page.locator(".iv-question")).to_be_visible()
        return bench

    return go


def words(locale: str) -> dict[str, str]:
    return catalogue("investigate_view", locale)


def turn(bench: Bench, key: str) -> None:
    bench.page.locator(f'[data-question="{key}"]').click()
    expect(bench.page.locator(f'[data-item="{key}"] h3')).to_be_focused()


@pytest.mark.parametrize("locale", LOCALES)
def test_several_files_are_chosen_one_after_the_other_and_their_fields_listed(
    open_report: Callable, locale: str
) -> None:
    bench, told = open_report(locale), words(locale)
    page, task = bench.page, bench.view.task
    turn(bench, "scope")
    page.get_by_role("button", name=told["inv_scope_file"], exact=True).click()
    offers = page.locator(".iv-suggested button")
    expect(offers).to_have_count(40)
    chosen = [offers.nth(place).text_content() for place in (0, 3)]
    for place in (0, 3):
        offers.nth(place).click()
        expect(offers.nth(place)).to_be_disabled()
    expect(page.locator(".iv-parts > li")).to_have_count(2)
    for name in chosen:
        expect(page.locator(".iv-parts")).to_contain_text(name)
    page.shoot(f"investigation-files-{locale}")
    stored = bench.view.answers["scope"]["parts"]
    files = {row["file_id"]: row for row in task.table("files").to_pylist()}
    views = {files[one["file"]]["view_id"] for one in stored}
    assert {files[one["file"]]["path"] for one in stored} == set(chosen)
    turn(bench, "sensitive")
    shown = page.locator(".iv-carried > li")
    expect(shown).to_have_count(len(views))
    fields = bench.view.page["task"]["fields"]
    for view in views:
        expect(page.locator(".iv-carried")).to_contain_text(fields[view])
    page.shoot(f"investigation-sensitive-{locale}")
    assert page.problems == []


def test_a_filter_is_kept_even_by_whoever_goes_on_without_a_name(open_report: Callable) -> None:
    bench, told = open_report("en"), words("en")
    page = bench.page
    page.get_by_role("button", name=told["inv_back"], exact=True).click()
    page.locator(".iv-rows > [role=row]").first.locator(".iv-c-action").click()
    for _ in range(2):
        page.get_by_role("button", name=told["inv_keep_this"]).click()
        page.locator(".kd-foot .kd-primary").click()
        page.get_by_role("button", name=told["inv_back"], exact=True).click()
    expect(page.locator(".iv-filters > li")).to_have_count(2)
    kept = bench.view.answers["desk"]["filters"]
    assert kept[0]["query"] == kept[1]["query"]
    assert kept[1]["name"] == f"{kept[0]['name']} 2"
    assert page.problems == []


def test_first_and_last_pin_are_taken_as_they_are(open_report: Callable) -> None:
    bench = open_report("en")
    page = bench.page
    gists = bench.view._desk(bench.view.task).answer(
        {"what": "gists", "refs": [one["ref"] for one in bench.view.answers["evidence"]["pins"]]}
    )["gists"]
    moments = sorted(one["at"] for one in gists.values() if one["at"])
    assert len(moments) > 1
    turn(bench, "when")
    page.get_by_role("button", name=words("en")["inv_when_pins"], exact=True).click()
    for name, moment in (("since", moments[0]), ("until", moments[-1])):
        field = page.get_by_label(words("en")[f"inv_when_{name}"], exact=True)
        expect(field).to_have_value(moment[:16].replace("T", " "))
