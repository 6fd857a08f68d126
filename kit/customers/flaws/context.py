"""What every kind of flaw sees: the flawed customers of a piece, their rows and their draws."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.engine import Piece
from kit.customers.flaws.sections import Config, Slot
from kit.customers.grown import Cell
from kit.customers.makers.base import word_table
from kit.customers.notes.drawn import mixed
from kit.seeding import Draws, Rows, below

Mask = NDArray[np.bool_]
Value = TypeVar("Value")


@dataclass(frozen=True)
class SpanPart:
    """Spans of one slot in some cells of a column: code points ``start`` to ``end``."""

    rows: Rows
    start: Rows
    end: Rows
    text: pa.Array
    slot: Slot
    sensitive: pa.Array
    subject: pa.Array


@dataclass(frozen=True)
class CellLabel:
    """What some cells of a column are.

    Attributes:
        rows: The rows, rising.
        cells: The labels that occur.
        which: The place of each row's label in ``cells``.
        boundary: Whether each is about a child of 13 or 14.
    """

    rows: Rows
    cells: tuple[Cell, ...]
    which: Rows
    boundary: Mask

    def some(self, places: Rows) -> "CellLabel":
        """Return the labels of some of the rows."""
        return CellLabel(self.rows[places], self.cells, self.which[places], self.boundary[places])


@dataclass(frozen=True)
class Change:
    """New values of some cells of one column.

    Attributes:
        column: ``"table.field"``.
        rows: The rows, rising.
        values: Their new values.
        right: What they should hold, where the kind's own rule does not say.
        labels: What the cells are, if the kind knows; their field's labels are left out later.
        spans: What stands where in cells that are texts.
    """

    column: str
    rows: Rows
    values: Column
    right: Column | None = None
    labels: tuple[CellLabel, ...] = ()
    spans: tuple[SpanPart, ...] = ()

    @property
    def table(self) -> str:
        """The table's name."""
        return self.column.partition(".")[0]

    @property
    def field(self) -> str:
        """The field's name."""
        return self.column.partition(".")[2]


Edit = Callable[["Context", Rows, Rows], list[Change]]
"""Returns the changes at these rows of a spot's table, for these customers (places in
`Context.flawed`); the first change is the flaw itself, the others come with it."""


@dataclass(frozen=True)
class Spot:
    """One way in which a kind of flaw can occur.

    Attributes:
        column: The column of the flaw.
        rows: Rows of its table where it can occur, rising.
        edit: Makes the changes.
        partner: For each row the position of the other customer who is concerned.
        weight: How likely it is; the likeliest spot a customer has counts for the kind too.
    """

    column: str
    rows: Rows
    edit: Edit
    partner: Rows | None = None
    weight: float = 1.0

    @property
    def table(self) -> str:
        """The table's name."""
        return self.column.partition(".")[0]


@dataclass
class Context:
    """A piece and its flawed customers.

    Attributes:
        piece: The tables.
        config: How flaws are made in this profile.
        flawed: Positions of the flawed customers, rising.
    """

    piece: Piece
    config: Config
    flawed: Rows
    _rows: dict[str, tuple[Rows, Rows]] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Name of the customers' table."""
        return self.piece.spec.profile.root

    @property
    def today(self) -> int:
        """The reference date as days since 1970-01-01."""
        return int(np.datetime64(self.piece.spec.as_of, "D").astype(np.int64))

    @cached_property
    def place_of(self) -> Rows:
        """For each customer of the piece the place in `flawed`, or -1."""
        places = np.full(len(self.piece.rows[self.root]), -1, np.int64)
        places[self.flawed] = np.arange(len(self.flawed))
        return places

    def once(self, name: str, compute: Callable[["Context"], Value]) -> Value:
        """Return what a function makes of this context; it is called once for a name."""
        if name not in self._kept:
            self._kept[name] = compute(self)
        value: Value = self._kept[name]
        return value

    def has(self, *columns: str) -> bool:
        """Return whether the profile writes these columns."""
        tables = self.piece.spec.profile.tables
        parts = (one.partition(".") for one in columns)
        return all(table in tables and name in tables[table].visible for table, _, name in parts)

    def rows(self, table: str) -> Rows:
        """Return the rows of a table that belong to flawed customers, rising."""
        return self._found(table)[0]

    def whose(self, table: str) -> Rows:
        """Return for each of `rows` the place of its customer in `flawed`."""
        return self._found(table)[1]

    def _found(self, table: str) -> tuple[Rows, Rows]:
        if table not in self._rows:
            parent = self.piece.spec.profile.tables[table].parent
            above = self._found(parent) if parent else (self.flawed, np.arange(len(self.flawed)))
            self._rows[table] = below_rows(self.piece, table, *above) if parent else above
        return self._rows[table]

    def owners(self, table: str, rows: Rows) -> Rows:
        """Return the places in `flawed` of the customers of some of `rows`."""
        return self.whose(table)[np.searchsorted(self.rows(table), rows)]

    def values(self, column: str, rows: Rows) -> Column:
        """Return the values of ``"table.field"`` at some rows."""
        table, _, name = column.partition(".")
        return col.take(self.piece.columns[table][name], rows)

    def of_customer(self, field: str, places: Rows) -> Column:
        """Return a field of the customers' table for places in `flawed`."""
        return self.values(f"{self.root}.{field}", self.flawed[places])

    def first(self, table: str) -> tuple[Rows, Rows]:
        """Return the first row of each flawed customer in a table, and whose it is."""
        rows, whose = self._found(table)
        _, first = np.unique(whose, return_index=True)
        return rows[first], whose[first]

    @cached_property
    def base(self) -> Draws:
        """One draw per flawed customer, from which those for all purposes are mixed."""
        return self.piece.rows[self.root].draws("flaw", "base")[self.flawed]

    def draws(self, name: str, places: Rows) -> Draws:
        """Return one 64-bit draw per place in `flawed`, independent of those of other names."""
        return mixed(self.base[places], "flaw", name)

    def below(self, name: str, limit: int, places: Rows) -> Rows:
        """Return one whole number in ``[0, limit)`` per place in `flawed`."""
        return below(self.draws(name, places), limit)

    def address(self, places: Rows) -> Rows:
        """Return the row numbers of customers in the whole data."""
        return self.piece.rows[self.root].span[0] + self.flawed[places]

    def word(self, words: list[str], name: str, places: Rows) -> pa.StringArray:
        """Return a drawn word per place in `flawed`."""
        return pa.array(words, pa.string()).take(pa.array(self.below(name, len(words), places)))

    def companies(self) -> list[str]:
        """Return names of companies that do not exist."""
        return [row[self.piece.spec.locale] for row in word_table("company_names.csv")]


def children(piece: Piece, table: str, customers: Rows) -> tuple[Rows, Rows]:
    """Return the rows of some customers in a table and for each the place in ``customers``."""
    parent = piece.spec.profile.tables[table].parent
    if parent is None:
        return customers, np.arange(len(customers), dtype=np.int64)
    return below_rows(piece, table, *children(piece, parent, customers))


def below_rows(piece: Piece, table: str, above: Rows, whose: Rows) -> tuple[Rows, Rows]:
    """Return the rows of a table below some rows of its parent, and whose they are."""
    of_row = piece.rows[table].parent
    start = np.searchsorted(of_row, above, side="left")
    count = np.searchsorted(of_row, above, side="right") - start
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(start, count) + within, np.repeat(whose, count)
