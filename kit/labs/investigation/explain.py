"""Puts verdicts into findings and the whole into a few messages: codes, never prose."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.labs.investigation.judge_when import told
from kit.labs.investigation.judged import Judged, message, named
from kit.labs.investigation.keys import right_part
from kit.labs.investigation.proof import Fact
from kit.labs.investigation.task import Task
from kit.labs.investigation.weighing import refs_named
from kit.labs.results import Finding, Message

_SHOWN_PAPERS = 4
_TRACED = ("what", "who", "when", "how", "scope", "evidence")
"""Parts whose finding says where in the evidence it could be seen, if they are not right."""
_ALWAYS = ("what",)
"""And this one even if it is."""


def finding(
    task: Task, one: Judged, value: Mapping[str, Any], points: float, mistake: str | None
) -> Finding:
    """Return the finding on one part.

    Args:
        task: The task.
        one: The verdict.
        value: What was answered.
        points: What it earned.
        mistake: The misconception that the answer shows, if any.
    """
    notes = [message(f"mistake.{mistake}", "warn")] if mistake else []
    notes += one.notes
    if one.part in _ALWAYS or (one.part in _TRACED and not one.flawless):
        notes += shows(task, one)
    return Finding(
        item=one.part,
        verdict=one.verdict,
        severity=one.severity,
        code=f"investigation.{one.code}",
        values=one.values,
        articles=one.articles,
        notes=tuple(notes),
        details={
            "share": round(one.share, 4),
            "points": round(points, 1),
            "expected": right_part(task, one.part),
            "chosen": dict(value),
            "rests_on": rests_on(task),
            "mistake": mistake,
            **one.details,
        },
    )


def rests_on(task: Task) -> dict[str, Any]:
    """Return the evidence that decides: first and last event, how many, papers, reports."""
    proof = task.right.proof
    return {
        "first": proof.first.ref if proof.first else None,
        "last": proof.last.ref if proof.last else None,
        "events": len(proof.events),
        "papers": list(proof.papers[:_SHOWN_PAPERS]),
        "reports": list(proof.reports),
    }


def shows(task: Task, one: Judged) -> list[Message]:
    """Return where in the evidence it could be seen."""
    right, part = task.right, one.part
    proof = right.proof
    found = []
    if proof.first and proof.last:
        values: dict[str, Any] = {
            "first": fact(proof.first),
            "last": fact(proof.last),
            "count": len(proof.events),
        }
        one_only = len(proof.events) == 1
        found.append(message("shows.one" if one_only else "shows.log", **values))
    elif right.real:
        found.append(message("shows.no_log"))
    if proof.papers:
        found.append(message("shows.papers", papers=refs_named(proof.papers[:_SHOWN_PAPERS])))
    if right.lost and part in ("when", "scope", "evidence"):
        found.append(message("shows.lost", count=right.lost))
    if part == "what":
        about = right.name
        found.append(Message(f"leaks.about.{about}"))
    if part == "when" and right.real and one.code in ("when.missing", "when.denied"):
        low, high = right.windows[0]
        found.append(message("shows.window", since=told(low), until=told(high)))
    return found


def fact(one: Fact) -> dict[str, Any]:
    """Return an event as a message: when, by which account, what, and its id."""
    action = {"code": f"activity.action.{one.action}", "values": {}}
    key = one.ref.partition(":")[2]
    values = {"at": one.at, "account": one.account, "action": action, "id": key}
    return {"code": "investigation.fact", "values": values}


def summarise(
    task: Task,
    judged: Sequence[Judged],
    shown: Mapping[str, str | None],
    figures: Mapping[str, Any],
    score: float,
) -> tuple[Message, ...]:
    """Return the result in a few messages, the most important first."""
    passed = score >= task.pass_mark
    values = {"score": f"{score:g}", "pass_mark": task.pass_mark}
    head = message("passed" if passed else "failed", "ok" if passed else "warn", **values)
    right = task.right
    kind = "summary.real" if right.real else "summary.false_alarm"
    found = [head, message(kind, what=named("type" if right.real else "ground", right.name))]
    if figures["borne_out"] < 1:
        share = f"{figures['borne_out']:.0%}"
        found.append(message("summary.not_borne_out", "warn", share=share))
    for name in dict.fromkeys(one for one in shown.values() if one):
        parts = [_part(part) for part, mistake in shown.items() if mistake == name]
        found.append(message(f"mistakes.{name}", "warn", parts=parts))
    gaps = [_part(one.part) for one in judged if one.verdict == "missing"]
    if gaps:
        found.append(message("summary.unanswered", "danger", parts=gaps))
    if all(one.flawless for one in judged):
        found.append(message("summary.all_right", "ok"))
    return tuple(found)


def _part(part: str) -> dict[str, Any]:
    return {"code": f"investigation.part.{part}", "values": {}}
