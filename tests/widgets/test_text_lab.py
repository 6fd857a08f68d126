"""The text lab without a browser: answers from code, words for what is wrong, what pages show."""

import inspect
import json
import re

import pytest
from text_fixture import TextEngine

from kit.classroom.reflections import VALUE_LENGTH
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue, explain
from kit.labs.text.palette import GROUPS, SUBJECTS
from kit.labs.text.task import MOST_MARKS
from kit.widgets import FindInText

NAME = {"start": 0, "end": 2, "kind": "identity"}
PHONE = {"start": 3, "end": 16, "kind": "contact"}
COLOUR = re.compile(r"\.tx-k\d+ \{\s*--deep: (#\w{6});\s*--soft: (#\w{6})")


@pytest.fixture
def open_text(store):
    def make(exercise="groups", locale="zh"):
        lab = FindInText(exercise, locale=locale, store=store, engine=TextEngine())
        lab.enter("林晓")
        return lab

    return make


def save(lab, value, item="n01", key="k1", **others):
    attempt = lab.page["attempt"]["id"]
    message = {"type": "save", "key": key, "attempt": attempt, "item": item, "value": value}
    return message | others


def marked(*marks, done=False):
    return {"marks": list(marks), "done": done}


def stored(*marks, done=False, locale="zh"):
    return {"locale": locale} | marked(*marks, done=done)


def test_marks_are_on_disk_when_they_are_acknowledged(open_text, talk):
    lab = open_text()
    [reply] = talk(lab).say(**save(lab, marked(PHONE, NAME)))
    assert reply["type"] == "saved"
    assert reply["change"]["value"] == stored(NAME, PHONE)
    assert not reply["change"]["done"]
    other = Store(lab.store.path)
    assert other.answers(lab.page["attempt"]["id"]) == {"n01": stored(NAME, PHONE)}
    other.close()


def test_a_note_is_answered_when_somebody_says_it_is_done(open_text):
    lab = open_text()
    lab.answer({"n01": marked(NAME), "n03": marked(done=True)})
    assert lab.live["done"] == ["n03"]


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("n99", marked(NAME), "view.unknown_item"),
        ("n01", None, "exercise.answer_not_object"),
        ("n01", {"marks": []}, "exercise.answer_missing"),
        ("n01", marked(NAME) | {"more": 1}, "exercise.answer_unknown"),
        ("n01", marked(NAME, done="yes"), "text.done"),
        ("n01", {"marks": {}, "done": True}, "text.not_list"),
        ("n01", marked("王芳"), "exercise.answer_not_object"),
        ("n01", marked({"start": 0, "end": 2}), "exercise.answer_missing"),
        ("n01", marked(NAME | {"kind": "colour"}), "exercise.answer_wrong_value"),
        ("n01", marked(NAME | {"kind": None}), "text.no_kind"),
        ("n01", marked(NAME | {"start": 0.5}), "text.offset"),
        ("n01", marked(NAME | {"start": True}), "text.offset"),
        ("n01", marked(NAME | {"end": 400}), "text.outside"),
        ("n01", marked(NAME | {"start": 2, "end": 2}), "text.outside"),
        ("n01", marked(NAME | {"start": -1}), "text.outside"),
        ("n01", marked(NAME, NAME | {"start": 1, "end": 4}), "text.overlap"),
        ("n01", marked(NAME | {"subject": "child"}), "exercise.answer_unknown"),
    ],
)
def test_what_cannot_be_a_mark_is_refused_in_words(open_text, talk, item, value, code):
    lab = open_text()
    with pytest.raises(BadInput) as caught:
        lab.answer({item: value})
    assert caught.value.code == code
    [reply] = talk(lab).say(**save(lab, value, item=item))
    assert reply["type"] == "refused"
    assert reply["words"] == explain(caught.value, "zh")
    assert lab.answers == {}


def test_a_person_is_named_where_the_exercise_asks_for_one(open_text):
    lab = open_text("people")
    named = NAME | {"subject": "customer"}
    lab.answer({"n01": marked(named, PHONE | {"subject": None})})
    assert lab.answers["n01"]["marks"][0] == named
    with pytest.raises(BadInput, match="answer_missing"):
        lab.answer({"n01": marked(NAME)})
    assert [one["code"] for one in lab.page["task"]["subjects"]] == [
        "customer",
        "child",
        "related_person",
        "employee",
    ]


def test_undo_stays_with_the_note_that_is_open(open_text, talk):
    lab = open_text()
    page = talk(lab)
    page.say(**save(lab, marked(NAME)))
    page.say(**save(lab, marked(NAME, PHONE), key="k2"))
    page.say(**save(lab, marked(done=True), item="n03", key="k3"))
    undo = {"type": "undo", "attempt": lab.page["attempt"]["id"], "item": "n01"}
    saved, undone = page.say(**undo, key="u1")
    assert undone == {"type": "undone", "item": "n01"}
    assert saved["change"]["value"] == stored(NAME)
    page.say(**undo, key="u2")
    *_, undone = page.say(**undo, key="u3")
    assert undone == {"type": "undone", "item": None}
    assert lab.answers == {"n03": stored(done=True)}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("exercise", ["groups", "people"])
