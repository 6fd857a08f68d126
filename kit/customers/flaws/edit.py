"""Writes the changes into the columns of a piece, and into those copied from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.engine import Piece
from kit.customers.flaws import anew
from kit.customers.flaws.context import Change, Context, Mask
from kit.customers.spec import FieldSpec, Profile
from kit.seeding import Rows


@dataclass(frozen=True)
class Cells:
    """Changed cells of one column.

    Attributes:
        column: ``"table.field"``.
        rows: The rows, rising.
        places: Their customers, as places in `Context.flawed`.
        main: Which cells are the flaw itself; the others follow from it.
        before: What they held.
        after: What they hold.
        right: What they should hold, where the change says so; null elsewhere.
        said: Where the change says so.
    """

    column: str
    rows: Rows
    places: Rows
    main: Mask
    before: Column
    after: Column
    right: Column
    said: Mask

    @property
    def table(self) -> str:
        """The table's name."""
        return self.column.partition(".")[0]

    @property
    def field(self) -> str:
        """The field's name."""
        return self.column.partition(".")[2]


@dataclass
class Edited:
    """What was changed.

    Attributes:
        cells: The changed cells.
        ground: The columns as they were.
    """

    cells: list[Cells] = field(default_factory=list)
    ground: dict[str, Column] = field(default_factory=dict)


def write(context: Context, changes: list[list[Change]]) -> Edited:
    """Change the piece; of each list the first change is the flaw itself.

    Cells that would not differ are left out, but for the flaws themselves.
    """
    edited = Edited()
    by_column: dict[str, list[tuple[Change, bool]]] = {}
    for flaw in changes:
        for number, change in enumerate(flaw):
            if len(change.rows):
                by_column.setdefault(change.column, []).append((change, number == 0))
    for column, several in by_column.items():
        _put(context, edited, _merged(context, column, several))
    for column in _carried(context.piece.spec.profile):
        _follow(context, edited, column)
    return edited


def _merged(context: Context, column: str, several: list[tuple[Change, bool]]) -> Cells:
    table, _, name = column.partition(".")
    kind = context.piece.columns[table][name].type
    rows = np.concatenate([change.rows for change, _ in several])
    order = np.argsort(rows, kind="stable")
    size = [len(change.rows) for change, _ in several]
    after = _joined([change.values for change, _ in several], kind)
    right = _joined(
        [
            pa.nulls(len(change.rows), kind) if change.right is None else change.right
            for change, _ in several
        ],
        kind,
    )
    said = np.repeat([change.right is not None for change, _ in several], size)
    main = np.repeat([is_main for _, is_main in several], size)
    rows = rows[order]
    return Cells(
        column,
        rows,
        context.owners(table, rows),
        main[order],
        context.values(column, rows),
        after.take(pa.array(order)),
        right.take(pa.array(order)),
        said[order],
    )


def _joined(parts: list[Column], kind: pa.DataType) -> pa.Array:
    arrays = [pa.array(part) if isinstance(part, np.ndarray) else part for part in parts]
    return pa.concat_arrays([part if part.type == kind else part.cast(kind) for part in arrays])


def _put(context: Context, edited: Edited, cells: Cells) -> None:
    """Write cells that differ into their column, and remember them."""
    keep = np.flatnonzero(cells.main | differs(cells.before, cells.after))
    if not len(keep):
        return
    kept = Cells(
        cells.column,
        cells.rows[keep],
        cells.places[keep],
        cells.main[keep],
        col.take(cells.before, keep),
        col.take(cells.after, keep),
        col.take(cells.right, keep),
        cells.said[keep],
    )
    edited.cells.append(kept)
    set_cells(context.piece, edited.ground, kept.column, kept.rows, kept.after)


def set_cells(
    piece: Piece, ground: dict[str, Column], column: str, rows: Rows, values: Column
) -> None:
    """Replace cells of a column of a piece; remember the column as it was."""
    table, _, name = column.partition(".")
    whole = piece.columns[table][name]
    ground.setdefault(column, whole)
    piece.columns[table][name] = replaced(whole, rows, values)


