"""Who holds the right to do something on a day, and with which account, device and entitlement."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from kit.activity.company import Company
from kit.organisation.model import Organisation

EPOCH = datetime(1970, 1, 1)


class Person(NamedTuple):
    """Somebody with an account, as of a moment.

    Attributes:
        staff_id, name, job_id, site_id, party_id: As in ``staff``.
        account: Row of accounts.
        account_id: Its id.
        entitlement_id: What gives the right asked for; empty if none was asked for.
        device: Row of devices, or -1.
        device_id: Its id, or empty.
    """

    staff_id: str
    name: str
    job_id: str
    site_id: str
    party_id: str
    account: int
    account_id: str
    entitlement_id: str = ""
    device: int = -1
    device_id: str = ""


def roles_with(organisation: Organisation, view_id: str, action: str) -> set[str]:
    """Return the roles and groups that let an action be done with a view."""
    rows = organisation.tables["permissions"].to_pylist()
    found = {r["role_id"] for r in rows if (r["view_id"], r["action"]) == (view_id, action)}
    members = organisation.tables["role_members"].to_pylist()
    while more := {r["role_id"] for r in members if r["member_id"] in found} - found:
        found |= more
    return found


def holders(company: Company, view_id: str, action: str, at: int) -> dict[str, str]:
    """Return the entitlement that gives each account the right at a moment, by account id."""
    roles = roles_with(company.organisation, view_id, action)
    moment = EPOCH + timedelta(milliseconds=at)
    held: dict[str, str] = {}
    rows = company.organisation.tables["entitlements"].to_pylist()
    for row in sorted(rows, key=_ends, reverse=True):
        if row["role_id"] in roles and valid(row, moment):
            held.setdefault(row["account_id"], row["entitlement_id"])
    return held


def _ends(row: dict[str, Any]) -> datetime:
    """When an entitlement ends, so that the one that lasts longest is named."""
    last = row["expires_on"] and datetime.combine(row["expires_on"], time.max)
    return min((one for one in (row["revoked_at"], last) if one), default=datetime.max)


def valid(row: dict[str, Any], moment: datetime) -> bool:
    """Return whether an entitlement is in force at a moment."""
    over = row["revoked_at"] is not None and row["revoked_at"] <= moment
    late = row["expires_on"] is not None and row["expires_on"] < moment.date()
    return row["granted_at"] <= moment and not over and not late


def people_with(company: Company, view_id: str, action: str, at: int) -> list[Person]:
    """Return the people at work who have the right at a moment, in order of their accounts."""
    held = holders(company, view_id, action, at)
    return [
        person._replace(entitlement_id=held[person.account_id])
        for person in people_at_work(company, at)
        if person.account_id in held
    ]


def people_at_work(company: Company, at: int) -> list[Person]:
    """Return everybody who has an account of their own at a moment."""
    moment = EPOCH + timedelta(milliseconds=at)
    tables = company.organisation.tables
    staff = {row["staff_id"]: row for row in tables["staff"].to_pylist()}
    devices = _devices(company.organisation, moment.date())
    return [
        _person(staff[row["staff_id"]], number, row, devices)
        for number, row in enumerate(tables["accounts"].to_pylist())
        if row["staff_id"] in staff and _open(row, moment) and _here(staff[row["staff_id"]], moment)
    ]


def _person(
    who: dict[str, Any], number: int, account: dict[str, Any], devices: dict[str, tuple[int, str]]
) -> Person:
    device, device_id = devices.get(who["staff_id"], (-1, ""))
    return Person(
        who["staff_id"],
        who["name"],
        who["job_id"] or "",
        who["site_id"] or "",
        who["party_id"] or "",
        number,
        account["account_id"],
        device=device,
        device_id=device_id,
    )


def _open(row: dict[str, Any], moment: datetime) -> bool:
    still = row["disabled_at"] is None or row["disabled_at"] > moment
    return bool(row["created_at"] <= moment and still)


def _here(row: dict[str, Any], moment: datetime) -> bool:
    left: date | None = row["left_on"]
    return bool(row["joined_on"] <= moment.date() and (left is None or left >= moment.date()))


def _devices(organisation: Organisation, day: date) -> dict[str, tuple[int, str]]:
    """The computer in each person's hands on a day; a laptop if there are two."""
    rows = list(enumerate(organisation.tables["devices"].to_pylist()))
    return {
        row["staff_id"]: (number, row["device_id"])
        for kind in ("desktop", "laptop")
        for number, row in rows
        if row["kind"] == kind and row["staff_id"] and _in_hand(row, day)
    }


def _in_hand(row: dict[str, Any], day: date) -> bool:
    returned: date | None = row["returned_on"]
    return bool(row["issued_on"] <= day) and (returned is None or returned > day)
