"""Files whose retention period is over and that nobody destroyed.

They were opened and closed since the customer was registered: a file older than its customer would
give itself away. So only customers who have been there longer than the period can have one. Files
that a hold covers, and those that the law keeps for longer than the company would, are drawn more
often: that a period is over does not settle what to do.
"""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Mask, Spot
from kit.customers.flaws.registers import from_year_end, holds_of, months_of, of_category
from kit.seeding import Rows, below

OPENED, CLOSED, CATEGORY = (
    "archive_files.opened_on",
    "archive_files.closed_on",
    "archive_files.category",
)
_SPREAD = 600
_ROOM = 5
_LONGEST_MONTH = 31
_MORE_OFTEN = 4.0


def spots(context: Context) -> list[Spot]:
    """Return the closed files of customers who have been there for longer than the period."""
    since = context.config.customer.since
    needed = (OPENED, CLOSED, CATEGORY, "retention_schedule.category")
    if since is None or not context.has(*needed):
        return []
    rows = context.rows("archive_files")
    category = context.values(CATEGORY, rows)
    closed = ~(_empty(context, CLOSED, rows) | _empty(context, OPENED, rows))
    fits = (months_of(context, category) > 0) & closed & (_room(context, rows) >= _ROOM)
    holds, owners = holds_of(context), context.owners("archive_files", rows)
    held = (holds.state[owners] == "open") & holds.covers(owners, category)
    by_law = of_category(context, category, "least_months", 0) > 0
    return [
        Spot(CLOSED, rows[fits & held], _edit, weight=_MORE_OFTEN),
        Spot(CLOSED, rows[fits & ~held & by_law], _edit, weight=_MORE_OFTEN / 2),
        Spot(CLOSED, rows[fits & ~held & ~by_law], _edit),
    ]


def _empty(context: Context, column: str, rows: Rows) -> Mask:
    return col.is_null(context.values(column, rows))


def _latest(context: Context, rows: Rows) -> Rows:
    """Return for each file a day on which it was closed long enough ago for its period."""
    category = context.values(CATEGORY, rows)
    day = context.today - 1 - months_of(context, category) * _LONGEST_MONTH
    next_year = (day + 1).astype("datetime64[D]").astype("datetime64[Y]")
    year_end = next_year.astype("datetime64[D]").astype(np.int64) - 1
    latest: Rows = np.where(from_year_end(context, category), year_end, day)
    return latest


def _known_since(context: Context, rows: Rows) -> Rows:
    owners = context.owners("archive_files", rows)
    known = context.of_customer(context.config.customer.since or "", owners)
    return col.as_days(known).astype(np.int64)


def _room(context: Context, rows: Rows) -> Rows:
    """Return on how many days each file could have been closed."""
    days: Rows = _latest(context, rows) - _known_since(context, rows)
    return days


def _edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
    closed = col.as_days(context.values(CLOSED, rows)).astype(np.int64)
    opened = col.as_days(context.values(OPENED, rows)).astype(np.int64)
    first = _known_since(context, rows)
    days = np.minimum(_room(context, rows), _SPREAD)
    moved = _latest(context, rows) - (below(context.draws("expired", places), 2**16) * days >> 16)
    started = np.maximum(moved - (closed - opened), first)
    return [
        Change(CLOSED, rows, col.dates(moved)),
        Change(OPENED, rows, col.dates(started)),
    ]
