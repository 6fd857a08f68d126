"""Copies beside the shares: on computers and portable disks, on paper, in old backups and in test
systems. Each was made by somebody who had the right to that day.

What tells how a copy was made stands in the organisation's tables: a slip with the number of a
disk, a slip of the shredder, a ticket of a recovery test that names the copy.
"""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from kit.activity.holders import DAY, Ints
from kit.activity.stocking import MONTHS, NEVER, Extracts, Objects, Stocking, millis_table, words
from kit.organisation.schemas import SCHEMAS
from kit.seeding import below

HOUR, MINUTE = 3_600_000, 60_000
LABEL = re.compile(r"(?<!\d)(\d{4})(?!\d)")
"""The number of a portable disk, on its slip and in the path of what is on it."""
_BY_HAND = (  # kind of system, action, section of words, fewest and most a month, one in so many
    ("endpoint", "file.copy", "endpoint", 9, 150, 6),
    ("endpoint", "print.page", "print", 6, 80, 10),
    ("backup", "db.backup", "backup", 1, 4, 1),
)
_PAGES = 12  # most pages of a printed list
_SHREDDED = 0.85


def on_drive(path: str) -> bool:
    """Return whether a path is on the disk of a computer: not a portable disk's, nor a printout."""
    return path[1:2] == ":"


def copies(making: Stocking) -> list[Extracts]:
    """Return all such copies."""
    found = [_deliveries(making), _drills(making)]
    for kind, action, style, fewest, most, one_in in _BY_HAND:
        for row, view in enumerate(making.views):
            if making.kind[view["system_id"]] == kind:
                found.append(made(making, row, action, style, (fewest, most, one_in)))
    return found


