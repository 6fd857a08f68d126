"""Makes whole pieces of a company: tables with notes and flaws, and the truth of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers import cells, flaws, remarks, truth
from kit.customers.engine import Piece, Spec, piece, reference, table_of
from kit.customers.flaws import BLOCK, Applied
from kit.customers.flaws.rows import flaw_ids
from kit.customers.notes.compose import compose
from kit.seeding import Rows


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
        BadInput: Flaws or notes that the profile cannot have.
    """
    early = start % BLOCK if spec.flaws and start > 0 else 0
    made = piece(spec, start - early, count + early)
    applied = flaws.apply(made) if spec.flaws else None
    spans = _write_notes(made, applied)
    own = {name: made.table(name) for name in made.rows}
    found = _truth(made, own, applied, spans)
    first = {name: _first_row(made, name, early) for name in made.rows}
    references = {name: table_of(spec, name) for name in reference(spec).rows}
    return Made(
        references | {name: table.slice(first[name]) for name, table in own.items()},
        {name: truth.cut(table, first) if early else table for name, table in found.items()},
    )


def tables(spec: Spec, start: int, count: int) -> dict[str, pa.Table]:
    """Return the tables of `make` alone."""
    return make(spec, start, count).tables


def _write_notes(made: Piece, applied: Applied | None) -> pa.Table:
    """Write the notes into the piece and return their spans."""
    if made.spec.profile.note_field is None:
        return truth.SPANS.empty_table()
    table, field = made.spec.profile.note_field
    if applied is None:
        text, spans = compose(made)
    else:
        text, spans = compose(applied.spoken, applied.remap)
    made.columns[table][field] = text
    return spans


def _truth(
    made: Piece, own: Mapping[str, pa.Table], applied: Applied | None, spans: pa.Table
) -> dict[str, pa.Table]:
    if applied is None:
        labels = cells.label(made, own, spans=spans)
        spans = pa.concat_tables([remarks.spans(made, own), spans])
        return {"spans": spans, "cell_labels": labels, "flaws": truth.FLAWS.empty_table()}
    born = _born(made, applied.remap)
    new = pa.concat_tables([applied.spans, spans])
    labels = cells.label(made, own, spans=new, more=applied.cell_labels, born=born)
    spans = pa.concat_tables([remarks.spans(made, own, born), new])
    return {"spans": spans, "cell_labels": labels, "flaws": _with_notes(made, applied)}


def _born(made: Piece, remap: Mapping[str, Rows]) -> dict[str, Rows]:
    """The birth days of the people whom flawed records are about."""
    root = made.spec.profile.root
    people = next(
        (
            made.columns[root][name]
            for name, spec in made.spec.profile.tables[root].fields.items()
            if spec.make == "person"
        ),
        None,
    )
    return {} if people is None else {root: people["day"][remap[root]].astype(np.int64)}


def _with_notes(made: Piece, applied: Applied) -> pa.Table:
    """Return the flaws with the notes that follow from them, each after its flaw."""
    if made.spec.profile.note_field is None or not len(applied.retold):
        return applied.flaws
    table, field = made.spec.profile.note_field
    customers = made.customer_of(table)
    rows = np.flatnonzero(np.isin(customers, applied.retold))
    named = flaw_ids(made.rows[made.spec.profile.root].address[customers[rows]])
    flaw = pc.index_in(named, applied.flaws["flaw_id"].combine_chunks())
    text = made.columns[table][field].take(pa.array(rows))
    notes = applied.flaws.take(flaw)
    told = pc.equal(notes["kind"], "duplicate")
    changed = {
        "role": pa.repeat("follows", len(rows)),
        "table": pa.repeat(table, len(rows)),
        "row": pa.array(rows),
        "column": pa.repeat(field, len(rows)),
        "found": text,
        "right": pc.if_else(told, text, pa.scalar(None, pa.string())),
    }
    for name, column in changed.items():
        notes = notes.set_column(notes.schema.get_field_index(name), name, column)
    both = pa.concat_tables([applied.flaws, notes.cast(truth.FLAWS)])
    order = pc.index_in(both["flaw_id"], applied.flaws["flaw_id"].combine_chunks())
    return both.take(pa.array(np.argsort(order.to_numpy(), kind="stable")))


def _first_row(made: Piece, table: str, early: int) -> int:
    """The first row of a table that belongs to the customers after the early ones."""
    return int(np.searchsorted(made.customer_of(table), early)) if early else 0
