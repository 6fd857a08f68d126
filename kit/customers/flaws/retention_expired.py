"""Files whose retention period is over and that nobody destroyed."""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.flaws.registers import years_of
from kit.seeding import Rows

OPENED, CLOSED, CATEGORY = (
    "archive_files.opened_on",
    "archive_files.closed_on",
    "archive_files.category",
)
_LATEST = 30
_SPREAD = 600


def spots(context: Context) -> list[Spot]:
    """Return the closed files that could be as old without being older than their customer."""
    if not context.has(OPENED, CLOSED, CATEGORY, "retention_schedule.category"):
        return []
    rows = context.rows("archive_files")
    closed = context.values(CLOSED, rows)
    opened = context.values(OPENED, rows)
    years = years_of(context, context.values(CATEGORY, rows))
    fits = (years > 0) & ~col.is_null(closed) & ~col.is_null(opened)
    born = context.config.customer.birth_date
    if born:
        birth = col.as_days(context.of_customer(born, context.owners("archive_files", rows)))
        oldest = col.as_days(opened) - _back(context, closed, years, _LATEST + _SPREAD)
        fits &= oldest > birth
    return [Spot(CLOSED, rows[fits], _edit)]


def _back(context: Context, closed: col.Column, years: Rows, beyond: int | Rows) -> Rows:
    """How many days a file must move to have been closed its period and some days ago."""
    return col.as_days(closed) - (context.today - years * 366 - beyond)


def _edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
    closed, opened = context.values(CLOSED, rows), context.values(OPENED, rows)
    years = years_of(context, context.values(CATEGORY, rows))
    back = _back(context, closed, years, _LATEST + context.below("expired", _SPREAD, places))
    return [
        Change(CLOSED, rows, col.dates((col.as_days(closed) - back).astype(np.int64))),
        Change(OPENED, rows, col.dates((col.as_days(opened) - back).astype(np.int64))),
    ]
