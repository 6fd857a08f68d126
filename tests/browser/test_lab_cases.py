"""The case lab in a real browser: read a sheet, choose, go on to the next case, look back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from kit.labs.cases.kinds import families
from kit.widgets.study_cases import StudyCasesLab

pytestmark = pytest.mark.browser
NEXT = {"zh": "建议接着做", "en": "Recommended next"}
ADVISED = {"zh": "关门的那些公司", "en": "When the doors close"}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_all_cases_are_answered_by_keyboard(open_bench: Callable, locale: str) -> None:
    bench = open_bench(StudyCasesLab, "others-closings", locale=locale)
    page, task = bench.page, bench.view.task
    expect(page.locator(".cs-tabs button")).to_have_count(len(task.cases))
    page.shoot(f"cases-work-{locale}")
    for place, case in enumerate(task.cases):
        expect(page.locator("h3").first).to_contain_text(case.titles[locale])
        expect(page.locator(".cs-facts li")).to_have_count(len(case.facts))
        asked = [one for one in task.questions if one.case == case.name]
        for number, question in enumerate(asked):
            group = page.locator(".cs-question").nth(number)
            group.locator("input").first.focus()
            right = question.codes.index(question.coded("right")[0])
            page.keyboard.press(str(right + 1))
            expect(group.locator("input").nth(right)).to_be_checked()
        expect(page.locator(".cs-tabs button").nth(place)).to_contain_text("✓")
        page.keyboard.press("n")
    expect(page.locator(".kd-saved")).to_be_visible()
    key = bench.view.engine.key(task)["questions"]
    assert dict(bench.view.answers) == key
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_contain_text("100")
    expect(page.locator(".cs-kinds tbody tr")).to_have_count(4)
    advised = page.get_by_role("heading", name=NEXT[locale]).locator("xpath=..")
    expect(advised.locator("button")).to_have_text(ADVISED[locale])
    expect(page.locator("a[data-kit-open]")).to_have_attribute(
        "data-kit-open", "06-which-alerts-first.ipynb"
    )
    page.shoot(f"cases-result-{locale}")
    assert page.problems == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_catalogue_lies_open_beside_the_questions(open_bench: Callable, locale: str) -> None:
    page = open_bench(StudyCasesLab, "others-closings", locale=locale, width=1024).page
    groups = page.locator(".cs-family")
    expect(groups).to_have_count(len(families()))
    for place, family in enumerate(families()):  # one is open at a time
        groups.nth(place).locator("summary").click()
        for kind in family.kinds:
            expect(groups.nth(place)).to_contain_text(kind.about[locale])
    page.shoot(f"cases-catalogue-{locale}")
    assert page.problems == []


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_wrong_answer_is_explained_with_the_lesson_of_the_case(
    open_bench: Callable, locale: str
) -> None:
    bench = open_bench(StudyCasesLab, "others-closings", locale=locale)
    page, view = bench.page, bench.view
    wrong = view.engine.key(view.task)
    wrong["questions"] |= {
        one.key: {"choice": next(c for c in one.codes if one.option(c).verdict == "wrong")}
        for one in view.task.questions[:5]
    }
    view.answer(wrong)
    page.reload()
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-big")).to_be_visible()
    page.locator(".kd-foot .kd-primary").click()
    expect(page.locator(".kd-review tbody tr")).to_have_count(5)
    first = view.task.questions[0]
    expect(page.locator(".kd-why")).to_contain_text(
        first.option(wrong["questions"][first.key]["choice"]).why.both()[locale]
    )
    expect(page.locator(".kd-help")).to_contain_text(view.task.cases[0].lessons[0][locale])
    page.shoot(f"cases-review-{locale}")
    assert page.problems == []


def test_practice_tells_at_once(open_bench: Callable) -> None:
    bench = open_bench(StudyCasesLab, "first-two-cases", locale="zh")
    page, task = bench.page, bench.view.task
    first = task.questions[0]
    page.locator(".cs-question input").nth(
        next(n for n, one in enumerate(first.codes) if first.option(one).verdict == "wrong")
    ).check()
    page.locator("[data-check]").first.click()
    expect(page.locator(".kd-why").first).to_contain_text(
        first.option(first.coded("right")[0]).why.zh
    )
    page.shoot("cases-practice-zh")
    assert page.problems == []
