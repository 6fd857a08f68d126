"""Checks that what a leak goes through is there and open at the time."""

from datetime import datetime, timedelta
from typing import Any

from kit.errors import BadInput
from kit.leaks.dates import clock
from kit.leaks.model import Exposure, Plan
from kit.organisation.deal import DealFile
from kit.organisation.model import Organisation

_TABLES = {
    "entitlement": ("entitlements", "granted_at"),
    "link": ("links", "created_at"),
    "api_key": ("api_keys", "created_at"),
    "device": ("devices", None),
    "file": ("files", "created_at"),
    "mail": ("mails", "at"),
    "domain": ("domains", None),
    "paper": ("devices", None),
}
"""For each kind the table of the thing, and the column that says since when it is there."""


def require_via(organisation: Organisation, plan: Plan) -> None:
    """Raise unless everything that exposures go through is there, and open when it is used.

    Raises:
        BadInput: If something is missing, was made later, or had been withdrawn.
    """
    for one in plan.exposures:
        kind, _, key = one.via.partition(":")
        table, since = _TABLES.get(kind, ("", None))
        row = _row(organisation, table, key)
        if row is None and not (kind == "paper" and _in_custody(organisation, key)):
            raise BadInput("leaks.no_via", via=one.via)
        if row is not None and not (_open(row, since, one) and _enabled(organisation, row, one)):
            raise BadInput("leaks.via_closed", via=one.via, time=clock(one.time))


def require_order(deal: DealFile) -> None:
    """Raise unless the phases of the deal follow one another without gaps.

    Raises:
        BadInput: If a phase ends before it begins, or does not begin where the one before ends.
    """
    before = None
    for one in deal.phases:
        if one.last < one.first or (before and one.first != before.last + timedelta(days=1)):
            raise BadInput(
                "leaks.phases_out_of_order",
                phase=one.phase,
                first=one.first,
                last=one.last,
                before=before.last if before else one.first,
            )
        before = one


def _row(organisation: Organisation, table: str, key: str) -> dict[str, Any] | None:
    there = table and key in organisation.places[table]
    return organisation.row(table, key) if there else None


def _in_custody(organisation: Organisation, key: str) -> bool:
    return key in organisation.tables["custody"]["item_id"].to_pylist()


def _enabled(organisation: Organisation, row: dict[str, Any], one: Exposure) -> bool:
    """Whether the account that holds a right or a key, if any, was not closed by then."""
    account = row.get("account_id")
    if account is None:
        return True
    closed = organisation.row("accounts", account)["disabled_at"]
    return closed is None or closed > clock(one.time)


def _open(row: dict[str, Any], since: str | None, one: Exposure) -> bool:
    """Whether a thing could be used: made before, not withdrawn, not expired, not deleted."""
    at, second = clock(one.time), timedelta(seconds=1)
    ends: list[datetime | None] = [row.get("revoked_at"), row.get("deleted_at")]
    if any(end is not None and end <= at for end in ends):
        return False
    if row.get("expires_on") is not None and row["expires_on"] < at.date():
        return "state" in row  # a domain that lapsed is what lets mail astray
    return since is None or row[since] is None or row[since] <= at + second
