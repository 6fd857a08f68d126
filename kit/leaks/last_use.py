"""Writes into the entitlements when each was last used, as the staged log shows it."""

from datetime import date

from kit.activity.company import Company
from kit.activity.ordinary import with_last_used
from kit.activity.rollup import add_up
from kit.activity.rows import Rows


def with_use(company: Company, rows: Rows, first: date) -> Company:
    """Return the company with the last use of each entitlement.

    Args:
        company: As the leak left it; what it says of days before the log stays.
        rows: Everything that happened from ``first`` to the last day of the log.
        first: First day of the log.
    """
    before = company.organisation.tables["entitlements"]["last_used_on"].to_pylist()
    used = with_last_used(company, add_up(company, rows))
    rights = used.organisation.tables["entitlements"]
    place = rights.schema.get_field_index("last_used_on")
    days = [
        now or (then if then is not None and then < first else None)
        for now, then in zip(rights["last_used_on"].to_pylist(), before, strict=True)
    ]
    field = rights.schema.field(place)
    table = rights.set_column(place, field, [days])
    return used.with_organisation(used.organisation.with_tables({"entitlements": table}))
