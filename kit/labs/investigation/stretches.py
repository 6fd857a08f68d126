"""Parts of a case that somebody could take for the whole: its first event, its first way out."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.activity.query import SEGMENT, START, STOP
from kit.leaks.model import Staged
from kit.leaks.schedule import millis

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Stretch:
    """Some exposures.

    Attributes:
        places: Whose data.
        since, until: When, milliseconds.
    """

    places: Places
    since: int
    until: int


@dataclass(frozen=True)
class Stretches:
    """Parts of a case.

    Attributes:
        first: Its first exposure; None if there is one only.
        first_via: All through the first link, disk, file, mail or account; None if there is one.
        seen: Whom its events in the log touched.
        times: When each exposure was, milliseconds.
        each: Whom each of them exposed.
    """

    first: Stretch | None
    first_via: Stretch | None
    seen: Places
    times: tuple[int, ...]
    each: tuple[Places, ...]

    def on(self, since: int, until: int) -> Places:
        """Return whose data was exposed from one moment on and before another."""
        found = [
            places for at, places in zip(self.times, self.each, strict=True) if since <= at < until
        ]
        return _union(found)


def stretches(staged: Staged, events: pa.Table) -> Stretches:
    """Return the parts of a staged case.

    Args:
        staged: The case.
        events: Its events in the log.
    """
    book, rows = staged.evidence.book, staged.truth.exposures.to_pylist()
    times = tuple(millis(row["at"]) for row in rows)
    each = tuple(
        book.touched(book.segment_place[row["segment_id"]], row["start"], row["stop"])
        for row in rows
    )
    vias = [row["via"] for row in rows]
    first = Stretch(np.unique(each[0]), times[0], times[0]) if len(rows) > 1 else None
    through = None
    if len(set(vias)) > 1:
        mine = [number for number, via in enumerate(vias) if via == vias[0]]
        places = _union([each[number] for number in mine])
        through = Stretch(places, times[mine[0]], times[mine[-1]])
    return Stretches(first, through, _seen(book, events), times, each)


def _seen(book: Book, events: pa.Table) -> Places:
    rows = events.filter(pc.is_valid(events[SEGMENT])).select([SEGMENT, START, STOP]).to_pylist()
    return _union([book.touched(book.segment_place[r[SEGMENT]], r[START], r[STOP]) for r in rows])


def _union(found: list[Places]) -> Places:
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
