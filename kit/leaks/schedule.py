"""The exposure schedule: what reached whom when, and who was exposed by any moment of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.activity.company import Company
from kit.leaks.model import Exposure, Staged

EXPOSURES = pa.schema(
    {
        "exposure_id": pa.string(),
        "at": pa.timestamp("ms"),
        "event_id": pa.string(),  # null: no log shows it
        "segment_id": pa.string(),
        "start": pa.int32(),
        "stop": pa.int32(),
        "view_id": pa.string(),
        "fields": pa.list_(pa.string()),
        "via": pa.string(),
        "recipient": pa.string(),
    }
)
"""One row per exposure, in order of time: members ``start`` to ``stop`` of a segment."""

CUSTOMERS = pa.schema(
    {
        "customer_id": pa.string(),
        "first_exposed": pa.timestamp("ms"),
        "fields": pa.list_(pa.string()),
    }
)
"""Who was exposed, since when and with which fields, in order of registration."""


def schedule(
    company: Company, exposures: Sequence[Exposure], event_ids: Sequence[str | None]
) -> pa.Table:
    """Return exposures as a table of the layout `EXPOSURES`.

    Args:
        company: The company as the leak left it.
        exposures: In order of time.
        event_ids: The id of each of the plan's events; None if the log lost it.
    """
    views = company.organisation.tables["views"].select(["view_id", "fields"]).to_pylist()
    rows = [
        {
            "exposure_id": f"X{number:05}",
            "at": moment(one.time),
            "event_id": None if one.trace is None else event_ids[one.trace],
            "segment_id": company.book.segments[one.segment].segment_id,
            "start": one.start,
            "stop": one.stop,
            **views[one.view],
            "via": one.via,
            "recipient": one.recipient,
        }
        for number, one in enumerate(exposures, 1)
    ]
    return pa.Table.from_pylist(rows, schema=EXPOSURES)


def people(book: Book, exposures: pa.Table) -> pa.Table:
    """Return who was exposed by these rows of a schedule, as a table of the layout `CUSTOMERS`."""
    never = np.iinfo(np.int64).max
    first = np.full(len(book), never, np.int64)
    sets: dict[tuple[str, ...], NDArray[np.bool_]] = {}
    for row in exposures.to_pylist():
        touched = book.touched(book.segment_place[row["segment_id"]], row["start"], row["stop"])
        first[touched] = np.minimum(first[touched], millis(row["at"]))
        sets.setdefault(tuple(row["fields"]), np.zeros(len(book), np.bool_))[touched] = True
    places = np.flatnonzero(first < never)
    return pa.Table.from_arrays(
        [
            book.customer_id.take(pa.array(places)),
            pa.array(first[places]).cast(pa.timestamp("ms")),
            _unions(sets, places),
        ],
        schema=CUSTOMERS,
    )


def exposed_by(staged: Staged, time: datetime) -> tuple[pa.Table, pa.Table]:
    """Return the rows of the exposure schedule before a moment, and who was exposed by them."""
    rows = staged.truth.exposures
    earlier = rows.filter(pc.less(rows["at"], pa.scalar(time, pa.timestamp("ms"))))
    return earlier, people(staged.evidence.book, earlier)


def moment(at: int) -> datetime:
    """Return the local time of milliseconds since 1970.

    >>> moment(86_400_000).isoformat()
    '1970-01-02T00:00:00'
    """
    return datetime(1970, 1, 1) + timedelta(milliseconds=at)


def millis(at: datetime) -> int:
    """Return milliseconds since 1970 of a local time.

    >>> millis(datetime(1970, 1, 2))
    86400000
    """
    return (at - datetime(1970, 1, 1)) // timedelta(milliseconds=1)


def _unions(sets: dict[tuple[str, ...], NDArray[np.bool_]], places: NDArray[np.int64]) -> pa.Array:
    """For each place the fields of all sets that it is in."""
    codes = np.zeros((len(places), len(sets)), np.bool_)
    for column, mask in enumerate(sets.values()):
        codes[:, column] = mask[places]
    kinds, which = np.unique(codes, axis=0, return_inverse=True)
    names = list(sets)
    lists = [sorted({f for n in np.flatnonzero(one) for f in names[n]}) for one in kinds]
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(which.reshape(-1)))
