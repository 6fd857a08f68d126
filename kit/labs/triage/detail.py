"""What a look at an alert shows: its events and those around them, the account, rights, tickets."""

from datetime import timedelta
from typing import Any

import numpy as np

from kit.activity.search import Search
from kit.labs.triage.alerts import Alert
from kit.labs.triage.usual import usual
from kit.leaks.dates import DAY, clock

Detail = dict[str, list[dict[str, Any]]]
EVENTS, AROUND, TICKETS = 40, 30, 12
_NEAR = timedelta(days=45)
_COLUMNS = (
    *("metadata.uid", "time", "person", "actor.user.uid", "action", "view", "people"),
    *("src_endpoint.ip", "site", "device.kind", "right", "resource.uid"),
)
_THINGS = {
    "files": "file_id",
    "links": "link_id",
    "mails": "mail_id",
    "devices": "device_id",
    "domains": "domain",
    "custody": "item_id",
    "tickets": "ticket_id",
}


def look(search: Search, alert: Alert) -> Detail:
    """Return what lies behind an alert, as tables of plain JSON data.

    Returns:
        ``events`` behind the alert; ``around``: what else the account did that day; ``who``: the
        account; ``usual``: that day beside its other days; ``rights`` it holds or held;
        ``tickets`` that name it or what the alert is about, also where there are none; and
        rows of ``files``, ``links``, ``mails``, ``devices``, ``custody`` and ``domains``.
    """
    found, account = alert.found, alert.found.account
    rows = np.array(found.rows, np.int64)
    told: Detail = {"events": _events(search, rows[:EVENTS])}
    if account is not None:
        day = found.at // DAY
        own = search.column_mask("actor.user.uid", account)
        today = (search.times // DAY == day) & own
        today[rows] = False
        told["around"] = _events(search, np.flatnonzero(today)[:AROUND])
        told["who"] = _who(search, account)
        told["usual"] = usual(search, alert)
        told["rights"] = _rights(search, account)
    told["tickets"] = _tickets(search, alert)
    for name, column in _THINGS.items():
        if name != "tickets":
            told[name] = _rows_of(search, name, column, found.things)
    return {name: part for name, part in told.items() if part or name == "tickets"}


def _events(search: Search, rows: Any) -> list[dict[str, Any]]:
    page = search.page(rows, limit=len(rows))
    return [{name: row[name] for name in _COLUMNS} for row in page]


def _who(search: Search, account: str) -> list[dict[str, Any]]:
    row = next(r for r in search.tables["accounts"].to_pylist() if r["account_id"] == account)
    people = {r["staff_id"]: r for r in search.tables["staff"].to_pylist()}
    jobs = {r["job_id"]: r["title"] for r in search.tables["jobs"].to_pylist()}
    parties = {r["party_id"]: r for r in search.tables["parties"].to_pylist()}
    person, party = people.get(row["staff_id"], {}), parties.get(row["party_id"], {})
    return [
        {
            "account_id": account,
            "kind": row["kind"],
            "name": person.get("name"),
            "job": jobs.get(person.get("job_id", "")),
            "party": party.get("name"),
            "joined_on": _text(person.get("joined_on")),
            "left_on": _text(person.get("left_on")),
            "to_day": _text(party.get("to_day")),
            "disabled_at": _text(row["disabled_at"]),
        }
    ]


def _rights(search: Search, account: str) -> list[dict[str, Any]]:
    roles = {r["role_id"]: r["name"] for r in search.tables["roles"].to_pylist()}
    rows = [r for r in search.tables["entitlements"].to_pylist() if r["account_id"] == account]
    names = ("granted_at", "expires_on", "revoked_at", "last_used_on", "ticket_id")
    rows.sort(key=lambda row: _text(row["granted_at"]) or "")
    return [
        {"role": roles.get(row["role_id"], row["role_id"])}
        | {name: _text(row[name]) for name in names}
        for row in rows
    ]


def _tickets(search: Search, alert: Alert) -> list[dict[str, Any]]:
    """Return tickets of these weeks that name the account, its person, or what the alert names."""
    found, at = alert.found, clock(alert.found.at)
    named = {*found.things, *([found.account] if found.account else [])}
    accounts = search.tables["accounts"].to_pylist()
    named |= {r["staff_id"] for r in accounts if r["account_id"] == found.account and r["staff_id"]}
    jobs = {r["job_id"]: r["title"] for r in search.tables["jobs"].to_pylist()}
    approvers = {
        r["staff_id"]: " · ".join(filter(None, (r["name"], jobs.get(r["job_id"] or ""))))
        for r in search.tables["staff"].to_pylist()
    }
    told = []
    for row in search.tables["tickets"].to_pylist():
        near = abs(row["opened_at"] - at) <= _NEAR
        about = {row["ticket_id"], row["opened_by"], *row["refs"]}
        if near and about & named:
            told.append(
                {
                    "ticket_id": row["ticket_id"],
                    "kind": row["kind"],
                    "opened_at": _text(row["opened_at"]),
                    "closed_at": _text(row["closed_at"]),
                    "subject": row["subject"],
                    "approved_by": approvers.get(row["approved_by"]),
                }
            )
    told.sort(key=lambda row: row["opened_at"])
    return told[-TICKETS:]


def _rows_of(
    search: Search, name: str, column: str, wanted: tuple[str, ...]
) -> list[dict[str, Any]]:
    rows = [row for row in search.tables[name].to_pylist() if row[column] in wanted]
    rows.sort(key=lambda row: _text(row.get("at") or row.get("created_at")) or "")
    return [{key: _text(value) for key, value in row.items()} for row in rows[:TICKETS]]


def _text(value: Any) -> Any:
    """Return a value as plain JSON data; times to the minute."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if hasattr(value, "hour"):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if hasattr(value, "isoformat") else list(value)
