"""Makes planned events look like ordinary work: the same systems, devices, addresses and sizes.

A planner says who did what to whom and when, and leaves every other column at -1. Here those are
filled in from ordinary work itself: what the same person's neighbouring events show, and how the
same action is written elsewhere. Nothing but the deed tells a planned event then.
"""

import numpy as np
from numpy.typing import NDArray

from kit.activity.company import Company
from kit.activity.rows import Rows, count
from kit.seeding import below, stream

SECOND, HOUR, DAY = 1_000, 3_600_000, 86_400_000
FROM_NEIGHBOUR = ("device", "address")
Places = NDArray[np.int64]


def dress(company: Company, planned: Rows, ordinary: Rows) -> Rows:
    """Return planned events with what they left open filled in as ordinary work shows it.

    ``system`` is that of the view, else the one where the action is usually done; ``device`` and
    ``address`` are those of the account's nearest ordinary event, where the action shows any;
    ``size`` is what the action usually takes per customer. What a planner has set stays.

    Args:
        company: The company as the leak left it.
        planned: Events of a plan.
        ordinary: Ordinary events around them.
    """
    made = {name: column.copy() for name, column in planned.items()}
    made["system"] = _systems(company, made, ordinary)
    for name in FROM_NEIGHBOUR:
        near = _nearest(made, ordinary, name)
        shown = np.isin(made["action"], _showing(ordinary, name))
        open_ = (made[name] == -1) & (near >= 0) & shown
        made[name] = np.where(open_, near, made[name]).astype(made[name].dtype)
    made["size"] = _sizes(made, ordinary)
    return made


def moment_at_work(work: Rows, day: int, seed: int, *names: str) -> int | None:
    """Return a moment to the second within somebody's work of a day; None if there is none.

    Args:
        work: That person's ordinary events (any days).
        day: Days since 1970.
        seed, names: The draw.
    """
    times = work["time"][(work["time"] // DAY == day)].astype(np.int64)
    if len(times) < 2:
        return None
    first, last = int(times.min()) // SECOND, int(times.max()) // SECOND
    drawn = below(stream(seed, *names).draws(0, 1), max(1, last - first))[0]
    return (first + int(drawn)) * SECOND


def _showing(ordinary: Rows, column: str) -> NDArray[np.generic]:
    """The actions whose ordinary events have a value in a column."""
    return np.unique(ordinary["action"][ordinary[column] >= 0])


def _nearest(planned: Rows, ordinary: Rows, column: str) -> Places:
    """The value of the same account's ordinary event nearest in time, or -1."""
    known = np.flatnonzero(ordinary[column] >= 0)
    order = known[np.lexsort((ordinary["time"][known], ordinary["account"][known]))]
    accounts, times = ordinary["account"][order], ordinary["time"][order]
    found = np.full(count(planned), -1, np.int64)
    for row in range(count(planned)):
        low, high = np.searchsorted(accounts, planned["account"][row] + np.array([0, 1]))
        if low < high:
            gaps = np.abs(times[low:high] - planned["time"][row])
            found[row] = ordinary[column][order[low + int(gaps.argmin())]]
    return found


def _systems(company: Company, planned: Rows, ordinary: Rows) -> NDArray[np.generic]:
    """The system of each event: as planned, else of its view, else where the action is done."""
    tables, places = company.organisation.tables, company.organisation.places
    of_view = np.array(
        [places["systems"][key] for key in tables["views"]["system_id"].to_pylist()] + [-1]
    )
    found = np.where(planned["system"] >= 0, planned["system"], of_view[planned["view"]])
    for action in np.unique(planned["action"][found < 0]):
        used = ordinary["system"][(ordinary["action"] == action) & (ordinary["system"] >= 0)]
        if len(used):
            usual = np.bincount(used).argmax()
            found[(found < 0) & (planned["action"] == action)] = usual
    return found.astype(planned["system"].dtype)


def _sizes(planned: Rows, ordinary: Rows) -> NDArray[np.generic]:
    """Bytes of each event: as planned, else the usual number per customer of the action."""
    made = planned["size"].copy()
    touched = np.maximum(planned["stop"] - planned["start"], 1)
    for action in np.unique(planned["action"][made < 0]):
        like = (ordinary["action"] == action) & (ordinary["size"] > 0)
        if like.any():
            each = np.maximum(ordinary["stop"][like] - ordinary["start"][like], 1)
            usual = float(np.median(ordinary["size"][like] / each))
            mine = (planned["action"] == action) & (made < 0)
            made[mine] = (touched[mine] * usual).astype(np.int64)
    return made
