"""Counts events by time and by value, and the different people whom they touched."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.book import Book
from kit.activity.columns import Mask, Numbers, Places, Texts
from kit.activity.intervals import Intervals, Layout
from kit.activity.query import SEGMENT, START, STOP, codes_of

MANY = 120
"""Of more values than these, people are counted only of those that may have touched most."""


@dataclass(frozen=True)
class Counting:
    """Whom the events of a log touched.

    Attributes:
        whom: The intervals of all events that touched somebody.
        place: For each event its place among these; -1: it touched nobody.
    """

    whom: Intervals
    place: Places

    @classmethod
    def of(cls, events: pa.Table, book: Book) -> "Counting":
        """Return whom the events of a log touched."""
        codes, names = codes_of(events, SEGMENT)
        numbers = np.array([*(book.segment_place[name] for name in names), -1], np.int64)
        start, stop = (
            np.asarray(pc.fill_null(events[name], 0)).astype(np.int64) for name in (START, STOP)
        )
        whom = Layout(book).intervals(numbers[codes], start, stop)
        place = np.full(events.num_rows, -1, np.int64)
        place[whom.event] = np.arange(len(whom.event))
        return cls(whom, place)

    def column(self, name: str) -> Numbers:
        """Return how many people each event touched, as a column."""
        values = np.zeros(len(self.place), np.int64)
        values[self.whom.event] = self.whom.last - self.whom.first
        return Numbers(name, values)

    def touching(self, wanted: Places) -> Mask:
        """Return for each event whether it touched one of these places."""
        mask = np.zeros(len(self.place), np.bool_)
        mask[self.whom.event[self.whom.touch(wanted)]] = True
        return mask

    def people(self, found: Places) -> Places:
        """Return whom some events touched: places in the book, rising, each once."""
        place = self.place[found]
        return self.whom.take(place[place >= 0]).places()

    def by(self, column: Texts, found: Places, times: Places, top: int) -> list[dict[str, Any]]:
        """Return events and people for each value of a column; see `Search.count_by`."""
        size = len(column.texts) + 1  # the last one: without a value
        codes = column.codes[found].astype(np.int64)
        codes[codes < 0] = size - 1
        events = np.bincount(codes, minlength=size)
        first, last = np.zeros(size, np.int64), np.zeros(size, np.int64)
        first[codes[::-1]] = times[found[::-1]]  # what is written last stays: the earliest
        last[codes] = times[found]
        common = self._likeliest(codes, found, events)[: max(MANY, 2 * top)]
        people = self._distinct(codes, found, common)
        rows = sorted(common.tolist(), key=lambda code: (-people[code], -int(events[code])))
        texts: list[str | None] = [*column.texts, None]
        return [
            {
                "value": texts[code],
                "events": int(events[code]),
                "people": people[code],
                "first": str(np.datetime64(int(first[code]), "ms")),
                "last": str(np.datetime64(int(last[code]), "ms")),
            }
            for code in rows[:top]
        ]

    def _likeliest(self, codes: Places, found: Places, events: Places) -> Places:
        """Return the codes that occur, those that may have touched most people first."""
        place = self.place[found]
        there = np.flatnonzero(place >= 0)
        widths = (self.whom.last - self.whom.first)[place[there]]
        most = np.bincount(codes[there], weights=widths, minlength=len(events))
        order = np.lexsort((-events, -most))
        return np.asarray(order[events[order] > 0])

    def _distinct(self, codes: Places, found: Places, wanted: Places) -> dict[int, int]:
        """Return for each wanted code how many different people its events touched."""
        place = self.place[found]
        there = np.flatnonzero(place >= 0)
        of_event, place = codes[there], place[there]
        order = np.argsort(of_event.astype(np.int32), kind="stable")
        of_event, place = of_event[order], place[order]
        low, high = (np.searchsorted(of_event, wanted, side=side) for side in ("left", "right"))
        return {
            code: len(self._once(place[start:stop]))
            for code, start, stop in zip(wanted.tolist(), low.tolist(), high.tolist(), strict=True)
        }

    def _once(self, place: Places) -> Places:
        return self.whom.take(place).places() if len(place) else np.empty(0, np.int64)


def timeline(
    times: Places, window: tuple[int, int], bins: int, by: Texts | None, rows: Places, top: int
) -> dict[str, Any]:
    """Return how many events lie in each stretch of a window; see `Search.timeline`.

    Args:
        times: When they were.
        window: First and last moment (exclusive), milliseconds.
        bins: How many stretches.
        by: Column by whose values to count apart.
        rows: The rows of the log that they are.
        top: How many values.
    """
    first, last = window
    bins = max(1, min(bins, 2000))
    width = max(1, -(-(last - first) // bins))
    low, high = np.searchsorted(times, [first, last])
    bin_of = (times[low:high] - first) // width
    series = [{"name": "", "counts": np.bincount(bin_of, minlength=bins)[:bins].tolist()}]
    if by is not None:
        series = _apart(bin_of, by, rows[low:high], bins, top)
    return {
        "since": str(np.datetime64(first, "ms")),
        "until": str(np.datetime64(last, "ms")),
        "width_ms": int(width),
        "series": series,
    }


def _apart(bin_of: Places, by: Texts, rows: Places, bins: int, top: int) -> list[dict[str, Any]]:
    """Return a line for each of the commonest values, then one for all others together."""
    codes = by.codes[rows].astype(np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(by.texts))
    named = [code for code in np.argsort(-counts, kind="stable")[:top].tolist() if counts[code]]
    line = np.full(len(by.texts) + 1, len(named), np.int64)
    line[named] = np.arange(len(named))
    of_line = line[codes]
    table = np.bincount(of_line * bins + bin_of, minlength=(len(named) + 1) * bins)
    table = table[: (len(named) + 1) * bins].reshape(-1, bins)
    names = [*(by.texts[code] for code in named), ""]
    lines = [{"name": name, "counts": row} for name, row in zip(names, table.tolist(), strict=True)]
    return lines if any(lines[-1]["counts"]) else lines[:-1]
