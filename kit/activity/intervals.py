"""Counts and joins intervals of the book's lists, as many at once as there are.

The members of all lists lie behind one another in one array, so that an interval of any list is an
interval of that array. What covers a member is then a running sum; the earliest that covers it
comes from intervals cut into two overlapping stretches of a power of two, handed down by halves.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kit.activity.book import Book, Places
from kit.errors import BadInput


@dataclass(frozen=True)
class Intervals:
    """Intervals of lists of one book; each touches somebody.

    Attributes:
        layout: Where the lists lie.
        event: Which event each belongs to, rising.
        first, last: Where it begins and ends (exclusive) in `Layout.members`.
    """

    layout: "Layout"
    event: Places
    first: Places
    last: Places

    def take(self, which: NDArray[np.generic]) -> "Intervals":
        """Return some of them, by position or mask."""
        return Intervals(self.layout, self.event[which], self.first[which], self.last[which])

    def counts(self) -> Places:
        """Return for every place of the book how many intervals touch it."""
        length = len(self.layout.members) + 1
        ends = np.bincount(self.first, minlength=length) - np.bincount(self.last, minlength=length)
        return self.layout.by_place(np.cumsum(ends)[:-1])

    def earliest(self, values: Places, never: int) -> Places:
        """Return for every place the least value of the intervals that touch it, else ``never``.

        Args:
            values: One per interval.
            never: More than any value.
        """
        found = np.full(len(self.layout.members), never, np.int64)
        width = self.last - self.first
        level = np.frexp(width.astype(np.float64))[1] - 1  # 2**level <= width
        for power in range(int(level.max(initial=-1)), -1, -1):
            half = 1 << power
            now = np.flatnonzero(level == power)
            np.minimum.at(found, self.first[now], values[now])
            np.minimum.at(found, self.last[now] - half, values[now])
            if power:
                _hand_down(found, half >> 1)
        return self.layout.least(found, never)

    def touch(self, wanted: Places) -> NDArray[np.bool_]:
        """Return for each interval whether it touches one of these places."""
        marked = np.zeros(len(self.layout.book), np.int64)
        marked[wanted] = 1
        before = np.concatenate([[0], np.cumsum(marked[self.layout.members])])
        return np.asarray(before[self.last] > before[self.first])

    def places(self) -> Places:
        """Return the places touched by any, rising."""
        return np.flatnonzero(self.counts())


def _hand_down(found: Places, half: int) -> None:
    """Let what holds for a stretch of two halves hold from the start of either half."""
    if len(found) > half:
        upper = np.minimum(found[half:], found[:-half])
        found[half:] = upper


@dataclass(frozen=True)
class Layout:
    """The lists of a book behind one another."""

    book: Book

    @cached_property
    def members(self) -> Places:
        """Return the members of all lists: places in the book."""
        return np.concatenate([np.empty(0, np.int64), *self.book.members])

    @cached_property
    def offsets(self) -> Places:
        """Return where each list begins."""
        sizes = [len(one) for one in self.book.members]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    def intervals(self, segment: Places, start: Places, stop: Places) -> Intervals:
        """Return those of the intervals that touch somebody.

        Args:
            segment: Number of the list; -1: none.
            start, stop: Members of it.

        Raises:
            BadInput: If a list has no such members.
        """
        event = np.flatnonzero((segment >= 0) & (stop > start))
        listed = segment[event]
        first, last = start[event], stop[event]
        wrong = np.flatnonzero((first < 0) | (last > np.diff(self.offsets)[listed]))
        if len(wrong):
            one = wrong[0]
            there = int(np.diff(self.offsets)[listed[one]])
            raise BadInput(
                "activity.no_members", start=int(first[one]), stop=int(last[one]), there=there
            )
        return Intervals(self, event, self.offsets[listed] + first, self.offsets[listed] + last)

    def by_place(self, counts: Places) -> Places:
        """Return the sum of the members' counts by place in the book."""
        summed = np.bincount(self.members, weights=counts, minlength=len(self.book))
        return summed.astype(np.int64)

    def least(self, values: Places, never: int) -> Places:
        """Return the least of the members' values by place in the book."""
        found = np.full(len(self.book), never, np.int64)
        np.minimum.at(found, self.members, values)
        return found
