"""Ordinary work, block by block of days: all accounts at once, no event by itself.

A day of an account is made from draws addressed by account, day, action and ordinal, so any day of
any account is the same made alone, in a week or in a year. Within a moment events stand in the
order of their accounts, and of their making within each.
"""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kit.activity import clicks, papers
from kit.activity.batches import Batch, batch_rows, make_batches
from kit.activity.calendar import day_date, day_number
from kit.activity.company import Company
from kit.activity.desk import Desk, Seats, make_seats
from kit.activity.doers import Doers, make_doers
from kit.activity.hours import make_workdays
from kit.activity.link_use import link_rows
from kit.activity.lists import Dealt, deal
from kit.activity.lives import Ints, Lives, make_lives
from kit.activity.records import Record, make_records, record_rows, system_of_kind
from kit.activity.rows import COLUMNS, Rows, join, take
from kit.activity.sessions import sessions
from kit.errors import BadInput
from kit.organisation.model import Organisation
from kit.seeding import derive

_THREADS = 2
_DAYS_AT_ONCE = 28
_ACCOUNT_DAYS_AT_ONCE = 4_000
_FILES = ("file.open", "file.download", "file.upload", "file.copy", "file.delete", "usb.copy",
          "room.open", "room.download")  # fmt: skip


class Quiet(Protocol):
    """Ordinary work that does not happen (`kit.leaks.model.Silence`)."""

    @property
    def account(self) -> int | None:
        """Row of accounts; None: any."""

    @property
    def device(self) -> int | None:
        """Row of devices; None: any."""

    @property
    def since(self) -> int:
        """Milliseconds, local time."""

    @property
    def until(self) -> int:
        """Milliseconds, local time, exclusive."""


@dataclass(frozen=True)
class Work:
    """What every block of days is made from.

    Attributes:
        company: The company.
        seed: The seed of its work.
        doers, lives, dealt, seats, shelf, batches, records: Its parts.
        system_of, rows_of: Of each view: its system, and how many rows it shows at once.
        people: 1 for each account whose holder logs on.
        everybody: Whether all accounts are asked for, and those without one.
    """

    company: Company
    seed: int
    doers: Doers
    lives: Lives
    dealt: Dealt
    seats: Seats
    shelf: papers.Shelf
    batches: tuple[Batch, ...]
    records: tuple[Record, ...]
    system_of: Ints
    rows_of: Ints
    people: Ints
    everybody: bool

    def block(self, first: int, last: int) -> Rows:
        """Return the events of some days (since 1970, inclusive), in order."""
        days = make_workdays(self.seed, self.lives, self.doers, first, last)
        lists = self.dealt.on(self.company.book, first, last)
        desk = Desk(
            self.company, self.seed, self.doers, self.lives, days, lists, self.seats,
            self.system_of, self.rows_of,
        )  # fmt: skip
        logon = system_of_kind(self.company.organisation.tables["systems"], "identity")
        parts = [sessions(desk, logon, self.people)]
        _work(desk, self.shelf)
        parts += [desk.rows(code) for code in desk.done]
        parts += [record_rows(desk, self.shelf, self.records, logon)]
        parts += link_rows(desk, self.shelf, self.company, self.everybody)
        parts += batch_rows(desk, self.batches, first, last)
        return _sorted(parts, first)


def _work(desk: Desk, shelf: papers.Shelf) -> None:
    clicks.search(desk)
    clicks.open_one(desk)
    clicks.update(desk)
    for code in ("print.page", "screen.capture"):
        clicks.on_paper(desk, code)
    for code in ("crm.export", "db.export"):
        clicks.export(desk, code)
    clicks.query(desk)
    for code in ("db.backup", "db.restore"):
        clicks.whole_store(desk, code)
    for code in _FILES:
        papers.handle(desk, shelf, code)
    for code in ("mail.send", "mail.receive"):
        papers.mail(desk, code)


