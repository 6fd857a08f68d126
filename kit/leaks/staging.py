"""Stages a leak: the organisation changes, ordinary work goes on in it, and both are merged.

What is planned decides first: systems are not down when a plan needs them, and people who lost
their account or their laptop do no ordinary work. Then the log is made of everything at once, so
ids and milliseconds tell nothing, and the truth is computed from the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import ACTIONS, NUMBER
from kit.activity.company import Company
from kit.activity.faults import Fault, happens, log_gaps, plan_faults
from kit.activity.ordinary import ordinary
from kit.activity.rows import Rows, count, join, take
from kit.activity.table import Log, make_log
from kit.errors import BadInput
from kit.leaks.catalogue import LOOK_ALIKES, leak
from kit.leaks.dates import DAY, day_of, number_of, phase_of
from kit.leaks.last_use import with_use
from kit.leaks.merging import carry, merge
from kit.leaks.model import Evidence, Parameters, Plan, Staged, Truth
from kit.leaks.papers import reports_table, segments_table
from kit.leaks.planning import dress
from kit.leaks.schedule import CUSTOMERS, EXPOSURES
from kit.leaks.sittings import sittings
from kit.leaks.truth import Case, tell
from kit.leaks.via import require_order, require_via
from kit.organisation.deal import DealFile
from kit.seeding import permute

BEFORE, AFTER = 21, 7
"""Days of ordinary work around a leak, if no window is asked for."""
MOST_LOOK_ALIKES = 2
_TOLD = (
    *("file.upload", "file.delete", "file.share", "file.unshare", "mail.send", "mail.receive"),
    *("account.create", "account.disable", "access.grant", "access.revoke"),
)
"""Actions that ordinary work does as the organisation's tables tell."""

_THINGS = ("files", "links")
"""What happens with a planned one of these is the plan's business alone."""

Window = tuple[date, date]


@dataclass(frozen=True)
class Scenery:
    """A company with everything planned in it, before its ordinary work.

    Attributes:
        company: As the plans left it.
        plans: In the company's numbers; that of the leak comes first.
        things: Rows of files and links that the plans added.
    """

    company: Company
    plans: tuple[Plan, ...] = ()
    things: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def with_plan(self, plan: Plan) -> "Scenery":
        """Return the scenery with one more plan, made for its company."""
        organisation, moves = merge(self.company.organisation, plan)
        plans = tuple(carry(one, moves) for one in (*self.plans, plan))
        things = {
            table: tuple(
                moves.place(table, old)
                for old in (
                    *self.things.get(table, ()),
                    *_last(self.company.organisation.tables[table].num_rows, plan.added.get(table)),
                )
            )
            for table in _THINGS
        }
        return Scenery(self.company.with_organisation(organisation), plans, things)

    def at_work(self, first: date, last: date) -> "Played":
        """Return what comes of it: ordinary work goes on around all plans on these days."""
        rows, plan_of, place, faults = _events(self, first, last)
        log = make_log(self.company, rows, faults)
        used = with_use(self.company, rows, first)
        return Played(
            used, self.plans, _evidence(used, self.plans, log, faults), log, plan_of, place
        )


@dataclass(frozen=True)
class Played:
    """A scenery with its ordinary work.

    Attributes:
        company: As the plans left it, with the last use of its entitlements.
        plans: In the company's numbers.
        evidence: What an investigator has.
        log: The log and where it shows each event.
        plan_of: For each event the plan it comes from; -1: ordinary work.
        place: Its place in that plan.
    """

    company: Company
    plans: tuple[Plan, ...]
    evidence: Evidence
    log: Log
    plan_of: NDArray[np.int64]
    place: NDArray[np.int64]

    def ids(self, number: int) -> list[str | None]:
        """Return the id of each event of a plan in the log; None if the log does not show it."""
        found: list[str | None] = [None] * count(self.plans[number].rows)
        ids = self.log.table["metadata.uid"]
        for row in np.flatnonzero(self.plan_of == number):
            if self.log.place[row] >= 0:
                found[self.place[row]] = ids[int(self.log.place[row])].as_py()
        return found


def _last(there: int, added: Sequence[object] | None) -> range:
    """The rows that a plan added behind those that were there."""
    return range(there, there + len(added or ()))


def stage(
    company: Company,
    name: str,
    parameters: Parameters | None = None,
    seed: int = 0,
    first: date | None = None,
    last: date | None = None,
    *,
    plan: Plan | None = None,
) -> Staged:
    """Return a company in which a leak, or something that looks like one, has happened.

    Args:
        company: Before it.
        name: A leak, or a look-alike; of that the truth is empty.
        parameters: How large, how careful and when.
        seed: The seed of the leak; the company has its own.
        first, last: Days of the log, both inclusive; some weeks around the leak if not given.
        plan: What `planned` has returned for the same, if it has been asked already.

    Raises:
        BadInput: Unknown leak, one that makes no sense here, what it goes through is not there,
            phases out of order, or a window that is empty or misses it.
    """
    wanted = parameters or Parameters()
    plan = plan or planned(company, name, wanted, seed)
    window = _window(company.organisation.deal, plan, first, last)
    scenery = Scenery(company).with_plan(plan)
    require_via(scenery.company.organisation, scenery.plans[0])
    for other in _crowd(scenery, name, seed, window):
        scenery = scenery.with_plan(leak(other).plan(scenery.company, Parameters(), seed))
    made = scenery.at_work(*window)
    truth = _truth(scenery, name, wanted, seed, made.ids(0))
    return Staged(made.company, made.evidence, truth)


