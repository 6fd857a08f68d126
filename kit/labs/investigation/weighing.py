"""Says of each piece of evidence why it counts or not, and what is still missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kit.labs.investigation.proof import Proof
from kit.labs.investigation.right import Right
from kit.labs.results import Message, Severity

Counts = Literal["yes", "aside", "no"]
_SEVERITY: dict[Counts, Severity] = {"yes": "ok", "aside": "note", "no": "warn"}


@dataclass(frozen=True)
class Weighed:
    """One piece of evidence.

    Attributes:
        ref: What is pinned.
        counts: Whether it counts; ``aside`` neither helps nor harms.
        why: End of the message id of the reason.
    """

    ref: str
    counts: Counts
    why: str

    def plain(self) -> dict[str, str]:
        """Return it as plain data."""
        return {"ref": self.ref, "counts": self.counts, "why": f"investigation.pin.{self.why}"}

    def message(self) -> Message:
        """Return it as a message that names the piece and the reason."""
        why = {"code": f"investigation.pin.{self.why}", "values": {}}
        values = {"ref": ref_named(self.ref), "why": why}
        return Message("investigation.evidence.item", values, _SEVERITY[self.counts])


def weigh(proof: Proof, ref: str) -> Weighed:
    """Return why a piece of evidence counts or not.

    Args:
        proof: What is evidence of the case.
        ref: What is pinned.
    """
    kind = ref.partition(":")[0]
    if ref in proof.events:
        return Weighed(ref, "yes", _of_event(proof, ref))
    if ref in proof.papers:
        return Weighed(ref, "yes", kind)
    if ref in proof.reports:
        return Weighed(ref, "yes", "report")
    if ref in proof.aside:
        return Weighed(ref, "aside", f"aside_{kind}")
    return Weighed(ref, "no", "beside_event" if kind == "event" else "beside")


def _of_event(proof: Proof, ref: str) -> str:
    early, late = ref in proof.early, ref in proof.late
    if early and late:
        return "one"
    return "early" if early else "late" if late else "amid"


def lacking(right: Right, pins: set[str]) -> tuple[list[str], list[str]]:
    """Return what is missing: what costs points, and what would make it rounder.

    Args:
        right: What is right.
        pins: What is pinned.
    """
    proof = right.proof
    needed = list(dict.fromkeys(_needed(right, pins)))
    more = [ref for ref in proof.best if ref not in pins and ref not in needed]
    covered = _covered(proof, pins)
    return needed, [ref for ref in more if ref not in covered]


def _needed(right: Right, pins: set[str]) -> Iterator[str]:
    proof = right.proof
    papers = [ref for ref in proof.papers if ref in pins]
    if not right.real:
        if proof.first and not pins & proof.events:
            yield proof.first.ref
        yield from () if papers else proof.papers[:1]
    elif proof.first and proof.last:
        yield from () if pins & proof.early else (proof.first.ref,)
        yield from () if pins & proof.late else (proof.last.ref,)
        yield from () if papers or pins & set(proof.reports) else proof.papers[:1]
    else:
        wanted = max(0, PAPERS_WANTED - len(papers))
        yield from [ref for ref in proof.papers if ref not in pins][:wanted]


PAPERS_WANTED = 2
"""Where the log shows nothing of it, so many papers."""


def _covered(proof: Proof, pins: set[str]) -> set[str]:
    """Return the first and the last event where others of that end are pinned."""
    found = set()
    if proof.first and pins & proof.early:
        found.add(proof.first.ref)
    if proof.last and pins & proof.late:
        found.add(proof.last.ref)
    return found


def ref_named(ref: str) -> dict[str, Any]:
    """Return a piece of evidence as a message: what it is, and its id."""
    kind, _, key = ref.partition(":")
    return {"code": f"investigation.ref.{kind}", "values": {"id": key}}


def refs_named(refs: Sequence[str]) -> list[dict[str, Any]]:
    """Return pieces of evidence as messages."""
    return [ref_named(ref) for ref in refs]
