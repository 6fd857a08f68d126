"""What a grader hands back: codes and values; `kit.labs.words` turns them into text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Verdict = Literal["right", "acceptable", "over", "under", "missing"]
Severity = Literal["ok", "note", "warn", "danger"]


@dataclass(frozen=True)
class Message:
    """A message code with what its placeholders stand for.

    Attributes:
        code: ``"<domain>.<message id>"``.
        values: Text, numbers, ``{"zh", "en"}`` pairs, messages (``{"code", "values"}``), lists.
        severity: How it is shown.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "note"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {"code": self.code, "values": dict(self.values), "severity": self.severity}


@dataclass(frozen=True)
class Finding:
    """The verdict on one item of an answer.

    Attributes:
        item: Key of the item in task and answer.
        verdict: ``right``, ``acceptable`` (a judgement call), ``over``, ``under`` or ``missing``.
        severity: ``ok``, ``note``, ``warn`` or ``danger``.
        code: Message that explains it.
        values: What that message names.
        articles: Rule ids of `kit.law` behind it.
        notes: Further remarks on the same item.
        details: What only this kind of lab knows; merged into the JSON form.
    """

    item: str
    verdict: Verdict
    severity: Severity
    code: str
    values: Mapping[str, Any]
    articles: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "item": self.item,
            **self.details,
            "verdict": self.verdict,
            "severity": self.severity,
            "code": self.code,
            "values": dict(self.values),
            "articles": list(self.articles),
            "notes": [note.to_json() for note in self.notes],
        }


@dataclass(frozen=True)
class Score:
    """The result of one answer.

    Attributes:
        exercise: Exercise id.
        lab: Lab name; says who can render it.
        score: 0 to 100.
        pass_mark: The least score that passes.
        figures: Measures by name; ``None`` where one is undefined.
        findings: One per item, in the order of the task.
        summary: The result in a few messages, the most important first.
    """

    exercise: str
    lab: str
    score: float
    pass_mark: int
    figures: Mapping[str, Any]
    findings: tuple[Finding, ...]
    summary: tuple[Message, ...]

    @property
    def passed(self) -> bool:
        """Return whether the score reaches the pass mark."""
        return self.score >= self.pass_mark

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            "passed": self.passed,
            "score": self.score,
            "pass_mark": self.pass_mark,
            "figures": dict(self.figures),
            "findings": [finding.to_json() for finding in self.findings],
            "summary": [message.to_json() for message in self.summary],
        }


def after_hints(score: Score, hints: int, cost: int) -> Score:
    """Return a score less what the hints cost, with the graded score among its figures.

    Args:
        score: As graded.
        hints: How many different hints were asked for.
        cost: Points that each costs.
    """
    if not hints:
        return score
    lost = min(score.score, float(hints * cost))
    figures = {**score.figures, "graded": score.score, "hints": hints, "hint_cost": hints * cost}
    values = {"hints": hints, "cost": hints * cost, "graded": f"{score.score:g}"}
    said = (*score.summary, Message("exercise.after_hints", values))
    return replace(score, score=round(score.score - lost, 1), figures=figures, summary=said)
