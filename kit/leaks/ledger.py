"""Gathers what a planner says happens: rows, records, exposures and reports, and numbers them."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from kit.activity.actions import NUMBER
from kit.activity.company import Company
from kit.activity.rows import COLUMNS, Rows
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, MINUTE, SECOND, day_of, number_of
from kit.leaks.merging import BORN
from kit.leaks.model import Change, Exposure, Parameters, Plan, Recipient, Report, Silence
from kit.leaks.people import Person
from kit.seeding import below, stream

_REMEDY = {NUMBER[one] for one in ("file.delete", "file.unshare")}
"""What is done once it has been noticed; the window ends before."""
NOTHING = -2
"""A device or address that staging must not fill in."""
_LATE = 3 * HOUR
"""What is told on the last day at all is told in its last hours."""
_PREFIX = {
    "accounts": "A",
    "devices": "D",
    "entitlements": "G",
    "files": "F",
    "links": "L",
    "api_keys": "K",
    "mails": "M",
    "tickets": "T",
}


class Ledger:
    """What has been planned so far.

    Attributes:
        company: The company.
        parameters: How large, how careful and when.
        today: The day of the world, days since 1970.
        end: The evening of that day; nothing happens after it.
    """

    def __init__(self, company: Company, parameters: Parameters) -> None:
        self.company, self.parameters = company, parameters
        self.today = number_of(company.organisation.deal.today)
        self.end = self.today * DAY + 20 * HOUR
        self._rows: list[dict[str, int]] = []
        self._added: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._changes: list[Change] = []
        self._silences: list[Silence] = []
        self._exposures: list[Exposure] = []
        self._reports: list[Report] = []

    def place(self, table: str, key: str) -> int:
        """Return the row of an id, of those added too."""
        known = self.company.organisation.places[table]
        if key in known:
            return known[key]
        column = self.company.organisation.tables[table].schema.names[0]
        added = [row[column] for row in self._added[table]]
        return len(known) + added.index(key)

    def system(self, view: str) -> str:
        """Return the id of the system a view belongs to."""
        return str(self.company.organisation.row("views", view)["system_id"])

    def add(self, table: str, **values: Any) -> str:
        """Add a row to a table of the organisation and return its id; what is left out is null."""
        existing = self.company.organisation.tables[table]
        id_column = existing.schema.names[0]
        row = {name: values.get(name) for name in existing.schema.names}
        if id_column not in values:
            row[id_column] = self._next(table)
        self._added[table].append(row)
        return str(row[id_column])

    def _next(self, table: str) -> str:
        keys = self.company.organisation.tables[table].column(0).to_pylist()
        last = keys[-1] if keys else f"{_PREFIX[table]}00000"
        stem, digits = re.fullmatch(r"(.*?)(\d+)", last).groups()  # type: ignore[union-attr]
        most = max((int(key[len(stem) :]) for key in keys), default=0)
        return f"{stem}{most + len(self._added[table]) + 1:0{len(digits)}}"

    def set_added(self, table: str, key: str, column: str, value: Any) -> None:
        """Fill in a cell of a row that was added."""
        rows = self._added[table]
        rows[self.place(table, key) - len(self.company.organisation.places[table])][column] = value

    def change(self, table: str, key: str, column: str, value: Any) -> None:
        """Leave one cell otherwise than it should be."""
        self._changes.append(Change(table, key, column, value))

    def silence(self, since: int, account: int | None = None, device: int | None = None) -> None:
        """Keep ordinary work of an account or a device from happening from a moment on."""
        self._silences.append(Silence(account, device, since, (self.today + 400) * DAY))

    def event(
        self, action: str, at: int, view: str, who: Person | int | None, **values: int
    ) -> int:
        """Add an event and return its place; device, address and size come with staging.

        Args:
            action, at: What and when.
            view: With which view; its system is the event's.
            who: Whose account, or its row; nobody's if None.
            values: Other columns.
        """
        places = self.company.organisation.places
        account = who.account if isinstance(who, Person) else who
        row = dict.fromkeys(COLUMNS, -1) | {"status": 1}
        row |= {"time": at, "action": NUMBER[action], "view": places["views"][view]}
        row |= {"system": places["systems"][self.system(view)]}
        row |= {"account": -1 if account is None else account}
        self._rows.append(row | values)
        return len(self._rows) - 1

    def sign(self, action: str, at: int, who: Person, **values: int) -> int:
        """Add an event without customers (a log-on, a plain mail) and return its place."""
        row = dict.fromkeys(COLUMNS, -1) | {"status": 1, "time": at, "action": NUMBER[action]}
        self._rows.append(row | {"account": who.account} | values)
        return len(self._rows) - 1

    def expose(
        self,
        at: int,
        touched: tuple[int, int, int],
        view: str,
        via: str,
        to: Recipient,
        trace: int | None,
    ) -> None:
        """Add an exposure; ``touched`` is segment, start and stop."""
        place = self.place("views", view)
        self._exposures.append(Exposure(at, *touched, place, via, to, trace))

    def told(self, at: int) -> list[int]:
        """Return places in the book of those exposed before a moment, the latest first."""
        before = sorted((one for one in self._exposures if one.time < at), key=lambda o: -o.time)
        members = self.company.book.members
        return list(dict.fromkeys(int(members[one.segment][one.start]) for one in before))

    def report(self, at: int, channel: str, code: str, *customers: int, **values: Any) -> None:
        """Add what sets the investigation off.

        What would come in after the day of the world comes in that day, if something it can be
        about has got out by then; a plan none of whose reports can come in is refused.
        """
        self._reports.append(Report(at, channel, code, values, customers))

    def _grounded(self, report: Report, exposures: Sequence[Exposure]) -> bool:
        """Whether a report comes after an exposure, and after one of each customer it names."""
        before = [one for one in exposures if one.time < report.at]
        book = self.company.book
        named = all(
            any(who in book.touched(one.segment, one.start, one.stop) for one in before)
            for who in report.customers
        )
        return not self._exposures or (bool(before) and named)

    def plan(
        self,
        *,
        channel: str,
        control: str,
        known: int,
        actors: Sequence[Person] = (),
        accounts: Sequence[str] = (),
        ongoing: bool = False,
    ) -> Plan:
        """Return what has been gathered, up to the evening of the day of the world.

        Args:
            channel, control: As in `Plan`.
            known: First moment a careful person could know; never after the first report.
            actors: Those who did it or slipped.
            accounts: Accounts used beside theirs.
            ongoing: Whether it goes on.

        Raises:
            BadInput: If by then nobody's data has got out, or it began too late for all to happen.
        """
        end = self.end
        kept = [place for place, row in enumerate(self._rows) if row["time"] < end]
        moved: dict[int | None, int] = {old: new for new, old in enumerate(kept)}
        exposures = sorted(
            (replace(one, trace=moved.get(one.trace)) for one in self._exposures if one.time < end),
            key=lambda one: one.time,
        )
        born = (_born(name, row) for name, rows in self._added.items() for row in rows)
        if any(day is not None and day > self.today for day in born):
            raise BadInput("leaks.too_late", start=self.parameters.start, today=day_of(self.today))
        shown = [one.time for one in exposures]
        times = shown + [
            row["time"]
            for row in (self._rows[place] for place in kept)
            if row["action"] not in _REMEDY or row["time"] <= max(shown, default=row["time"])
        ]
        if not times or (self._exposures and not exposures):
            raise BadInput("leaks.nothing_happened", start=self.parameters.start)
        reports = self._heard(exposures)
        first = min((one.at for one in reports), default=known + MINUTE)
        return Plan(
            (min(times), max(times)),
            channel,
            control,
            min(known, first - MINUTE),
            rows=_columns([self._rows[place] for place in kept]),
            added={name: tuple(rows) for name, rows in self._added.items()},
            changes=tuple(self._changes),
            silences=tuple(self._silences),
            exposures=tuple(exposures),
            reports=reports,
            actors=tuple(one.staff_id for one in actors),
            accounts=tuple(dict.fromkeys([*(one.account_id for one in actors), *accounts])),
            ongoing=ongoing,
        )

    def _heard(self, exposures: Sequence[Exposure]) -> tuple[Report, ...]:
        """The reports that come in by the last evening, in order of time.

        Raises:
            BadInput: If there should be some, and none comes in time.
        """
        told = (self._in_time(one, exposures) for one in self._reports)
        heard = (one for one in told if one and self._grounded(one, exposures))
        reports = tuple(sorted(heard, key=lambda one: one.at))
        if self._reports and not reports:
            raise BadInput("leaks.too_late", start=self.parameters.start, today=day_of(self.today))
        return reports

    def _in_time(self, one: Report, exposures: Sequence[Exposure]) -> Report | None:
        """A report as it comes in by the evening, naming only those exposed by then; or None.

        Args:
            one: As planned.
            exposures: What has got out by the evening, in order of time; none for a look-alike.
        """
        if one.at < self.end:
            return one
        since = self._since(one.customers, exposures)
        out = [*since.values()] if one.customers else [each.time for each in exposures[:1]]
        low = max(min(out, default=self.end) + MINUTE, self.end - _LATE)
        if low >= self.end:
            return None
        named = tuple(place for place in one.customers if since.get(place, low) < low)
        draws = stream(self.company.seed, "leaks", "report", one.code).draws(one.at // SECOND, 1)
        at = low + int(below(draws, (self.end - low) // SECOND)[0]) * SECOND
        less = len(one.customers) - len(named)
        count = {"count": one.values["count"] - less} if "count" in one.values else {}
        return replace(one, at=at, customers=named, values={**one.values, **count})

    def _since(self, customers: Sequence[int], exposures: Sequence[Exposure]) -> dict[int, int]:
        """When each of some places in the book was first exposed; those who were."""
        found: dict[int, int] = {}
        for one in exposures:
            touched = self.company.book.touched(one.segment, one.start, one.stop)
            for place in set(customers) & set(touched.tolist()):
                found.setdefault(place, one.time)
        return found


def _born(table: str, row: Mapping[str, Any]) -> int | None:
    """The day on which a row came to be, since 1970; None where the table does not say."""
    at = row.get(BORN.get(table, ""))
    return None if at is None else number_of(at.date() if isinstance(at, datetime) else at)


def _columns(rows: Sequence[dict[str, int]]) -> Rows:
    return {
        name: np.array([row[name] for row in rows], kind).reshape(len(rows))
        for name, kind in COLUMNS.items()
    }