def replaced(whole: Column, rows: Rows, values: Column) -> Column:
    """Return a column with other values at some rows, which rise."""
    if isinstance(whole, np.ndarray):
        copy = whole.copy()
        copy[rows] = values
        return copy
    if whole.type == pa.string() and len(rows) * _SPARSE < len(whole):
        return _spliced(whole, rows, values)
    mask = np.zeros(len(whole), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(whole, pa.array(mask), values)


_SPARSE = 20
"""Where at most one text in so many is replaced, it is quicker to copy what lies between them."""


def _spliced(whole: pa.StringArray, rows: Rows, values: pa.StringArray) -> pa.StringArray:
    """Return texts with some replaced: the runs between them are copied at once.

    The loop is over the few rows that are replaced; each turn copies a run of many.
    """
    offsets, data = text_buffers(whole)
    new_offsets, new_data = text_buffers(values)
    start, end = offsets[rows], offsets[rows + 1]
    runs = [data[offsets[0] : start[0]] if len(rows) else data[offsets[0] : offsets[-1]]]
    after = np.append(start[1:], offsets[-1])
    ends = (end, after, new_offsets[:-1], new_offsets[1:])
    for first, last, here, there in zip(*(one.tolist() for one in ends), strict=True):
        runs += [new_data[here:there], data[first:last]]
    grown = np.zeros(len(whole) + 1, np.int32)
    grown[rows + 1] = np.diff(new_offsets) - (end - start)
    made = offsets - offsets[0] + np.cumsum(grown, dtype=np.int32)
    valid = ~col.is_null(whole)
    valid[rows] = ~col.is_null(values)
    bitmap = None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.StringArray.from_buffers(
        len(whole), pa.py_buffer(made), pa.py_buffer(np.concatenate(runs)), bitmap
    )


def text_buffers(texts: pa.StringArray) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return where texts begin (and the last one ends) in their bytes, and the bytes."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return ends, np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)


def differs(before: Column, after: Column) -> Mask:
    """Return where two columns differ; nothing equals nothing."""
    if isinstance(before, np.ndarray):
        return np.asarray(before != after)
    same = pc.fill_null(pc.equal(before, after), False).to_numpy(zero_copy_only=False)
    found: Mask = ~(same | (col.is_null(before) & col.is_null(after)))
    return found


@lru_cache(maxsize=16)
def _carried(profile: Profile) -> tuple[str, ...]:
    """Return the columns made by copying, in the order they are made."""
    return tuple(
        f"{table.name}.{name}"
        for table in profile.tables.values()
        if not table.count
        for name in profile.order[table.name]
        if table.fields[name].make in anew.CARRY
    )


def _follow(context: Context, edited: Edited, column: str) -> None:
    """Make a copied column anew where what it is copied from has changed."""
    table, _, name = column.partition(".")
    spec = context.piece.spec.profile.tables[table].fields[name]
    touched = [ref for ref in _sources(table, spec) if ref in edited.ground]
    if not touched:
        return
    rows = np.unique(np.concatenate([_reached(context, edited, table, r) for r in touched]))
    if column in edited.ground:
        done = [cells.rows for cells in edited.cells if cells.column == column]
        rows = np.setdiff1d(rows, np.concatenate(done)) if done else rows
    rows = rows[~anew.left_empty(context.piece, table, name, rows)]
    if spec.only_if is not None:
        rows = rows[~anew.empty_by_rule(context.piece, table, name, rows)]
    if not len(rows):
        return
    before = context.values(column, rows)
    after = anew.remade(context.piece, table, name, rows)
    if not isinstance(before, np.ndarray) and after.type != before.type:
        after = after.cast(before.type)
    right, said = _rightly(context, edited, column, rows, touched)
    nothing = np.zeros(len(rows), dtype=bool)
    places = context.owners(table, rows)
    _put(context, edited, Cells(column, rows, places, nothing, before, after, right, said))


def _rightly(
    context: Context, edited: Edited, column: str, rows: Rows, touched: list[str]
) -> tuple[Column, Mask]:
    """Return what copied cells would hold if all they are copied from were right, and which."""
    table, _, name = column.partition(".")
    piece = context.piece
    whole_before = piece.columns[table][name]
    said = np.zeros(len(rows), dtype=bool)
    columns = dict(piece.columns)
    for cells in edited.cells:
        if cells.column in touched and cells.said.any():
            which = np.flatnonzero(cells.said)
            values = col.take(cells.right, which)
            whole = columns[cells.table][cells.field]
            changed = replaced(whole, cells.rows[which], values)
            columns[cells.table] = columns[cells.table] | {cells.field: changed}
            above = anew.position_in(piece, table, cells.table, rows)
            said |= np.isin(above, cells.rows[which])
    if not said.any():
        return col.take(whole_before, rows), said
    made = anew.remade(replace(piece, columns=columns), table, name, rows)
    return (made if isinstance(made, np.ndarray) else made.cast(whole_before.type)), said


def _sources(table: str, spec: FieldSpec) -> Iterator[str]:
    for ref in spec.needs.values():
        yield ref if "." in ref else f"{table}.{ref}"


def _reached(context: Context, edited: Edited, table: str, source: str) -> Rows:
    """Return the rows of a table that take in a changed cell of a source."""
    other = source.partition(".")[0]
    changed = np.concatenate([cells.rows for cells in edited.cells if cells.column == source])
    rows = context.rows(table)
    above = anew.position_in(context.piece, table, other, rows)
    found: Rows = rows[np.isin(above, changed)]
    return found
