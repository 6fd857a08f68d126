"""The desk: everything that a block of days of work is made from, and the events on it so far."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kit.activity import addresses
from kit.activity.actions import NUMBER
from kit.activity.company import Company
from kit.activity.counts import poisson
from kit.activity.doers import Doers
from kit.activity.hours import Workdays, moments
from kit.activity.lists import Lists
from kit.activity.lives import Ints, Lives
from kit.activity.rows import COLUMNS, Rows
from kit.organisation.model import Organisation
from kit.seeding import Draws, scattered, stream, unit

Flags = NDArray[np.bool_]
_EXPORTS = {"crm.export": (0.7, 2.8), "db.export": (0.7, 2.5), "file.download": (0.8, 2.2)}
"""By how much these are rarer within a month and more frequent at its end."""
_FAILING = {"crm.export": 0.03, "db.export": 0.03, "file.download": 0.02, "mail.send": 0.004}
_FAILS = 0.008
ON_COMPUTER = ("print.page", "screen.capture", "file.copy", "usb.copy")
"""Told by the company's own computers alone, so they name one always."""


@dataclass(frozen=True)
class Seats:
    """Where accounts work from, by row of accounts.

    Attributes:
        office, home: Places in the address book.
    """

    office: Ints
    home: Ints


@dataclass
class Part:
    """Events of one action, under way.

    Attributes:
        which: Working day of each.
        ordinal: Which it is of that day's.
        address: Address in streams.
        second: Second of the day.
        view: Row of views; -1: without one.
        system: Row of systems.
        columns: The other columns; those left out are -1 (status 1).
    """

    which: Ints
    ordinal: Ints
    address: Ints
    second: Ints
    view: Ints
    system: Ints
    columns: dict[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.which)

    def draws(self, seed: int, name: str) -> Draws:
        """Return one draw for each event."""
        return scattered(stream(seed, "activity", name), self.address)

    def touch(self, segment: Ints, start: Ints, stop: Ints, nobody: Flags | None = None) -> None:
        """Say whom the events touch; nobody where the interval is empty, or where said."""
        none = start >= stop if nobody is None else nobody | (start >= stop)
        for name, values in (("segment", segment), ("start", start), ("stop", stop)):
            self.columns[name] = np.where(none, -1, values)

    def blank(self, which: Flags) -> None:
        """Let some events touch nobody."""
        for name in ("segment", "start", "stop"):
            if name in self.columns:
                self.columns[name] = np.where(which, -1, self.columns[name])


@dataclass(frozen=True)
class Desk:
    """A block of days.

    Attributes:
        company: The company.
        seed: The seed of its work.
        doers, lives, days, lists, seats: What work is made from.
        system_of: System of each view; -1 behind the last.
        rows_of: Rows that each view shows at once.
        done: Events so far, by action.
    """

    company: Company
    seed: int
    doers: Doers
    lives: Lives
    days: Workdays
    lists: Lists
    seats: Seats
    system_of: Ints
    rows_of: Ints
    done: dict[str, Part] = field(default_factory=dict)

    def begin(self, code: str) -> Part:
        """Return the events of an action: how many, when and with which view."""
        action, days = NUMBER[code], self.days
        quiet, busy = _EXPORTS.get(code, (1.0, 1.0))
        rate = self.doers.rates[days.doer, action] * days.load * np.where(days.closing, busy, quiet)
        rate *= self.lives.view_count[days.rights, action] > 0
        cells = np.flatnonzero(rate)
        base = days.address[cells] | action << 20
        numbers = poisson(rate[cells], scattered(stream(self.seed, "activity", "count"), base))
        which = np.repeat(cells, numbers)
        ordinal = np.arange(len(which)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
        address = np.repeat(base, numbers) | ordinal
        draws = scattered(stream(self.seed, "activity", "moment"), address)
        second = moments(days, which, unit(draws))
        view = self._views(action, which, draws)
        return Part(which, ordinal, address, second, view, self.system_of[view])

    def _views(self, action: int, which: Ints, draws: Draws) -> Ints:
        """The views used: of those the rights allow, the first ones most."""
        rights = self.days.rights[which]
        count = self.lives.view_count[rights, action]
        chance = unit(draws << np.uint64(32)) ** 1.6
        place = self.lives.view_start[rights, action] + (chance * count).astype(np.int64)
        found: Ints = self.lives.views[place] if len(place) else place
        return found

    def length(self, part: Part, segment: Ints) -> Ints:
        """Return how long lists were on the evening before the events."""
        return self.lists.length(segment, self.days.day[part.which])

    def segments(self, part: Part, draws: Draws) -> Ints:
        """Return a list that each event's account works with."""
        return self.lists.pick(self.days.doer[part.which], self.days.account[part.which], draws)

    def finish(self, code: str, part: Part) -> None:
        """Let some of the events fail, and lay them on the desk."""
        chance = unit(part.draws(self.seed, "failure"))
        failed = chance < _FAILING.get(code, _FAILS)
        part.columns["status"] = np.where(failed, 2, 1)
        part.blank(failed)
        self.done[code] = part

    def device(self, which: Ints, away: Flags) -> Ints:
        """Return the device of each event; -1: one of its user's own, used away from the office."""
        found: Ints = np.where(away & self.days.own[which], -1, self.days.device[which])
        return found

    def rows(self, code: str) -> Rows:
        """Return the events of an action in the format of the log, in the order of their making."""
        part, days = self.done[code], self.days
        account = days.account[part.which]
        away = days.remote[part.which] | (
            (part.second >= days.dusk[part.which]) & (days.night > days.end)[part.which]
        )
        columns = {
            "time": (days.day[part.which] * 86_400 + part.second) * 1000,
            "action": np.full(len(part), NUMBER[code]),
            "account": account,
            "system": part.system,
            "device": self.device(part.which, away & (code not in ON_COMPUTER)),
            "address": np.where(away, self.seats.home[account], self.seats.office[account]),
            "view": part.view,
            **part.columns,
        }
        usual = dict.fromkeys(COLUMNS, -1) | {"status": 1}
        return {
            name: np.asarray(columns[name]).astype(kind)
            if name in columns
            else np.full(len(part), usual[name], kind)
            for name, kind in COLUMNS.items()
        }


def make_seats(organisation: Organisation) -> Seats:
    """Return where each account is used from: its holder's site and home, or another party's."""
    tables = organisation.tables
    place_of = organisation.places
    others = {one.id for one in organisation.profile.parties}
    staff = tables["staff"].to_pylist()
    office, home = [], []
    for number, row in enumerate(tables["accounts"].to_pylist()):
        holder = row["staff_id"] or row["owner_id"]
        person = place_of["staff"].get(holder, -1)
        party = place_of["parties"].get(row["party_id"], -1) if row["party_id"] in others else -1
        site = place_of["sites"].get(staff[person]["site_id"], -1) if person >= 0 else -1
        program = row["kind"] in ("service", "api")
        if party >= 0 and (site < 0 or program):
            desk = addresses.party(party)
        elif program:
            desk = addresses.cloud(number % addresses.CLOUDS)
        else:
            desk = addresses.office(max(site, 0))
        office.append(desk)
        home.append(addresses.home(person) if person >= 0 and row["staff_id"] else desk)
    return Seats(np.array(office, np.int64), np.array(home, np.int64))
