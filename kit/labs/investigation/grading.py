"""Grades a report part by part, against what the truth of the case says."""

from math import prod
from typing import Any

from kit.labs.investigation.codes import NOTHING
from kit.labs.investigation.explain import finding, summarise
from kit.labs.investigation.given import DESK, Desk, What, read_answer
from kit.labs.investigation.judged import Judged
from kit.labs.investigation.judging import judge
from kit.labs.investigation.keys import key
from kit.labs.investigation.mistakes import recognised
from kit.labs.investigation.task import ITEMS, Task
from kit.labs.investigation.weights import points
from kit.labs.results import Score
from kit.labs.spec import Part

__all__ = ["grade", "key"]

FIGURES = ("recall", "precision")
LEAST = 0.45
"""What the parts that do not apply are worth where nothing bears out the all-clear."""


def grade(task: Task, answer: Any) -> Score:
    """Return the score of a report.

    In a false alarm the parts that do not apply earn only as much as the all-clear is borne out:
    who says "nothing" without the right ground and its papers has not investigated.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If it has another form, belongs to another task, or names what is not there.
    """
    given = read_answer(task, answer, task.report)
    desk = given[DESK]
    kept = desk if isinstance(desk, Desk) else Desk()
    judged = tuple(judge(task, part, given[part], kept) for part in task.asks)
    values = answer[ITEMS]
    shown = {one.part: recognised(task, one, values[one.part], kept) for one in judged}
    borne = _borne_out(task, given, judged)
    worth = points(task.asks)
    earned = {
        one.part: worth[one.part] * one.share * (borne if _rests(task, one) else 1)
        for one in judged
    }
    score = min(100.0, round(sum(earned.values()), 1))
    figures = {
        "points": {part: round(some, 1) for part, some in earned.items()},
        "shares": {one.part: round(one.share, 4) for one in judged},
        "borne_out": round(borne, 4),
        "real": task.right.real,
        **{name: one.details[name] for one in judged for name in FIGURES if name in one.details},
    }
    findings = tuple(
        finding(task, one, values[one.part], earned[one.part], shown[one.part]) for one in judged
    )
    summary = summarise(task, judged, shown, figures, score)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def _rests(task: Task, one: Judged) -> bool:
    """Return whether a part rests on the all-clear being borne out."""
    return not task.right.real and one.part not in ("what", "evidence")


def _borne_out(task: Task, given: dict[str, Part | None], judged: tuple[Judged, ...]) -> float:
    """Return how well an all-clear is borne out: by its ground and by the papers that show it.

    Half of it counts each of the two, half of it only both together.
    """
    if task.right.real:
        return 1.0
    what = given["what"]
    clear = isinstance(what, What) and what.type == NOTHING and what.ground == task.right.ground
    shares = [float(clear), *(one.share for one in judged if one.part == "evidence")]
    each, both = sum(shares) / len(shares), prod(shares)
    return LEAST + (1 - LEAST) * (each + both) / 2