def make_work(
    company: Company, first: int, last: int, accounts: Collection[int] | None = None
) -> Work:
    """Return what the work of some days (since 1970, inclusive) is made from.

    Args:
        company: The company.
        first, last: Days since 1970, inclusive.
        accounts: Rows of accounts; all if not given.

    Raises:
        BadInput: If the last day is after the day of the world.
    """
    organisation = company.organisation
    today = organisation.deal.today
    if last > day_number(today):
        raise BadInput("activity.after_today", last=day_date(last), today=today)
    doers = make_doers(organisation.profile)
    seed = derive(company.seed, "activity", organisation.profile.id)
    batches = make_batches(organisation)
    if accounts is not None:
        batches = tuple(one for one in batches if one.account in accounts)
    return Work(
        company,
        seed,
        doers,
        make_lives(organisation, doers, first, last, accounts),
        deal(organisation, doers, company.book, seed),
        make_seats(organisation),
        papers.make_shelf(organisation, company.book.segment_place),
        batches,
        make_records(company, first, last),
        *_view_columns(organisation),
        _with_person(organisation),
        accounts is None,
    )


def _view_columns(organisation: Organisation) -> tuple[Ints, Ints]:
    """System and rows at once of each view; the last entries stand for no view."""
    views, places = organisation.tables["views"], organisation.places["systems"]
    system = [*(places[key] for key in views["system_id"].to_pylist()), -1]
    return np.array(system, np.int64), np.array([*views["page_rows"].to_pylist(), 1], np.int64)


def _with_person(organisation: Organisation) -> Ints:
    kinds = organisation.tables["accounts"]["kind"].to_pylist()
    return np.array([one in ("person", "vendor") for one in kinds], np.int64)


def blocks(work: Work, first: int, last: int, quiet: Collection[Quiet] = ()) -> Iterator[Rows]:
    """Yield the events of some days (since 1970, inclusive), some days at a time, in order.

    Args:
        work: Made for these days or more.
        first, last: Days since 1970.
        quiet: Work that does not happen.
    """
    there = max(len(np.unique(work.lives.account)), 1)
    length = max(1, min(_DAYS_AT_ONCE, _ACCOUNT_DAYS_AT_ONCE // there))
    spans = [(day, min(day + length - 1, last)) for day in range(first, last + 1, length)]

    def one(span: tuple[int, int]) -> Rows:
        return _without(work.block(*span), quiet)

    with ThreadPoolExecutor(_THREADS) as threads:
        waiting = [threads.submit(one, span) for span in spans[:_THREADS]]
        for number in range(len(spans)):
            yield waiting.pop(0).result()
            if number + _THREADS < len(spans):
                waiting.append(threads.submit(one, spans[number + _THREADS]))


def _sorted(parts: list[Rows], first: int) -> Rows:
    """Events in order of time, account and making: one number holds all three and is sorted."""
    rows = join(parts)
    count = len(rows["time"])
    bits = max(count - 1, 1).bit_length()
    second = rows["time"].astype(np.int64) // 1000 - first * 86_400
    key = (second << 20 | (rows["account"].astype(np.int64) + 1)) << bits | np.arange(count)
    key.sort()
    return take(rows, key & ((1 << bits) - 1))


def _without(rows: Rows, quiet: Collection[Quiet]) -> Rows:
    if not quiet:
        return rows
    gone = np.zeros(len(rows["time"]), np.bool_)
    for one in quiet:
        mine = np.greater_equal(rows["time"], one.since) & np.less(rows["time"], one.until)
        for name, row in (("account", one.account), ("device", one.device)):
            if row is not None:
                mine &= rows[name] == row
        gone |= mine
    return take(rows, ~gone) if gone.any() else rows


def in_one(parts: Iterator[Rows]) -> Rows:
    """Return the events of all blocks; each block is let go as soon as it is copied."""
    listed = list(parts)
    return {name: np.concatenate([part[name] for part in listed]) for name in COLUMNS}
