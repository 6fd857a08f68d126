"""The triage lab in a real browser: choose, look, judge; looks are counted and never come back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from kit.widgets.triage import TriageLab

pytestmark = pytest.mark.browser
EXERCISE = "monday-after-closing"


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_alerts_are_looked_at_and_judged_by_keyboard(open_bench: Callable, locale: str) -> None:
    bench = open_bench(TriageLab, EXERCISE, locale=locale)
    page, view = bench.page, bench.view
    task = view.task
    expect(page.locator(".tr-alerts tbody tr")).to_have_count(len(task.alerts))
    page.shoot(f"triage-work-{locale}")
    right = {k: v for k, v in view.engine.key(task)["alerts"].items() if v["verdict"]}
    for number, key in enumerate(right):
        part = ".tr-when" if number % 2 else "button.kd-link"  # anywhere in the row
        page.locator(f'[data-item="{key}"] {part}').click()
        page.keyboard.press("l")
        expect(page.locator(".tr-look [role=radio]").first).to_be_visible()
        expect(page.locator(".tr-look .tr-part").first).to_be_visible()
        if number == 0:
            page.shoot(f"triage-look-{locale}")
            page.keyboard.press("2")
            expect(page.locator('.tr-look [aria-checked="true"]')).to_have_count(1)
        page.keyboard.press("1")
        expect(page.locator(f'[data-item="{key}"]')).to_contain_text(
            {"zh": "真的", "en": "Real"}[locale]
        )
        expect(page.locator(".tr-meter")).to_contain_text(str(number + 1))
    assert {k for k, v in view.answers.items() if v["verdict"] == "real"} == set(right)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".tr-work [role=alert]")).to_contain_text(f"{task.budget - len(right)}")
    page.shoot(f"triage-unused-{locale}")
    page.locator("[data-stay]").click()
    expect(page.locator("[data-anyway]")).to_have_count(0)
    page.locator(".kd-foot .kd-primary").click()
    page.locator("[data-anyway]").click()
    expect(page.locator(".kd-big")).to_contain_text("100")
    expect(page.locator(".tr-orders tbody tr")).to_have_count(4)
    page.shoot(f"triage-result-{locale}", full_page=True)
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr").first).to_be_visible()
    page.shoot(f"triage-review-{locale}")
    assert page.problems == []


def test_a_look_that_is_used_does_not_come_back(open_bench: Callable) -> None:
    bench = open_bench(TriageLab, EXERCISE, locale="zh")
    page, view = bench.page, bench.view
    page.locator("[data-look]").click()
    expect(page.locator(".tr-look [role=radio]").first).to_be_visible()
    page.locator(".tr-look [role=radio]").first.click()
    expect(page.locator('.tr-look [aria-checked="true"]')).to_have_count(1)
    page.locator("[data-undo]").click()
    expect(page.locator('.tr-look [aria-checked="true"]')).to_have_count(0)
    page.locator("[data-undo]").click()
    page.wait_for_timeout(400)
    assert view.answers == {}
    expect(page.locator(".tr-look [role=radio]").first).to_be_visible()
    expect(page.locator(".tr-meter")).to_contain_text("1 / 20")
    page.reload()
    expect(page.locator(".tr-meter")).to_contain_text("1 / 20")
    expect(page.locator(".tr-look .tr-part").first).to_be_visible()
    expect(page.locator(".kd-foot .kd-primary")).not_to_have_text("")
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-gap")).to_be_visible()
    assert page.problems == []


def test_no_more_looks_than_there_are(open_bench: Callable) -> None:
    bench = open_bench(TriageLab, EXERCISE, locale="zh")
    page, view = bench.page, bench.view
    keys = [one.key for one in view.task.alerts]
    view.answer({key: {"verdict": "harmless"} for key in keys[: view.task.budget]})
    page.reload()
    page.locator(f'[data-item="{keys[view.task.budget]}"] button.kd-link').click()
    expect(page.locator("[data-look]")).to_be_disabled()
    page.shoot("triage-no-looks-zh")
    page.locator(f'[data-item="{keys[0]}"] button.kd-link').click()
    expect(page.locator(".tr-look .tr-part, .tr-look details").first).to_be_visible()
    assert page.problems == []
