"""Everything the sorting lab can say has words in both languages."""

import re

import pytest
from hypothesis import given

from kit.customers.duties import ACTIONS, DEALS, Case
from kit.i18n import LOCALES, catalogue, translate
from kit.labs.sorting import grade, render
from kit.labs.sorting.harms import HARMS
from kit.labs.sorting.mistakes import BELIEFS
from kit.labs.sorting.task import ALL_PROBLEMS, problem_words, reasons
from kit.labs.words import as_text
from tests.labs.made_lists import answered, task


@given(answered())
def test_every_result_reads_as_text_in_both_languages(pair):
    score = grade(*pair)
    for locale in LOCALES:
        report = render(score, locale)
        text = as_text(report)
        assert text.startswith(report.headline)
        assert "{" not in text
        assert len(report.items) == len(score.findings)
        assert all(item.lines and item.verdict for item in report.items)


@pytest.mark.parametrize("locale", LOCALES)
def test_choices_have_titles(locale):
    for code in (*ALL_PROBLEMS, "nothing"):
        assert all(translate(one, locale) for one in problem_words(code))
    for form in DEALS:
        for code, actions in reasons(form).items():
            assert translate(f"duties.reason.{code}", locale)
            assert set(actions) <= set(ACTIONS)


@pytest.mark.parametrize("locale", LOCALES)
def test_misconceptions_and_consequences_have_words_of_their_own(locale):
    said = [translate(f"sorting.mistake.{name}", locale) for name in BELIEFS]
    said += [translate(f"sorting.harm.{code}", locale) for code in {one.code for one in HARMS}]
    assert len(set(said)) == len(said)
    for name in BELIEFS:
        assert "3" in translate(f"sorting.mistakes.{name}", locale, count=3)


def test_no_message_is_left_over():
    used = {f"mistake.{name}" for name in BELIEFS} | {f"mistakes.{name}" for name in BELIEFS}
    used |= {f"harm.{one.code}" for one in HARMS}
    families = ("mistake.", "mistakes.", "harm.")
    there = {code for code in catalogue("sorting", "zh") if code.startswith(families)}
    assert there == used


def test_chinese_is_set_in_chinese_type():
    for code, text in catalogue("sorting", "zh").items():
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), code
        assert not re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", text), code


def test_the_report_leaves_out_actions_that_do_not_occur():
    score = grade(made := task([Case("sound"), Case("duplicate")]), made.template())
    head, *rows = render(score, "en").table
    assert [row[0] for row in rows] == ["Merge", "Hand over"]
    assert head[1:] == ("Merge", "Hand over", "No answer")
    assert [row[1:] for row in rows] == [("0", "0", "1")] * 2
