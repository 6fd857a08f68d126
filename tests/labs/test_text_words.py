"""Every code that grading can make has words in both languages, with what they name."""

from itertools import product
from string import Formatter

import pytest

from kit.i18n import LOCALES, catalogue
from kit.labs import text
from kit.labs.text.judging import FALSE_COSTS
from kit.labs.text.matching import Pair
from kit.labs.text.misreadings import MISREADINGS
from kit.labs.text.palette import CLASSES, GROUP_OF, GROUPS, LOOK_ALIKES, SUBJECTS
from kit.labs.words import as_text
from tests.labs.text_notes import CHILD, HEALTH, THIRD, answer, chat_note, note, task

WORDS = catalogue("text", "zh")
MASKED = ("account", "resident_id", "partial_address")
ABOUT = {"customer": {}, "child": CHILD, "third": THIRD, "employee": {"subject": "employee"}}


@pytest.mark.parametrize(("kind", "about"), list(product(GROUP_OF, ABOUT)))
def test_a_missed_piece_of_any_kind_is_told(kind, about):
    more = ABOUT[about] | ({"masked": True} if kind == "partial_address" else {})
    made = task(note("这里是要找的内容。", ("要找的内容", kind, more)))
    score = text.grade(made, answer(made, n01=[]))
    for locale in LOCALES:
        (item,) = text.render(score, locale).items
        assert "要找的内容" in item.lines[1]
        assert item.articles


@pytest.mark.parametrize("kind", MASKED)
def test_a_missed_tail_is_told_to_be_no_anonymity(kind):
    made = task(note("尾号0385", ("0385", kind, {"masked": True})))
    (finding,) = text.grade(made, answer(made, n01=[])).findings
    assert finding.notes[0].code == f"text.missed.masked.{kind}"
    assert "PIPL-73" in finding.articles


@pytest.mark.parametrize("kind", LOOK_ALIKES)
def test_a_marked_look_alike_of_any_kind_is_told(kind):
    made = task(note("张三，这里是样子像的", ("张三", "name"), look_alikes=[("样子像的", kind)]))
    score = text.grade(made, answer(made, n01=[("张三", "identity"), ("样子像的", "number")]))
    for locale in LOCALES:
        assert "样子像的" in text.render(score, locale).items[0].lines[1]


def test_a_report_is_whole_in_both_languages():
    made = task(chat_note())
    marks = [("王磊", "health"), ("１５４０００", "contact"), ("住院，找我", "health")]
    score = text.grade(made, answer(made, n01=marks))
    for locale in LOCALES:
        report = text.render(score, locale)
        assert len(report.table) == len(GROUPS) + 1
        assert len({len(row) for row in report.table}) == 1
        told = as_text(report)
        assert "{" not in told
        assert "text." not in told


def used():
    """Yield every code of this lab that grading, public sides or errors can make."""
    yield from (f"kind.{code}{end}" for code in (*CLASSES, *GROUPS) for end in ("", ".about"))
    yield from (f"subject.{code}" for code in (*SUBJECTS, "none"))
    yield from (f"wrong_subject.{code}" for code in (*SUBJECTS, "none"))
    for verdict in ("right", "acceptable", "over", "under", "missing"):
        yield from (f"verdict.{verdict}", f"note.{verdict}")
    yield from (f"missed.{kind}" for kind in GROUP_OF if kind != "partial_address")
    yield from (f"missed.masked.{kind}" for kind in MASKED)
    yield from ("missed.child", "missed.third_person", "missed.employee", "hit", "item_title")
    found = ("around", "split", "joined", "taste", "shorter", "longer", "kind", "subject")
    yield from (f"close.{one}" for one in found)
    yield from ("wrong_kind.other", "wrong_kind.lost", "wrong_kind.child", "and_more", "pupil")
    yield from (
        f"false.{why}" for why in (*FALSE_COSTS, "role", *LOOK_ALIKES) if why != "look_alike"
    )
    yield from (f"{family}.{name}" for name in MISREADINGS for family in ("mistake", "mistakes"))
    for one in ("perfect", "passed", "passed_with_danger", "failed", "missing", "lost", "whole"):
        yield f"summary.{one}"
    for one in ("child", "sensitive", "third_person", "masked", "employee", "other"):
        yield f"summary.missed.{one}"
    yield from ("summary.look_alikes", "summary.false", "summary.judgement")
    measures = [f"{a}.{b}" for a in ("strict", "overlap") for b in ("precision", "recall", "f1")]
    for one in ("score", "cost", *measures):
        yield from (f"figure.{one}", f"figure.{one}.about")
    columns = ("kind", "there", "marked", "strict", "overlap", "precision", "recall", "f1")
    yield from (f"table.{one}" for one in columns)
    yield from ("pool_too_small", "done", "not_list", "too_many", "overlap", "outside", "no_kind")
    yield "offset"


def test_there_are_words_for_every_code_and_none_to_spare():
    assert sorted(WORDS) == sorted(used())


def test_words_of_a_mistake_name_nothing_that_is_not_given():
    for name in MISREADINGS:
        for locale in LOCALES:
            words = catalogue("text", locale)
            assert _named(words[f"mistake.{name}"]) == set()
            assert _named(words[f"mistakes.{name}"]) == {"count"}


def _named(words):
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_a_pair_says_by_default_that_the_kind_is_right():
    assert Pair("exact", 0, 0).right_kind


def test_a_score_that_hides_a_missed_illness_warns_even_if_it_passes():
    notes = [note(f"张三{n}来电", (f"张三{n}", "name"), key=f"n{n}") for n in range(12)]
    made = task(*notes, note("糖尿病", ("糖尿病", "health", HEALTH), key="n99"))
    whole = text.key(made)
    whole["notes"]["n99"]["marks"] = []
    score = text.grade(made, whole)
    assert score.passed
    assert score.summary[0].code == "text.summary.passed_with_danger"
