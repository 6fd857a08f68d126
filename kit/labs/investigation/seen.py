"""What somebody could have noticed of a case: its busiest day in the log."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.query import ACCOUNT, ACTION, AT, SEGMENT, START, STOP, SYSTEM, UID
from kit.labs.investigation.clues import Seen
from kit.leaks.dates import SECOND, clock
from kit.leaks.model import Plan, Staged

_SOME = 3


def traces(plan: Plan, staged: Staged) -> pa.Table:
    """Return the events of a plan in the log, those of a look-alike too, in order of time.

    Those of a leak are in its truth. A look-alike has none, so its events are found by account,
    action and second.
    """
    events = staged.evidence.events
    ids = staged.truth.facts["event_ids"]
    if ids:
        return events.filter(pc.is_in(events[UID], pa.array(ids, pa.string())))
    if staged.truth.customers.num_rows:
        return events.slice(0, 0)
    return _of_plan(plan, staged)


def seen(plan: Plan, staged: Staged) -> Seen:
    """Return what an alert, a rumour or a complaint knows of a case."""
    events = traces(plan, staged)
    events = events.filter(pc.is_valid(events[SEGMENT]))
    if not events.num_rows:
        return _unlogged(plan, staged)
    days = [at.date() for at in events[AT].to_pylist()]
    busiest = min(Counter(days).items(), key=lambda one: (-one[1], one[0]))[0]
    of_day = events.filter(pa.array([day == busiest for day in days])).to_pylist()
    book = staged.evidence.book
    places = np.unique(
        np.concatenate(
            [book.touched(book.segment_place[r[SEGMENT]], r[START], r[STOP]) for r in of_day]
        )
    )
    systems = {r["system_id"]: r["name"] for r in staged.evidence.tables["systems"].to_pylist()}
    return Seen(
        day=busiest,
        account=Counter(str(r[ACCOUNT] or "") for r in of_day).most_common(1)[0][0],
        system=systems.get(of_day[0][SYSTEM], ""),
        customers=len(places),
        some=tuple(book.ids(places[:: max(1, len(places) // _SOME)][:_SOME])),
        after=of_day[-1][AT],
    )


def _unlogged(plan: Plan, staged: Staged) -> Seen:
    people = staged.truth.customers["customer_id"].to_pylist()
    last = clock(plan.window[1])
    return Seen(last.date(), "", "", len(people), tuple(people[:_SOME]), last)


def _of_plan(plan: Plan, staged: Staged) -> pa.Table:
    """Return the events of a look-alike's people at its seconds."""
    events, tables = staged.evidence.events, staged.evidence.tables
    wanted = pa.array(np.unique(plan.rows["time"].astype(np.int64) // SECOND))
    seconds = pc.divide(events[AT].cast(pa.int64()), SECOND)
    by = [
        row["account_id"]
        for row in tables["accounts"].to_pylist()
        if row["account_id"] in plan.accounts or row["staff_id"] in plan.actors
    ]
    mine = pc.and_(
        pc.is_in(seconds, wanted),
        pc.is_in(events[ACCOUNT].cast(pa.string()), pa.array(by, pa.string())),
    )
    found = events.filter(
        pc.and_(mine, pc.invert(pc.starts_with(events[ACTION].cast(pa.string()), "auth.")))
    )
    last = clock(plan.window[1]) + timedelta(seconds=1)
    return found.filter(pc.less_equal(found[AT], pa.scalar(last, pa.timestamp("ms"))))
