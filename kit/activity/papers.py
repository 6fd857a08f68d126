"""Work with files and mail: those that carry customers (the organisation's own), and all others.

Which customers a file holds is written in the table of files, so an event names the file. Most
files and mails of a working day hold none; they are named by nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kit.activity.desk import Desk, Part
from kit.activity.lives import FAR, Ints
from kit.activity.sizes import list_bytes, other_bytes
from kit.organisation.model import Organisation
from kit.seeding import Draws, unit

DAY_MS = 86_400_000
_CARRYING = {
    "file.open": 0.5,
    "file.download": 0.6,
    "file.copy": 0.5,
    "usb.copy": 0.5,
    "room.open": 0.6,
    "room.download": 0.8,
}
"""How often the file has customers in it; what is not named here never does."""
_PRIVATE = ("endpoint", "backup", "test", "mail")
"""Kinds of systems whose files nobody finds by browsing."""
_ANY_HOUR = 0.15  # mail that comes when nobody is there


@dataclass(frozen=True)
class Shelf:
    """The files that lie where their view says, by view and day, and what is in each file.

    Attributes:
        key: View and day of creation of those that people find, in one number, rising.
        row: Row of files, in the order of ``key``.
        segment, start, stop: What each file holds, by row of files.
        view, system: Of each file, by row of files; -1 if unknown.
        created, deleted: Milliseconds, by row of files.
    """

    key: Ints
    row: Ints
    segment: Ints
    start: Ints
    stop: Ints
    view: Ints
    system: Ints
    created: Ints
    deleted: Ints


def make_shelf(organisation: Organisation, segment_place: Mapping[str, int]) -> Shelf:
    """Return the files of an organisation."""
    files = organisation.tables["files"]
    places = organisation.places
    columns = {name: files[name].to_pylist() for name in ("view_id", "system_id", "segment_id")}
    view = _rows(columns["view_id"], places["views"])
    system = _rows(columns["system_id"], places["systems"])
    home = _rows(organisation.tables["views"]["system_id"].to_pylist(), places["systems"])
    created, deleted = millis(files, "created_at", -FAR), millis(files, "deleted_at", FAR)
    shared = np.array([one not in _PRIVATE for one in _kinds(organisation)] + [False])[system]
    there = np.flatnonzero((view >= 0) & (np.append(home, -1)[view] == system) & shared)
    key = view[there] << 32 | (created[there] // DAY_MS + FAR)
    order = np.argsort(key, kind="stable")
    return Shelf(
        key[order],
        there[order],
        _rows(columns["segment_id"], segment_place),
        _ints(files["row_start"].to_pylist()),
        _ints(files["row_stop"].to_pylist()),
        view,
        system,
        created,
        deleted,
    )


def _kinds(organisation: Organisation) -> list[str]:
    kinds: list[str] = organisation.tables["systems"]["kind"].to_pylist()
    return kinds


def handle(desk: Desk, shelf: Shelf, code: str) -> None:
    """Make files opened, fetched, copied and so on."""
    part = desk.begin(code)
    draws = part.draws(desk.seed, "file")
    size = other_bytes(draws, 18e3, 6e6)
    row = _files(desk, shelf, part, draws, _CARRYING.get(code, 0.0))
    carries = row >= 0
    if len(shelf.row):
        part.view = np.where(carries, part.view, -1)
        part.touch(shelf.segment[row], shelf.start[row], shelf.stop[row], ~carries)
        held = list_bytes(shelf.stop[row] - shelf.start[row])
        size = np.where(carries, held, size)
    else:
        part.view = np.full(len(part), -1)
    part.columns |= {"thing": row, "size": size}
    desk.finish(code, part)


def _files(desk: Desk, shelf: Shelf, part: Part, draws: Draws, share: float) -> Ints:
    """The file of each event, made before that day and still there; -1: one without customers."""
    if not len(shelf.row):
        return np.full(len(part), -1)
    day = desk.days.day[part.which]
    first = np.searchsorted(shelf.key, part.view << 32)
    past = np.searchsorted(shelf.key, part.view << 32 | (day + FAR))
    back = ((past - first) * unit(draws << np.uint64(20)) ** 2).astype(np.int64)
    row = shelf.row[np.clip(past - 1 - back, 0, len(shelf.row) - 1)]
    at = (day * 86_400 + part.second) * 1000
    good = (past > first) & (shelf.deleted[row] > at) & (unit(draws << np.uint64(5)) < share)
    return np.where(good, row, -1)


def mail(desk: Desk, code: str) -> None:
    """Make plain mails, sent or received; those that carry something are in the table of mails."""
    part = desk.begin(code)
    draws = part.draws(desk.seed, "mail")
    part.view = np.full(len(part), -1)
    part.columns["size"] = other_bytes(draws, 2e3, 4e5)
    if code == "mail.receive":
        any_hour = unit(draws << np.uint64(22)) < _ANY_HOUR
        part.second = np.where(
            any_hour, (unit(draws << np.uint64(11)) * 86_400).astype(np.int64), part.second
        )
        office = desk.seats.office[desk.days.account[part.which]]
        part.columns |= {"device": np.full(len(part), -1), "address": office}
    desk.finish(code, part)


def millis(table: pa.Table, name: str, missing_day: int) -> Ints:
    """Return a column of times in milliseconds; null counts as a day far away."""
    column = table[name].combine_chunks().cast(pa.int64())
    values: Ints = column.fill_null(missing_day * DAY_MS).to_numpy()
    return values


def _rows(keys: list[str], places: Mapping[str, int]) -> Ints:
    return np.array([places.get(key, -1) for key in keys], np.int64)


def _ints(values: list[int | None]) -> Ints:
    return np.array([-1 if value is None else value for value in values], np.int64)
