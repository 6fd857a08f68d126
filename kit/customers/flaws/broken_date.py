"""Dates that cannot be: an end before its start, 1900-01-01, the past still to come."""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.anew import position_in
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.spec import Order
from kit.seeding import Rows

_NEVER = -25_567  # 1900-01-01, what old systems write for "no date"
_LEFT_OUT = {
    "archive_files",
    "consents",
    "consent_uses",
    "legal_holds",
    "notes",
    "transfer_notices",
}
"""Tables whose dates decide what to do; other kinds of flaw change them."""


def spots(context: Context) -> list[Spot]:
    """Return the pairs of dates, and the dates that lie in the past."""
    past = context.config.broken_date.past
    return [
        *(_reversed(context, pair) for pair in _pairs(context)),
        *(_moved(context, column, never=True) for column in past),
        *(_moved(context, column, never=False) for column in past),
    ]


def _pairs(context: Context) -> list[Order]:
    tables = context.piece.spec.profile.tables
    return [
        pair
        for pair in context.piece.spec.profile.orders
        if pair.table not in _LEFT_OUT
        and not tables[pair.table].count
        and "." not in pair.then
        and tables[pair.table].fields[pair.then].type == "date"
    ]


def _reversed(context: Context, pair: Order) -> Spot:
    column = f"{pair.table}.{pair.then}"
    other, _, name = pair.first.rpartition(".")
    rows = context.rows(pair.table)
    start = _starts(context, pair.table, other or pair.table, name, rows)
    both = ~(col.is_null(start) | col.is_null(context.values(column, rows)))

    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        start = col.as_days(_starts(context, pair.table, other or pair.table, name, rows))
        return [Change(column, rows, col.dates(start - 30 - context.below("before", 370, places)))]

    return Spot(column, rows[both], edit)


def _starts(context: Context, table: str, other: str, name: str, rows: Rows) -> col.Column:
    return context.values(f"{other}.{name}", position_in(context.piece, table, other, rows))


def _moved(context: Context, column: str, never: bool) -> Spot:
    rows = context.rows(column.partition(".")[0])

    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        to_come = context.today + 30 + context.below("to come", 700, places)
        days = np.full(len(rows), _NEVER) if never else to_come
        return [Change(column, rows, col.dates(days))]

    return Spot(column, rows[~col.is_null(context.values(column, rows))], edit)
