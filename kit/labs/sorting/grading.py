"""Grades an answer: what is wrong with each record, what to do and why."""

from collections import Counter
from typing import Any

from kit.customers.duties import ACTIONS
from kit.labs.agreement import confusion, kappa
from kit.labs.answers import checked_choices
from kit.labs.results import Score
from kit.labs.sorting.explain import explain, summarise
from kit.labs.sorting.harms import MISSING_COST, POINTS, harm
from kit.labs.sorting.judging import Judged, judge
from kit.labs.sorting.mistakes import recognised
from kit.labs.sorting.task import ITEMS, Task

MISSING = "missing"
GRAVE = ("deleted_under_hold", "deleted_kept_by_law", "kept_due", "handed_over", "withdrawn_used")
"""The mistakes counted by themselves; ``handed_over`` is any handing over that is wrong."""
IRREVERSIBLE = ("deleted_under_hold", "deleted_kept_by_law")
"""Of these the ones that nothing can mend: whoever makes one does not pass."""


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    A record without an action counts as not answered and costs the most; a record that is not
    there at all is an error, since nobody can tell whether it was forgotten or lost.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    codes = {part: task.codes(part) for part in task.asks}
    given = checked_choices(task, answer, {record.key: codes for record in task.records})
    judged = tuple(judge(record, given[record.key], task.form) for record in task.records)
    shown = recognised(task, judged)
    figures = _figures(judged, task.asks)
    earned = round(max(0.0, 100 * (1 - figures["cost"] / (POINTS * len(judged)))), 1)
    lost = any(figures["grave"][code] for code in IRREVERSIBLE)
    score = min(earned, float(task.pass_mark - 1)) if lost else earned
    figures["before_irreversible"] = earned
    findings = tuple(
        explain(one, mistake, task.form) for one, mistake in zip(judged, shown, strict=True)
    )
    summary = summarise(judged, shown, figures, score, task.pass_mark)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    perfect = task.template()
    for record in task.records:
        truth = record.truth
        parts = {
            "problem": truth.problems[0],
            "action": truth.decision.action,
            "reason": truth.decision.reasons[0],
        }
        perfect[ITEMS][record.key] = {part: parts[part] for part in task.asks}
    return perfect


def _figures(judged: tuple[Judged, ...], asks: tuple[str, ...]) -> dict[str, Any]:
    """Return the measures; a judgement call counts as agreement."""
    pairs = [_pair(one) for one in judged]
    agreement = kappa(pairs)
    return {
        "accuracy": _share(judged, "action"),
        "kappa": None if agreement is None else round(agreement, 4),
        "cost": sum(one.cost for one in judged),
        "max_cost": MISSING_COST * len(judged),
        **{f"{part}_accuracy": _share(judged, part) for part in asks},
        "grave": _grave(judged),
        "confusion": confusion(pairs, ACTIONS, (*ACTIONS, MISSING)),
    }


def _pair(one: Judged) -> tuple[str, str]:
    right = one.record.truth.decision.action
    return right, right if one.verdict == "acceptable" else one.chosen["action"] or MISSING


def _share(judged: tuple[Judged, ...], part: str) -> float:
    met = sum(one.parts[part] in ("right", "acceptable") for one in judged)
    return round(met / len(judged), 4)


def _grave(judged: tuple[Judged, ...]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in judged:
        if one.verdict not in ("over", "under"):
            continue
        truth, chosen = one.record.truth, one.chosen["action"]
        counts[harm(truth, chosen).code] += 1  # type: ignore[arg-type]
        counts["handed_over"] += chosen == "hand_over"
        withdrawn = "consent_withdrawn" in truth.decision.reasons
        counts["withdrawn_used"] += withdrawn and chosen in ("keep", "correct", "hand_over")
    return {code: counts[code] for code in GRAVE}
