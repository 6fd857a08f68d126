"""What follows from a case: duties by the rule book, from the deal file and the truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from kit.customers.flaws import read
from kit.errors import BadInput
from kit.leaks.model import Family, Plan, Staged
from kit.organisation.deal import DealFile
from kit.organisation.duties import duties
from kit.organisation.incident import Clock, Duty, Finder, Incident

CRIME: tuple[Family, ...] = ("insider", "outsider")
"""Families in which a crime is suspected; of misuse and negligence people judge either way."""
EITHER: tuple[Family, ...] = ("misuse", "negligence")
_STRANGERS = {"finder", "unknown", "public", "competitor", "criminal", "buyer_of_scrap"}
POLICE = "police"


@dataclass(frozen=True)
class Owing:
    """What follows.

    Attributes:
        owed: The duties.
        also: Duties that may be named as well, for people judge either way.
        incident: What they were computed from; None where nothing leaked.
        phase: Phase of the deal on the day it was found.
    """

    owed: tuple[Duty, ...] = ()
    also: tuple[Duty, ...] = ()
    incident: Incident | None = None
    phase: str = ""


def owing(staged: Staged, plan: Plan) -> Owing:
    """Return what follows from a case; nothing from a false alarm."""
    if not staged.truth.customers.num_rows:
        return Owing()
    deal, facts = staged.company.organisation.deal, staged.truth.facts
    incident = _incident(staged, plan)
    owed = duties(deal, incident)
    suspected = facts["family"] in EITHER or bool(set(facts["recipients"]) & _STRANGERS)
    minors = bool(read(staged.company.spec.profile).guardian_missing.columns)
    known = {one.code for one in owed}
    others = _judged_otherwise(deal, incident, suspected, minors)
    also = {one.code: one for one in others if one.code not in known}
    if facts["family"] not in CRIME:
        owed = tuple(_optional(one) if one.code == POLICE else one for one in owed)
    return Owing(owed, tuple(also.values()), incident, deal.phase_on(incident.found_on))


def code_of(clock: Clock) -> str:
    """Return the code by which an answer names a clock.

    >>> code_of(Clock("hours", 4, "discovery"))
    '4h'
    """
    if clock.kind == "hours":
        return f"{clock.amount}h"
    return f"{clock.amount}d" if clock.kind == "days" else clock.kind


def _incident(staged: Staged, plan: Plan) -> Incident:
    facts, deal = staged.truth.facts, staged.company.organisation.deal
    tables = dict.fromkeys(field.partition(".")[0] for field in facts["fields"])
    found_on = staged.evidence.tables["reports"]["at"][0].as_py().date()
    began_on = staged.truth.exposures["at"][0].as_py().date()
    return Incident(
        found_on=max(found_on, began_on),
        tables=tuple(name for name in tables if name in deal.tables) or deal.tables[:1],
        people=staged.truth.customers.num_rows,
        sensitive=bool(facts["sensitive"]),
        under_14=facts["children"] > 0,
        crime_suspected=facts["family"] in (*CRIME, "misuse"),
        began_on=began_on,
    )


def _judged_otherwise(
    deal: DealFile, incident: Incident, suspected: bool, minors: bool
) -> Iterator[Duty]:
    """Yield what would follow if another had found it, or had the data when it happened.

    Args:
        deal: The deal file.
        incident: What is known.
        suspected: Whether a crime may be suspected as well.
        minors: Whether the company has customers of 14 to 17.
    """
    others: list[dict[str, Any]] = [{"found_by": finder} for finder in get_args(Finder)]
    others += [{"where": "entrusted_party"}]
    others += [{"crime_suspected": True}] * suspected + [{"minors": True}] * minors
    for change in others:
        try:
            yield from duties(deal, replace(incident, **change))
        except BadInput:  # this deal has no such side, or nobody is entrusted
            continue


def _optional(duty: Duty) -> Duty:
    return replace(duty, also_accept=(*duty.also_accept, "nobody"))
