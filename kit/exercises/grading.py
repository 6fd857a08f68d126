"""Grades an answer as an exercise wants it: nobody passes who holds what it is there to cure."""

from dataclasses import replace
from math import ceil
from typing import Any

from kit.exercises.registry import lab_of
from kit.labs.protocols import Task
from kit.labs.results import Finding, Message, Score
from kit.labs.spec import Spec

LEAST_SHOWN = 2
"""On so many items at least a mistake must show; one may be a slip."""
SHARE_SHOWN = 2 / 3
"""And on this share of the items where it matters."""


def grade(spec: Spec[Any], task: Task, answer: Any) -> Score:
    """Return the score of an answer; a mistake of ``must_fail`` keeps it below the pass mark.

    Args:
        spec: The exercise.
        task: A task of it.
        answer: The answer, in the format of the task.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    score = lab_of(spec).grade(task, answer)
    held = [code for name in spec.must_fail if (code := _held(spec, task, score, name))]
    if not held:
        return score
    said = tuple(
        Message("exercise.must_fail", {"mistake": {"code": one}}, "danger") for one in held
    )
    capped = min(score.score, float(score.pass_mark - 1))
    summary = (_headline(score, capped), *said, *score.summary[1:])
    figures = {**score.figures, "before_cap": score.score}
    return replace(score, score=capped, summary=summary, figures=figures)


def _held(spec: Spec[Any], task: Task, score: Score, name: str) -> str | None:
    """Return the code of a mistake's explanation if the answer shows that it is held."""
    touched = lab_of(spec).MISTAKES[name](task)
    codes = [code for one in score.findings if one.item in touched and (code := _code(one, name))]
    enough = max(LEAST_SHOWN, ceil(SHARE_SHOWN * len(touched)))
    return codes[0] if len(codes) >= enough else None


def _code(finding: Finding, name: str) -> str | None:
    codes = (note.code for note in finding.notes)
    return next((code for code in codes if code.endswith(f".mistake.{name}")), None)


def _headline(score: Score, capped: float) -> Message:
    """Return the first line of the summary; that of a pass no longer fits."""
    if not score.passed:
        return score.summary[0]
    values = {"score": f"{capped:g}", "pass_mark": score.pass_mark, "graded": f"{score.score:g}"}
    return Message("exercise.capped", values, "danger")