def test_a_perfect_answer_from_code_finds_everything(open_text, exercise, locale):
    lab = open_text(exercise, locale)
    lab.answer(lab.engine.key(lab.task))
    assert lab.submit().score == 100
    result = lab.page["result"]
    pieces = sum(len(note.spans) for note in lab.task.notes)
    assert str(pieces) in result["found"][0]
    assert len(result["found"]) == 1
    assert {mark["outcome"] for one in result["findings"] for mark in one["marks"]} == {"hit"}
    assert [way["values"] for way in result["measures"]] == [["100 %"] * 3] * 2


def test_the_result_says_in_place_what_was_missed_and_what_was_marked_for_nothing(open_text):
    lab = open_text()
    answer = lab.engine.key(lab.task)["notes"]
    answer["n01"] = marked(PHONE | {"kind": "number"}, done=True)
    hotline = lab.task.notes[2].text.index("400")
    answer["n03"] = marked({"start": hotline, "end": hotline + 12, "kind": "contact"}, done=True)
    lab.answer(answer)
    lab.submit()
    result = lab.page["result"]
    first, third = result["findings"][0], result["findings"][2]
    assert first["counts"] == {"missed": 1, "wrong_kind": 1}
    missed, wrong = first["marks"]
    assert (missed["start"], missed["end"], missed["outcome"]) == (0, 2, "missed")
    assert "漏" in missed["tag"]
    assert "证件与编号" in wrong["tag"]
    assert "联系方式" in wrong["tag"]
    assert all(mark["lines"][0] and mark["articles"] for mark in first["marks"])
    assert third["counts"] == {"false": 1}
    assert "8" in result["found"][0]
    assert len(result["found"]) == 3  # one of another kind, one on a hotline
    kinds = {row[0]: row[1:4] for row in result["by_kind"]}
    assert kinds["联系方式"] == ["2", "1", "2"]


def test_the_chart_comes_when_it_is_asked_for(open_text, talk):
    lab = open_text()
    assert "kinds_chart" not in [one["type"] for one in talk(lab).say(type="kinds_chart")]
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    drawn = talk(lab).say(type="kinds_chart")[0]
    assert drawn["type"] == "kinds_chart"
    assert drawn["svg"].startswith("<svg")
    assert drawn["sentence"]
    assert drawn["alt"]


def test_guided_practice_tells_about_one_note_at_once(open_text, talk):
    lab = open_text("practice")
    page = talk(lab)
    page.say(**save(lab, marked(NAME, done=True)))
    check = {"type": "check", "attempt": lab.page["attempt"]["id"], "item": "n01"}
    told = page.say(**check, key="c1")[0]["change"]["checked"]
    assert [mark["outcome"] for mark in told["marks"]] == ["hit", "missed"]
    assert told["rules"]
    page.say(**save(lab, marked(NAME, PHONE, done=True), key="k2"))
    assert lab.live["checked"] == {}


def test_notes_stay_in_the_language_in_which_they_were_marked(open_text, talk):
    lab = open_text()
    lab.answer({"n01": marked(NAME, PHONE, done=True)})
    chinese = lab.page["task"]["notes"][0]["text"]
    talk(lab).say(type="language", locale="en")
    task = lab.page["task"]
    assert task["lang"] == "zh"
    assert task["notes"][0]["text"] == chinese
    assert "in Chinese" in task["lead"]
    assert task["kinds"][0]["title"] == catalogue("text", "en")["kind.identity"]
    assert lab.submit().findings[0].verdict == "right"
    assert lab.page["result"]["findings"][0]["marks"][0]["tag"] == "Identity"
    lab.again()
    assert lab.page["task"]["lang"] == "en"


def test_as_many_marks_as_are_allowed_can_be_stored_and_one_more_is_refused_in_words(open_text):
    lab = open_text("people")
    largest = {"start": 9998, "end": 9999, "kind": "whereabouts", "subject": "related_person"}
    assert max(map(len, GROUPS)) == len(largest["kind"])
    assert max(map(len, SUBJECTS)) == len(largest["subject"])
    value = stored(*[largest] * MOST_MARKS, done=False)
    assert len(json.dumps(value, ensure_ascii=False)) <= VALUE_LENGTH
    with pytest.raises(BadInput) as caught:
        lab.answer({"n01": marked(*[largest] * (MOST_MARKS + 1))})
    assert caught.value.code == "text.too_many"
    assert str(MOST_MARKS) in explain(caught.value, "zh")


def in_both_languages(open_text):
    return open_text(locale="zh"), open_text(locale="en")


