"""What the stock of extracts is made from: the book, who had which right, working days, words."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files as resources
from typing import Any

import numpy as np
import pyarrow as pa

from kit.activity.book import EVERYBODY, Book
from kit.activity.calendar import WORKDAY, day_date, day_number, kinds
from kit.activity.holders import DAY, Ints, Register
from kit.organisation.model import Organisation
from kit.seeding import Draws, below, stream, unit

NEVER = 1 << 60
"""A moment that does not come; it is written as null."""
MONTHS = 14
_DAYS = 430
_WHOLE, _EVERYBODY = 0.7, 0.06  # shares of extracts of a whole list, and of everybody
_DELETED = {"print": 0.85, "test": 1.0, "backup": 0.0, "media": 0.0, "data_room": 0.5}
"""How many extracts are deleted again, by section of words; a third of the others."""
_SOON = 0.6  # of those deleted: within days, a wrong version
Objects = np.ndarray[tuple[int], np.dtype[np.object_]]


@dataclass(frozen=True)
class Extracts:
    """Files with customers as columns, in no order yet.

    Attributes:
        view: Rows of views.
        account: Rows of accounts: who made each.
        segment, start, stop: What each holds.
        at, deleted: Milliseconds; `NEVER`: still there.
        style: Section of the words of its path.
        label: What else its path names: the number of a disk, or a ticket's row; else empty.
    """

    view: Ints
    account: Ints
    segment: Ints
    start: Ints
    stop: Ints
    at: Ints
    deleted: Ints
    style: Objects
    label: Objects

    def __len__(self) -> int:
        return len(self.view)

    @classmethod
    def of_view(
        cls,
        view: int,
        account: Ints,
        listed: tuple[Ints, Ints, Ints],
        at: Ints,
        deleted: Ints,
        style: str,
        label: Objects | None = None,
    ) -> "Extracts":
        """Return extracts of one view in one style.

        Args:
            view: Row of views.
            account, at, deleted, label: As for the whole; no label: an empty one.
            listed: Segment, start and stop of each.
            style: As for the whole.
        """
        count = len(at)
        named = np.full(count, "", object) if label is None else label
        views, styles = np.full(count, view, np.int64), np.full(count, style, object)
        return cls(views, account, *listed, at, deleted, styles, named)

    def taken(self, rows: Ints) -> "Extracts":
        """Return some of them."""
        return Extracts(*(getattr(self, one.name)[rows] for one in fields(Extracts)))


def joined(parts: Sequence[Extracts]) -> Extracts:
    """Return all extracts, one part after the other."""
    return Extracts(
        *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Extracts))
    )


class Stocking:
    """An organisation and its customers while the stock is laid out.

    Attributes:
        organisation: The organisation, still without extracts.
        book: Its customers.
        register: Who held which right.
        views: Its views.
        kind: Kind of each system by id.
        now: The first millisecond after the day of the world.
        days: The working days of the last months, days since 1970-01-01.
    """

    def __init__(self, organisation: Organisation, book: Book) -> None:
        self.organisation, self.book = organisation, book
        self.register = Register(organisation)
        self.views: list[dict[str, Any]] = organisation.tables["views"].to_pylist()
        systems = organisation.tables["systems"].to_pylist()
        self.kind = {row["system_id"]: row["kind"] for row in systems}
        self._live = {row["system_id"]: (row["live_from"], row["live_to"]) for row in systems}
        today = day_number(organisation.deal.today)
        self.now = (today + 1) * DAY
        first = today - _DAYS
        self.days = first + np.flatnonzero(kinds(first, today) == WORKDAY)
        names = list(dict.fromkeys(one.field for one in book.segments[1:]))
        self._lists = [
            np.array([n for n, one in enumerate(book.segments) if one.field == name], np.int64)
            for name in names
        ]

    def draws(self, count: int, *names: str) -> Draws:
        """Return draws of a stream of the stock."""
        organisation = self.organisation
        return stream(organisation.seed, "stock", organisation.profile.id, *names).draws(0, count)

    def some_days(self, count: int, view: Mapping[str, Any], *names: str) -> Ints:
        """Return working days on which the system of a view is there; none if it never was."""
        since, until = self._live[view["system_id"]]
        days = self.days if since is None else self.days[self.days > day_number(since)]
        days = days if until is None else days[days < day_number(until)]
        if not len(days):
            return days
        return days[below(self.draws(count, *names, view["view_id"], "day"), len(days))]

    def share_of(self, view: Mapping[str, Any]) -> float:
        """Return for which share of the last months the system of a view has been there."""
        since, until = self._live[view["system_id"]]
        first = self.days[0] if since is None else max(self.days[0], day_number(since))
        last = self.days[-1] if until is None else min(self.days[-1], day_number(until))
        return float(max(last - first, 0) / (self.days[-1] - self.days[0]))

    def at_work(self, at: Ints, draws: Draws) -> Ints:
        """Return a moment in office hours of the last working day up to each moment's day."""
        day = at // DAY
        place = np.clip(np.searchsorted(self.days, day, side="right") - 1, 0, None)
        day = np.where(day > self.days[-1], day, self.days[place])
        return day * DAY + 9 * 3_600_000 + below(draws, 9 * 3600) * 1000

    def until(self, at: Ints, style: str, *names: str) -> Ints:
        """Return when what was made at some moments is deleted again; `NEVER`: not yet."""
        draws = self.draws(len(at), *names, "until")
        share = _DELETED.get(style, 1 / 3)
        soon = (style in ("print", "test")) | (unit(draws << np.uint64(7)) < _SOON)
        least, most = np.where(soon, 0, 20 * DAY), np.where(soon, 5 * DAY, 180 * DAY)
        waiting = least + (most * unit(draws << np.uint64(20))).astype(np.int64)
        later = self.at_work(at + waiting, draws << np.uint64(10))
        after = at + 1_800_000 + below(draws << np.uint64(14), 4_000) * 1000
        later = np.maximum(later, after)
        gone = (unit(draws << np.uint64(33)) < share) & (later < self.now)
        return np.where(gone, later, NEVER)

    def accounts_of(self, staff_ids: Sequence[str]) -> Ints:
        """Return the row of the first account of each staff member; -1: none."""
        holders = self.organisation.tables["accounts"]["staff_id"].to_pylist()
        rows = {key: row for row, key in reversed(list(enumerate(holders)))}
        return np.array([rows.get(one, -1) for one in staff_ids], np.int64)

    def extent(self, day: Ints, *names: str) -> tuple[Ints, Ints, Ints]:
        """Return a list and an interval of it for each day; empty where nobody was known yet."""
        draws, part = self.draws(len(day), *names, "list"), self.draws(len(day), *names, "part")
        segment = self._some_lists(draws, unit(part) < _EVERYBODY)
        segment = np.where(self.known(segment, day) > 0, segment, EVERYBODY)
        known = self.known(segment, day)
        cut = unit(part << np.uint64(13)) >= _WHOLE
        start = np.where(cut, known * unit(part << np.uint64(23)) * 0.8, 0).astype(np.int64)
        length = 1 + ((known - start) * unit(part << np.uint64(33))).astype(np.int64)
        stop = np.where(cut, np.minimum(start + length, known), known)
        return segment, start, stop

    def _some_lists(self, draws: Draws, everybody: np.ndarray[Any, np.dtype[np.bool_]]) -> Ints:
        """A list of any field for each draw."""
        found = np.full(len(draws), EVERYBODY, np.int64)
        if not self._lists:
            return found
        field, place = below(draws, len(self._lists)), draws << np.uint64(24)
        for number, lists in enumerate(self._lists):
            mine = (field == number) & ~everybody
            found[mine] = lists[below(place[mine], len(lists))]
        return found

    def known(self, segment: Ints, day: Ints) -> Ints:
        """Return how many members of each list were customers on the evening before each day."""
        return known(self.book, segment, day)

    def exporters(self) -> Ints:
        """Return the accounts that could ever export a list from a screen."""
        found = [self.register.holders(v["view_id"], "crm.export").account for v in self.views]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def colleagues(self, day: Ints, draws: Draws) -> Objects:
        """Return the address of somebody at work on each day."""
        staff = self.organisation.tables["staff"]
        inside = np.flatnonzero([job is not None for job in staff["job_id"].to_pylist()])
        mails = np.array(staff["email"].to_pylist(), object)[inside]
        joined_on = staff["joined_on"].combine_chunks().cast(pa.int32()).to_numpy()[inside]
        left = staff["left_on"].combine_chunks().cast(pa.int32()).fill_null(1 << 20).to_numpy()
        found = np.full(len(day), mails[0], object)
        settled = np.zeros(len(day), bool)
        for attempt in range(6):
            place = below(draws << np.uint64(3 * attempt), len(inside))
            fits = ~settled & (joined_on[place] <= day) & (left[inside][place] >= day)
            found[fits], settled[fits] = mails[place[fits]], True
        return found

    def partners(self, day: Ints, draws: Draws) -> Objects:
        """Return mailboxes of those who process data for the company; empty: none there yet."""
        entrusted = {one.id for one in self.organisation.profile.parties if one.entrusted}
        rows = self.organisation.tables["parties"].to_pylist()
        rows = [row for row in rows if row["party_id"] in entrusted and row["to_day"] is None]
        if not rows:
            return np.full(len(day), "", object)
        ids = [row["party_id"].replace("_", "-") for row in rows]
        boxes = np.array([f"contact@{one}.example" for one in ids], object)
        first = np.array([day_number(row["from_day"]) for row in rows])
        place = below(draws, len(boxes))
        return np.where(first[place] < day, boxes[place], "")

    def list_name(self, segment: int) -> str:
        """Return what a list is of."""
        one = self.book.segments[segment]
        if not one.value:
            return self.word(words()["everybody"]["name"])
        pair = words()["lists"].get(one.field)
        return one.value if pair is None else self.word(pair).format(value=one.value)

    def word(self, pair: Mapping[str, str]) -> str:
        """Return words in the language of the organisation."""
        return pair[self.organisation.locale]


