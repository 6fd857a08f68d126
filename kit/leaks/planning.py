"""Makes planned events look like ordinary work: the same systems, devices, addresses and sizes.

A planner says who did what to whom and when, and leaves every other column at -1. Here those are
filled in from ordinary work itself: what the same person's neighbouring events show, and how the
same action is written elsewhere. Nothing but the deed tells a planned event then.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import FAILURE, NUMBER
from kit.activity.company import Company
from kit.activity.desk import ON_COMPUTER
from kit.activity.rows import COLUMNS, Rows
from kit.activity.sizes import list_bytes
from kit.leaks.ledger import NOTHING
from kit.leaks.sittings import Seating, seated
from kit.seeding import below, stream

SECOND, HOUR, DAY = 1_000, 3_600_000, 86_400_000
FROM_NEIGHBOUR = ("device", "address")
_ON_COMPUTER = [NUMBER[one] for one in ON_COMPUTER]
Places = NDArray[np.int64]


def dress(company: Company, planned: Rows, ordinary: Rows) -> Rows:
    """Return planned events with what they left open filled in as ordinary work shows it.

    ``system`` is that of the view, else the one where the action is usually done; ``device`` and
    ``address`` are those of the account's nearest ordinary event, where the action shows any;
    ``size`` is that of a list so long, where the action shows any. What a planner has set stays;
    `NOTHING` of `kit.leaks.ledger` stands for a device or address that is not to be filled in.

    Args:
        company: The company as the leak left it.
        planned: Events of a plan.
        ordinary: Ordinary events around them.
    """
    plan, work = _numbers(planned), _numbers(ordinary)
    plan["system"] = _systems(company, plan, work)
    address, device = _seats(company, plan, ordinary)
    for name, seat in (("address", address), ("device", device)):
        near = np.where(seat == -1, _nearest(plan, work, name), seat)
        bare = np.setdiff1d(work["action"], work["action"][work[name] >= 0])
        shown = ~np.isin(plan["action"], bare)
        plan[name] = np.where((plan[name] == -1) & shown, near, plan[name])
    for name in FROM_NEIGHBOUR:
        plan[name] = np.maximum(plan[name], -1)
    plan["size"] = _sizes(plan, work)
    return {name: plan[name].astype(kind) for name, kind in COLUMNS.items()}


def _seats(company: Company, plan: Mapping[str, Places], ordinary: Rows) -> tuple[Places, Places]:
    """Address and device of each person's event, -1 where none sits there, `NOTHING` for none."""
    seating = Seating(company, ordinary, np.unique(plan["account"]).tolist())
    found = np.full((2, len(plan["time"])), -1, np.int64)
    for row, (account, at) in enumerate(zip(plan["account"], plan["time"], strict=True)):
        seat = seated(seating, int(account), int(at))
        if seat is not None:
            found[:, row] = seat
    usual = np.array([seating.usual.get(int(one), -1) for one in plan["account"]], np.int64)
    machine = np.isin(plan["action"], _ON_COMPUTER) & (usual >= 0)
    bare = (found[0] >= 0) & (found[1] < 0)
    found[1] = np.where(bare, np.where(machine, usual, NOTHING), found[1])
    return found[0], found[1]


def moment_at_work(work: Rows, day: int, seed: int, *names: str) -> int | None:
    """Return a moment to the second between what somebody did on a day; None if nothing.

    What only arrives (a mail) does not count: no device of theirs did it.

    Args:
        work: That person's ordinary events (any days).
        day: Days since 1970.
        seed, names: The draw.
    """
    times = work["time"].astype(np.int64)[work["device"].astype(np.int64) >= 0]
    seconds = times[times // DAY == day] // SECOND
    if len(seconds) < 2:
        return None
    first, last = int(seconds.min()), int(seconds.max())
    drawn = int(below(stream(seed, *names).draws(0, 1), max(1, last - first))[0])
    return (first + drawn) * SECOND


def _numbers(rows: Rows) -> dict[str, Places]:
    return {name: column.astype(np.int64) for name, column in rows.items()}


def _nearest(plan: Mapping[str, Places], work: Mapping[str, Places], column: str) -> Places:
    """The value of the same account's ordinary event nearest in time, or -1."""
    known = np.flatnonzero((work[column] >= 0) & np.isin(work["account"], plan["account"]))
    order = known[np.lexsort((work["time"][known], work["account"][known]))]
    accounts, times = work["account"][order], work["time"][order]
    found = np.full(len(plan["time"]), -1, np.int64)
    for row in np.flatnonzero(plan["account"] >= 0):
        low, high = np.searchsorted(accounts, plan["account"][row] + np.array([0, 1]))
        if low < high:
            gaps = np.abs(times[low:high] - plan["time"][row])
            found[row] = work[column][order[low + int(gaps.argmin())]]
    return found


def _systems(company: Company, plan: Mapping[str, Places], work: Mapping[str, Places]) -> Places:
    """The system of each event: as planned, else of its view, else where the action is done."""
    tables, places = company.organisation.tables, company.organisation.places
    of_view = np.array(
        [*(places["systems"][key] for key in tables["views"]["system_id"].to_pylist()), -1]
    )
    found = np.where(plan["system"] >= 0, plan["system"], of_view[plan["view"]])
    for action in np.unique(plan["action"][found < 0]):
        used = work["system"][(work["action"] == action) & (work["system"] >= 0)]
        if len(used):
            found[(found < 0) & (plan["action"] == action)] = np.bincount(used).argmax()
    return found


def _sizes(plan: Mapping[str, Places], work: Mapping[str, Places]) -> Places:
    """Bytes of each event: as planned, else of its list, else about those of the event before.

    Nothing has a size where ordinary events of the same action, with or without customers, have
    none; what failed has size 0.
    """
    made, lists = plan["size"].copy(), plan["segment"] >= 0
    weighed = work["size"] > 0
    for action in np.unique(plan["action"][made < 0]):
        of_action = weighed & (work["action"] == action)
        mine = (plan["action"] == action) & (made < 0)
        if (of_action & (work["segment"] >= 0)).any():
            made = np.where(mine & lists, list_bytes(plan["stop"] - plan["start"]), made)
        other = np.flatnonzero(of_action & (work["segment"] < 0))
        if len(other):
            before = np.searchsorted(work["time"][other], plan["time"]) - 1
            like = work["size"][other[np.maximum(before, 0)]]
            made = np.where(mine & ~lists, like ^ (plan["time"] // SECOND % 1024), made)
        failed = (work["action"] == action) & (work["status"] == FAILURE)
        if (work["size"][failed] >= 0).any():
            made = np.where(mine & (plan["status"] == FAILURE), 0, made)
    return np.where((made > 0) & (plan["status"] == FAILURE), 0, made)
