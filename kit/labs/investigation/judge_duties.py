"""Judges what follows: which duties, who owes each, and by when."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.labs.investigation.codes import CLOCKS
from kit.labs.investigation.given import Duties, Owed
from kit.labs.investigation.judged import Judged, denied, message, missing, named
from kit.labs.investigation.owing import code_of
from kit.labs.investigation.right import Right
from kit.labs.results import Message, Verdict
from kit.organisation.incident import Duty

THERE, OWNER, CLOCK, INVENTED = 0.4, 0.4, 0.2, 1.0
NOBODY = "nobody"
_MILLION, _LATER = "report_four_hours", "supplement"
ABOVE_A_MILLION = (_MILLION, "supplement", "summary")
"""Duties that are owed only from a million people on."""


def judge_duties(right: Right, given: Duties | None) -> Judged:
    """Return the verdict on the duties: missing, invented, of the wrong side, at the wrong time."""
    if given is not None and not given.list:
        return missing("duties")
    if not right.real:
        none = given is None
        code = "duties.nothing" if none else "duties.needless"
        return Judged("duties", float(none), "right" if none else "over", code)
    owed = {one.code: one for one in right.owing.owed}
    wanted = [code for code, duty in owed.items() if NOBODY not in duty.also_accept]
    if given is None:
        return denied("duties") if wanted else Judged("duties", 1.0, "acceptable", "duties.nobody")
    answered = _by_code(given.list)
    lost, notes = 0.0, list[Message]()
    for code, duty in owed.items():
        if code in answered:
            lost += 1 - _earned(duty, answered[code], notes)
        elif code in wanted:
            lost += 1
            notes.append(message("duties.left_out", "danger", **_values(duty)))
    also = {one.code: one for one in right.owing.also}
    for code, duty in also.items():
        if code in answered:  # need not be named; named, it has to be right
            lost += 1 - _earned(duty, answered[code], notes)
    invented = [code for code in answered if code not in owed and code not in also]
    notes += [_not_owed(code, right) for code in invented]
    share = max(0.0, 1 - (lost + INVENTED * len(invented)) / len(wanted or owed))
    rules = tuple(dict.fromkeys(rule for one in owed.values() for rule in one.rules))
    values = {
        "phase": {"code": f"deal_duties.phase.{right.owing.phase}", "values": {}},
        "owed": [named("duty", one.code) for one in owed.values()],
        "count": len(notes),
    }
    flawless = share >= 1 and not notes
    if right.owing.sample > 1:
        notes.append(message("duties.sample", **_estimate(right)))
    verdict: Verdict = "right" if flawless else "over" if invented else "under"
    code = "duties.right" if flawless else "duties.partly" if share else "duties.wrong"
    return Judged("duties", share, verdict, code, values, tuple(notes), rules)


def _by_code(given: Sequence[Owed]) -> Mapping[str, list[Owed]]:
    found: dict[str, list[Owed]] = {}
    for one in given:
        found.setdefault(one.duty, []).append(one)
    return found


def _earned(duty: Duty, given: Sequence[Owed], notes: list[Message]) -> float:
    """Return what one duty earns; put on two sides at once it earns nothing."""
    accepted = {duty.owed_by, *duty.also_accept}
    if len({one.owed_by for one in given}) > 1:
        notes.append(message("duties.two_sides", "warn", **_values(duty)))
        return 0.0
    owner = all(one.owed_by in accepted for one in given)
    clock = all(one.clock in clocks(duty) for one in given)
    if not owner:
        chosen = next(one.owed_by for one in given if one.owed_by not in accepted)
        notes.append(
            message("duties.owner", "warn", chosen=named("owed_by", chosen), **_values(duty))
        )
    if not clock:
        chosen = next(one.clock for one in given if one.clock not in clocks(duty))
        four = chosen == "4h" and duty.code != _MILLION
        code = "duties.four_hours" if four else _off(duty, chosen)
        notes.append(message(code, "warn", chosen=named("clock", chosen), **_values(duty)))
    return THERE + OWNER * owner + CLOCK * clock


def _off(duty: Duty, chosen: str | None) -> str:
    """Return what is said of a wrong clock: there is none, it is too strict, or too late."""
    if chosen is None:
        return "duties.clock_missing"
    strict = CLOCKS.index(chosen) < CLOCKS.index(code_of(duty.clock))
    return "duties.clock_strict" if strict else "duties.clock_late"


def clocks(duty: Duty) -> tuple[str, ...]:
    """Return the clocks that pass: where the law sets no time, at once is careful and right.

    What follows later, like the supplement to a report, cannot be due at once.
    """
    code = code_of(duty.clock)
    return (code, "at_once") if code == "none" and duty.code != _LATER else (code,)


def _estimate(right: Right) -> dict[str, Any]:
    """Return how many people a sample comes to."""
    counted, sample = right.owing.counted, right.owing.sample
    return {"count": counted, "sample": sample, "people": counted * sample}


def _not_owed(code: str, right: Right) -> Message:
    incident = right.owing.incident
    values = {"duty": named("duty", code), "people": incident.people if incident else 0}
    if code in ABOVE_A_MILLION:
        return message("duties.below_million", "warn", **values)
    return message(f"duties.no_{code}", "warn", **values)


def _values(duty: Duty) -> dict[str, object]:
    return {
        "duty": named("duty", duty.code),
        "owed_by": named("owed_by", duty.owed_by),
        "clock": named("clock", code_of(duty.clock)),
    }
