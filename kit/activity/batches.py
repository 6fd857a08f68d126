"""Work that runs by itself: every hour, day, week, month or year, at its time, page after page."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import NUMBER
from kit.activity.calendar import day_date, weekday
from kit.activity.desk import Desk
from kit.activity.lives import Ints
from kit.activity.rows import Rows, build
from kit.activity.sizes import list_bytes
from kit.organisation.model import Organisation
from kit.organisation.spec import BatchSpec
from kit.seeding import Stream, scattered, stream, unit

_FAILS = 0.006
_LONGEST = 2_700.0  # seconds that a run takes at most
_LATE = 90  # seconds after its time that a run begins at most
_WEIGHED = ("crm.export", "db.export", "db.backup", "db.restore", "file.download")


@dataclass(frozen=True)
class Batch:
    """Work of a program.

    Attributes:
        account: Row of its account.
        view, system: Rows of what it works with.
        spec: As the profile describes it.
    """

    account: int
    view: int
    system: int
    spec: BatchSpec


def make_batches(organisation: Organisation) -> tuple[Batch, ...]:
    """Return the work of programs that have an account (``svc.<id>``) and a view to work with."""
    places = organisation.places
    found = []
    for spec in organisation.profile.batches:
        account = places["accounts"].get(f"svc.{spec.id}")
        view = places["views"].get(spec.view)
        if account is not None and view is not None:
            system = organisation.tables["views"]["system_id"][view].as_py()
            found.append(Batch(account, view, places["systems"][system], spec))
    return tuple(found)


def runs(spec: BatchSpec, key: int, first: int, last: int) -> tuple[Ints, Ints]:
    """Return the runs within some days (inclusive): days since 1970, and seconds of the day.

    Args:
        spec: What runs.
        key: A number of the batch, from which its day of the week or year follows.
        first, last: Days since 1970.
    """
    days = np.arange(first, last + 1)
    second = int(spec.at * 3600) % 86_400
    if spec.every == "hour":
        hours = np.tile(np.arange(24) * 3600 + second % 3600, len(days))
        return np.repeat(days, 24), hours
    chosen = days[_due(spec, key, days)]
    return chosen, np.full(len(chosen), second)


def _due(spec: BatchSpec, key: int, days: Ints) -> NDArray[np.bool_]:
    if spec.every == "week":
        return np.asarray(weekday(days) == (6, 5, 0)[key % 3])
    dates = [day_date(day) for day in days] if spec.every in ("month", "year") else []
    if spec.every == "month":
        return np.array([one.day == 1 for one in dates], np.bool_)
    if spec.every == "year":
        own = 5 + key % 350
        return np.array([one.timetuple().tm_yday == own for one in dates], np.bool_)
    return np.ones(len(days), np.bool_)


def batch_rows(desk: Desk, batches: tuple[Batch, ...], first: int, last: int) -> Iterator[Rows]:
    """Yield the events of each batch on some days, where its rights and systems let it run."""
    for one in batches:
        key = int(scattered(_stream(desk, "day"), np.array([one.account]))[0] >> np.uint64(40))
        day, second = runs(one.spec, key, first, last)
        account = np.full(len(day), one.account)
        action = NUMBER[one.spec.action]
        stretch = desk.lives.at(account, day)
        good = desk.lives.allows(stretch, np.full(len(day), action), np.full(len(day), one.view))
        if good.any():
            which = np.flatnonzero(good)
            number = np.arange(len(day)) - np.searchsorted(day, day)  # which run of its day
            yield _run(desk, one, day[which], second[which], number[which])


def _run(desk: Desk, one: Batch, day: Ints, second: Ints, number: Ints) -> Rows:
    repeat = one.spec.repeat
    address = one.account << 42 | day << 26 | NUMBER[one.spec.action] << 20 | number * repeat
    late = (unit(scattered(_stream(desk, "late"), address)) * _LATE).astype(np.int64)
    piece = np.tile(np.arange(repeat), len(day))
    gap = min(4.0, _LONGEST / repeat)
    at = np.repeat(second + late, repeat) + (piece * gap).astype(np.int64)
    at = np.minimum(at, 86_399)
    days, address = np.repeat(day, repeat), np.repeat(address, repeat) + piece
    failed = unit(scattered(_stream(desk, "fails"), address)) < _FAILS
    start, stop = _pieces(desk, one, days, piece)
    nobody = failed | (start >= stop)
    action = np.full(len(at), NUMBER[one.spec.action])
    if one.spec.action == "api.read":
        action[failed] = NUMBER["api.fail"]
    size = np.full(len(at), -1)
    if one.spec.action in _WEIGHED:
        size = np.where(failed, 0, list_bytes(stop - start))
    return build(
        len(at),
        time=(days * 86_400 + at) * 1000,
        action=action,
        account=one.account,
        system=one.system,
        address=int(desk.seats.office[one.account]),
        view=one.view,
        segment=np.where(nobody, -1, 0),
        start=np.where(nobody, -1, start),
        stop=np.where(nobody, -1, stop),
        status=np.where(failed, 2, 1),
        size=size,
    )


def _pieces(desk: Desk, one: Batch, day: Ints, piece: Ints) -> tuple[Ints, Ints]:
    """Whom each piece of a run touches: the latest pages, pages in turn, or all in equal parts."""
    length = desk.lists.length(np.zeros(len(day), np.int64), day)
    page, repeat = int(desk.rows_of[one.view]), one.spec.repeat
    if one.spec.every == "hour":
        stop = np.maximum(length - piece * page, 0)
        return np.maximum(stop - page, 0), stop
    if one.spec.action == "api.read":
        start = (day * repeat + piece) * page % np.maximum(length, 1)
        return start, np.minimum(start + page, length)
    return length * piece // repeat, length * (piece + 1) // repeat


def _stream(desk: Desk, name: str) -> Stream:
    return stream(desk.seed, "activity", "batch", name)
