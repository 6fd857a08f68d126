"""Events as plain arrays: what generators make, leaks add to and queries filter.

Text comes last (`kit.activity.table`): until then an event is thirteen whole numbers that point
into the organisation's tables. Which customers it touched is an interval of a segment's members
(`kit.activity.book`), so that an export of a million people takes no more room than a click.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

COLUMNS: dict[str, np.dtype[np.generic]] = {
    "time": np.dtype("i8"),  # milliseconds since 1970-01-01, local time (UTC+8)
    "action": np.dtype("i2"),  # place in kit.activity.actions.ACTIONS
    "account": np.dtype("i4"),  # row of accounts
    "system": np.dtype("i2"),  # row of systems
    "device": np.dtype("i4"),  # row of devices, or -1
    "address": np.dtype("i4"),  # place in the company's address book (kit.activity.addresses)
    "view": np.dtype("i2"),  # row of views, or -1
    "segment": np.dtype("i4"),  # place in the book's segments, or -1: touches no customer
    "start": np.dtype("i4"),  # first member of the segment
    "stop": np.dtype("i4"),  # one behind the last
    "thing": np.dtype("i4"),  # row of the table the action names (files, links, mails ...), or -1
    "status": np.dtype("i1"),  # OCSF status_id: 1 success, 2 failure
    "size": np.dtype("i8"),  # bytes, or -1
}
"""Every column of `Rows` and its type; all arrays have the same length."""

Rows = Mapping[str, NDArray[np.generic]]
"""Events, one array per column of `COLUMNS`."""


def empty() -> Rows:
    """Return no events."""
    return {name: np.empty(0, kind) for name, kind in COLUMNS.items()}


def count(rows: Rows) -> int:
    """Return how many events there are."""
    return len(rows["time"])


def join(parts: Iterable[Rows]) -> Rows:
    """Return the events of all parts, one after the other."""
    listed = [empty(), *parts]
    return {name: np.concatenate([part[name] for part in listed]) for name in COLUMNS}


def take(rows: Rows, which: NDArray[np.generic]) -> Rows:
    """Return some events, by position or mask."""
    return {name: column[which] for name, column in rows.items()}


def build(length: int, **columns: NDArray[np.generic] | int) -> Rows:
    """Return events from some columns; a number stands for all, what is left out is -1 (status 1).

    >>> count(build(2, time=np.array([1, 2]), action=3))
    2
    """
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    usual = dict.fromkeys(COLUMNS, -1) | {"status": 1}
    return {
        name: np.broadcast_to(
            np.asarray(columns.get(name, usual[name]), dtype=kind), (length,)
        ).copy()
        for name, kind in COLUMNS.items()
    }
