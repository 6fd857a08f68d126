"""Stages several things in one company and one log: leaks, and what only looks like one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.catalogue import LEAKS, leak
from kit.leaks.dates import day_of, number_of
from kit.leaks.model import Evidence, Leak, Parameters, Plan
from kit.leaks.schedule import moment
from kit.leaks.staging import Scenery
from kit.leaks.via import require_order, require_via
from kit.organisation.spec import Phase
from kit.seeding import below, stream

TRIES = 6
"""So often another start or another person is tried before one of them is left out."""
_MARGIN = 3
"""So many days at either end of the log nothing begins on."""


@dataclass(frozen=True)
class Happened:
    """One of the things that happened.

    Attributes:
        name: The leak or look-alike.
        real: Whether it is a leak.
        accounts: The accounts it used.
        actors: Who did it or slipped: staff ids.
        vias: What it went through, as ``kind:id``.
        window: First and last moment, local time.
        event_ids: Its events that the log shows.
    """

    name: str
    real: bool
    accounts: tuple[str, ...]
    actors: tuple[str, ...]
    vias: tuple[str, ...]
    window: tuple[str, str]
    event_ids: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """A company in which several things happened.

    Attributes:
        company: As they left it.
        evidence: What an investigator has.
        happened: In the order they were asked for; what made no sense is left out.
    """

    company: Company
    evidence: Evidence
    happened: tuple[Happened, ...]


def stage_together(
    company: Company,
    names: Sequence[str],
    seed: int,
    first: date,
    last: date,
    phase: Phase,
    harmless: Mapping[str, Leak] = MappingProxyType({}),
) -> Together:
    """Return a company in which several things have happened in the same weeks.

    Each is done by other people than the ones before it.

    Args:
        company: Before them.
        names: Leaks and look-alikes; one that makes no sense here is left out.
        seed: The seed of all of them.
        first, last: Days of the log, both inclusive.
        phase: Phase of the deal in which they happen.
        harmless: Further things with an ordinary reason, by name, that follow those of ``names``.

    Raises:
        BadInput: If none of them makes sense.
    """
    scenery, told = Scenery(company), []
    for number, name in enumerate((*names, *harmless)):
        one = harmless[name] if name in harmless else leak(name)
        plan = _fitting(scenery, (name, one), seed + number, (first, last), phase)
        if plan is None:
            continue
        tried = scenery.with_plan(plan)
        try:
            require_via(tried.company.organisation, tried.plans[-1])
        except BadInput:  # what it goes through is not there on that day
            continue
        scenery = tried
        told.append(name)
    if not told:
        raise BadInput("leaks.nothing_to_draw", count=len(names), leaks=0)
    played = scenery.at_work(first, last)
    happened = tuple(
        _happened(name, plan, played.ids(number))
        for number, (name, plan) in enumerate(zip(told, played.plans, strict=True))
    )
    return Together(played.company, played.evidence, happened)


def _fitting(
    scenery: Scenery, asked: tuple[str, Leak], seed: int, window: tuple[date, date], phase: Phase
) -> Plan | None:
    """Return a plan whose days lie in the window and whose people are busy with nothing else."""
    days = number_of(window[1]) - number_of(window[0]) - 2 * _MARGIN
    busy = {one for plan in scenery.plans for one in (*plan.accounts, *plan.actors)}
    for number, draw in enumerate(stream(seed, "leaks", "together", asked[0]).draws(0, TRIES)):
        start = day_of(
            number_of(window[0]) + _MARGIN + int(below(np.array([draw]), max(1, days))[0])
        )
        wanted = Parameters(phase=phase, start=start)
        plan = _planned(scenery, asked[1], wanted, seed + 1000 * number)
        if plan is None or busy & {*plan.accounts, *plan.actors}:
            continue
        since, until = (moment(at).date() for at in plan.window)
        if window[0] <= since and until <= window[1]:
            return plan
    return None


def _planned(scenery: Scenery, one: Leak, wanted: Parameters, seed: int) -> Plan | None:
    company = scenery.company
    try:
        require_order(company.organisation.deal)
        return one.plan(company, wanted, seed) if one.fits(company) is None else None
    except BadInput:  # nobody may do it, or its time has not come
        return None


def _happened(name: str, plan: Plan, ids: Sequence[str | None]) -> Happened:
    since, until = (moment(at).isoformat() for at in plan.window)
    return Happened(
        name=name,
        real=name in LEAKS,
        accounts=tuple(plan.accounts),
        actors=tuple(plan.actors),
        vias=tuple(dict.fromkeys(one.via for one in plan.exposures)),
        window=(since, until),
        event_ids=tuple(one for one in ids if one is not None),
    )


def possible_names(company: Company, names: Sequence[str], phase: Phase) -> list[str]:
    """Return those of some leaks and look-alikes that can happen in a company and phase."""
    found = []
    for name in names:
        one = leak(name)
        if phase in one.PHASES and one.fits(company) is None:
            found.append(name)
    return found
