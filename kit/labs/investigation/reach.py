"""Whose data is concerned: who certainly is, and who may be."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.leaks.model import Staged
from kit.leaks.schedule import people

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Reach:
    """Whose data is concerned, as places in the book.

    Attributes:
        provable: Whom the evidence shows for certain.
        exposed: Who really is.
        possible: Whom the evidence does not clear.
        rows: How many rows went out, people counted as often as they stand in them.
    """

    provable: Places
    exposed: Places
    possible: Places
    rows: int


def reach(staged: Staged) -> Reach:
    """Return whose data is concerned in a case."""
    exposures, book = staged.truth.exposures, staged.evidence.book
    exposed = _places(book, staged.truth.customers)
    logged = exposures.filter(pc.is_valid(exposures["event_id"]))
    provable = _places(book, people(book, logged)) if logged.num_rows else exposed
    starts, stops = (np.asarray(exposures[name]).astype(np.int64) for name in ("start", "stop"))
    return Reach(provable, exposed, exposed, int((stops - starts).sum()))


def _places(book: Book, found: pa.Table) -> Places:
    ids = found["customer_id"].combine_chunks()
    return np.array(pc.index_in(ids, book.customer_id), np.int64)
