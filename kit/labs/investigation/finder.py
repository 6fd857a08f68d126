"""Finds events and people of a case by simple questions: the part of the desk that a scope needs."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.query import UID, between, customers_of, where
from kit.errors import BadInput
from kit.leaks.model import Evidence

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Pasted:
    """Customers named in a text."""

    places: Places
    unknown: tuple[str, ...]
    repeated: int


def read_query(value: Any) -> dict[str, Any]:
    """Return a question that has the right form."""
    if not isinstance(value, dict):
        raise BadInput("investigation.answer_wrong", where="query", found=str(value)[:40])
    return value


class Search:
    """Questions to one case."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def find(self, query: dict[str, Any]) -> Places:
        """Return the rows of events that a question finds."""
        events = self.evidence.events
        events = events.append_column("row", pa.array(np.arange(events.num_rows)))
        for one in query.get("conditions", ()):
            events = where(events, one["column"], one["values"])
        if query.get("since") and query.get("until"):
            ends = [datetime.fromisoformat(query[name]) for name in ("since", "until")]
            events = between(events, *ends)
        return np.asarray(events["row"]).astype(np.int64)

    def people(self, found: Places) -> Places:
        """Return whom events touched."""
        events = self.evidence.events.take(pa.array(found))
        ids = customers_of(self.evidence, events)["customer_id"].combine_chunks()
        return np.array(pc.index_in(ids, self.evidence.book.customer_id), np.int64)

    def places_of_list(self, segment: str) -> Places:
        """Return who is in a list."""
        book = self.evidence.book
        return book.members[book.segment_place[segment]]

    def places_of_file(self, file_id: str) -> Places:
        """Return who is in a file."""
        rows = self.evidence.tables["files"].to_pylist()
        row = next((one for one in rows if one["file_id"] == file_id), None)
        if row is None or row["segment_id"] is None:
            raise BadInput("investigation.not_there", kind="file", count=1, names=file_id)
        book = self.evidence.book
        place = book.segment_place[row["segment_id"]]
        return book.touched(place, row["row_start"], row["row_stop"])

    def places_of_text(self, text: str) -> Pasted:
        """Return who is named in a pasted text."""
        plain = unicodedata.normalize("NFKC", text).upper()
        words = [one for one in re.split(r"[\s,;、|]+", plain) if one]
        known = self.evidence.book.place_of
        places = [known[one] for one in words if one in known]
        unknown = tuple(dict.fromkeys(one for one in words if one not in known))
        found = np.unique(np.array(places, np.int64))
        return Pasted(found, unknown, len(places) - len(found))

    def rows_of_events(self, ids: list[str]) -> Places:
        """Return the rows of events."""
        wanted = pa.array(ids, pa.string())
        rows = pc.index_in(wanted, self.evidence.events[UID].combine_chunks())
        missing = [key for key, row in zip(ids, rows.to_pylist(), strict=True) if row is None]
        if missing:
            names = ", ".join(missing[:5])
            raise BadInput("investigation.not_there", kind="event", count=len(missing), names=names)
        return np.array(rows, np.int64)
