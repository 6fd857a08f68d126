"""What is evidence of a case: its events, what it went through, its papers and reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.query import ACCOUNT, ACTION, AT, RESOURCE, UID
from kit.leaks.dates import clock
from kit.leaks.model import Plan, Staged

KINDS: Mapping[str, tuple[str, str]] = {
    "event": ("events", "metadata.uid"),
    "ticket": ("tickets", "ticket_id"),
    "entitlement": ("entitlements", "entitlement_id"),
    "file": ("files", "file_id"),
    "mail": ("mails", "mail_id"),
    "link": ("links", "link_id"),
    "device": ("devices", "device_id"),
    "custody": ("custody", "item_id"),
    "account": ("accounts", "account_id"),
    "key": ("api_keys", "key_id"),
    "domain": ("domains", "domain"),
    "report": ("reports", "report_id"),
}
"""What can be pinned, and the table and column that its id stands in."""
_VIA = {"api_key": ("key",), "paper": ("file", "custody"), "device": ("device", "custody")}
_OF_TABLE = {table: kind for kind, (table, _) in KINDS.items()}
_MATCH: Mapping[str, tuple[str, ...]] = {
    "tickets": ("kind", "opened_at"),
    "entitlements": ("account_id", "granted_at"),
    "custody": ("event", "at"),
    "files": ("created_by", "created_at"),
    "mails": ("account_id", "at"),
    "links": ("created_by", "created_at"),
    "accounts": ("account_id",),
}
"""What recognises a row that a plan added, for its id changes when it is put in order; what shows
most comes first."""
BELONGS: Mapping[str, str] = {
    "account": "account_id",
    "entitlement": "account_id",
    "device": "staff_id",
    "file": "created_by",
    "mail": "account_id",
    "link": "created_by",
}
"""Whose a thing is, by the column that says so."""
_QUARTER, _PAPERS = 4, 3
_RECENT = timedelta(days=120)
"""Older tickets of a person or a thing, such as that of their joining, show nothing of it."""


@dataclass(frozen=True)
class Fact:
    """An event as it is told: when, who, what."""

    ref: str
    at: str
    account: str
    action: str


@dataclass(frozen=True)
class Proof:
    """What counts as evidence, as references (``kind:id``).

    Attributes:
        early, late: Events of the first and of the last quarter of it.
        events: All its events in the log.
        papers: What it went through, tickets, slips, files, mails.
        reports: What set the investigation off, then what else was told of it.
        aside: What is neither evidence of it nor beside the point.
        first, last: The first and last event, as told.
    """

    early: frozenset[str]
    late: frozenset[str]
    events: frozenset[str]
    papers: tuple[str, ...]
    reports: tuple[str, ...]
    aside: frozenset[str]
    first: Fact | None
    last: Fact | None

    @property
    def best(self) -> list[str]:
        """What a perfect answer pins: both ends in the log, the first papers, the clue."""
        events = [one.ref for one in (self.first, self.last) if one]
        return list(dict.fromkeys([*events, *self.papers[:_PAPERS], *self.reports[:1]]))


def proof(plan: Plan, staged: Staged, events: pa.Table) -> Proof:
    """Return what is evidence of a case.

    Args:
        plan: What happened.
        staged: The case, with the reports as shown.
        events: Its events in the log.
    """
    refs = [f"event:{key}" for key in events[UID].to_pylist()]
    some = ceil(len(refs) / _QUARTER)
    papers = tuple(dict.fromkeys(_papers(plan, staged, events)))
    return Proof(
        early=frozenset(refs[:some]),
        late=frozenset(refs[len(refs) - some :]),
        events=frozenset(refs),
        papers=papers,
        reports=_reports(plan, staged),
        aside=frozenset(_aside(staged, events, plan)),
        first=_fact(events, 0) if refs else None,
        last=_fact(events, len(refs) - 1) if refs else None,
    )


def _reports(plan: Plan, staged: Staged) -> tuple[str, ...]:
    """Return the first report and the others that are of what happened, not of what looked odd."""
    own = {clock(one.at) for one in plan.reports}
    rows = staged.evidence.tables["reports"].to_pylist()
    told = [row["report_id"] for number, row in enumerate(rows) if not number or row["at"] in own]
    return tuple(f"report:{key}" for key in told)


def _fact(events: pa.Table, row: int) -> Fact:
    one = events.slice(row, 1).to_pylist()[0]
    at = one[AT].isoformat(sep=" ", timespec="minutes")
    return Fact(f"event:{one[UID]}", at, str(one[ACCOUNT] or "–"), str(one[ACTION]))


def _papers(plan: Plan, staged: Staged, events: pa.Table) -> Iterator[str]:
    """Yield what it went through, then what the plan added, then tickets that name any of it."""
    for via in staged.truth.facts.get("via", ()):
        kind, _, key = via.partition(":")
        yield from (f"{one}:{key}" for one in _VIA.get(kind, (kind,)))
    tables = staged.evidence.tables
    for table in _MATCH:
        if table in plan.added:
            yield from _matched(tables[table], table, plan.added[table])
    named = {*plan.accounts, *plan.actors, *_things(staged, plan)}
    earliest = clock(plan.window[0]) - _RECENT
    for row in tables["tickets"].to_pylist():
        if row["opened_at"] >= earliest and named & set(row["refs"] or ()):
            yield f"ticket:{row['ticket_id']}"
    yield from (f"account:{key}" for key in staged.truth.facts.get("accounts", ()))
    known = {key for key in events[RESOURCE].to_pylist() if key}
    for kind in ("file", "link", "mail", "device"):
        table, column = KINDS[kind]
        yield from (f"{kind}:{key}" for key in tables[table][column].to_pylist() if key in known)


def _things(staged: Staged, plan: Plan) -> set[str]:
    """Return the ids of what it went through and of the things that papers were written about."""
    found = {via.partition(":")[2] for via in staged.truth.facts.get("via", ())}
    return found | {change.key for change in plan.changes if change.table == "devices"}


def _matched(table: pa.Table, name: str, rows: Any) -> Iterator[str]:
    columns = _MATCH[name]
    wanted = {tuple(row.get(column) for column in columns) for row in rows}
    kind = _OF_TABLE[name]
    key = KINDS[kind][1]
    for row in table.select([key, *columns] if key not in columns else list(columns)).to_pylist():
        if tuple(row[column] for column in columns) in wanted:
            yield f"{kind}:{row[key]}"


def _aside(staged: Staged, events: pa.Table, plan: Plan) -> Iterator[str]:
    """Yield what is known of the same accounts and people besides, and the other reports.

    Their ordinary work, rights, devices and papers speak for them or against them: whoever looks at
    these is not beside the point.
    """
    tables = staged.evidence.tables
    mine = {*plan.accounts, *staged.truth.facts.get("accounts", ())}
    mine |= {key for key in events[ACCOUNT].to_pylist() if key}
    rows = [row for row in tables["accounts"].to_pylist() if row["account_id"] in mine]
    people = {*plan.actors, *(row["staff_id"] for row in rows)} - {None}
    log = staged.evidence.events.select([UID, ACCOUNT])
    own = pc.is_in(log[ACCOUNT].cast(pa.string()), pa.array(sorted(mine), pa.string()))
    yield from (f"event:{key}" for key in log.filter(own)[UID].to_pylist())
    for kind, column in BELONGS.items():
        table, key = KINDS[kind]
        yield from (
            f"{kind}:{row[key]}"
            for row in tables[table].to_pylist()
            if row[column] in (people if column == "staff_id" else mine)
        )
    for row in tables["tickets"].to_pylist():
        if (mine | people) & set(row["refs"] or ()):
            yield f"ticket:{row['ticket_id']}"
    yield from (f"report:{key}" for key in tables["reports"]["report_id"].to_pylist())
