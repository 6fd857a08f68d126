"""What an investigator finds beside the log: lists of customers, and what set it all off."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from kit.activity.book import Book
from kit.leaks.dates import clock
from kit.leaks.model import Report
from kit.leaks.wording import report_text

SEGMENTS = pa.schema({"segment_id": pa.string(), "field": pa.string(), "value": pa.string()})
"""The lists that the log speaks of; members stand in order of registration."""

REPORTS = pa.schema(
    {
        "report_id": pa.string(),
        "at": pa.timestamp("ms"),
        "channel": pa.string(),
        "text": pa.string(),
        "customers": pa.list_(pa.string()),
    }
)
"""What came in, in order of time."""


def segments_table(book: Book) -> pa.Table:
    """Return the lists of a book as a table of the layout `SEGMENTS`."""
    rows = [
        {"segment_id": one.segment_id, "field": one.field, "value": one.value}
        for one in book.segments
    ]
    return pa.Table.from_pylist(rows, schema=SEGMENTS)


def reports_table(book: Book, reports: Sequence[Report], locale: str) -> pa.Table:
    """Return reports as a table of the layout `REPORTS`, in words of a language.

    A customer whom a text names as a place in the book is named by id.
    """
    rows = []
    for number, one in enumerate(sorted(reports, key=lambda one: (one.at, one.code)), 1):
        named = book.ids(np.array(one.customers, np.int64))
        values = {"customer": named[0] if named else "", "count": len(named)} | dict(one.values)
        rows.append(
            {
                "report_id": f"R{number:03}",
                "at": clock(one.at),
                "channel": one.channel,
                "text": report_text(one.code, locale, **values),
                "customers": named,
            }
        )
    return pa.Table.from_pylist(rows, schema=REPORTS)
