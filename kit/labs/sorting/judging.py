"""Judges one record: what is wrong with it, what to do, why; and what a mistake costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from kit.customers.duties import Action, Deal
from kit.labs.results import Verdict
from kit.labs.sorting.harms import MISSING_COST, MOST, PROBLEM_COST, REASON_COST, cost, harm
from kit.labs.sorting.pool import Candidate
from kit.labs.sorting.task import Record, reasons

PartVerdict = Literal["right", "acceptable", "wrong", "missing", "not_graded"]
_GROUNDS = ("period_over", "purpose_ended", "company_ends")
_SPOKEN = ("keep", "hand_over")


@dataclass(frozen=True)
class Judged:
    """One answered record with what it cost.

    Attributes:
        record: The record.
        chosen: What was answered, by part.
        verdict: The verdict on the action.
        parts: The verdict on each part that was asked; a reason counts only for a right action.
        cost: Points lost.
    """

    record: Record
    chosen: Mapping[str, str | None]
    verdict: Verdict
    parts: Mapping[str, PartVerdict]
    cost: int

    @property
    def flawless(self) -> bool:
        """Whether every part is right or accepted."""
        return all(part in ("right", "acceptable") for part in self.parts.values())


def judge(record: Record, chosen: Mapping[str, str | None], form: Deal) -> Judged:
    """Return the verdict on one record."""
    truth, action = record.truth, chosen["action"]
    parts: dict[str, PartVerdict] = {}
    if "problem" in chosen:
        parts["problem"] = _among(chosen["problem"], truth.problems)
    parts["action"] = _among(action, (truth.decision.action, *truth.decision.also_accept))
    met = parts["action"] in ("right", "acceptable")
    if "reason" in chosen:
        wanted = accepted_reasons(truth, cast(Action, action), form) if met else ()
        parts["reason"] = _among(chosen["reason"], wanted) if met else "not_graded"
    lost = 0
    verdict: Verdict = "missing"
    if met:
        verdict = "right" if parts["action"] == "right" else "acceptable"
    elif action is not None:
        verdict = "over" if harm(truth, cast(Action, action)).careful else "under"
        lost = cost(truth, cast(Action, action))
    else:
        lost = MISSING_COST
    lost += PROBLEM_COST * (parts.get("problem") in ("wrong", "missing"))
    lost += REASON_COST * (parts.get("reason") in ("wrong", "missing"))
    return Judged(record, chosen, verdict, parts, min(MOST, lost))


def accepted_reasons(truth: Candidate, action: Action, form: Deal) -> tuple[str, ...]:
    """Return the reasons that are right for a right or accepted action, the best one first.

    That is the one that decides; where a record that looked flawed is kept or handed over, also
    why it is not; and of several grounds for deletion that hold, each.
    """
    first, *others = truth.decision.reasons
    offered = reasons(form)
    found = [first]
    if action in _SPOKEN:
        found += [code for code in others if action in offered.get(code, ())]
    if truth.decision.action == "delete":
        found += [code for code in _GROUNDS if code in truth.grounds]
    return tuple(dict.fromkeys(found))


def _among(code: str | None, accepted: tuple[str, ...]) -> PartVerdict:
    if code is None:
        return "missing"
    if code not in accepted:
        return "wrong"
    return "right" if code == accepted[0] else "acceptable"