def made(
    making: Stocking, row: int, action: str, style: str, often: tuple[int, int, int]
) -> Extracts:
    """Return the extracts of one view that people made with an action.

    Args:
        making: The organisation.
        row: Row of views.
        action: What its makers must be allowed to do.
        style: Section of the words of their paths.
        often: Fewest and most in a month, and for how many people there is one.
    """
    view = making.views[row]
    names = ("files", view["view_id"], action)
    able = making.register.holders(view["view_id"], action)
    fewest, most, one_in = often
    people = len(np.unique(able.account))
    count = MONTHS * min(max(people // one_in, fewest), most) if people else 0
    day = making.some_days(round(count * making.share_of(view)), view, *names)
    count = len(day)
    account = able.drawn(day, making.draws(count, *names, "who"))
    draws = making.draws(count, *names, "at")
    at = day * DAY + 9 * HOUR + below(draws, 9 * 3600) * 1000
    segment, start, stop = making.extent(day, *names)
    if style == "print":
        stop = np.minimum(stop, start + _PAGES * view["page_rows"])
    gone = making.until(at, style, *names)
    found = Extracts.of_view(row, account, (segment, start, stop), at, gone, style)
    return found.taken(np.flatnonzero((account >= 0) & (stop > start) & (at < making.now)))


def _deliveries(making: Stocking) -> Extracts:
    """What was copied to portable disks shortly before each was sealed."""
    tables = making.organisation.tables
    disks = {r["device_id"] for r in tables["devices"].to_pylist() if r["kind"] == "disk"}
    packed = [
        row
        for row in tables["custody"].to_pylist()
        if row["event"] == "packed" and row["item_id"] in disks and LABEL.search(row["note"])
    ]
    account = making.accounts_of([row["from_id"] for row in packed])
    times = _millis([row["at"] for row in packed])
    draws = making.draws(len(packed), "deliveries")
    several = 2 + below(draws, 5)
    which = np.repeat(np.arange(len(packed)), several)
    number = np.arange(len(which)) - np.repeat(np.cumsum(several) - several, several)
    apart = 180 + (draws[which] >> np.uint64(50)).astype(np.int64) % 301
    before = (several[which] - number) * apart * 1000
    labels = [LABEL.search(row["note"]) for row in packed]
    label = np.array([one[1] if one else "" for one in labels], object)
    return _of_views(
        making, "usb.copy", "endpoint", "media", account[which], times[which] - before, label[which]
    )


def _drills(making: Stocking) -> Extracts:
    """What recovery tests loaded into test systems, on the day of their ticket, for a few days."""
    tickets = making.organisation.tables["tickets"].to_pylist()
    rows = [n for n, one in enumerate(tickets) if one["kind"] == "recovery_test"]
    opened = _millis([tickets[row]["opened_at"] for row in rows])
    draws = making.draws(len(rows), "drills")
    several = 1 + below(draws, 3)
    which = np.repeat(np.arange(len(rows)), several)
    number = np.arange(len(which)) - np.repeat(np.cumsum(several) - several, several)
    at = opened[which] + (35 + number * 17 + below(draws[which] << np.uint64(9), 12)) * MINUTE
    at += (draws[which] >> np.uint64(40)).astype(np.int64) % 60 * 1000
    label = np.array([str(row) for row in rows], object)
    unknown = np.full(len(which), -1, np.int64)
    return _of_views(making, "db.restore", "test", "test", unknown, at, label[which])


def _of_views(
    making: Stocking,
    action: str,
    kind: str,
    style: str,
    account: Ints,
    at: Ints,
    label: Objects,
) -> Extracts:
    """Extracts of the first view of a kind of system that an action goes with.

    Those of an account (-1: any) that had no such right then are left out.
    """
    rows = [n for n, one in enumerate(making.views) if making.kind[one["system_id"]] == kind]
    able = [(n, making.register.holders(making.views[n]["view_id"], action)) for n in rows]
    row, holders = next(((n, one) for n, one in able if len(one.account)), (0, None))
    since = (making.days[0] if len(making.days) else 0) * DAY
    keep = np.flatnonzero((at > since) & (at < making.now)) if holders else np.empty(0, np.int64)
    account, at, label, day = account[keep], at[keep], label[keep], at[keep] // DAY
    names = ("files", style)
    if holders is not None:
        drawn = holders.drawn(day, making.draws(len(day), *names, "who"))
        account = np.where(account < 0, drawn, account)
    segment, start, stop = making.extent(day, *names)
    gone = making.until(at, style, *names)
    found = Extracts.of_view(row, account, (segment, start, stop), at, gone, style, label)
    good = (account >= 0) & (stop > start)
    if holders is not None:
        good &= holders.hold(account, day)
    return found.taken(np.flatnonzero(good))


def _millis(times: Sequence[object]) -> Ints:
    found = pa.array(times, pa.timestamp("ms")).cast(pa.int64()).to_numpy()
    return np.asarray(found, np.int64)


def with_drills(tickets: pa.Table, found: Extracts, file_ids: Objects) -> pa.Table:
    """Return the tickets, those of recovery tests with the copies that they led to."""
    refs: list[list[str]] = tickets["refs"].to_pylist()
    for row in np.flatnonzero(found.style == "test").tolist():
        refs[int(found.label[row])].append(file_ids[row])
    place = tickets.schema.get_field_index("refs")
    column = pa.array(refs, pa.list_(pa.string()))
    return tickets.set_column(place, tickets.schema.field(place), column)


def with_shredded(
    making: Stocking, custody: pa.Table, found: Extracts, file_ids: Objects
) -> pa.Table:
    """Return the records of custody, with the printed lists that went through the shredder."""
    rows = np.flatnonzero((found.style == "print") & (found.deleted < NEVER))
    staff = making.organisation.tables["accounts"]["staff_id"].to_pylist()
    text = making.word(words()["slips"]["shredded"])
    extra = pa.table(
        {
            "item_id": pa.array([file_ids[row] for row in rows.tolist()], pa.string()),
            "event": pa.array(["destroyed"] * len(rows), pa.string()),
            "at": millis_table(found.deleted[rows]),
            "from_id": pa.array([staff[found.account[row]] for row in rows.tolist()], pa.string()),
            "to_id": pa.nulls(len(rows), pa.string()),
            "note": pa.array([text] * len(rows), pa.string()),
        },
        schema=SCHEMAS["custody"],
    )
    both = pa.concat_tables([custody, extra]).combine_chunks()
    times = both["at"].combine_chunks().cast(pa.int64()).to_numpy()
    return both.take(pa.array(np.argsort(times, kind="stable")))
