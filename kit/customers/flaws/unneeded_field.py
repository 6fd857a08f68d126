"""A field filled in where its own rule says that it must be empty."""

from kit.customers import columns as col
from kit.customers.flaws.anew import empty_by_rule, filled_anyway
from kit.customers.flaws.context import Change, Context, Edit, Spot
from kit.seeding import Rows


def spots(context: Context) -> list[Spot]:
    """Return the rows that have no value because none is needed."""
    return [_unneeded(context, column) for column in context.config.unneeded_field.fields]


def _unneeded(context: Context, column: str) -> Spot:
    table, _, field = column.partition(".")
    rows = context.rows(table)
    rows = rows[empty_by_rule(context.piece, table, field, rows)]
    return Spot(column, rows[col.is_null(context.values(column, rows))], _filled(column))


def _filled(column: str) -> Edit:
    table, _, field = column.partition(".")

    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        return [Change(column, rows, filled_anyway(context.piece, table, field, rows))]

    return edit
