"""Grades an answer: what was found, what was missed, what was marked for nothing.

Three measures: ``strict`` counts a span as found with exact bounds and an accepted kind;
``overlap`` also where the bounds overlap enough (`kit.labs.text.matching`); the score comes from
costs (`kit.labs.text.judging`), because missing an illness is not the same as missing a ticket.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kit.labs.results import Score
from kit.labs.text.checking import checked
from kit.labs.text.explain import explain, summarise
from kit.labs.text.judging import Judged, judge
from kit.labs.text.palette import codes
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
    return task.template() | {"notes": notes}


def _figures(task: Task, judged: Sequence[Judged]) -> dict[str, Any]:
    there: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    spans: dict[str, Counter[str]] = {"strict": Counter(), "overlap": Counter()}
    marks: dict[str, Counter[str]] = {"strict": Counter(), "overlap": Counter()}
    for one in judged:
        there.update(span.accepted[0] for span in one.note.spans)
        marked.update(mark.kind for mark in one.marks or ())
        for level in ("strict", "overlap"):
            found_spans, found_marks = _found(one, level)
            spans[level].update(one.note.spans[number].accepted[0] for number in found_spans)
            marks[level].update((one.marks or ())[number].kind for number in found_marks)
    by_kind = {
        code: {
            "there": there[code],
            "marked": marked[code],
            "strict": spans["strict"][code],
            "overlap": spans["overlap"][code],
            **_measures(spans["overlap"][code], there[code], marks["overlap"][code], marked[code]),
        }
        for code in codes(task.palette)
    }
    whole = {
        level: _measures(spans[level].total(), there.total(), marks[level].total(), marked.total())
        for level in ("strict", "overlap")
    }
    return {**whole, "by_kind": by_kind}


def _found(judged: Judged, level: str) -> tuple[set[int], set[int]]:
    """Return the numbers of the spans that were found and of the marks that found them."""
    pairs = [
        one.pair
        for one in judged.outcomes
        if one.verdict in _FOUND and one.pair.mark is not None
        if level == "overlap" or one.pair.found == "exact"
    ]
    return {pair.span for pair in pairs if pair.span is not None}, {
        pair.mark for pair in pairs if pair.mark is not None
    }


def _measures(found: int, there: int, right: int, marked: int) -> dict[str, float | None]:
    """Return precision, recall and F1; None where one is undefined."""
    precision = right / marked if marked else None
    recall = found / there if there else None
    f1 = None
    if precision is not None and recall is not None:
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    measures = {"precision": precision, "recall": recall, "f1": f1}
    return {name: None if one is None else round(one, 4) for name, one in measures.items()}
