"""Finds values that come twice in a column, or in several columns that share one space."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
HELD = 1 << 21
"""Hashes of a group that stay in memory; more of them go to the disk."""
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


class _Piece(NamedTuple):
    """Some rows of a column that were taken in together; ``counts`` is packed, None for all."""

    table: str
    column: str
    first_row: int
    counts: NDArray[np.uint8] | None

    def row(self, place: int) -> int:
        """Return the row of one of the values that were taken in."""
        if self.counts is None:
            return self.first_row + place
        return self.first_row + int(np.flatnonzero(np.unpackbits(self.counts))[place])


@dataclass
class _Group:
    """The hashes of columns that share a space; many of them wait in a file that has no name."""

    pieces: list[_Piece] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    held: list[Hashes] = field(default_factory=list)
    file: IO[bytes] | None = None

    def add(self, piece: _Piece, values: Hashes) -> None:
        """Take the hashes of a piece; when many are held, they go to the file."""
        self.pieces.append(piece)
        self.sizes.append(len(values))
        self.held.append(values)
        if sum(map(len, self.held)) >= HELD:
            self.file = self.file or tempfile.TemporaryFile()  # noqa: SIM115  (kept open)
            for some in self.held:
                self.file.write(some.tobytes())
            self.held.clear()

    def again(self) -> Places:
        """Return the places of values that came before, in rising order."""
        buckets = 1 + sum(self.sizes) // (4 * HELD)
        return np.sort(np.concatenate([self._again(n, buckets) for n in range(buckets)]))

    def _again(self, bucket: int, buckets: int) -> Places:
        """The same for those values alone that fall into one of several buckets."""
        values, places, first = [], [], 0
        for block in self._blocks():
            own = np.flatnonzero((block >> _SHIFT) % np.uint64(buckets) == bucket)
            values.append(block[own])
            places.append(own + first)
            first += len(block)
        again: Places = np.concatenate(places)[_came_before(np.concatenate(values))]
        return again

    def _blocks(self) -> Iterator[Hashes]:
        if self.file is not None:
            self.file.seek(0)
            while read := self.file.read(8 * HELD):
                yield np.frombuffer(read, np.uint64)
            self.file.seek(0, os.SEEK_END)
        yield from self.held


@dataclass
class Repeats:
    """Remembers eight bytes per value, so that twice the same is noticed across pieces."""

    _seen: dict[str, _Group] = field(default_factory=dict)

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
        whole = bool(counts.all())
        values = column if whole else column.filter(pa.array(counts))
        piece = _Piece(*place, first_row, None if whole else np.packbits(counts))
        self._seen.setdefault(group, _Group()).add(piece, hashes(values))

    def found(self) -> Iterator[Repeat]:
        """Yield the pieces of columns in which a value came twice; the first one is no repeat."""
        for group in self._seen.values():
            again = group.again()
            ends = np.cumsum(group.sizes)
            bounds = np.searchsorted(again, np.concatenate([[0], ends]))
            for piece, size, end, (low, high) in zip(
                group.pieces, group.sizes, ends, pairwise(bounds), strict=True
            ):
                if high > low:
                    row = piece.row(int(again[low] - (end - size)))
                    yield Repeat(piece.table, piece.column, row, int(high - low))


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
