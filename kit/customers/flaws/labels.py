"""Labels of changed cells whose content is not what their field's label says."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.childhood import CHILD_ENDS, age_of, child_table, grown_up, near
from kit.customers.flaws import anew
from kit.customers.flaws.context import CellLabel, Change, Context
from kit.customers.flaws.edit import Cells
from kit.customers.flaws.rows import customer_ids
from kit.customers.grown import Cell, grown, of_field
from kit.customers.labels import names_child
from kit.customers.truth import CELL_LABELS
from kit.seeding import Rows

_PASSED_ON = ("copy", "select", "when")
"""Makers that write a whole value of another column."""
_OF_CELL = ("classification", "sensitive", "subject", "reason", "articles")


def of_all(rows: Rows, cell: Cell) -> tuple[CellLabel, ...]:
    """Return one label for all of some cells."""
    size = len(rows)
    return (CellLabel(rows, (cell,), np.zeros(size, np.int64), np.zeros(size, dtype=bool)),)


def of_source(context: Context, source: str, taken: Rows, rows: Rows) -> tuple[CellLabel, ...]:
    """Return the label of cells that hold the value of another column: that of its field.

    Args:
        context: The flawed customers.
        source: The column that the values come from.
        taken: Its rows.
        rows: The rows that they are written to.
    """
    found = usual(context, source, taken)
    return () if found is None else (CellLabel(rows, found.cells, found.which, found.boundary),)


def usual(context: Context, column: str, rows: Rows) -> CellLabel | None:
    """Return the label that cells have as those of their field; None if it has no label."""
    table, _, name = column.partition(".")
    profile = context.piece.spec.profile
    label = profile.tables[table].fields[name].label
    if label is None:
        return None
    child = child_table(profile, table) if names_child(label) else None
    if child is None:
        return of_all(rows, of_field(label))[0]
    age = age_of(context.piece, child, anew.position_in(context.piece, table, child, rows))
    cells = (of_field(label), grown(label, grown_up(profile, child)))
    return CellLabel(rows, cells, (age >= CHILD_ENDS).astype(np.int64), near(age))


def labels(context: Context, changes: Sequence[Change], cells: Sequence[Cells]) -> pa.Table:
    """Return the labels of changed cells that are not what their field's label says.

    Args:
        context: The flawed customers.
        changes: What was written.
        cells: All cells that changed; those that pass a labelled value on have its label.
    """
    told: dict[str, list[CellLabel]] = {}
    for change in changes:
        told.setdefault(change.column, []).extend(change.labels)
    written = {one.column: one for one in cells}
    for one in cells:
        told.setdefault(one.column, []).extend(_passed_on(context, one, written, told))
    found = [
        _table(context, column, label) for column, several in told.items() for label in several
    ]
    keys = [(name, "ascending") for name in ("table", "row", "column")]
    return pa.concat_tables([CELL_LABELS.empty_table(), *found]).sort_by(keys).combine_chunks()


def _passed_on(
    context: Context, cells: Cells, written: dict[str, Cells], told: dict[str, list[CellLabel]]
) -> list[CellLabel]:
    """Return the labels of cells that hold just what a labelled cell above them holds."""
    spec = context.piece.spec.profile.tables[cells.table].fields[cells.field]
    found: list[CellLabel] = []
    if spec.make not in _PASSED_ON:
        return found
    for ref in spec.needs.values():
        source = ref if "." in ref else f"{cells.table}.{ref}"
        other = source.partition(".")[0]
        above = anew.position_in(context.piece, cells.table, other, cells.rows)
        for label in told.get(source, []) if source in written else []:
            at = np.searchsorted(label.rows[:-1], above)
            same = ~cells.main & (label.rows[at] == above)
            same &= _equal(cells.after, context.values(source, above))
            at = at[same]
            found.append(
                CellLabel(cells.rows[same], label.cells, label.which[at], label.boundary[at])
            )
    return found


def _equal(one: col.Column, other: col.Column) -> NDArray[np.bool_]:
    same = pc.equal(col.as_text(one), col.as_text(other))
    found: NDArray[np.bool_] = pc.fill_null(same, False).to_numpy(zero_copy_only=False)
    return found


def _table(context: Context, column: str, label: CellLabel) -> pa.Table:
    """Return the rows of ``cell_labels`` for the cells that differ from their field."""
    table, _, name = column.partition(".")
    field = usual(context, column, label.rows)
    if field is not None:
        differs = np.array([[one != other for other in field.cells] for one in label.cells])
        label = label.some(np.flatnonzero(differs[label.which, field.which]))
    size, which = len(label.rows), pa.array(label.which)
    made = {
        "table": pa.repeat(table, size),
        "row": pa.array(label.rows),
        "column": pa.repeat(name, size),
        "customer_id": customer_ids(context, context.owners(table, label.rows)),
        "boundary": pa.array(label.boundary),
    }
    for key in _OF_CELL:
        words = pa.array([getattr(one, key) for one in label.cells], CELL_LABELS.field(key).type)
        made[key] = words.take(which)
    return pa.Table.from_arrays([made[n] for n in CELL_LABELS.names], schema=CELL_LABELS)
