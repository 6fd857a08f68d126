"""Which rows a note is about: its customer, one row of each table below, one reference row."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.engine import Piece, TableRows
from kit.customers.notes.plan import Need
from kit.customers.spec import FieldSpec
from kit.errors import BadInput
from kit.seeding import Draws, Rows, below, stream

_WRITTEN = "written_at"
_DAY = 86_400_000
_YEAR = 366


@dataclass
class Drawn:
    """The notes of a piece and the rows they speak of.

    Attributes:
        piece: The customers.
        remap: Root table to the customer whose data each customer's notes show.
        table: The table of notes.
        field: Its column for the text.
    """

    piece: Piece
    remap: Mapping[str, NDArray[np.int64]] | None = None
    table: str = default(init=False)
    field: str = default(init=False)
    _positions: dict[str, Rows] = default(default_factory=dict)
    _available: dict[Need, NDArray[np.bool_] | None] = default(default_factory=dict)

    def __post_init__(self) -> None:
        place = self.piece.spec.profile.note_field
        if place is None:
            raise BadInput("notes.no_notes", profile=self.piece.spec.profile.id)
        self.table, self.field = place

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def rows(self) -> TableRows:
        """The rows of the notes' table."""
        return self.piece.rows[self.table]

    @property
    def _made_as(self) -> FieldSpec:
        return self.piece.spec.profile.tables[self.table].fields[self.field]

    @property
    def frames(self) -> str:
        """Name of the frames the notes are made from."""
        return str(self._made_as.options["frames"])

    @property
    def channels(self) -> Column:
        """The channel of each note."""
        return self.piece.columns[self.table][self._made_as.needs["channel"]]

    @property
    def customer_ids(self) -> Column | None:
        """The number of each note's own customer, if customers have one."""
        root = self.piece.spec.profile.tables[self.piece.spec.profile.root]
        key = next((name for name, spec in root.visible.items() if spec.unique), None)
        if key is None:
            return None
        return col.take(self.piece.columns[root.name][key], self.piece.customer_of(self.table))

    @cached_property
    def base(self) -> Draws:
        """One draw per note from which those of rows and slots are mixed."""
        return self.rows.draws(self.field, "base")

    def draws(self, notes: Rows | None, *names: str) -> Draws:
        """Return one 64-bit draw per note for these names, independent of all others."""
        return mixed(self.base if notes is None else self.base[notes], *names)

    @property
    def today(self) -> int:
        """The reference date as days since 1970-01-01."""
        return (self.piece.spec.as_of - date(1970, 1, 1)).days

    @cached_property
    def written(self) -> NDArray[np.int64]:
        """The day each note was written, days since 1970-01-01."""
        column = self.piece.columns[self.table].get(_WRITTEN)
        if column is None:
            return np.full(len(self), self.today, dtype=np.int64)
        days: NDArray[np.int64] = col.as_int(column.cast(pa.int64())) // _DAY
        return days

    def positions(self, table: str) -> Rows:
        """Return the row of a table that each note speaks of, -1 for none."""
        if table not in self._positions:
            self._positions[table] = self._drawn_positions(table)
        return self._positions[table]

    def column(self, name: str) -> Column:
        """Return a whole column ``table.field``."""
        table, _, column = name.partition(".")
        return self._home(table).columns[table][column]

    def values(self, name: str, notes: Rows) -> Column:
        """Return the values of a column that some notes speak of."""
        return col.take(self.column(name), self.positions(name.partition(".")[0])[notes])

    def available(self, need: Need) -> NDArray[np.bool_] | None:
        """Return for which notes a need is met; None: for all."""
        if need not in self._available:
            self._available[need] = self._met(need)
        return self._available[need]

    def _home(self, table: str) -> Piece:
        is_reference = bool(self.piece.spec.profile.tables[table].count)
        return self.piece.reference or self.piece if is_reference else self.piece

    def _drawn_positions(self, table: str) -> Rows:
        profile = self.piece.spec.profile
        spec = profile.tables[table]
        if spec.count:
            return below(self.draws(None, "row", table), spec.count)
        if spec.parent is None:
            own = self.piece.customer_of(self.table)
            return self.remap[table][own] if self.remap and table in self.remap else own
        above = self.positions(spec.parent)
        size = len(self.piece.rows[spec.parent])
        counts = np.bincount(self.piece.rows[table].parent, minlength=size)
        starts = np.cumsum(counts) - counts
        mine = np.where(above >= 0, np.append(counts, 0)[above], 0)
        chosen = (self.draws(None, "row", table) >> np.uint64(32)).astype(np.int64) * mine >> 32
        return np.where(mine > 0, np.append(starts, 0)[above] + chosen, -1)

    def _met(self, need: Need) -> NDArray[np.bool_] | None:
        table, _, _ = need.column.partition(".")
        column, rows = self.column(need.column), self.positions(table)
        met = None if _whole(self._home(table), table) else rows >= 0
        if isinstance(column, pa.Array) and column.null_count:
            valid = np.append(~col.is_null(column), False)[rows]
            met = valid if met is None else met & valid
        if need.is_age and len(column):
            old_enough = self.written - col.as_days(column).astype(np.int64)[rows] >= _YEAR
            met = old_enough if met is None else met & old_enough
        return None if met is None or met.all() else met


def mixed(draws: Draws, *names: str) -> Draws:
    """Return other 64-bit draws, one per draw, that belong to these names.

    A draw has 64 bits and a note needs many more, but only of the few slots it has: so each slot
    mixes its own from the note's draw (the finaliser of SplitMix64) instead of drawing for all.

    Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
    """
    made = draws ^ np.uint64(stream(0, *names).key[1])
    made = (made ^ (made >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    made = (made ^ (made >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed_draws: Draws = made ^ (made >> np.uint64(31))
    return mixed_draws


def _whole(piece: Piece, table: str) -> bool:
    """Return whether every note has a row of this table: the customers and reference tables."""
    return piece.spec.profile.tables[table].parent is None
