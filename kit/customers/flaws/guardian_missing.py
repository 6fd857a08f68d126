"""A child without a guardian on file, or a child's consent without the guardian's name."""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Edit, Spot
from kit.customers.makers.people import whole_years
from kit.seeding import Rows

OF_AGE = 18


def spots(context: Context) -> list[Spot]:
    """Return the rows of customers under eighteen that name a guardian."""
    if context.config.customer.birth_date is None:
        return []
    return [_spot(context, column) for column in context.config.guardian_missing.columns]


def _spot(context: Context, column: str) -> Spot:
    table = column.partition(".")[0]
    rows = context.rows(table)
    born = context.of_customer(
        context.config.customer.birth_date or "", context.owners(table, rows)
    )
    minor = whole_years(col.as_days(born), context.piece.spec.as_of) < OF_AGE
    return Spot(column, rows[minor & ~col.is_null(context.values(column, rows))], _emptied(column))


def _emptied(column: str) -> Edit:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        before = context.values(column, rows)
        return [Change(column, rows, col.with_nulls(before, np.ones(len(rows), dtype=bool)))]

    return edit
