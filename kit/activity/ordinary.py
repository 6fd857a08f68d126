"""Ordinary work as events: what a company's people and programs do from day to day."""

from collections.abc import Collection
from datetime import date

from kit.activity.calendar import day_number
from kit.activity.company import Company
from kit.activity.rollup import rollup, with_last_used
from kit.activity.rows import Rows
from kit.activity.work import Quiet, blocks, in_one, make_work
from kit.errors import BadInput

__all__ = ["one_day", "ordinary", "rollup", "with_last_used"]


def ordinary(
    company: Company,
    first: date,
    last: date,
    silences: Collection[Quiet] = (),
    accounts: Collection[str] | None = None,
) -> Rows:
    """Return the events of some days, in order of time, account and making; whole seconds.

    Everybody works as the job asks, within the rights that are valid that day, on systems that are
    live. Nobody touches a customer who had not registered by the evening before.

    Args:
        company: The company.
        first, last: Days, both inclusive.
        silences: Ordinary work that does not happen.
        accounts: account_ids; all if not given.

    Raises:
        BadInput: If the window is empty or not over yet, or an account unknown.
    """
    if last < first:
        raise BadInput("activity.window_reversed", first=first, last=last)
    rows = None if accounts is None else {_row(company, one) for one in accounts}
    span = day_number(first), day_number(last)
    return in_one(blocks(make_work(company, *span, rows), *span, silences))


def one_day(company: Company, account: str, day: date) -> Rows:
    """Return the events of one account on one day, as they are in any longer stretch.

    Raises:
        BadInput: If there is no such account.
    """
    return ordinary(company, day, day, accounts=(account,))


def _row(company: Company, account: str) -> int:
    places = company.organisation.places["accounts"]
    if account not in places:
        raise BadInput("activity.no_account", account=account)
    return places[account]
