"""The form of an answer to a text exercise, and what holds for any answer."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.labs import text
from kit.labs.text.bounds import core, share
from kit.labs.text.palette import GROUPS
from tests.labs.text_notes import CHAT, HEALTH, chat_note, note, task

CHAT_TASK = task(chat_note())
KEY = text.key(CHAT_TASK)


def only(score):
    (finding,) = score.findings
    return finding


# The form of an answer ---------------------------------------------------------------------------

MARK = {"start": 0, "end": 2, "kind": "identity"}


def given_marks(*marks, **more):
    return {**CHAT_TASK.template(), "notes": {"n01": {"marks": list(marks), "done": True} | more}}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (given_marks(MARK, MARK), "text.overlap"),
        (given_marks(MARK, MARK | {"start": 1, "end": 3}), "text.overlap"),
        (given_marks(MARK | {"end": 0}), "text.outside"),
        (given_marks(MARK | {"start": -1}), "text.outside"),
        (given_marks(MARK | {"end": len(CHAT) + 1}), "text.outside"),
        (given_marks(MARK | {"end": 10**400}), "text.outside"),
        (given_marks(MARK | {"start": 0.0}), "text.offset"),
        (given_marks(MARK | {"start": True}), "text.offset"),
        (given_marks(MARK | {"start": None}), "text.offset"),
        (given_marks(MARK | {"kind": None}), "text.no_kind"),
        (given_marks(MARK | {"kind": "nonsense"}), "exercise.answer_wrong_value"),
        (given_marks(MARK | {"kind": ["identity"]}), "exercise.answer_wrong_value"),
        (given_marks(MARK | {"subject": "child"}), "exercise.answer_unknown"),
        (given_marks({"start": 0, "end": 1}), "exercise.answer_missing"),
        (given_marks([0, 1, "identity"]), "exercise.answer_not_object"),
        (given_marks(marks="all"), "text.not_list"),
        (given_marks(marks={"0": MARK}), "text.not_list"),
        (given_marks(done=1), "text.done"),
        (given_marks(done=None), "text.done"),
        (given_marks(*[MARK] * 100_000), "text.too_many"),
        (CHAT_TASK.template() | {"notes": {"n02": {}}}, "exercise.answer_missing"),
        (CHAT_TASK.template() | {"notes": []}, "exercise.answer_not_object"),
        (CHAT_TASK.template() | {"variant": "other"}, "exercise.answer_other_variant"),
        (None, "exercise.answer_not_object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_answer_is_told_in_words_that_name_the_place(bad, code):
    with pytest.raises(BadInput) as caught:
        text.grade(CHAT_TASK, bad)
    assert caught.value.code == code
    for locale in LOCALES:
        words = explain(caught.value, locale)
        assert len(words) < 600
        if code.startswith("text."):
            assert "notes.n01" in words


def test_a_subject_of_null_is_let_pass_where_nobody_asks():
    marks = [mark | {"subject": None} for mark in KEY["notes"]["n01"]["marks"]]
    assert text.grade(CHAT_TASK, given_marks(*marks)).score == 100


# Properties --------------------------------------------------------------------------------------

ALPHABET = "张王，。 \n号1５a😀👍🏽é́ॐ👨‍👩‍👧"


@st.composite
def marked_notes(draw):
    """Return a text, spans cut from it, and marks cut from it, neither overlapping among itself."""
    written = draw(st.text(ALPHABET, min_size=1, max_size=60))

    def pieces():
        cuts = sorted(draw(st.sets(st.integers(0, len(written)), max_size=8)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    kinds = ["name", "health", "relation", "phone"]
    spans = [(start, end, draw(st.sampled_from(kinds))) for start, end in pieces()]
    marks = [
        {"start": start, "end": end, "kind": draw(st.sampled_from(list(GROUPS)))}
        for start, end in pieces()
    ]
    return written, spans, marks


def made_of(written, spans):
    base = note(written)
    found = []
    for start, end, kind in spans:
        piece = note("x", ("x", kind, HEALTH if kind == "health" else {})).spans[0]
        found.append(
            replace(
                piece,
                start=start,
                end=end,
                text=written[start:end],
                core=core(written, start, end),
            )
        )
    return task(replace(base, spans=tuple(found)))


def whole_answer(made, marks):
    return made.template() | {"notes": {"n01": {"marks": marks, "done": True}}}


@settings(max_examples=150, deadline=None)
@given(marked_notes(), st.randoms(use_true_random=False))
def test_the_order_of_marks_does_not_matter(example, random):
    written, spans, marks = example
    made = made_of(written, spans)
    mixed = list(marks)
    random.shuffle(mixed)
    one, other = (text.grade(made, whole_answer(made, some)) for some in (marks, mixed))
    assert one == other
    assert 0 <= one.score <= 100
    json.dumps(one.to_json(), ensure_ascii=False)


@settings(max_examples=150, deadline=None)
@given(marked_notes())
def test_every_span_and_mark_is_told_and_the_key_is_full(example):
    written, spans, marks = example
    made = made_of(written, spans)
    score = text.grade(made, whole_answer(made, marks))
    said = only(score).details["marks"]
    assert {(one["expected_start"], one["expected_end"]) for one in said} - {(None, None)} == {
        (start, end) for start, end, _ in spans
    }
    told = {(one["start"], one["end"]) for one in said if one["kind"]}
    assert told == {(mark["start"], mark["end"]) for mark in marks}
    assert text.grade(made, text.key(made)).score == 100
    for locale in LOCALES:
        text.render(score, locale)


@settings(max_examples=80, deadline=None)
@given(marked_notes(), st.integers(0, 7))
def test_leaving_out_a_right_mark_never_raises_the_score(example, number):
    written, spans, _ = example
    made = made_of(written, spans)
    whole = text.key(made)
    marks = whole["notes"]["n01"]["marks"]
    if marks:
        del marks[number % len(marks)]
        assert text.grade(made, whole).score < 100


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "kind", "subject", "marks", "done", "n01", "x"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_any_other_value_is_refused_in_words(value):
    for bad in (value, CHAT_TASK.template() | {"notes": {"n01": value}}, given_marks(value)):
        with pytest.raises(BadInput) as caught:
            text.grade(CHAT_TASK, bad)
        assert explain(caught.value, "zh")


@given(st.text(ALPHABET, max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_the_core_of_a_piece_lies_in_it(written, one, other):
    start, end = sorted((min(one, len(written)), min(other, len(written))))
    if start < end:
        first, last = core(written, start, end)
        assert start <= first < last <= end
        assert core(written, first, last) == (first, last)


@given(*[st.tuples(st.integers(0, 40), st.integers(1, 20)) for _ in range(2)])
def test_a_share_is_the_same_both_ways_and_one_only_for_the_same(one, other):
    one, other = ((start, start + length) for start, length in (one, other))
    assert share(one, other) == share(other, one)
    assert (share(one, other) == 1) == (one == other)
    common = len(set(range(*one)) & set(range(*other)))
    whole = len(set(range(*one)) | set(range(*other)))
    gap = max(one[0], other[0]) > min(one[1], other[1])
    assert share(one, other) == (0 if gap or not common else common / whole)
