"""Events that the organisation's own tables tell: who made a file, shared it, mailed it, gave a
right or closed an account. Each happens at the moment its table names.

Where somebody does such a thing outside working hours, a logon of its own goes before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.actions import NUMBER
from kit.activity.company import Company
from kit.activity.copy_records import LONGEST, copy_columns
from kit.activity.desk import ON_COMPUTER, Desk
from kit.activity.lives import FAR, Ints
from kit.activity.mail_records import mail_columns
from kit.activity.papers import DAY_MS, Shelf, millis
from kit.activity.rows import Rows, build, join, take
from kit.activity.sizes import list_bytes

_NEEDS_RIGHT = {
    NUMBER[code]: NUMBER["file.share" if code == "file.unshare" else code]
    for code in (
        *("file.upload", "file.delete", "file.share", "file.unshare", "file.copy", "usb.copy"),
        *("print.page", "db.restore"),
    )
}
"""Actions that need a right to the file's view, and which."""
_ON_COMPUTER = {NUMBER[code] for code in ON_COMPUTER}


@dataclass(frozen=True)
class Record:
    """Events of one action that a table tells, as columns.

    Attributes:
        action: Its number.
        time: Milliseconds, whole seconds.
        account: Row of the account that does it; -1: unknown.
        thing: Row of the table that the action names.
        file: Row of the file it is about; -1: none.
        system: Row of the system; -1: that of the file.
        known: Other columns, where they are not what the file says.
    """

    action: int
    time: Ints
    account: Ints
    thing: Ints
    file: Ints
    system: int = -1
    known: Mapping[str, Ints] = field(default_factory=dict)


def make_records(company: Company, first: int, last: int) -> tuple[Record, ...]:
    """Return what the tables tell of some days (since 1970, inclusive).

    Args:
        company: The company.
        first, last: Days since 1970.
    """
    organisation = company.organisation
    account = organisation.places["accounts"]
    tables = organisation.tables
    identity = system_of_kind(tables["systems"], "identity")
    since, until = first * DAY_MS, (last + 1) * DAY_MS
    files, links = tables["files"], tables["links"]
    maker = places_of(files["created_by"], account)
    sharer = places_of(links["created_by"], account)
    shared = places_of(links["file_id"], organisation.places["files"])
    own = np.arange(files.num_rows)
    made = millis(files, "created_at", FAR)
    lately = np.flatnonzero((made >= since - LONGEST) & (made < until))
    told = (
        _record("file.upload", made, maker, own, own),
        _record("file.delete", millis(files, "deleted_at", FAR), maker, own, own),
        _record("file.share", millis(links, "created_at", FAR), sharer, None, shared),
        _record("file.unshare", millis(links, "revoked_at", FAR), sharer, None, shared),
        *_mails(company, since, until),
        *_copies(company, lately, made, maker),
        *_changes(company, identity),
    )
    return tuple(_within(one, since, until) for one in told)


def _mails(company: Company, since: int, until: int) -> tuple[Record, Record]:
    """Mails sent within a time, and those that the company's own people receive."""
    organisation = company.organisation
    whole = organisation.tables["mails"]
    at = millis(whole, "at", FAR)
    rows = np.flatnonzero((at >= since - DAY_MS) & (at < until))
    at, mails = at[rows], whole.take(pa.array(rows))
    mail = system_of_kind(organisation.tables["systems"], "mail")
    sender = places_of(mails["account_id"], organisation.places["accounts"])
    carried = places_of(mails["file_id"], organisation.places["files"])
    written = mail_columns(company, mails, carried)
    arrival, receiver = _received(company, mails, at, rows)
    return (
        _record("mail.send", at, sender, rows, carried, mail, written),
        _record("mail.receive", arrival, receiver, rows, carried, mail, written),
    )


