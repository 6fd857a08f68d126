"""Gathers what a flaw's verdict rests on: its record, and the rows that decide about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.browse import batches
from kit.customers.describe import primary_key
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


def evidence(stored: Stored, part: int, flaws: Sequence[Mapping[str, Any]]) -> list[list[Fact]]:
    """Return for each of some flaws of one part the rows that its verdict rests on.

    Raises:
        BadInput: A file of the package cannot be read.
    """
    wanted: dict[tuple[str, str | None], set[Any]] = {}
    for flaw in flaws:
        for _, table, column, value in _needs(stored, flaw):
            wanted.setdefault((table, column), set()).add(value)
    rows = {need: _rows(stored, part, *need, values) for need, values in wanted.items()}
    return [list(_facts(stored, flaw, rows)) for flaw in flaws]


_Rows = Mapping[tuple[str, str | None], Mapping[Any, list[dict[str, Any]]]]


def _needs(stored: Stored, flaw: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None, Any]]:
    """Yield (role, table, column, value) of the rows to look up; column None: by row number."""
    profile = stored.request.spec.profile
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


def _facts(stored: Stored, flaw: Mapping[str, Any], rows: _Rows) -> Iterator[Fact]:
    record: Mapping[str, Any] = {}
    for role, table, column, value in _needs(stored, flaw):
        for fields in rows[table, column].get(value, []):
            if role == "beside" and not _same_purpose(record, fields):
                continue
            if role == "record":
                record = fields
            yield Fact(role, table, _filled(fields))
    schedule = "retention_schedule"
    if "category" in record and schedule in stored.request.spec.profile.tables:
        kept = _rows(stored, 0, schedule, "category", {record["category"]})
        yield from (Fact("period", schedule, _filled(row)) for row in kept[record["category"]])


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _same_purpose(record: Mapping[str, Any], use: Mapping[str, Any]) -> bool:
    return bool(record.get("purpose") == use.get("purpose"))


def _rows(
    stored: Stored, part: int, table: str, column: str | None, values: set[Any]
) -> dict[Any, list[dict[str, Any]]]:
    """Return rows of a table by the value of a column, or by their number."""
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
