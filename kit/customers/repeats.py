"""Finds values that come twice in a column, or in several columns that share one space."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(32)


@dataclass(frozen=True)
class Repeat:
    """A column in which values came before.

    Attributes:
        table: Table and
        column: column.
        row: First row with such a value, from the first piece on.
        count: How many rows have one.
    """

    table: str
    column: str
    row: int
    count: int


@dataclass(frozen=True)
class _Piece:
    table: str
    column: str
    first_row: int
    hashes: Hashes
    rows: NDArray[np.int32] | None


@dataclass
class Repeats:
    """Remembers eight bytes per value, so that twice the same is noticed across pieces."""

    _seen: dict[str, list[_Piece]] = field(default_factory=dict)

    def remember(
        self,
        group: str,
        place: tuple[str, str],
        first_row: int,
        column: pa.Array,
        left_out: NDArray[np.bool_],
    ) -> None:
        """Take in the next rows of a column.

        Args:
            group: Columns of one group share their values' space.
            place: Table and column.
            first_row: Number of the first of these rows.
            column: The values; missing ones do not count.
            left_out: Rows that do not count either.
        """
        counts = ~left_out & column.is_valid().to_numpy(zero_copy_only=False)
        rows = None if counts.all() else np.flatnonzero(counts).astype(np.int32)
        values = column if rows is None else column.take(pa.array(rows))
        piece = _Piece(*place, first_row, hashes(values), rows)
        self._seen.setdefault(group, []).append(piece)

    def found(self) -> Iterator[Repeat]:
        """Yield the pieces of columns in which a value came twice; the first one is no repeat."""
        for pieces in self._seen.values():
            again = _came_before(np.concatenate([piece.hashes for piece in pieces]))
            if not again.any():
                continue
            ends = np.cumsum([len(piece.hashes) for piece in pieces])
            for piece, bad in zip(pieces, np.split(again, ends[:-1]), strict=True):
                if bad.any():
                    at = int(np.argmax(bad))
                    row = piece.first_row + (at if piece.rows is None else int(piece.rows[at]))
                    yield Repeat(piece.table, piece.column, row, int(bad.sum()))


def hashes(column: pa.Array) -> Hashes:
    """Return a 64-bit hash of each value (none of them missing), the same in every process."""
    if not pa.types.is_string(column.type):
        return _mixed(np.zeros(len(column), np.uint64), _numbers(column))
    lengths = pc.binary_length(column).to_numpy(zero_copy_only=False)
    made = np.empty(len(column), np.uint64)
    for length in np.unique(lengths).tolist():
        here = np.flatnonzero(lengths == length)
        some = column if len(here) == len(column) else column.take(pa.array(here))
        made[here] = _of_width(some, length)
    return made


def _of_width(column: pa.StringArray, width: int) -> Hashes:
    """Hash texts that all have as many bytes, eight at a time."""
    offsets = np.frombuffer(column.buffers()[1], np.int32)
    first = int(offsets[column.offset])
    data = column.buffers()[2]
    size = len(column) * width
    raw = np.frombuffer(data, np.uint8, size, first) if size else np.empty(0, np.uint8)
    words = -(-width // 8)
    padded = np.zeros((len(column), words * 8), np.uint8)
    padded[:, :width] = raw.reshape(len(column), width)
    made = np.full(len(column), width, np.uint64)
    for word in padded.view("<u8").T:
        made = _mixed(made, word)
    return made


def _numbers(column: pa.Array) -> Hashes:
    plain = column.cast(pa.int64()) if not pa.types.is_floating(column.type) else column
    values: Hashes = plain.to_numpy(zero_copy_only=False).view(np.uint64)
    return values


def _mixed(made: Hashes, word: NDArray[np.uint64]) -> Hashes:
    made = (made ^ word) * _FACTOR
    made ^= made >> _SHIFT
    made = made * _SPREAD
    made ^= made >> _SHIFT
    return made


def _came_before(values: Hashes) -> NDArray[np.bool_]:
    """Return which values stand earlier in the array already."""
    again = np.zeros(len(values), dtype=bool)
    ordered = np.sort(values)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if len(twice):
        suspects = np.flatnonzero(np.isin(values, twice))
        _, first = np.unique(values[suspects], return_index=True)
        again[suspects] = True
        again[suspects[first]] = False
    return again