def _record(
    code: str,
    time: Ints,
    account: Ints,
    thing: Ints | None = None,
    file: Ints | None = None,
    system: int = -1,
    known: Mapping[str, Ints] | None = None,
) -> Record:
    things = np.arange(len(time)) if thing is None else thing
    about = np.full(len(time), -1) if file is None else file
    return Record(NUMBER[code], time // 1000 * 1000, account, things, about, system, known or {})


def _within(one: Record, since: int, until: int) -> Record:
    keep = np.flatnonzero((one.time >= since) & (one.time < until) & (one.account >= 0))
    time, account, thing, file = (
        column[keep] for column in (one.time, one.account, one.thing, one.file)
    )
    known = {name: column[keep] for name, column in one.known.items()}
    return Record(one.action, time, account, thing, file, one.system, known)


def _copies(company: Company, rows: Ints, made: Ints, maker: Ints) -> Iterator[Record]:
    """Yield the making of some copies beside the shares."""
    for code, columns in copy_columns(company.organisation, company.book, rows).items():
        file = columns["file"]
        time = made[file] + columns.get("later", np.zeros(len(file), np.int64))
        thing = file if code in ("file.copy", "usb.copy") else np.full(len(file), -1)
        known = {name: one for name, one in columns.items() if name not in ("file", "later")}
        yield _record(code, time, maker[file], thing, file, -1, known)


def _received(company: Company, mails: pa.Table, at: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """When, and with which account, the company's own people receive mails."""
    organisation = company.organisation
    staff = organisation.tables["staff"]
    person = dict(zip(staff["email"].to_pylist(), staff["staff_id"].to_pylist(), strict=True))
    accounts = organisation.tables["accounts"]["staff_id"].to_pylist()
    of_person = {key: row for row, key in reversed(list(enumerate(accounts)))}
    to = [of_person.get(person.get(one, ""), -1) for one in mails["to_address"].to_pylist()]
    return at + (2 + rows % 50) * 1000, np.array(to, np.int64)


def _changes(company: Company, identity: int) -> tuple[Record, ...]:
    """Accounts opened and closed, rights given and taken away, by whoever gave the rights."""
    organisation = company.organisation
    tables, account = organisation.tables, organisation.places["accounts"]
    rights, accounts = tables["entitlements"], tables["accounts"]
    holders = tables["accounts"]["staff_id"].to_pylist()
    of_person = {key: row for row, key in reversed(list(enumerate(holders)))}
    giver = np.array([of_person.get(one, -1) for one in rights["granted_by"].to_pylist()], np.int64)
    admin = np.full(accounts.num_rows, -1)
    for row, one in reversed(list(enumerate(rights["account_id"].to_pylist()))):
        admin[account[one]] = giver[row]
    whole = np.arange(accounts.num_rows)
    return (
        _record(
            "account.create", millis(accounts, "created_at", FAR), admin, whole, None, identity
        ),
        _record(
            "account.disable", millis(accounts, "disabled_at", FAR), admin, whole, None, identity
        ),
        _record("access.grant", millis(rights, "granted_at", FAR), giver, None, None, identity),
        _record("access.revoke", millis(rights, "revoked_at", FAR), giver, None, None, identity),
    )


def record_rows(desk: Desk, shelf: Shelf, records: tuple[Record, ...], logon: int) -> Rows:
    """Return the events of records that their account may and can do, with logons before them.

    Args:
        desk: The block of days; records of other days are left out.
        shelf: The files.
        records: What the tables tell.
        logon: Row of the system that people log on to.
    """
    parts = [_events(desk, shelf, one) for one in records]
    return join([_logons(desk, logon, part) for part in parts] + parts)


def _events(desk: Desk, shelf: Shelf, one: Record) -> Rows:
    first = desk.lists.first
    day = one.time // DAY_MS
    here = np.flatnonzero((day >= first) & (day < first + desk.lists.known.shape[1]))
    stretch = desk.lives.at(one.account[here], day[here])
    file = one.file[here]
    view = np.append(shelf.view, -1)[file]
    good = stretch >= 0
    if one.action in _NEEDS_RIGHT:
        right = _NEEDS_RIGHT[one.action]
        good &= desk.lives.allows(stretch, np.full(len(view), right), view)
    here, file, view, stretch = here[good], file[good], view[good], stretch[good]
    known = {name: column[here] for name, column in one.known.items()}
    system = np.append(shelf.system, -1)[file] if one.system < 0 else np.full(len(here), one.system)
    return rows_of(
        desk,
        shelf,
        one.action,
        (one.time[here], one.account[here]),
        stretch,
        file,
        {"thing": one.thing[here], "system": system, "view": view, **known},
    )


def rows_of(
    desk: Desk,
    shelf: Shelf,
    action: int,
    when_who: tuple[Ints, Ints],
    stretch: Ints,
    file: Ints,
    columns: Mapping[str, Ints],
) -> Rows:
    """Return events of known moments and accounts about files, with what those hold."""
    time, account = when_who
    segment, start, stop = (
        np.append(getattr(shelf, name), -1)[file] for name in ("segment", "start", "stop")
    )
    weighed = np.where(file >= 0, list_bytes(stop - start), -1)
    segment, start, stop = (np.where(start < stop, one, -1) for one in (segment, start, stop))
    received = action == NUMBER["mail.receive"]
    which = desk.days.at(account, time // DAY_MS)
    away = _away(desk, which, time // 1000 % 86_400) & (not received)
    own = away & (action not in _ON_COMPUTER)
    told: dict[str, NDArray[np.generic] | int] = {
        "time": time,
        "action": action,
        "account": account,
        "device": -1 if received else _devices(desk, which, stretch, own),
        "address": np.where(away, desk.seats.home[account], desk.seats.office[account]),
        "segment": segment,
        "start": start,
        "stop": stop,
        "size": weighed,
    }
    return build(len(time), **(told | dict(columns)))


def _devices(desk: Desk, which: Ints, stretch: Ints, away: NDArray[np.bool_]) -> Ints:
    """The device of each event; -1: one of its user's own, on days on which that is used."""
    own = away & (which >= 0) & np.append(desk.days.own, False)[which]
    found: Ints = np.where(own, -1, desk.lives.device[stretch])
    return found


def _away(desk: Desk, which: Ints, second: Ints) -> NDArray[np.bool_]:
    """Whether people are at home: on days worked from there, and whenever they should be off."""
    if not len(desk.days):
        return np.full(len(which), True)
    days = desk.days
    late = (second > days.end[which] + 1800) | (second < days.begin[which] - 3600)
    return (which < 0) | days.remote[which] | late


def _logons(desk: Desk, system: int, rows: Rows) -> Rows:
    """Logons half a minute before events that no session covers."""
    if not len(rows["time"]) or rows["action"][0] == NUMBER["mail.receive"]:
        return build(0)
    time = rows["time"].astype(np.int64)
    which = desk.days.at(rows["account"].astype(np.int64), time // DAY_MS)
    second = time // 1000 % 86_400
    covered = desk.days.during(which, second) if len(desk.days) else np.full(len(which), False)
    alone = take(rows, np.flatnonzero(~covered))
    before = np.maximum(alone["time"].astype(np.int64) - 34_000, alone["time"] // DAY_MS * DAY_MS)
    return build(
        len(before),
        time=before,
        action=NUMBER["auth.logon"],
        account=alone["account"],
        device=alone["device"],
        address=alone["address"],
        system=system,
    )


def system_of_kind(systems: pa.Table, kind: str) -> int:
    """Return the row of the first system of a kind; the first of all if there is none."""
    kinds = systems["kind"].to_pylist()
    return kinds.index(kind) if kind in kinds else 0


def places_of(column: pa.ChunkedArray, places: Mapping[str, int]) -> Ints:
    """Return the rows that a column of ids points to; -1 where it is null or unknown."""
    return np.array([places.get(key, -1) for key in column.to_pylist()], np.int64)