def test_a_window_in_another_language_stores_nothing_and_learns_of_it(open_text, talk):
    chinese, english = in_both_languages(open_text)
    chinese.answer({"n01": chinese.engine.key(chinese.task)["notes"]["n01"]})
    value = english.engine.key(english.task)["notes"]["n02"]
    [refused] = talk(english).say(**save(english, value, item="n02"))
    assert (refused["type"], refused["final"]) == ("refused", True)
    assert refused["words"] == catalogue("view", "en")["changed_elsewhere"]
    assert english.page["task"]["lang"] == "zh"
    assert list(english.live["answers"]) == ["n01"]
    english.answer(english.engine.key(english.task))
    assert english.submit().score == 100
    assert chinese.store.finished(1, "groups")[0][1]["score"] == 100


def test_the_second_answer_is_refused_even_if_it_comes_in_the_same_moment(open_text):
    chinese, english = in_both_languages(open_text)
    chinese.answer({"n01": marked(NAME)})
    with pytest.raises(BadInput, match="changed_elsewhere"):
        english.answer({"n02": marked(done=True)})
    with pytest.raises(BadInput, match="changed_elsewhere"):
        english.submit()
    assert list(chinese.answers) == ["n01"]


@pytest.mark.parametrize("kind", ["submit", "undo", "check"])
def test_a_window_in_another_language_does_nothing_else_either(open_text, talk, kind):
    chinese, english = in_both_languages(open_text)
    chinese.answer({"n01": marked(NAME)})
    attempt = english.page["attempt"]["id"]
    message = {"type": kind, "key": "k9", "attempt": attempt, "item": "n01", "shown": {}}
    [refused] = talk(english).say(**message)
    assert (refused["type"], refused["final"]) == ("refused", True)
    assert list(chinese.answers) == ["n01"]


def test_marks_made_on_the_text_of_another_language_are_refused(open_text):
    lab = open_text()
    with pytest.raises(BadInput, match="changed_elsewhere"):
        lab.answer({"n01": stored(NAME, locale="en")})
    lab.answer({"n01": stored(NAME, locale="zh")})
    assert lab.answers == {"n01": stored(NAME)}


def test_a_window_that_is_seen_again_shows_the_language_of_the_attempt(open_text, talk):
    chinese, english = in_both_languages(open_text)
    chinese.answer({"n01": marked(NAME)})
    talk(english).say(type="refresh")
    assert english.page["task"]["lang"] == "zh"


def test_what_is_taken_back_leaves_the_language_open(open_text, talk):
    chinese, english = in_both_languages(open_text)
    talk(chinese).say(**save(chinese, marked(NAME)))
    attempt = chinese.page["attempt"]["id"]
    talk(chinese).say(type="undo", key="u1", attempt=attempt, item="n01")
    english.answer({"n03": marked(done=True)})
    assert english.answers == {"n03": stored(done=True, locale="en")}


def test_one_event_holds_an_answer_and_its_language(open_text):
    lab = open_text()
    lab.answer({"n01": marked(NAME)})
    (event,) = lab.store.export(1)["attempts"][0]["events"]
    assert (event["kind"], event["value"]) == ("answer", stored(NAME))
    assert open_text(locale="en").page["task"]["lang"] == "zh"


def test_older_records_hold_the_language_apart_and_are_read(open_text):
    lab = open_text()
    attempt, at = lab.page["attempt"]["id"], lab.clock()
    for item, value in lab.engine.key(lab.task)["notes"].items():
        lab.store.record(attempt, f"k-{item}", item, value, at)
    lab.store.record(attempt, "language", "zh", {}, at, kind="language")
    later = open_text(locale="en")
    assert later.page["task"]["lang"] == "zh"
    assert later.submit().score == 100


def test_two_thousand_notes_are_one_page(open_text, talk):
    lab = open_text("long")
    assert len(lab.page["task"]["items"]) == len(lab.page["task"]["notes"]) == 2000
    replies = talk(lab).say(**save(lab, marked(NAME), item="n1999"))
    assert len(str(replies)) < 1000  # a change sends itself, not two thousand notes


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_view_is_used(locale):
    used = str(FindInText._esm) + _python()
    families = ("mark_", "tag_", "counted_", "notes_")
    unused = [
        name
        for name in catalogue("text_view", locale)
        if f'"{name}"' not in used
        and not name.startswith(families)
        and f'"{name.removesuffix("_about")}"' not in used
    ]
    assert unused == []


def test_kinds_are_told_apart_by_more_than_colour_and_can_be_read():
    css = str(FindInText._css)
    colours = COLOUR.findall(css)
    assert len(colours) == 12
    assert len(set(colours)) == 12
    for deep, soft in colours:
        assert contrast("#ffffff", deep) >= 4.5  # the word on its tag
        assert contrast("#1d2733", soft) >= 4.5  # the text on its ground
        assert contrast(deep, soft) >= 3  # the underline
    assert "content: attr(data-tag)" in css


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _python():
    return inspect.getsource(inspect.getmodule(FindInText))
