"""Gathers what a flaw's verdict rests on: its record, and the rows that decide about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.browse import batches
from kit.customers.describe import primary_key
from kit.customers.spec import Profile
from kit.customers.stored import Stored

_BESIDE = {"consent_withdrawn": "consent_uses"}
"""For a kind of flaw the table whose rows about the same customer one must see too."""


@dataclass(frozen=True)
class Fact:
    """One row that a verdict rests on.

    Attributes:
        role: ``record`` (the flawed one), ``partner`` (of a duplicate), ``owner`` (of a number
            that was given up), ``hold``, ``beside`` or ``period`` (the retention schedule's).
        table: Its table.
        fields: Its columns that have a value.
    """

    role: str
    table: str
    fields: Mapping[str, Any]


Lookup = Callable[[str, str | None, set[Any]], Mapping[Any, list[dict[str, Any]]]]
"""Returns rows of a table by the value of a column or, for None, by their number."""


def evidence(stored: Stored, part: int, flaws: Sequence[Mapping[str, Any]]) -> list[list[Fact]]:
    """Return for each of some flaws of one part the rows that its verdict rests on.

    Raises:
        BadInput: A file of the package cannot be read.
    """
    return gathered(stored.request.spec.profile, flaws, partial(_rows, stored, part))


def evidence_in(
    profile: Profile, tables: Mapping[str, pa.Table], flaws: Sequence[Mapping[str, Any]]
) -> list[list[Fact]]:
    """Return the same for tables in memory, rows counted from 0 in each."""
    return gathered(profile, flaws, partial(rows_in, tables))


def gathered(
    profile: Profile, flaws: Sequence[Mapping[str, Any]], lookup: Lookup
) -> list[list[Fact]]:
    """Return the rows that verdicts rest on, wherever the tables are."""
    wanted: dict[tuple[str, str | None], set[Any]] = {}
    for flaw in flaws:
        for _, table, column, value in _needs(profile, flaw):
            wanted.setdefault((table, column), set()).add(value)
    rows = {need: lookup(*need, values) for need, values in wanted.items()}
    return [list(_facts(profile, flaw, rows, lookup)) for flaw in flaws]


_Found = Mapping[tuple[str, str | None], Mapping[Any, list[dict[str, Any]]]]


def _needs(profile: Profile, flaw: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None, Any]]:
    """Yield (role, table, column, value) of the rows to look up; column None: by row number."""
    yield "record", flaw["table"], None, flaw["row"]
    key = primary_key(profile.tables[profile.root])
    if flaw["partner_id"] is not None and key is not None:
        role = "owner" if flaw["kind"] == "stale_phone" else "partner"
        yield role, profile.root, key, flaw["partner_id"]
    if any("hold" in reason for reason in flaw["reasons"]) and "legal_holds" in profile.tables:
        yield "hold", "legal_holds", "customer_id", flaw["customer_id"]
    beside = _BESIDE.get(flaw["kind"])
    if beside is not None and beside in profile.tables:
        yield "beside", beside, "customer_id", flaw["customer_id"]


def _facts(
    profile: Profile, flaw: Mapping[str, Any], rows: _Found, lookup: Lookup
) -> Iterator[Fact]:
    record: Mapping[str, Any] = {}
    for role, table, column, value in _needs(profile, flaw):
        for fields in rows[table, column].get(value, []):
            if role == "beside" and not _same_purpose(record, fields):
                continue
            if role == "record":
                record = fields
            yield Fact(role, table, _filled(fields))
    schedule = "retention_schedule"
    if "category" in record and schedule in profile.tables:
        kept = lookup(schedule, "category", {record["category"]})
        yield from (Fact("period", schedule, _filled(row)) for row in kept[record["category"]])


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _same_purpose(record: Mapping[str, Any], use: Mapping[str, Any]) -> bool:
    return bool(record.get("purpose") == use.get("purpose"))


def rows_in(
    tables: Mapping[str, pa.Table], table: str, column: str | None, values: set[Any]
) -> dict[Any, list[dict[str, Any]]]:
    """Return rows of a table in memory by the value of a column, or by their number."""
    whole = tables[table]
    if column is None:
        numbers = sorted(values)
        picked = whole.take(pa.array(numbers, pa.int64())).to_pylist()
    else:
        chosen = whole.filter(pc.is_in(whole[column], pa.array(sorted(values))))
        picked, numbers = chosen.to_pylist(), chosen[column].to_pylist()
    found: dict[Any, list[dict[str, Any]]] = {}
    for number, fields in zip(numbers, picked, strict=True):
        found.setdefault(number, []).append(fields)
    return found


def _rows(
    stored: Stored, part: int, table: str, column: str | None, values: set[Any]
) -> dict[Any, list[dict[str, Any]]]:
    """Return rows of a table of a package; those of the schedule are in its first part."""
    if table == "retention_schedule":
        part = 0
    found: dict[Any, list[dict[str, Any]]] = {}
    before = 0
    for batch in batches(stored, table, part):
        if column is None:
            here = sorted(row - before for row in values if 0 <= row - before < batch.num_rows)
            numbers = [before + row for row in here]
            picked = batch.take(pa.array(here, pa.int64())).to_pylist()
        else:
            chosen = batch.filter(pc.is_in(batch[column], pa.array(sorted(values))))
            picked, numbers = chosen.to_pylist(), chosen[column].to_pylist()
        for number, fields in zip(numbers, picked, strict=True):
            found.setdefault(number, []).append(fields)
        before += batch.num_rows
    return found
