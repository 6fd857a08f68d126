"""Every code that grading can make has words in both languages, with what they name."""

import re
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


def test_places_of_one_sort_are_told_in_one_line_and_others_in_other_words():
    pieces = [("王姐", "nickname"), ("李哥", "nickname"), ("15400012345", "phone")]
    written = "，".join(piece for piece, _ in pieces)
    made = task(note(written, *[(piece, kind, THIRD) for piece, kind in pieces]))
    score = text.grade(made, answer(made, n01=[]))
    for locale, joined in (("zh", "“王姐”、“李哥”"), ("en", "“王姐”, “李哥”")):
        first, second, mistake = text.render(score, locale).items[0].lines[1:]
        assert joined in first
        assert "15400012345" in second
        assert first.split("”：")[-1].split("”: ")[-1] != second.split("”：")[-1].split("”: ")[-1]
        assert mistake == catalogue("text", locale)["mistake.third_parties_overlooked"]
    assert len(score.findings[0].details["marks"]) == 3


def test_english_counts_of_one_are_no_plurals():
    plural = re.compile(r"\b1 (?:pieces|marks|notes|others|tails|sensitive pieces)\b")
    made = task(
        note("小明说甲乙丙，张三", ("小明", "nickname", CHILD), ("张三", "name"), key="n01"),
        note("糖尿病", ("糖尿病", "health", HEALTH), key="n02"),
        note("李芳", ("李芳", "name", THIRD), key="n03"),
    )
    empty = {"marks": [], "done": True}
    whole = made.template() | {"notes": {"n01": empty, "n02": empty | {"done": False}}}
    whole["notes"]["n03"] = {"marks": [{"start": 0, "end": 1, "kind": "health"}], "done": True}
    assert not plural.search(as_text(text.render(text.grade(made, whole), "en")))


@pytest.mark.parametrize(("locale", "named"), [("zh", "2 · 在线聊天"), ("en", "2 · Chat")])
def test_the_summary_calls_notes_by_the_number_that_is_shown(locale, named):
    made = task(
        note("张三", ("张三", "name"), key="n01"), note("李四", ("李四", "name"), key="n02")
    )
    whole = text.key(made)
    whole["notes"]["n02"]["done"] = False
    report = text.render(text.grade(made, whole), locale)
    assert named in report.summary[0].text
    assert "n02" not in report.summary[0].text


def used():
    """Yield every code of this lab that grading, public sides or errors can make."""
    yield from (f"kind.{code}{end}" for code in (*CLASSES, *GROUPS) for end in ("", ".about"))
    yield from (f"subject.{code}" for code in (*SUBJECTS, "none"))
    yield from (f"wrong_subject.{code}" for code in (*SUBJECTS, "none"))
    for verdict in ("right", "acceptable", "over", "under", "missing"):
        yield from (f"verdict.{verdict}", f"note.{verdict}")
    yield from (f"missed.{kind}" for kind in GROUP_OF if kind != "partial_address")
    yield from (f"missed.masked.{kind}" for kind in MASKED)
    yield from (f"missed.child.{one}" for one in ("called", "age", "reach"))
    yield from (f"missed.third_person.{one}" for one in ("called", "reach", "number"))
    yield from ("missed.employee.called", "missed.employee.other")
    yield from ("hit", "hit.joined", "close.covered", "item_title", "note_named")
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
