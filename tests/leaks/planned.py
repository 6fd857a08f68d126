"""Small companies for tests of single leaks, their plans, and what every plan keeps to."""

from datetime import datetime
from functools import lru_cache

import numpy as np

from kit.activity.actions import CODES
from kit.activity.company import Company, make_company
from kit.activity.rows import COLUMNS, count
from kit.customers.engine import Spec
from kit.customers.profile import load_profile
from kit.customers.whole import make
from kit.leaks.catalogue import leak
from kit.leaks.merging import carry, merge
from kit.leaks.model import Parameters, Plan
from kit.leaks.via import require_via
from kit.organisation.making import make_organisation

DAY = 86_400_000
PROFILES = ("leasing", "sanitary_ware", "swim_school")


@lru_cache(maxsize=8)
def company(profile: str = "leasing", phase: str | None = None, size: int = 600) -> Company:
    """A company of 60 in a phase of its deal; that of the reference date if none is given."""
    spec = Spec(load_profile(profile), 11)
    tables = make(spec, 0, size).tables
    organisation = make_organisation(spec, tables, staff=60, phase=phase)
    return make_company(spec, tables, spec.profile.labels(), organisation)


def plan_of(name: str, at: Company, seed: int = 1, **parameters: object) -> Plan:
    """What a leak plans."""
    return leak(name).plan(at, Parameters(**parameters), seed)


def people(at: Company, plan: Plan) -> set[int]:
    """Places in the book of everybody exposed."""
    found = [at.book.touched(e.segment, e.start, e.stop) for e in plan.exposures]
    return set(np.concatenate(found).tolist()) if found else set()


def actions(plan: Plan) -> list[str]:
    """Codes of the planned events, in order."""
    return [CODES[int(number)] for number in plan.rows["action"]]


def rows_of(plan: Plan, action: str) -> list[dict[str, int]]:
    """The planned events of one action."""
    here = [place for place, code in enumerate(actions(plan)) if code == action]
    return [{name: int(plan.rows[name][place]) for name in COLUMNS} for place in here]


def days_of(plan: Plan) -> int:
    """From the first to the last exposure, in days."""
    times = [one.time for one in plan.exposures]
    return (max(times) - min(times)) // DAY


def check(name: str, at: Company, plan: Plan) -> None:
    """Check what every plan keeps to."""
    deal = at.organisation.deal
    end = (deal.today - datetime(1970, 1, 1).date()).days * DAY + DAY
    times = [one.time for one in plan.exposures]
    assert times == sorted(times)
    assert times
    assert plan.window[0] <= times[0]
    assert times[-1] <= plan.window[1] < end
    assert plan.reports
    assert all(times[0] < one.at < end for one in plan.reports)
    assert plan.first_knowable < plan.reports[0].at
    assert plan.channel
    assert plan.control
    _check_customers(at, plan)
    _check_traces(plan)
    moved, moves = merge(at.organisation, plan)
    require_via(moved, carry(plan, moves))
    assert {one.via.partition(":")[0] for one in plan.exposures} == {leak(name).VIA}


def _check_customers(at: Company, plan: Plan) -> None:
    """Nobody is touched before the day on which they became customers is over."""
    for one in plan.exposures:
        touched = at.book.touched(one.segment, one.start, one.stop)
        assert len(touched)
        assert at.book.registered[touched].max() < one.time // DAY
    for place in range(count(plan.rows)):
        segment, start, stop, time = (
            int(plan.rows[name][place]) for name in ("segment", "start", "stop", "time")
        )
        if segment >= 0:
            assert at.book.registered[at.book.touched(segment, start, stop)].max() < time // DAY


def _check_traces(plan: Plan) -> None:
    """What an exposure points to happened then and touched the same customers."""
    for one in plan.exposures:
        if one.trace is not None:
            row = {name: int(plan.rows[name][one.trace]) for name in COLUMNS}
            assert (row["time"], row["segment"]) == (one.time, one.segment)
            assert row["start"] <= one.start < one.stop <= row["stop"]
