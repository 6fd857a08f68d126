"""Makes whole pieces of a company: tables with notes and flaws, and the truth of each."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kit.customers import truth
from kit.customers.engine import Piece, Spec, piece, reference, table_of

BLOCK = 64
"""Customers are flawed in blocks of this many, so that a duplicate's partner is near."""


@dataclass(frozen=True)
class Made:
    """A range of customers.

    Attributes:
        tables: All tables by name, reference tables first and whole.
        truth: ``spans``, ``cell_labels`` and ``flaws`` (`kit.customers.truth`); rows count from
            the first row of each table here.
    """

    tables: dict[str, pa.Table]
    truth: dict[str, pa.Table]


def make(spec: Spec, start: int, count: int) -> Made:
    """Return the tables of customers ``start`` to ``start + count`` and their truth.

    Reference tables (showrooms, staff …) are small and come whole with every piece.

    Raises:
        CapacityExceeded: If the range ends beyond the unique numbers there are.
    """
    early = start % BLOCK if spec.flaws and start > 0 else 0
    made = piece(spec, start - early, count + early)
    found = {name: layout.empty_table() for name, layout in truth.SCHEMAS.items()}
    first = {name: _first_row(made, name, early) for name in made.rows}
    own = {name: made.table(name).slice(row) for name, row in first.items()}
    references = {name: table_of(spec, name) for name in reference(spec).rows}
    return Made(references | own, {n: truth.cut(t, first) for n, t in found.items()})


def tables(spec: Spec, start: int, count: int) -> dict[str, pa.Table]:
    """Return the tables of `make` alone."""
    return make(spec, start, count).tables


def _first_row(made: Piece, table: str, early: int) -> int:
    """The first row of a table that belongs to the customers after the early ones."""
    return int(np.searchsorted(made.customer_of(table), early)) if early else 0