def known(book: Book, segment: Ints, day: Ints) -> Ints:
    """Return how many members of each list were customers on the evening before each day."""
    found = np.zeros(len(segment), np.int64)
    for one in np.unique(segment):
        mine = segment == one
        found[mine] = np.searchsorted(book.days(int(one)), day[mine] - 1, side="right")
    return found


def names_of(making: Stocking, found: Extracts) -> list[str]:
    """Return the path of each extract."""
    draws = making.draws(len(found), "path")
    sections = words()["paths"]
    made = []
    for row in range(len(found)):
        options, drawn = sections[found.style[row]], int(draws[row])
        made.append(
            making.word(options[drawn % len(options)]).format(
                list=making.list_name(int(found.segment[row])),
                view=making.views[int(found.view[row])]["title"].rpartition("：")[2],
                day=day_date(int(found.at[row] // DAY)),
                number=drawn // 64 % 29 + 2,
                label=found.label[row] or _old_label(drawn),
            )
        )
    return made


def _old_label(drawn: int) -> str:
    """The number on an old disk."""
    return f"{drawn // 97 % 900 + 100}-{drawn // 89_999 % 2_000 + 6_000}"


def millis_table(values: Ints) -> pa.Array:
    """Return moments as a column; `NEVER` is null."""
    missing = values >= NEVER
    return pa.array(np.where(missing, 0, values), mask=missing).cast(pa.timestamp("ms"))


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Return the words of paths and subjects."""
    path = resources("kit.activity") / "words" / "stock.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
