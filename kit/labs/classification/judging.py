"""Judges one field: is the class right, is the reason, and what does a mistake cost."""

from dataclasses import dataclass
from typing import Literal

from kit.customers.labels import Classification
from kit.labs.classification.blueprint import CLASSES
from kit.labs.classification.task import REASONS, TaskField
from kit.labs.results import Verdict

POINTS = 10
MISSING = "missing"
MISSING_COST = 20
WRONG_REASON_COST = 4
CLASS_COSTS: dict[Classification, dict[Classification, int]] = {
    "non_personal": {"non_personal": 0, "personal": 7, "sensitive": 10},
    "personal": {"non_personal": 15, "personal": 0, "sensitive": 7},
    "sensitive": {"non_personal": 20, "personal": 15, "sensitive": 0},
}

ReasonVerdict = Literal["right", "wrong", "missing", "not_graded"]


@dataclass(frozen=True)
class Judged:
    """One answered field with what it cost.

    Attributes:
        field: The field.
        chosen: The chosen class, None if there was no answer.
        reason: The chosen reason, None if there was none.
        verdict: The verdict on the class.
        reason_verdict: The verdict on the reason; not graded where the class is wrong.
        cost: Points lost, 0 to ``MISSING_COST``.
    """

    field: TaskField
    chosen: Classification | None
    reason: str | None
    verdict: Verdict
    reason_verdict: ReasonVerdict
    cost: int


def judge(field: TaskField, chosen: Classification | None, reason: str | None) -> Judged:
    """Return the verdict on one field."""
    expected = field.label.classification
    if chosen is None:
        return Judged(field, None, reason, "missing", "not_graded", MISSING_COST)
    if chosen == expected or chosen in field.label.also_accept:
        verdict: Verdict = "right" if chosen == expected else "acceptable"
        on_reason = _judge_reason(field, chosen, reason)
        cost = 0 if on_reason == "right" else WRONG_REASON_COST
        return Judged(field, chosen, reason, verdict, on_reason, cost)
    verdict = "over" if CLASSES.index(chosen) > CLASSES.index(expected) else "under"
    return Judged(field, chosen, reason, verdict, "not_graded", CLASS_COSTS[expected][chosen])


def accepted_reasons(field: TaskField, chosen: Classification) -> tuple[str, ...]:
    """Return the reasons that are right for a right or acceptable class.

    In a judgement call whose label names no reason for the class, every reason of it will do.
    """
    named = (field.label.reason, *field.label.also_reasons)
    fitting = tuple(reason for reason in named if chosen in REASONS[reason])
    return fitting or tuple(reason for reason, classes in REASONS.items() if chosen in classes)


def _judge_reason(field: TaskField, chosen: Classification, reason: str | None) -> ReasonVerdict:
    if reason is None:
        return "missing"
    return "right" if reason in accepted_reasons(field, chosen) else "wrong"
