"""What goes wrong with systems and their logs; planned before any work, which obeys it.

Three kinds. In an *outage*, announced (early on a Sunday) or not, a system is down and nothing is
done in it. In a *collector* gap work goes on and the log lacks it. A *late* log arrives hours
afterwards: nothing is missing, but ``metadata.logged_time`` is far behind ``time``. Investigators
are told of the first two in the table ``log_gaps``; lateness they can see for themselves.

Every month of every system is drawn alone, so that a window shows the same faults whatever else is
asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.rows import Rows
from kit.errors import BadInput
from kit.organisation.model import Organisation
from kit.seeding import stream, unit

Kind = Literal["outage", "collector", "late"]
Mask = NDArray[np.bool_]

LOG_GAPS = pa.schema(
    [
        ("system_id", pa.string()),
        ("kind", pa.string()),  # outage or collector
        ("since", pa.timestamp("ms")),
        ("until", pa.timestamp("ms")),  # exclusive
    ]
)
"""The table of gaps that an investigator sees; local time."""

_EPOCH = date(1970, 1, 1)
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
_CATCHING_UP = 20  # a late log arrives twenty times as fast as it was written


@dataclass(frozen=True)
class Fault:
    """Something wrong with a system or its log.

    Attributes:
        system: Row of systems.
        kind: What.
        since, until: Milliseconds since 1970-01-01, local time, to the minute; until is exclusive.
    """

    system: int
    kind: Kind
    since: int
    until: int


@dataclass(frozen=True)
class _Habit:
    """How often something goes wrong in a month, when, and how long.

    Attributes:
        chance: Per month.
        hours: Between which hours of the day it begins.
        minutes: Shortest and longest; short ones are more frequent.
        weekday: Day of the week (0 is Monday) if it is always the same.
    """

    kind: Kind
    chance: float
    hours: tuple[float, float]
    minutes: tuple[float, float]
    weekday: int | None = None


_HABITS = (
    _Habit("outage", 0.5, (4, 5), (40, 150), weekday=6),
    _Habit("outage", 0.12, (9, 17), (10, 120)),
    _Habit("collector", 0.15, (0, 24), (30, 1200)),
    _Habit("late", 0.35, (0, 24), (90, 720)),
)
_EACH = 4
_DRAWS = len(_HABITS) * _EACH


def plan_faults(
    organisation: Organisation, first: date, last: date, avoid: Rows | None = None
) -> tuple[Fault, ...]:
    """Return what goes wrong in a window, in order of time.

    Args:
        organisation: Its systems.
        first, last: Days of the window, both inclusive; a fault may reach beyond it.
        avoid: Events that happen in any case; a system is not down when one of them uses it.

    Raises:
        BadInput: If the window is empty.
    """
    if last < first:
        raise BadInput("activity.window_reversed", first=first, last=last)
    start, stop = (first - _EPOCH).days * _DAY, ((last - _EPOCH).days + 1) * _DAY
    found = [
        fault
        for system, key in enumerate(organisation.tables["systems"]["system_id"].to_pylist())
        for fault in _of_system(organisation.seed, system, key, first, last)
        if fault.since < stop and fault.until > start and not _disturbs(fault, avoid)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.until, one.system, one.kind)))


def happens(rows: Rows, faults: Iterable[Fault]) -> Mask:
    """Return which events happen at all: not those of a system that is down.

    Args:
        rows: In order of time.
        faults: Of any kind.
    """
    return ~_within(rows, (one for one in faults if one.kind == "outage"))


def is_logged(rows: Rows, faults: Iterable[Fault], keeps_log: Mask) -> Mask:
    """Return which events a log shows.

    Args:
        rows: In order of time.
        faults: Of any kind.
        keeps_log: Of each system, whether it has a log at all.
    """
    lost = _within(rows, (one for one in faults if one.kind == "collector"))
    return np.asarray(keeps_log[rows["system"]] & ~lost)


def arrival(rows: Rows, usual: NDArray[np.int64], faults: Iterable[Fault]) -> NDArray[np.int64]:
    """Return when each event reaches the log, milliseconds.

    A late log arrives in its order, once the fault is over.

    Args:
        rows: In order of time.
        usual: When each would reach the log without faults.
        faults: Of any kind.
    """
    found = usual.copy()
    for fault in faults:
        if fault.kind == "late":
            part, mine = _part(rows, fault)
            waited = (found[part] - fault.since) // _CATCHING_UP
            found[part] = np.where(mine, fault.until + waited, found[part])
    return found


def log_gaps(organisation: Organisation, faults: Iterable[Fault]) -> pa.Table:
    """Return the table of gaps that an investigator sees."""
    names = organisation.tables["systems"]["system_id"].to_pylist()
    shown = [one for one in faults if one.kind != "late"]
    columns = [
        [names[one.system] for one in shown],
        [one.kind for one in shown],
        [one.since for one in shown],
        [one.until for one in shown],
    ]
    fields = zip(columns, LOG_GAPS.types, strict=True)
    return pa.table([pa.array(values, kind) for values, kind in fields], schema=LOG_GAPS)


def _of_system(seed: int, system: int, key: str, first: date, last: date) -> Iterator[Fault]:
    begin = first - timedelta(days=2)  # a fault that began before may last
    months = range(begin.year * 12 + begin.month - 1, last.year * 12 + last.month)
    draws = unit(
        stream(seed, "activity", "faults", key).draws(months[0] * _DRAWS, len(months) * _DRAWS)
    )
    for month, of_month in zip(months, draws.reshape(-1, len(_HABITS), _EACH), strict=True):
        for habit, its in zip(_HABITS, of_month, strict=True):
            yield from _in_month(system, habit, month, its.tolist())


def _in_month(system: int, habit: _Habit, month: int, draws: list[float]) -> Iterator[Fault]:
    chance, on_day, at, length = draws
    if chance >= habit.chance:
        return
    first = date(month // 12, month % 12 + 1, 1)
    if habit.weekday is None:
        day = first + timedelta(days=int(on_day * 28))
    else:
        week = (habit.weekday - first.weekday()) % 7
        day = first + timedelta(days=week + 7 * int(on_day * 4))
    early, late = habit.hours
    since = (day - _EPOCH).days * _DAY + int((early + at * (late - early)) * 60) * _MINUTE
    short, long = habit.minutes
    minutes = int(short * (long / short) ** length)
    yield Fault(system, habit.kind, since, since + minutes * _MINUTE)


def _disturbs(fault: Fault, avoid: Rows | None) -> bool:
    if avoid is None or fault.kind != "outage":
        return False
    after = np.greater_equal(avoid["time"], fault.since)
    before = np.less(avoid["time"], fault.until)
    return bool((np.equal(avoid["system"], fault.system) & after & before).any())


def _within(rows: Rows, faults: Iterable[Fault]) -> Mask:
    found = np.zeros(len(rows["time"]), np.bool_)
    for fault in faults:
        part, mine = _part(rows, fault)
        found[part] |= mine
    return found


def _part(rows: Rows, fault: Fault) -> tuple[slice, Mask]:
    """The stretch of rows during a fault, and which of them are of its system."""
    first, last = np.searchsorted(rows["time"], [fault.since, fault.until])
    part = slice(int(first), int(last))
    return part, np.asarray(rows["system"][part] == fault.system)
