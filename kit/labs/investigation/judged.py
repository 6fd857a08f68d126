"""The verdict on one part of a report, before it is put into a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.labs.investigation.codes import title
from kit.labs.results import Message, Severity, Verdict

FULL = 0.999


@dataclass(frozen=True)
class Judged:
    """One part with what it earned.

    Attributes:
        part: Key of the part.
        share: What it earned, from 0 to 1.
        verdict: The verdict.
        code: Message that explains it, without the domain.
        values: What that message names.
        notes: Further remarks.
        articles: Rules behind it.
        details: Figures of this part.
    """

    part: str
    share: float
    verdict: Verdict
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    articles: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def flawless(self) -> bool:
        """Whether nothing is missing."""
        return self.share >= FULL

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        if self.flawless:
            return "ok" if self.verdict == "right" else "note"
        return "danger" if self.share < 1 / 3 else "warn"


def named(kind: str, code: str | None) -> dict[str, Any]:
    """Return the title of a code as a message; of none, that nothing was answered."""
    wanted = title(kind, code) if code else "investigation.no_answer"
    return {"code": wanted, "values": {}}


def message(code: str, severity: Severity = "note", **values: Any) -> Message:
    """Return a message of this lab."""
    return Message(f"investigation.{code}", values, severity)


def missing(part: str) -> Judged:
    """Return the verdict on a part that was left out."""
    return Judged(part, 0.0, "missing", f"{part}.missing")


def denied(part: str) -> Judged:
    """Return the verdict on a part that was wrongly said not to apply."""
    return Judged(part, 0.0, "under", f"{part}.denied")


def overlap(one: set[str], other: set[str]) -> float:
    """Return how much of two sets is common to both; two empty sets are the same.

    >>> overlap({"a", "b"}, {"b"}), overlap(set(), set())
    (0.5, 1.0)
    """
    return len(one & other) / len(one | other) if one | other else 1.0
