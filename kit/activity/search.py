"""The desk of whoever investigates: questions to one log, answered while somebody waits.

Columns are turned into small numbers once (`kit.activity.log_columns`); a question then looks each
of its values up among the few that a column has.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.columns import Mask, Places
from kit.activity.conditions import Query, read_query, require_op
from kit.activity.counting import timeline
from kit.activity.event_ids import world_of
from kit.activity.log_columns import NAMES, ColumnInfo, LogColumns, series
from kit.activity.pasted import Pasted, read_ids
from kit.activity.query import UID
from kit.errors import BadInput

__all__ = ["ColumnInfo", "Query", "Search", "read_query"]

_NAMED = 5


class Search(LogColumns):
    """Questions to one case.

    Args:
        evidence: Its log, tables and book.
    """

    # Questions

    def find(self, query: Query | Mapping[str, Any]) -> Places:
        """Return the rows of the log that a question finds, in order of time.

        Raises:
            BadInput: If it names a column, a comparison or a customer that there is not.
        """
        asked = read_query(query)
        first, last = self._window(asked)
        kept: Mask | None = None
        for condition in asked.conditions:
            column = self.column(condition.column)
            require_op(condition, column.kind)
            mask = column.matches(condition)[first:last]
            kept = mask if kept is None else kept & mask
        if asked.customers:
            mask = self.counting.touching(self._places(asked.customers))[first:last]
            kept = mask if kept is None else kept & mask
        if kept is None:
            return np.arange(first, last)
        return np.flatnonzero(kept) + first

    def _window(self, query: Query) -> tuple[int, int]:
        ends = [query.since, query.until]
        since, until = (None if one is None else _millis(one) for one in ends)
        first = 0 if since is None else int(np.searchsorted(self.times, since))
        last = len(self.times) if until is None else int(np.searchsorted(self.times, until))
        return first, max(first, last)

    def _places(self, customers: Sequence[str]) -> Places:
        missing = [key for key in customers if key not in self.book.place_of]
        if missing:
            names = ", ".join(missing[:_NAMED])
            raise BadInput("activity.search_customer", count=len(missing), names=names)
        return np.array([self.book.place_of[key] for key in customers], np.int64)

    def page(
        self, found: Places, offset: int = 0, limit: int = 100, newest: bool = False
    ) -> list[dict[str, Any]]:
        """Return some of the rows found, every column by name, as plain JSON data.

        Args:
            found: From `find`.
            offset, limit: From which one on, and how many.
            newest: The latest first.
        """
        rows = (found[::-1] if newest else found)[offset : offset + limit]
        names = [one.name for one in self.columns]
        columns = [self.column(name).shown(rows) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def timeline(
        self,
        found: Places,
        bins: int = 120,
        since: datetime | None = None,
        until: datetime | None = None,
        by: str | None = None,
        top: int = 5,
    ) -> dict[str, Any]:
        """Return how many of the events found lie in each stretch of time.

        Args:
            found: From `find`.
            bins: How many stretches.
            since, until: From when to when; the whole log if not given.
            by: Column by whose commonest values to count apart.
            top: How many of these; the others together stand under the name ``""``.

        Returns:
            ``since``, ``until``, ``width_ms``, ``series`` (``name``, ``counts``) and ``gaps`` (when
            the log has nothing to say: ``system``, ``since``, ``until``, ``kind``).
        """
        ends = (int(self.times[0]), int(self.times[-1]) + 1) if len(self.times) else (0, 1)
        first = ends[0] if since is None else _millis(since)
        last = ends[1] if until is None else _millis(until)
        own = None if by is None else self.texts(by)
        drawn = timeline(self.times[found], (first, last), bins, own, found, top)
        return drawn | {"gaps": self._gaps(first, last)}

    def _gaps(self, first: int, last: int) -> list[dict[str, str]]:
        gaps = self.tables["log_gaps"].to_pylist() if "log_gaps" in self.tables else []
        return [
            {
                "system": row["system_id"],
                "kind": row["kind"],
                "since": row["since"].isoformat(),
                "until": row["until"].isoformat(),
            }
            for row in gaps
            if _millis(row["since"]) < last and _millis(row["until"]) > first
        ]

    def count_by(self, found: Places, column: str, top: int = 20) -> list[dict[str, Any]]:
        """Return how often each value of a column occurs, that which touched most people first.

        Returns:
            ``value`` (None: without one), ``events``, ``people`` (how many different customers),
            ``first`` and ``last`` (when).
        """
        return self.counting.by(self.texts(column), found, self.times, top)

    def values(self, column: str, prefix: str = "", limit: int = 50) -> list[dict[str, Any]]:
        """Return the values of a column that contain some letters, the commonest first."""
        own = self.texts(column)
        counts = np.bincount(own.codes[own.codes >= 0], minlength=len(own.texts))
        wanted = prefix.casefold()
        fitting = [n for n, text in enumerate(own.texts) if wanted in text.casefold()]
        fitting.sort(key=lambda n: (-counts[n], own.texts[n]))
        return [{"value": own.texts[n], "events": int(counts[n])} for n in fitting[:limit]]

    # People

    def people(self, found: Places) -> Places:
        """Return whom the events found touched: places in the book, rising, each once."""
        return self.counting.people(found)

    def ids_of(self, places: Places) -> list[str]:
        """Return the ids of customers."""
        return self.book.ids(places)

    def places_of_text(self, text: str) -> Pasted:
        """Return who is named in a text that somebody pasted."""
        return read_ids(text, self.book.place_of)

    def places_of_list(
        self, segment_id: str, start: int | None = None, stop: int | None = None
    ) -> Places:
        """Return who is in a list of the book, or in a part of it.

        Raises:
            BadInput: If there is no such list, or it has no such members.
        """
        if segment_id not in self.book.segment_place:
            there = len(self.book.segments)
            raise BadInput("activity.no_segment", segment=segment_id[:40], there=there)
        place = self.book.segment_place[segment_id]
        last = len(self.book.members[place]) if stop is None else stop
        return self.book.touched(place, start or 0, last)

    def places_of_file(self, file_id: str) -> Places:
        """Return whose data is in a file.

        Raises:
            BadInput: If there is no such file, or nobody's data is in it.
        """
        files = self.tables["files"]
        row = pc.index(files["file_id"], file_id).as_py()
        one = files.slice(row, 1).to_pylist()[0] if row >= 0 else {}
        if one.get("segment_id") is None:
            raise BadInput("activity.search_file", file=file_id[:40])
        return np.unique(self.places_of_list(one["segment_id"], one["row_start"], one["row_stop"]))

    # Single events

    def rows_of_events(self, ids: Sequence[str]) -> Places:
        """Return the rows of events by id.

        Raises:
            BadInput: If one is of another case, is no id, or is not in this log.
        """
        texts = self.events[UID].combine_chunks()
        found = pc.index_in(pa.array(ids, pa.string()), texts).to_pylist()
        missing = [key for key, row in zip(ids, found, strict=True) if row is None]
        if missing:
            own = texts[0].as_py()[:4] if len(texts) else ""
            for key in missing:
                if world_of(key) != own:
                    raise BadInput("activity.search_other_case", value=key, own=own)
            names = ", ".join(missing[:_NAMED])
            raise BadInput("activity.search_no_event", count=len(missing), names=names)
        return np.array(found, np.int64)

    def frame(self, found: Places | None = None, names: Sequence[str] = NAMES) -> pd.DataFrame:
        """Return the events found, or all, with columns by name, for those who code."""
        rows = np.arange(len(self.times)) if found is None else found
        made = {name: self.column(name) for name in names}
        return pd.DataFrame({name: series(column, rows) for name, column in made.items()})


def _millis(moment: datetime) -> int:
    return int(np.datetime64(moment, "ms").astype(np.int64))