def planned(company: Company, name: str, parameters: Parameters, seed: int) -> Plan:
    """Return what a leak or look-alike would do in a company.

    Raises:
        BadInput: As for `stage`.
    """
    one = leak(name)
    require_order(company.organisation.deal)
    unfit = one.fits(company)
    if unfit is not None:
        raise BadInput(unfit)
    return one.plan(company, parameters, seed)


def _window(deal: DealFile, plan: Plan, first: date | None, last: date | None) -> Window:
    """The days of the log; the leak lies at least partly within them."""
    since, until = (day_of(at // DAY) for at in plan.window)
    today = number_of(deal.today)
    first = first or day_of(number_of(since) - BEFORE)
    last = last or day_of(min(max(number_of(until) + AFTER, number_of(first)), today))
    if last < first:
        raise BadInput("leaks.empty_window", first=first, last=last)
    if until < first or last < since:
        raise BadInput("leaks.window_missed", since=since, until=until, first=first, last=last)
    return first, last


def _crowd(scenery: Scenery, name: str, seed: int, window: Window) -> list[str]:
    """The look-alikes that happen beside it: a few that make sense, done by other people."""
    company, busy = scenery.company, {*scenery.plans[0].accounts, *scenery.plans[0].actors}
    others = [one for one in LOOK_ALIKES if one != name and LOOK_ALIKES[one].fits(company) is None]
    order = permute(seed, ("leaks", "crowd"), len(others), np.arange(len(others))) if others else ()
    found: list[str] = []
    for place in order:
        try:
            plan = LOOK_ALIKES[others[int(place)]].plan(company, Parameters(), seed)
        except BadInput:  # its phase has not begun, or nobody may do it
            continue
        since, until = (day_of(at // DAY) for at in plan.window)
        if busy & {*plan.accounts, *plan.actors}:
            continue
        if since <= window[1] and window[0] <= until and len(found) < MOST_LOOK_ALIKES:
            found.append(others[int(place)])
    return found


def _events(
    scenery: Scenery, first: date, last: date
) -> tuple[Rows, NDArray[np.int64], NDArray[np.int64], tuple[Fault, ...]]:
    """All events of the window, for each its plan or -1 and its place there, and what failed."""
    company, plans = scenery.company, scenery.plans
    start, stop = number_of(first) * DAY, (number_of(last) + 1) * DAY
    silences = [one for plan in plans for one in plan.silences]
    work = ordinary(company, first, last, silences)
    inside = [_between(plan.rows, start, stop) for plan in plans]
    added = [
        dress(company, take(plan.rows, here), work)
        for plan, here in zip(plans, inside, strict=True)
    ]
    extra = join(added)
    planned_rows = count(extra)
    extra = join([extra, sittings(company, extra, work)])
    faults = plan_faults(company.organisation, first, last, avoid=extra)
    work = take(
        work, happens(work, faults) & ~_told_twice(work, extra) & ~_meddles(work, scenery.things)
    )
    plan_of, place = (np.full(count(work) + count(extra), -1, np.int64) for _ in range(2))
    theirs = slice(count(work), count(work) + planned_rows)
    plan_of[theirs] = np.repeat(np.arange(len(plans)), [len(here) for here in inside])
    place[theirs] = np.concatenate([np.empty(0, np.int64), *inside])
    rows = join([work, extra])
    mixed = permute(company.seed, ("leaks", "mixed"), len(place), np.arange(len(place)))
    order = np.lexsort((mixed, rows["account"], rows["time"]))
    return take(rows, order), plan_of[order], place[order], faults


def _between(rows: Rows, start: int, stop: int) -> NDArray[np.int64]:
    times = rows["time"].astype(np.int64)
    return np.flatnonzero((times >= start) & (times < stop))


def _told_twice(work: Rows, extra: Rows) -> NDArray[np.bool_]:
    """Which ordinary events only repeat what a plan shows: the table told of it too."""
    told = np.isin(extra["action"], [NUMBER[code] for code in _TOLD])
    mine, theirs = (
        rows["action"].astype(np.int64) << 32 | rows["thing"].astype(np.int64) & 0xFFFFFFFF
        for rows in (work, take(extra, told & (extra["thing"].astype(np.int64) >= 0)))
    )
    return np.isin(mine, theirs)


def _meddles(work: Rows, things: Mapping[str, tuple[int, ...]]) -> NDArray[np.bool_]:
    """Which ordinary events open, copy or pass on what a plan added."""
    found = np.zeros(count(work), np.bool_)
    for table, rows in things.items():
        about = [
            number
            for number, one in enumerate(ACTIONS)
            if one.thing == table and one.code not in _TOLD
        ]
        found |= np.isin(work["action"], about) & np.isin(work["thing"], rows)
    return found


def _truth(
    scenery: Scenery, name: str, parameters: Parameters, seed: int, ids: list[str | None]
) -> Truth:
    if name in LOOK_ALIKES:
        facts: dict[str, object] = {"leak": None, "customers": 0, "exposures": 0, "event_ids": []}
        return Truth(facts, EXPOSURES.empty_table(), CUSTOMERS.empty_table())
    one = leak(name)
    phase = phase_of(one.PHASES, scenery.company, parameters)
    case = Case(name, one.FAMILY, phase, parameters, seed)
    return tell(scenery.company, scenery.plans[0], case, ids)


def _evidence(
    company: Company, plans: tuple[Plan, ...], log: Log, faults: tuple[Fault, ...]
) -> Evidence:
    organisation, book = company.organisation, company.book
    reports = [report for plan in plans for report in plan.reports]
    tables = {
        **organisation.tables,
        "log_gaps": log_gaps(organisation, faults),
        "segments": segments_table(book),
        "reports": reports_table(book, reports, organisation.locale),
    }
    return Evidence(log.table, tables, company.tables, book)
