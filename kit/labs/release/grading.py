"""Grades a release: one level per column, judged by `kit.labs.release.judging`.

A table that names people, leaves a group below k, does not serve its purpose or holds back what
the purpose puts first is not what was asked for, so such an answer stays below the pass mark
however little it costs.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from kit.labs.answers import checked_choices
from kit.labs.release.explain import explain, summarise
from kit.labs.release.judging import POINTS, Judged, judge
from kit.labs.release.levels import OUT
from kit.labs.release.practice import mistake_of
from kit.labs.release.table import Groups
from kit.labs.release.task import Task
from kit.labs.results import Score

BINS = ("one", "below", "enough", "many")


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes; ``"level": null`` counts
            as not answered.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    allowed = {column.key: {"level": column.levels} for column in task.columns}
    given = checked_choices(task, answer, allowed)
    chosen = {key: parts["level"] for key, parts in given.items()}
    judged = judge(task, chosen)
    whole = task.groups({key: level or OUT for key, level in chosen.items()})
    figures = measure(task, judged, whole, chosen)
    earned = max(0.0, 100 * (1 - figures["cost"] / (POINTS * len(judged))))
    score = round(earned if figures["releasable"] else min(earned, task.pass_mark - 1), 1)
    mistakes = {one.column.key: mistake_of(task, one) for one in judged}
    findings = tuple(explain(task, one, mistakes[one.column.key]) for one in judged)
    summary = summarise(task, judged, figures, score, mistakes)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer: of all solutions the finest."""
    perfect = task.template()
    for column in task.columns:
        perfect[task.items][column.key] = {"level": task.best[column.key]}
    return perfect


def measure(
    task: Task, judged: tuple[Judged, ...], whole: Groups, chosen: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the measures of a release."""
    cases = [one.case for one in judged]
    needed = [one for one in judged if one.column.needed]
    served = sum(one.chosen is not None and one.case != "unmet" for one in needed)
    shown = chosen[task.sensitive.key] not in (None, OUT)
    large = whole.smallest >= task.k
    first = "held_back" not in cases and chosen[task.first] is not None
    varied = not shown or whole.least_diverse >= task.diverse
    return {
        "k": task.k,
        "people": whole.people,
        "smallest": whole.smallest,
        "groups": whole.groups,
        "people_below_k": whole.people_below_k,
        "share_below_k": round(whole.share_below_k, 4),
        "homogeneous": whole.homogeneous if shown else 0,
        "least_diverse": whole.least_diverse if shown else None,
        "diverse": task.diverse,
        "needs": len(needed),
        "served": served,
        "identifiers": cases.count("identifier"),
        "first": first,
        "releasable": large
        and varied
        and first
        and served == len(needed)
        and "identifier" not in cases,
        "cost": sum(one.cost for one in judged),
        "max_cost": POINTS * len(judged),
        "sizes": people_by_size(whole),
    }


def people_by_size(whole: Groups) -> dict[str, int]:
    """Return how many people stand in groups of one, fewer than k, fewer than 2k, and more."""
    sizes, k = whole.sizes, whole.k
    bounds = (1, k - 1, 2 * k - 1)
    upto = [int(sizes[sizes <= bound].sum()) for bound in bounds] + [whole.people]
    counts = [upto[0], *(after - before for before, after in pairwise(upto))]
    return dict(zip(BINS, counts, strict=True))
