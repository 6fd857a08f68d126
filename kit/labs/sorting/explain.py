"""Chooses what to say about each judged record and about the whole: codes, never prose."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from kit.customers.duties import Action, Deal
from kit.labs.results import Finding, Message, Severity
from kit.labs.sorting.harms import harm
from kit.labs.sorting.judging import Judged, accepted_reasons
from kit.labs.sorting.pool import Candidate
from kit.labs.sorting.task import problem_words

DOMAIN = "sorting"
_GRAVE = 13
_SHOWN = 2
_OWN_WHY = ("tell_first", "after_hold_keep", "after_hold_hand_over")
_NAMED = 3


def explain(judged: Judged, mistake: str | None, form: Deal) -> Finding:
    """Return the finding on one record.

    Args:
        judged: The record with its verdict.
        mistake: The misconception that the answer shows, if any.
        form: Form of the deal.
    """
    record, truth = judged.record, judged.record.truth
    return Finding(
        item=record.key,
        verdict=judged.verdict,
        severity=_severity(judged),
        code=f"{DOMAIN}.{_code(judged)}",
        values=_values(judged),
        articles=truth.decision.articles,
        notes=tuple(_notes(judged, mistake, form)),
        details={
            "record": dict(record.title),
            "kind": truth.kind,
            "column": truth.column,
            "expected": _expected(judged),
            "also_accept": list(truth.decision.also_accept),
            "chosen": dict(judged.chosen),
            "parts": dict(judged.parts),
            "reasons": list(truth.decision.reasons),
            "rests_on": [dict(fact) for fact in record.rests_on],
            "mistake": mistake,
            "cost": judged.cost,
        },
    )


def _expected(judged: Judged) -> dict[str, str]:
    truth = judged.record.truth
    right = {
        "problem": truth.problems[0],
        "action": truth.decision.action,
        "reason": truth.decision.reasons[0],
    }
    return {part: right[part] for part in judged.chosen}


def _severity(judged: Judged) -> Severity:
    if judged.verdict in ("right", "acceptable"):
        plain = judged.verdict == "right" and judged.flawless
        return "ok" if plain else "note"
    return "danger" if judged.verdict == "missing" or judged.cost >= _GRAVE else "warn"


def _code(judged: Judged) -> str:
    if judged.verdict == "right" and not judged.flawless:
        return "right_but"
    if judged.verdict in ("right", "acceptable", "missing"):
        return judged.verdict
    return f"harm.{_harm(judged)}"


def _harm(judged: Judged) -> str:
    return harm(judged.record.truth, cast(Action, judged.chosen["action"])).code


def _values(judged: Judged) -> dict[str, Any]:
    chosen = judged.chosen["action"]
    return {
        "record": dict(judged.record.title),
        "expected": _message(f"duties.action.{judged.record.truth.decision.action}"),
        "chosen": _message(f"duties.action.{chosen}" if chosen else f"{DOMAIN}.no_answer"),
    }


def _notes(judged: Judged, mistake: str | None, form: Deal) -> list[Message]:
    """Return further remarks: the mistake, why it is so, then what else was not right."""
    truth = judged.record.truth
    notes = [Message(f"{DOMAIN}.mistake.{mistake}", severity="warn")] if mistake else []
    notes += judged.record.told
    notes += [Message(_why(code, truth)) for code in truth.decision.reasons]
    if judged.parts.get("problem") in ("wrong", "missing", "acceptable"):
        notes.append(_problem_note(judged, truth))
    if judged.parts.get("reason") in ("wrong", "missing"):
        notes.append(_reason_note(judged, truth, form))
    return notes


def _why(code: str, truth: Candidate) -> str:
    """Return the explanation of a reason, in words of this lab where those of all would mislead.

    Where the schedule has a period, not that it has none; where a notice was sent and did not
    arrive, not that there is none.
    """
    own = code in _OWN_WHY or (code == "purpose_ended" and "period_over" in truth.grounds)
    return f"{DOMAIN}.why.{code}" if own else f"duties.reason.{code}.why"


def _problem_note(judged: Judged, truth: Candidate) -> Message:
    wanted = {"expected": _message(problem_words(truth.problems[0])[0])}
    if judged.parts["problem"] == "acceptable":
        return Message(f"{DOMAIN}.problem_also", wanted)
    return Message(f"{DOMAIN}.problem_is", wanted, "warn")


def _reason_note(judged: Judged, truth: Candidate, form: Deal) -> Message:
    accepted = accepted_reasons(truth, cast(Action, judged.chosen["action"]), form)
    wanted = {"expected": _message(f"duties.reason.{accepted[0]}")}
    return Message(f"{DOMAIN}.reason_is", wanted, "warn")


def _message(code: str) -> dict[str, Any]:
    return {"code": code, "values": {}}


def summarise(
    judged: Sequence[Judged],
    shown: Sequence[str | None],
    figures: dict[str, Any],
    score: float,
    pass_mark: int,
) -> tuple[Message, ...]:
    """Return the result in a few messages, the most important first."""
    passed = score >= pass_mark
    values = {"score": f"{score:g}", "pass_mark": pass_mark}
    found = [Message(f"{DOMAIN}.{'passed' if passed else 'failed'}", values, _tone(passed))]
    if score < figures["before_irreversible"]:
        before = {"before": f"{figures['before_irreversible']:g}"}
        found.append(Message(f"{DOMAIN}.irreversible", before, "danger"))
    for code, count in figures["grave"].items():
        if count:
            told = {"count": count, "names": _names([one for one in judged if _is(code, one)])}
            found.append(Message(f"{DOMAIN}.grave.{code}", told, "danger"))
    for name, count in Counter(name for name in shown if name).most_common():
        if count >= _SHOWN:
            found.append(Message(f"{DOMAIN}.mistakes.{name}", {"count": count}, "warn"))
    missing = sum(one.verdict == "missing" for one in judged)
    if missing:
        found.append(Message(f"{DOMAIN}.unanswered", {"count": missing}, "danger"))
    careful = sum(one.verdict == "over" for one in judged)
    if careful:
        found.append(Message(f"{DOMAIN}.careful", {"count": careful}, "note"))
    calls = sum(one.verdict == "acceptable" for one in judged)
    if calls:
        found.append(Message(f"{DOMAIN}.judgement_calls", {"count": calls}, "note"))
    if all(one.flawless for one in judged):
        found.append(Message(f"{DOMAIN}.all_right", {}, "ok"))
    return tuple(found)


def _is(grave: str, one: Judged) -> bool:
    """Return whether a wrong answer is of a grave sort."""
    if one.verdict not in ("over", "under"):
        return False
    chosen = one.chosen["action"]
    if grave == "handed_over":
        return chosen == "hand_over"
    if grave == "withdrawn_used":
        withdrawn = "consent_withdrawn" in one.record.truth.decision.reasons
        return withdrawn and chosen in ("keep", "correct", "hand_over")
    return _harm(one) == grave


def _names(some: Sequence[Judged]) -> dict[str, Any]:
    """Return the titles of the first records, and whether there are more."""
    names = [dict(one.record.title) for one in some[:_NAMED]]
    code = "more" if len(some) > _NAMED else "only"
    return {"code": f"{DOMAIN}.grave.{code}", "values": {"names": names}}


def _tone(passed: bool) -> Severity:
    return "ok" if passed else "warn"
