"""Which lists people work with: each holder of a job gets a share of the values of its scope."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.activity.book import EVERYBODY, Book
from kit.activity.doers import Doers
from kit.activity.lives import Ints
from kit.organisation.model import Organisation
from kit.seeding import Draws, below, scattered, stream, unit

_EVERYBODY = 0.3  # how often people without a scope look at the list of all customers
_COVERING = 0.02  # how often somebody looks after a colleague's customers


@dataclass(frozen=True)
class Lists:
    """The lists of each account in each job, and how long each list was on each day.

    Attributes:
        own: Which of the shares an account has, by kind of worker and account; 0: all lists.
        start, count: Where the segments of a share stand.
        segments: Segments, share after share.
        first: Day of the first column of ``known``.
        known: Members of each segment the evening before a day, by segment and day.
    """

    own: NDArray[np.int32]
    start: Ints
    count: Ints
    segments: Ints
    first: int
    known: NDArray[np.int32]

    def length(self, segment: Ints, day: Ints) -> Ints:
        """Return how many members a list had the evening before a day."""
        return self.known[segment, day - self.first].astype(np.int64)

    def pick(self, doer: Ints, account: Ints, draws: Draws) -> Ints:
        """Return a segment for each draw, of those that the account works with."""
        shares = self.own[doer, account]
        chance = unit(draws)
        low = unit(draws << np.uint64(24))
        shares = np.where(low < _COVERING, 0, shares)
        count = self.count[shares]
        place = (chance**1.5 * count).astype(np.int64)
        free = shares == 0
        place = np.where(free, (place + account * 7) % count, place)  # each has favourites
        found = self.segments[self.start[shares] + place]
        all_of_them = free & (low < _COVERING + _EVERYBODY) & (low >= _COVERING)
        return np.where(all_of_them, EVERYBODY, found)


def deal(organisation: Organisation, doers: Doers, book: Book, seed: int) -> "Dealt":
    """Return the lists that accounts work with, dealt out among those who do the same job.

    Large and small lists are dealt in turn. Of few holders each gets several lists; of many,
    several share one.
    """
    fields = [one.field for one in book.segments]
    shares: list[list[int]] = [list(range(len(fields)))]
    own = np.zeros((len(doers.scope), organisation.tables["accounts"].num_rows), np.int32)
    for doer, accounts in _holders(organisation, doers).items():
        values = [n for n, field in enumerate(fields) if field == doers.scope[doer]]
        values.sort(key=lambda n: -len(book.members[n]))
        if not values:
            continue
        draws = scattered(stream(seed, "activity", "deal", str(doer)), np.array(accounts))
        order = [accounts[place] for place in np.argsort(draws, kind="stable")]
        hands = min(len(order), len(values))
        for hand in range(hands):
            own[doer, order[hand::hands]] = len(shares)
            shares.append(values[hand::hands])
    return Dealt(own, shares)


@dataclass(frozen=True)
class Dealt:
    """Shares of lists before any day is looked at.

    Attributes:
        own: As in `Lists`.
        shares: The segments of each share.
    """

    own: NDArray[np.int32]
    shares: list[list[int]]

    def on(self, book: Book, first: int, last: int) -> Lists:
        """Return the lists with their lengths on some days, inclusive."""
        count = np.array([len(share) for share in self.shares], np.int64)
        days = np.arange(first - 1, last)
        known = [
            np.searchsorted(book.days(n), days, side="right") for n in range(len(book.segments))
        ]
        flat = np.array([segment for share in self.shares for segment in share], np.int64)
        return Lists(
            self.own, np.cumsum(count) - count, count, flat, first, np.array(known, np.int32)
        )


def window(length: Ints, most: Ints, draws: Draws) -> tuple[Ints, Ints]:
    """Return where a few neighbouring members begin and end: late ones a little more often."""
    rows = np.minimum(1 + below(draws << np.uint64(20), 2**20) % most, length)
    chance = unit(draws)
    start = ((length - rows + 1) * np.sqrt(np.where(chance < 0.5, chance * 2, 1 - chance))).astype(
        np.int64
    )
    start = np.clip(start, 0, np.maximum(length - rows, 0))
    return start, start + rows


def _holders(organisation: Organisation, doers: Doers) -> dict[int, list[int]]:
    """Rows of the accounts whose holders do, or once did, each job that has a scope."""
    tables = organisation.tables
    jobs: dict[str, set[str]] = {}
    for row in tables["staff"].to_pylist():
        jobs.setdefault(row["staff_id"], set()).add(row["job_id"])
    for row in tables["staff_history"].to_pylist():
        if row["event"] == "move":
            jobs.setdefault(row["staff_id"], set()).add(row["from_job_id"])
    found: dict[int, list[int]] = {}
    for number, staff in enumerate(tables["accounts"]["staff_id"].to_pylist()):
        for job in sorted(filter(None, jobs.get(staff, ()))):
            doer = doers.place.get(f"job:{job}", -1)
            if doer >= 0 and doers.scope[doer]:
                found.setdefault(doer, []).append(number)
    return found
