"""What follows from a case: duties by the rule book, from the deal file and the truth."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from kit.customers.flaws import read
from kit.errors import BadInput
from kit.law import threshold
from kit.leaks.model import Family, Staged
from kit.organisation.deal import DealFile
from kit.organisation.duties import REPORTABLE, duties
from kit.organisation.incident import Clock, Duty, Finder, Incident, Where

CRIME: tuple[Family, ...] = ("insider", "outsider")
"""Families in which a crime is suspected; of misuse and negligence people judge either way."""
EITHER: tuple[Family, ...] = ("misuse", "negligence")
_STRANGERS = {"finder", "unknown", "public", "competitor", "criminal", "buyer_of_scrap"}
POLICE = "police"
_DOUBT = (0.75, 1.25)
"""How far an estimate from a sample may be off."""


@dataclass(frozen=True)
class Owing:
    """What follows.

    Attributes:
        owed: The duties.
        also: Duties that may be named as well, for people judge either way.
        incident: What they were computed from; None where nothing leaked.
        phase: Phase of the deal on the day it was found.
        counted: How many customers at the desk are concerned.
        sample: How many people each of them stands for.
    """

    owed: tuple[Duty, ...] = ()
    also: tuple[Duty, ...] = ()
    incident: Incident | None = None
    phase: str = ""
    counted: int = 0
    sample: int = 1


def owing(staged: Staged, sample: int = 1) -> Owing:
    """Return what follows from a case; nothing from a false alarm.

    Args:
        staged: The company in which it has happened.
        sample: How many people each customer at the desk stands for.
    """
    if not staged.truth.customers.num_rows:
        return Owing()
    deal, facts = staged.company.organisation.deal, staged.truth.facts
    incident = _incident(staged, sample)
    owed = duties(deal, incident)
    suspected = facts["family"] in EITHER or bool(set(facts["recipients"]) & _STRANGERS)
    minors = bool(read(staged.company.spec.profile).guardian_missing.columns)
    known = {one.code for one in owed}
    others = _judged_otherwise(deal, incident, suspected, minors, _partners(staged))
    also = {one.code: one for one in others if one.code not in known}
    if facts["family"] not in CRIME:
        owed = tuple(_optional(one) if one.code == POLICE else one for one in owed)
    phase, counted = deal.phase_on(incident.found_on), staged.truth.customers.num_rows
    return Owing(owed, tuple(also.values()), incident, phase, counted, sample)


def require_clear(provable: int, possible: int, sample: int) -> None:
    """Refuse a sample from which nobody could tell whether a million people are concerned.

    Args:
        provable, possible: How many customers at the desk certainly are, and may be.
        sample: How many people each of them stands for.

    Raises:
        BadInput: If an estimate from it comes too near to a million.
    """
    low, high = (
        threshold(REPORTABLE).met_by(int(count * sample * off))
        for count, off in zip((provable, possible), _DOUBT, strict=True)
    )
    if sample > 1 and low != high:
        raise BadInput("investigation.near_threshold", people=provable * sample)


def code_of(clock: Clock) -> str:
    """Return the code by which an answer names a clock.

    >>> code_of(Clock("hours", 4, "discovery"))
    '4h'
    """
    if clock.kind == "hours":
        return f"{clock.amount}h"
    return f"{clock.amount}d" if clock.kind == "days" else clock.kind


def _incident(staged: Staged, sample: int) -> Incident:
    facts, deal = staged.truth.facts, staged.company.organisation.deal
    tables = dict.fromkeys(field.partition(".")[0] for field in facts["fields"])
    found_on = staged.evidence.tables["reports"]["at"][0].as_py().date()
    began_on = staged.truth.exposures["at"][0].as_py().date()
    return Incident(
        found_on=max(found_on, began_on),
        tables=tuple(name for name in tables if name in deal.tables) or deal.tables[:1],
        people=staged.truth.customers.num_rows * sample,
        sensitive=bool(facts["sensitive"]),
        under_14=facts["children"] > 0,
        crime_suspected=facts["family"] in (*CRIME, "misuse"),
        began_on=began_on,
        where=_where(staged, tables, (began_on, max(found_on, began_on))),
    )


def _partners(staged: Staged) -> bool:
    """Return whether somebody outside had a hand in it: a vendor's account, or a partner's word."""
    organisation = staged.company.organisation
    rows = [organisation.row("accounts", one) for one in staged.truth.facts["accounts"]]
    parties = [organisation.row("parties", row["party_id"]) for row in rows if row["party_id"]]
    told = staged.evidence.tables["reports"]["channel"].to_pylist()
    return "partner" in told or any(row["role"] == "vendor" for row in parties)


def _where(staged: Staged, tables: Iterable[str], days: tuple[date, date]) -> Where:
    """Return who had the data: an entrusted party, if all was done through accounts of vendors.

    A vendor whose contract has ended is entrusted no longer. Whether a seller that runs systems for
    a while is one in this, too, is a reading: then it may be named, and need not.

    Args:
        staged: The company in which it has happened.
        tables: Tables of the leaked fields.
        days: When it began and when it was found.
    """
    organisation = staged.company.organisation
    parties = {
        organisation.row("accounts", account)["party_id"]
        for account in staged.truth.facts["accounts"]
    }
    deal = organisation.deal
    leaked = [name for name in tables if name in deal.tables]
    there = [
        {party for name in leaked for party in deal.roles(name, day).entrusted} for day in days
    ]
    if not parties or not all(parties <= entrusted for entrusted in there):
        return "processor"
    rows = [organisation.row("parties", party) for party in sorted(parties)]
    bound = (row["role"] == "vendor" and not _ended(row, days[0]) for row in rows)
    return "entrusted_party" if all(bound) else "processor"


def _ended(party: Mapping[str, Any], day: date) -> bool:
    return party["to_day"] is not None and party["to_day"] < day


def _judged_otherwise(
    deal: DealFile, incident: Incident, suspected: bool, minors: bool, partners: bool
) -> Iterator[Duty]:
    """Yield what would follow if another had found it, or had the data when it happened.

    Where nothing points to anybody outside, nobody outside has anything to tell.

    Args:
        deal: The deal file.
        incident: What is known.
        suspected: Whether a crime may be suspected as well.
        minors: Whether the company has customers of 14 to 17.
        partners: Whether somebody outside had a hand in it.
    """
    others: list[dict[str, Any]] = [{"where": "entrusted_party"}] * partners
    others += [{"found_by": finder} for finder in get_args(Finder)] * partners
    others += [{"crime_suspected": True}] * suspected + [{"minors": True}] * minors
    for change in others:
        try:
            yield from duties(deal, replace(incident, **change))
        except BadInput:  # this deal has no such side, or nobody is entrusted
            continue


def _optional(duty: Duty) -> Duty:
    return replace(duty, also_accept=(*duty.also_accept, "nobody"))
