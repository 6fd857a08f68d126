"""Judges the evidence that is cited: does it show the first and the last of it, and its papers?"""

from collections.abc import Iterator, Sequence

from kit.labs.investigation.given import Evidence
from kit.labs.investigation.judged import FULL, Judged, denied, message, missing
from kit.labs.investigation.right import Right
from kit.labs.investigation.weighing import PAPERS_WANTED, Weighed, lacking, refs_named, weigh
from kit.labs.results import Message, Verdict

EARLY, LATE, PAPER = 0.35, 0.35, 0.3
SLIP = 0.88


def judge_evidence(right: Right, given: Evidence | None) -> Judged:
    """Return the verdict on the pins; what is beside the point costs its share.

    In a false alarm the report that set it off makes up for nothing that is beside the point: it
    raised the question, and only papers and events answer it.
    """
    if given is None:
        return denied("evidence")
    if not given.pins:
        return missing("evidence")
    refs = tuple(dict.fromkeys(one.ref for one in given.pins))
    weighed = [weigh(right.proof, ref) for ref in refs]
    good = sum(one.counts == "yes" for one in weighed)
    wrong = [one.ref for one in weighed if one.counts == "no"]
    showing = good if right.real else good - len(set(refs) & set(right.proof.reports))
    share = _shown(right, set(refs)) * _to_the_point(right, set(refs), showing, len(wrong))
    needed, more = lacking(right, set(refs))
    values = {"good": good, "wrong": len(wrong), "of": len(refs)}
    details = {
        "pins": [one.plain() for one in weighed],
        "lacking": needed,
        "more": more,
    }
    notes = tuple(_notes(right, weighed, wrong, needed, more))
    if share >= FULL:
        return Judged("evidence", 1.0, "right", "evidence.right", values, notes, details=details)
    code = "evidence.partly" if good else "evidence.wrong"
    verdict: Verdict = "over" if wrong else "under"
    return Judged("evidence", share, verdict, code, values, notes, details=details)


def _to_the_point(right: Right, pins: set[str], showing: int, wrong: int) -> float:
    """Return what the pins keep of their worth, for what is beside the point among them.

    An all-clear that has its paper has a reason: one slip costs it a little, more cost their share.
    """
    if not showing:
        return 0.0
    kept = showing / (showing + wrong)
    slip = not right.real and wrong == 1 and pins & set(right.proof.papers)
    return max(kept, SLIP) if slip else kept


def _shown(right: Right, pins: set[str]) -> float:
    """Return how much of the case the pins show, whatever else is pinned."""
    proof = right.proof
    papers = len(pins & set(proof.papers))
    if not right.real:
        shown = PAPER * bool(pins & proof.events) + (1 - PAPER) * bool(papers)
        return shown if proof.events else float(bool(papers))
    if proof.events:
        early, late = bool(pins & proof.early), bool(pins & proof.late)
        return EARLY * early + LATE * late + PAPER * bool(papers or pins & set(proof.reports))
    return min(1.0, papers / min(PAPERS_WANTED, max(1, len(proof.papers))))


def _notes(
    right: Right,
    weighed: Sequence[Weighed],
    wrong: Sequence[str],
    needed: Sequence[str],
    more: Sequence[str],
) -> Iterator[Message]:
    """Yield what is wrong with the whole, then why each pin counts, then what is missing."""
    proof, pins = right.proof, {one.ref for one in weighed}
    early, late = bool(pins & proof.early), bool(pins & proof.late)
    if right.real and proof.events and not (early and late):
        yield message("evidence.ends" if early or late else "evidence.events", "warn")
    if not pins & set(proof.papers) and proof.papers and (not right.real or not proof.events):
        yield message("evidence.papers", "warn")
    if wrong:
        yield message("evidence.beside", "warn", names=refs_named(wrong), count=len(wrong))
    yield from (one.message() for one in weighed)
    if needed:
        yield message("evidence.lacking", "warn", names=refs_named(needed))
    if more:
        yield message("evidence.more", names=refs_named(more))
