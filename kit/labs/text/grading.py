"""Grades an answer: what was found, what was missed, what was marked for nothing.

Three measures: ``strict`` counts a span as found with exact bounds and an accepted kind;
``overlap`` also where the bounds overlap enough (`kit.labs.text.matching`); the score comes from
costs (`kit.labs.text.judging`), because missing an illness is not the same as missing a ticket.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.labs.results import Score
from kit.labs.text.checking import checked
from kit.labs.text.explain import explain
from kit.labs.text.judging import Judged, judge
from kit.labs.text.palette import codes
from kit.labs.text.summary import summarise
from kit.labs.text.task import Mark, Task, answered

_FOUND = frozenset({"hit", "close", "wrong_subject"})


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    given = checked(task, answer)
    judged = tuple(
        judge(note, given[note.key], asks_subject=task.asks_subject) for note in task.notes
    )
    cost, most = sum(one.cost for one in judged), sum(one.weight for one in judged)
    score = round(100 * (1 - cost / most), 1)
    figures = _figures(task, judged) | {"cost": cost, "max_cost": most}
    findings = tuple(explain(task, one) for one in judged)
    summary = summarise(task, judged, findings, score)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    notes = {
        note.key: answered(
            task, [Mark(one.start, one.end, one.accepted[0], one.subject) for one in note.spans]
        )
        for note in task.notes
    }
    return task.answer(notes)


@dataclass
class _Counts:
    """How many pieces of a kind are there, are marked, were found; how many marks found one."""

    there: int = 0
    marked: int = 0
    strict: int = 0
    overlap: int = 0
    strict_marks: int = 0
    overlap_marks: int = 0

    def add(self, other: "_Counts") -> None:
        """Add the counts of another kind."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def _figures(task: Task, judged: Sequence[Judged]) -> dict[str, Any]:
    counts = {code: _Counts() for code in codes(task.palette)}
    for one in judged:
        _count(counts, one)
    whole = _Counts()
    for part in counts.values():
        whole.add(part)
    by_kind = {
        code: {
            "there": one.there,
            "marked": one.marked,
            "strict": one.strict,
            "overlap": one.overlap,
            **_measures(one.overlap, one.there, one.overlap_marks, one.marked),
        }
        for code, one in counts.items()
    }
    return {
        "strict": _measures(whole.strict, whole.there, whole.strict_marks, whole.marked),
        "overlap": _measures(whole.overlap, whole.there, whole.overlap_marks, whole.marked),
        "by_kind": by_kind,
    }


def _count(counts: Mapping[str, _Counts], judged: Judged) -> None:
    """Count a note; a span found by two marks counts once, as does a mark on two spans."""
    spans, marks = judged.note.spans, judged.marks or ()
    for span in spans:
        counts[span.accepted[0]].there += 1
    for mark in marks:
        counts[mark.kind].marked += 1
    seen_spans: set[int] = set()
    seen_marks: set[int] = set()
    for outcome in judged.outcomes:
        found, number, by = outcome.pair[:3]
        if number is None or by is None or outcome.verdict not in _FOUND:
            continue
        exact = found == "exact"
        if number not in seen_spans:
            seen_spans.add(number)
            kind = counts[spans[number].accepted[0]]
            kind.overlap += 1
            kind.strict += exact
        if by not in seen_marks:
            seen_marks.add(by)
            kind = counts[marks[by].kind]
            kind.overlap_marks += 1
            kind.strict_marks += exact


def _measures(found: int, there: int, right: int, marked: int) -> dict[str, float | None]:
    """Return precision, recall and F1; None where one is undefined."""
    precision = right / marked if marked else None
    recall = found / there if there else None
    f1 = None
    if precision is not None and recall is not None:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    measures = {"precision": precision, "recall": recall, "f1": f1}
    return {name: None if one is None else round(one, 4) for name, one in measures.items()}
