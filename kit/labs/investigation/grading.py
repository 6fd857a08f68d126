"""Grades a report part by part, against what the truth of the case says."""

from collections.abc import Mapping
from dataclasses import dataclass
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

__all__ = ["grade", "key", "score_of"]

FIGURES = ("recall", "precision")
LEAST, PAPERS_ALONE = 0.45, 0.25
"""What the parts that do not apply are worth where nothing bears out the all-clear, and how much
of the rest its papers earn under another ground; a ground without papers is a guess."""


def grade(task: Task, answer: Any) -> Score:
    """Return the score of a report.

    In a false alarm the parts that do not apply earn only as much as the all-clear is borne out:
    who says "nothing" without the papers that show it has not investigated.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If it has another form, belongs to another task, or names what is not there.
    """
    weighed = _weighed(task, answer)
    values, earned = answer[ITEMS], weighed.earned
    shown = {one.part: recognised(task, one, values[one.part], weighed.desk) for one in weighed.all}
    figures = {
        "points": {part: round(some, 1) for part, some in earned.items()},
        "shares": {one.part: round(one.share, 4) for one in weighed.all},
        "borne_out": round(weighed.borne_out, 4),
        "real": task.right.real,
        **{
            name: one.details[name]
            for one in weighed.all
            for name in FIGURES
            if name in one.details
        },
    }
    findings = tuple(
        finding(task, one, values[one.part], earned[one.part], shown[one.part])
        for one in weighed.all
    )
    summary = summarise(task, weighed.all, shown, figures, weighed.score)
    return Score(task.exercise, task.lab, weighed.score, task.pass_mark, figures, findings, summary)


def score_of(task: Task, answer: Any) -> float:
    """Return the score of a report and nothing else: no findings, no words.

    Raises:
        BadInput: As for `grade`.
    """
    return _weighed(task, answer).score


@dataclass(frozen=True)
class _Weighed:
    """A report part by part.

    Attributes:
        all: The verdicts, in the order in which the parts are asked.
        earned: The points of each part.
        borne_out: How well an all-clear is borne out; 1 where something leaked.
        desk: The desk that came with it.
    """

    all: tuple[Judged, ...]
    earned: Mapping[str, float]
    borne_out: float
    desk: Desk

    @property
    def score(self) -> float:
        return min(100.0, round(sum(self.earned.values()), 1))


def _weighed(task: Task, answer: Any) -> _Weighed:
    given = read_answer(task, answer, task.report)
    desk = given[DESK]
    kept = desk if isinstance(desk, Desk) else Desk()
    judged = tuple(judge(task, part, given[part], kept) for part in task.asks)
    borne = _borne_out(task, given, judged)
    worth = points(task.asks)
    earned = {
        one.part: worth[one.part] * one.share * (borne if _rests(task, one) else 1)
        for one in judged
    }
    return _Weighed(judged, earned, borne, kept)


def _rests(task: Task, one: Judged) -> bool:
    """Return whether a part rests on the all-clear being borne out."""
    return not task.right.real and one.part not in ("what", "evidence")


def _borne_out(task: Task, given: dict[str, Part | None], judged: tuple[Judged, ...]) -> float:
    """Return how well an all-clear is borne out: by the papers that show it, under their ground."""
    if task.right.real:
        return 1.0
    what = given["what"]
    clear = isinstance(what, What) and what.type == NOTHING and what.ground == task.right.ground
    shown = next((one.share for one in judged if one.part == "evidence"), float(clear))
    return LEAST + (1 - LEAST) * shown * (1.0 if clear else PAPERS_ALONE)
