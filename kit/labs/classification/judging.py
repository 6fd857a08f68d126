"""Judges one field: what is right of its answer, and what a mistake costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kit.labs.classification.questions import SCHEMES, WRONG_PART_COST, Question, Scheme
from kit.labs.classification.task import TaskField
from kit.labs.classification.truth import accepted
from kit.labs.results import Verdict

MISSING = "missing"

PartVerdict = Literal["right", "acceptable", "over", "under", "wrong", "missing", "not_graded"]


@dataclass(frozen=True)
class Part:
    """The answer to one question about a field.

    Attributes:
        question: The question.
        expected: The best answer.
        chosen: The given one, or None.
        verdict: Of the given one; not graded where the leading answer is wrong.
        cost: Points lost.
    """

    question: Question
    expected: str
    chosen: str | None
    verdict: PartVerdict
    cost: int

    @property
    def good(self) -> bool:
        """Return whether it is right or a judgement call."""
        return self.verdict in ("right", "acceptable")


@dataclass(frozen=True)
class Judged:
    """One answered field with what it cost.

    Attributes:
        field: The field.
        scheme: What was asked.
        parts: The answers, the leading one first.
        verdict: The verdict on all of it.
        cost: Points lost.
    """

    field: TaskField
    scheme: Scheme
    parts: tuple[Part, ...]
    verdict: Verdict
    cost: int

    @property
    def lead(self) -> Part:
        """Return the leading answer."""
        return self.parts[0]

    @property
    def chosen(self) -> str | None:
        """Return the leading answer's code."""
        return self.lead.chosen

    @property
    def reason(self) -> str | None:
        """Return the chosen reason, if one was asked for."""
        return self.part("reason").chosen if self.scheme == "law" else None

    @property
    def reason_verdict(self) -> PartVerdict:
        """Return the verdict on the reason."""
        part = self.part("reason") if self.scheme == "law" else None
        if part is None:
            return "not_graded"
        return "right" if part.good else part.verdict

    def part(self, question: str) -> Part:
        """Return the answer to one question."""
        return next(part for part in self.parts if part.question.id == question)


def judge(field: TaskField, answer: Mapping[str, str | None], scheme: Scheme = "law") -> Judged:
    """Return the verdict on the answer to one field."""
    first, *others = SCHEMES[scheme]
    lead = _judge_part(field, first, answer[first.id], None)
    parts = [lead]
    for question in others:
        counts = lead.good or not question.dependent
        if counts:
            parts.append(_judge_part(field, question, answer[question.id], lead.chosen))
        else:
            best = accepted(field, question, lead.expected)[0]
            parts.append(Part(question, best, answer[question.id], "not_graded", 0))
    return Judged(field, scheme, tuple(parts), _whole(parts), sum(part.cost for part in parts))


def _judge_part(field: TaskField, question: Question, chosen: str | None, lead: str | None) -> Part:
    good = accepted(field, question, lead)
    best = good[0]
    if chosen is None:
        return Part(question, best, None, "missing", question.missing_cost)
    if chosen in good:
        return Part(question, best, chosen, "right" if chosen == best else "acceptable", 0)
    cost = question.costs[best][chosen] if question.costs else WRONG_PART_COST
    return Part(question, best, chosen, _off(question, best, chosen), cost)


def _off(question: Question, best: str, chosen: str) -> PartVerdict:
    if not question.in_order:
        return "wrong"
    codes = question.codes
    return "over" if codes.index(chosen) > codes.index(best) else "under"


def _whole(parts: list[Part]) -> Verdict:
    """Return the verdict on all parts; a reason that is off leaves the class right."""
    graded = [part for part in parts if part.question.id != "reason"]
    verdicts = [part.verdict for part in graded]
    if "missing" in verdicts:
        return "missing"
    if "under" in verdicts or "wrong" in verdicts:
        return "under"
    if "over" in verdicts:
        return "over"
    return "acceptable" if "acceptable" in verdicts else "right"
