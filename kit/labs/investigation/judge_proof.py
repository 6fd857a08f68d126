"""Judges the evidence that is cited: does it show the first and the last of it, and its papers?"""

from kit.labs.investigation.given import Evidence
from kit.labs.investigation.judged import Judged, denied, message, missing
from kit.labs.investigation.proof import Fact
from kit.labs.investigation.right import Right

EARLY, LATE, PAPER = 0.35, 0.35, 0.3
_PAPERS_WANTED = 2
"""Where the log shows nothing of it, so many papers."""
_NAMED = 3


def judge_evidence(right: Right, given: Evidence | None) -> Judged:
    """Return the verdict on the pins; what is beside the point costs its share."""
    if given is None:
        return denied("evidence")
    if not given.pins:
        return missing("evidence")
    pins, proof = {one.ref for one in given.pins}, right.proof
    good = pins & (proof.events | {*proof.papers, *proof.reports})
    wrong = pins - good - proof.aside
    papers = len(pins & set(proof.papers))
    early, late = bool(pins & proof.early), bool(pins & proof.late)
    if not right.real:
        shown = PAPER * bool(pins & proof.events) + (1 - PAPER) * bool(papers)
        shown = float(bool(papers)) if not proof.events else shown
    elif proof.events:
        also = papers or pins & set(proof.reports)
        shown = EARLY * early + LATE * late + PAPER * bool(also)
    else:
        shown = min(1.0, papers / min(_PAPERS_WANTED, max(1, len(proof.papers))))
    share = shown * (len(good) / (len(good) + len(wrong)) if good else 0.0)
    values = {"good": len(good), "wrong": len(wrong), "of": len(pins)}
    notes = []
    if right.real and proof.events and not (early and late):
        notes.append(message("evidence.ends" if early or late else "evidence.events", "warn"))
    if not papers and proof.papers and (not right.real or not proof.events):
        notes.append(message("evidence.papers", "warn"))
    if wrong:
        named = sorted(wrong)[:_NAMED]
        notes.append(message("evidence.beside", "warn", names=named, count=len(wrong)))
    if share >= 1:
        return Judged("evidence", 1.0, "right", "evidence.right", values)
    code = "evidence.partly" if good else "evidence.wrong"
    return Judged("evidence", share, "under" if not wrong else "over", code, values, tuple(notes))


def fact(one: Fact) -> str:
    """Return an event as it is told: when, by which account, what, and its id."""
    return f"{one.at} {one.account} {one.action} ({one.ref.partition(':')[2]})"
