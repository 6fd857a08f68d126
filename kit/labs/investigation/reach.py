"""Whose data is concerned: who certainly is, and who may be."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.leaks.bounds import bounds
from kit.leaks.model import Staged

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
    exposures = staged.truth.exposures
    exposed = _places(staged.evidence.book, staged.truth.customers)
    found = bounds(staged.evidence, staged.truth)
    starts, stops = (np.asarray(exposures[name]).astype(np.int64) for name in ("start", "stop"))
    return Reach(found.provable, exposed, found.possible, int((stops - starts).sum()))


def _places(book: Book, found: pa.Table) -> Places:
    ids = found["customer_id"].combine_chunks()
    return np.array(pc.index_in(ids, book.customer_id), np.int64)
