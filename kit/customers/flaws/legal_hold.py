"""Files that will be destroyed within weeks although a hold covers them, or did until lately.

On the ground floor destruction is planned for the end of a period of years, so a hold on a file has
time to be noticed. Here it is planned within `SOON` days: under an open hold that is a flaw; where
the hold was released it only looks like one.
"""

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.flaws.registers import holds_of
from kit.seeding import Rows

DISPOSAL = "archive_files.disposal_on"
SOON = 30


def spots(context: Context) -> list[Spot]:
    """Return the files under an open hold, and those whose hold was released."""
    if not context.has(DISPOSAL, "archive_files.category", "legal_holds.released_on"):
        return []
    rows = context.rows("archive_files")
    rows = rows[col.is_null(context.values(DISPOSAL, rows))]
    holds = holds_of(context)
    owners = context.owners("archive_files", rows)
    covered = holds.covers(owners, context.values("archive_files.category", rows))
    is_open, is_released = holds.state[owners] == "open", holds.state[owners] == "released"
    return [
        Spot(DISPOSAL, rows[covered & is_open], _held),
        Spot(DISPOSAL, rows[covered & is_released], _let_go),
    ]


def _held(context: Context, rows: Rows, places: Rows) -> list[Change]:
    return [Change(DISPOSAL, rows, _days(context, places))]


def _let_go(context: Context, rows: Rows, places: Rows) -> list[Change]:
    planned = _days(context, places)
    return [Change(DISPOSAL, rows, planned, right=planned)]


def _days(context: Context, places: Rows) -> col.Column:
    return col.dates(context.today + 1 + context.below("disposal", SOON, places))
