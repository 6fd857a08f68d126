"""The daily roll-up: how often each account did what in each system, made from the same streams.

Thirteen months of it take little room, so that work done once a year shows.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
import pyarrow as pa

from kit.activity.actions import CODES
from kit.activity.calendar import day_number
from kit.activity.company import Company
from kit.activity.faults import Fault, happens, is_logged
from kit.activity.lives import FAR, RightSets, holding
from kit.activity.papers import DAY_MS
from kit.activity.rows import Rows, take
from kit.activity.work import Quiet, blocks, make_work
from kit.errors import BadInput

SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("account_id", pa.string()),
        ("system_id", pa.string()),
        ("action", pa.string()),
        ("events", pa.int32()),
        ("failures", pa.int32()),  # of them
    ]
)


def rollup(
    company: Company,
    first: date,
    last: date,
    silences: Collection[Quiet] = (),
    faults: Collection[Fault] | None = None,
) -> pa.Table:
    """Return the daily roll-up of ordinary work; it equals the raw events, added up.

    Args:
        company: The company.
        first, last: Days, both inclusive.
        silences: Ordinary work that does not happen.
        faults: What goes wrong; with it the roll-up equals the log that shows the same faults, and
            counts nothing that no log shows. Without it, everything is counted that is done.

    Raises:
        BadInput: If the window is empty or not over yet.
    """
    if last < first:
        raise BadInput("activity.window_reversed", first=first, last=last)
    span = day_number(first), day_number(last)
    done = blocks(make_work(company, *span), *span, silences)
    shown = done if faults is None else (_shown(company, rows, faults) for rows in done)
    return pa.concat_tables([add_up(company, rows) for rows in shown]).combine_chunks()


def _shown(company: Company, rows: Rows, faults: Collection[Fault]) -> Rows:
    """The events that a log shows: of systems that are up, keep a log, and lose nothing of it."""
    logged = company.organisation.tables["systems"]["logged"].combine_chunks()
    keeps_log = logged.to_numpy(zero_copy_only=False)
    return take(rows, happens(rows, faults) & is_logged(rows, faults, keeps_log))


def add_up(company: Company, rows: Rows) -> pa.Table:
    """Return the daily roll-up of events: one row per day, account, system and action, sorted."""
    tables = company.organisation.tables
    day = rows["time"] // DAY_MS
    least = int(day.min()) if len(day) else 0
    systems, actions = tables["systems"].num_rows + 1, len(CODES)
    accounts = tables["accounts"].num_rows + 1
    key = (day - least) * accounts + rows["account"] + 1
    key = (key * systems + rows["system"] + 1) * actions + rows["action"]
    found, place = np.unique(key, return_inverse=True)
    events = np.bincount(place, minlength=len(found))
    failures = np.bincount(place[rows["status"] == 2], minlength=len(found))
    rest, action = np.divmod(found, actions)
    rest, system = np.divmod(rest, systems)
    days, account = np.divmod(rest, accounts)
    columns = [
        pa.array((days + least).astype(np.int32)).cast(pa.date32()),
        _named(tables["accounts"]["account_id"], account - 1),
        _named(tables["systems"]["system_id"], system - 1),
        pa.array(CODES).take(pa.array(action)),
        pa.array(events.astype(np.int32)),
        pa.array(failures.astype(np.int32)),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def with_last_used(company: Company, rolled: pa.Table) -> Company:
    """Return the company with the day on which each entitlement was last used, as the logs show it.

    An entitlement counts as used on a day on which its account did, in a system, what it allows
    there. Those of a closed account or a lapsed right keep the last day within its life.

    Args:
        company: The company.
        rolled: A roll-up; days before it leave no trace.
    """
    organisation = company.organisation
    sets = RightSets(organisation)
    days: dict[tuple[str, str, str], list[int]] = {}
    keys = zip(*(rolled[n].to_pylist() for n in ("account_id", "system_id", "action")), strict=True)
    numbers = rolled["day"].combine_chunks().cast(pa.int32()).to_pylist()
    for key, day in zip(keys, numbers, strict=True):
        days.setdefault(key, []).append(day)
    allowed: dict[str, set[tuple[str, str]]] = {}
    last: list[int | None] = []
    for row in organisation.tables["entitlements"].to_pylist():
        role = row["role_id"]
        if role not in allowed:
            allowed[role] = sets.uses(role)
        span = holding(row)
        used = [
            day
            for system, action in allowed[role]
            for day in days.get((row["account_id"], system, action), ())
            if span.first <= day < min(span.stop, FAR)
        ]
        last.append(max(used, default=None))
    rights = organisation.tables["entitlements"]
    place = rights.schema.get_field_index("last_used_on")
    column = pa.array(last, pa.int32()).cast(pa.date32())
    table = rights.set_column(place, rights.schema.field(place), column)
    return company.with_organisation(organisation.with_tables({"entitlements": table}))


def _named(column: pa.ChunkedArray, rows: "np.typing.NDArray[np.int64]") -> pa.Array:
    places = pa.array(rows, mask=rows < 0)
    return pa.chunked_array([column.combine_chunks()]).combine_chunks().take(places)
