"""What must be done with records that carry no flaw, by the same facts and the same duties."""

from collections.abc import Mapping
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.describe import foreign_keys
from kit.customers.duties import Deal, Decision, decide_all
from kit.customers.engine import Piece, Spec, TableRows, reference
from kit.customers.flaws import facts
from kit.customers.flaws.config import read
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.flaws.customers import of_customers
from kit.customers.flaws.plan import Chosen
from kit.customers.spec import TableSpec
from kit.seeding import Rows


def verdicts(piece: Piece, rows: Mapping[str, Rows]) -> dict[str, list[Decision]]:
    """Return what must be done with sound records.

    Args:
        piece: All tables of a company (`laid_out`).
        rows: Row numbers by table, rising, of records of customers without a flaw.
    """
    owners = {table: piece.customer_of(table)[some] for table, some in rows.items()}
    everybody = np.unique(np.concatenate([np.empty(0, np.int64), *owners.values()]))
    context = Context(piece, read(piece.spec.profile), everybody)
    chosen = [
        Chosen("sound", Spot(f"{table}.*", some, _untouched), some, context.place_of[who])
        for (table, some), who in zip(rows.items(), owners.values(), strict=True)
        if len(some)
    ]
    if not chosen:
        return {table: [] for table in rows}
    calm = np.zeros(len(everybody), dtype=bool)
    found = facts.collected(context, chosen, of_customers(context), calm)
    decided = decide_all(found, cast(Deal, piece.spec.deal), piece.spec.as_of)
    each = iter(decided.decisions[place] for place in decided.which)
    return {table: [next(each) for _ in some] for table, some in rows.items()}


def laid_out(spec: Spec, tables: Mapping[str, pa.Table]) -> Piece:
    """Return whole tables as a piece: their visible columns, and whose each row is.

    Tables below one whose rows have no number of their own are left out.

    Args:
        spec: What the tables were made from.
        tables: All tables of the company, from the first customer on.
    """
    made = Piece(spec, reference(spec))
    for place, table in enumerate(spec.profile.tables.values()):
        parent = None if table.count else _parents(spec, tables, table)
        if table.count or (table.parent and (parent is None or table.parent not in made.rows)):
            continue
        whole = tables[table.name]
        made.columns[table.name] = {
            name: whole[name].combine_chunks() for name in whole.column_names
        }
        made.rows[table.name] = TableRows(
            key=(spec.profile.id, table.name),
            seed=spec.seed,
            place=place,
            span=(0, whole.num_rows),
            is_root=table.parent is None,
            parent=np.empty(0, np.int64) if parent is None else parent,
        )
    return made


def _parents(spec: Spec, tables: Mapping[str, pa.Table], table: TableSpec) -> Rows | None:
    """Return the row of each row's parent; None if the table does not name it."""
    for field, other, column in foreign_keys(spec.profile, table):
        if other == table.parent:
            place = pc.index_in(tables[table.name][field], tables[other][column].combine_chunks())
            found: Rows = place.to_numpy().astype(np.int64)
            return found
    return None


def _untouched(context: Context, rows: Rows, places: Rows) -> list[Change]:
    """Return no changes: nothing is wrong."""
    return []
