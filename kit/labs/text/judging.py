"""Judges the marks of one note: what each is worth, and the verdict on the whole note.

Costs are in points. Missing what is sensitive, about a child or about a third person is the
dearest; a mark on nothing costs less than a miss, so that in doubt one marks, but marking
everything loses as many points as the note has. Where classes are asked for, one that is too light
is as bad as a miss. A note loses at most its own points.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kit.labs.results import Verdict
from kit.labs.text.matching import Pair, matched
from kit.labs.text.palette import SENSITIVE_GROUPS
from kit.labs.text.roles import is_role
from kit.labs.text.task import Mark, Note

EMPTY_NOTE_WEIGHT = 20
FALSE_COSTS = {"look_alike": 8, "whole": 20, "part": 4, "nothing": 6}
FREE = frozenset({"exact", "around", "split", "joined", "taste"})

_WEAK = {"relation": 4, "contract_detail": 4, "contract_no": 6}
_ORDINARY, _THIRD, _EMPLOYEE, _CHILD, _SENSITIVE = 10, 14, 8, 16, 20


def weight(kind: str, sensitive: str | None, subject: str) -> int:
    """Return what it costs to miss a span.

    >>> weight("health", "medical_health", "customer"), weight("name", None, "customer")
    (20, 10)
    """
    if sensitive and sensitive != "minor_under_14":
        return _SENSITIVE
    if kind in _WEAK:
        return _WEAK[kind]
    if sensitive:
        return _CHILD
    return {"related_person": _THIRD, "employee": _EMPLOYEE}.get(subject, _ORDINARY)


class Outcome(NamedTuple):
    """What a span or a mark is worth.

    Attributes:
        pair: Which belongs to which.
        verdict: ``hit``, ``close``, ``missed``, ``false``, ``wrong_kind`` or ``wrong_subject``.
        why: What exactly, as a part of a message code.
        cost: Points lost.
        direction: ``under``, ``over`` or empty: which way the mistake goes.
    """

    pair: Pair
    verdict: str
    why: str
    cost: int
    direction: str = ""


class Judged(NamedTuple):
    """A judged note.

    Attributes:
        note: The note.
        marks: The marks, in the order of the text; None if nobody looked.
        outcomes: One per pair, in the order of the text.
        verdict: On the whole note.
        cost: Points lost, at most the note's weight.
        weight: Points of the note.
    """

    note: Note
    marks: tuple[Mark, ...] | None
    outcomes: tuple[Outcome, ...]
    verdict: Verdict
    cost: int
    weight: int


def note_weight(note: Note) -> int:
    """Return the points of a note."""
    return sum(span.weight for span in note.spans) or EMPTY_NOTE_WEIGHT


def judge(note: Note, marks: tuple[Mark, ...] | None, *, asks_subject: bool) -> Judged:
    """Return the verdict on one note.

    Args:
        note: The note.
        marks: Its marks in the order of the text; None if nobody looked.
        asks_subject: Whether it counts whom a mark is about.
    """
    whole = note_weight(note)
    given = marks or ()
    outcomes = [_outcome(note, given, pair, asks_subject) for pair in matched(note, given)]
    if len(outcomes) > 1:
        outcomes.sort(key=lambda one: _place(note, given, one.pair))
    if marks is None:
        return Judged(note, None, tuple(outcomes), "missing", whole, whole)
    cost = min(whole, sum(one.cost for one in outcomes))
    return Judged(note, marks, tuple(outcomes), _verdict(outcomes), cost, whole)


def _place(note: Note, marks: Sequence[Mark], pair: Pair) -> int:
    if pair.span is not None:
        return note.spans[pair.span].start
    return marks[pair.mark].start if pair.mark is not None else 0


def _verdict(outcomes: Sequence[Outcome]) -> Verdict:
    lost = {"under": 0, "over": 0, "": 0}
    exact = True
    for one in outcomes:
        lost[one.direction] += one.cost
        exact = exact and one.verdict == "hit"
    if lost["under"] or lost["over"]:
        return "under" if lost["under"] >= lost["over"] else "over"
    return "right" if exact else "acceptable"


def _outcome(note: Note, marks: Sequence[Mark], pair: Pair, asks_subject: bool) -> Outcome:
    if pair.found == "missed":
        assert pair.span is not None
        return Outcome(pair, "missed", "missed", note.spans[pair.span].weight, "under")
    assert pair.mark is not None
    mark = marks[pair.mark]
    if pair.span is None:
        return _on_nothing(note, mark, pair)
    span = note.spans[pair.span]
    if (
        pair.found in ("exact", "joined")
        and mark.kind == span.accepted[0]
        and (not asks_subject or mark.subject == span.subject)
    ):
        return Outcome(pair, "hit", "hit" if pair.found == "exact" else "joined", 0)
    half = max(1, span.weight // 2)
    slip = 0 if pair.found in FREE else half
    if pair.found == "covered":
        return Outcome(pair, "close", "covered", half, "under")
    if not pair.right_kind:
        return _wrong_kind(note, mark, pair)
    if asks_subject and mark.subject not in span.subjects:
        lost = span.subject in ("child", "related_person")
        why = "other" if mark.subject else "nobody"
        return Outcome(pair, "wrong_subject", why, max(half, slip), "under" if lost else "over")
    if slip:
        return Outcome(
            pair, "close", pair.found, slip, "over" if pair.found == "longer" else "under"
        )
    if pair.found != "exact":
        return Outcome(pair, "close", pair.found, 0)
    if mark.kind != span.accepted[0]:
        return Outcome(pair, "close", "kind", 0)
    return Outcome(pair, "close", "subject", 0)


def _wrong_kind(note: Note, mark: Mark, pair: Pair) -> Outcome:
    assert pair.span is not None
    span = note.spans[pair.span]
    right = span.accepted[0]
    lost = right == "sensitive" or (right in SENSITIVE_GROUPS and mark.kind not in SENSITIVE_GROUPS)
    if lost:
        light = span.weight if right == "sensitive" else max(1, span.weight * 7 // 10)
        return Outcome(pair, "wrong_kind", "lost", light, "under")
    return Outcome(pair, "wrong_kind", "other", max(1, span.weight // 2), "over")


def _on_nothing(note: Note, mark: Mark, pair: Pair) -> Outcome:
    if pair.why == "nothing" and is_role(note.text[mark.start : mark.end]):
        return Outcome(pair, "false", "role", 0)
    return Outcome(pair, "false", pair.why, FALSE_COSTS[pair.why], "over")
