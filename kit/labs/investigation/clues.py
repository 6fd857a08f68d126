"""What comes in first: the report of what happened, or an alert, a rumour, a complaint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from kit.i18n import translate
from kit.leaks.dates import clock
from kit.leaks.model import Plan

CHANNEL = {"alert": "alert", "rumour": "colleague", "complaint": "hotline"}


@dataclass(frozen=True)
class Seen:
    """What somebody noticed: one busy stretch of what happened.

    Attributes:
        day: When.
        account: Whose account, if any.
        system: Name of the system, if any.
        customers: How many were touched.
        some: Ids of a few of them.
        after: When the last of it happened.
    """

    day: date
    account: str
    system: str
    customers: int
    some: tuple[str, ...]
    after: datetime


def with_clue(reports: pa.Table, plan: Plan, clue: str, seen: Seen, locale: str) -> pa.Table:
    """Return the reports of a case, the one to begin with first.

    Args:
        reports: As staged: those of what happened, and of what else looked odd.
        plan: What happened.
        clue: ``report``, or what comes in beside it.
        seen: What an alert, a rumour or a complaint knows.
        locale: Language of the words.
    """
    own = {clock(one.at) for one in plan.reports}
    rows = reports.to_pylist()
    first = [row for row in rows if row["at"] in own]
    rest = [row for row in rows if row["at"] not in own]
    if clue != "report" or not first:
        told = max((row["at"].date() for row in first), default=seen.after.date())
        first = [_made(clue if clue != "report" else "alert", seen, told, locale), *first]
    return pa.Table.from_pylist(
        [row | {"report_id": f"R{n:03}"} for n, row in enumerate([*first, *rest], 1)],
        schema=reports.schema,
    )


def _made(clue: str, seen: Seen, told: date, locale: str) -> Mapping[str, Any]:
    """Return an alert of the morning after, or what people say on the eve of the last report."""
    named = "account" if seen.account else "no_account"
    text = translate(
        f"investigation.clue.{clue}.{named}",
        locale,
        account=seen.account,
        system=seen.system,
        day=seen.day.isoformat(),
        count=seen.customers,
        customer=seen.some[0] if seen.some else "",
    )
    day = seen.after.date() + timedelta(1)
    if clue != "alert":
        day = max(day, told - timedelta(1))
    at = datetime.combine(day, datetime.min.time())
    minutes = {"alert": 8 * 60 + 5, "rumour": 9 * 60 + 40, "complaint": 10 * 60 + 20}[clue]
    return {
        "report_id": "",
        "at": at + timedelta(minutes=minutes),
        "channel": CHANNEL[clue],
        "text": text,
        "customers": list(seen.some if clue == "complaint" else ()),
    }
