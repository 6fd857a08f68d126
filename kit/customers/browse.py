"""Finds notes and flaws in a written data package, for somebody who wants to look at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.offsets import customer_column
from kit.customers.part import layout_of
from kit.customers.stored import Stored, TableReader
from kit.errors import BadInput

_AT_A_TIME = 65_536


@dataclass(frozen=True)
class Note:
    """One note with what stands in it.

    Attributes:
        part: The part of the package it stands in.
        row: Its row in the file of that part.
        customer: The number of its customer, if customers have one.
        fields: Its columns by name.
        spans: Its spans, columns of `kit.customers.truth.SPANS` by name, by start.
    """

    part: int
    row: int
    customer: str | None
    fields: Mapping[str, Any]
    spans: Sequence[Mapping[str, Any]]


def notes(stored: Stored, limit: int, customer: str | None = None) -> Iterator[Note]:
    """Yield the first notes of a package, or of one customer.

    Raises:
        BadInput: The package has no notes, or a file of it cannot be read.
    """
    place = stored.request.spec.profile.note_field
    if place is None:
        raise BadInput("show.no_notes", folder=str(stored.folder))
    key = customer_column(stored.request.spec.profile, place[0])
    if key is None and customer is not None:
        return
    left = limit
    for part in range(len(stored.request.parts())):
        found = list(_rows(stored, place[0], part, {key: customer} if key else {}, left))
        spans = _spans(stored, place[0], part, [row for row, _ in found])
        for row, fields in found:
            yield Note(part, row, fields[key] if key else None, fields, spans.get(row, []))
        left -= len(found)
        if left < 1:
            return


def flaws(
    stored: Stored,
    limit: int,
    customer: str | None = None,
    kind: str | None = None,
    action: str | None = None,
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the first flaws of a package as (part, columns of `kit.customers.truth.FLAWS`).

    Cells that follow from a flaw are left out.

    Raises:
        BadInput: A file of the package cannot be read.
    """
    wanted = {"customer_id": customer, "kind": kind, "action": action, "role": "flaw"}
    left = limit
    for part in range(len(stored.request.parts())):
        found = list(_rows(stored, "flaws", part, wanted, left))
        yield from ((part, _unflattened(fields)) for _, fields in found)
        left -= len(found)
        if left < 1:
            return


def marked(text: str, marks: Sequence[tuple[int, int, str]]) -> str:
    """Return a text with brackets around its spans and a word in each.

    Args:
        text: The text.
        marks: Start, end (code points, end exclusive) and word of each span, by start.

    >>> marked("王芳来电", [(0, 2, "姓名")])
    '[王芳|姓名]来电'
    """
    parts, end = [], 0
    for start, stop, word in marks:
        parts += [text[end:start], f"[{text[start:stop]}|{word}]"]
        end = stop
    return "".join([*parts, text[end:]])


def _rows(
    stored: Stored, table: str, part: int, wanted: Mapping[str, str | None], limit: int
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield (row, columns) of the first rows with the wanted values."""
    before = 0
    for batch in batches(stored, table, part):
        fits = pa.array([True] * batch.num_rows)
        for column, value in wanted.items():
            if value is not None:
                fits = pc.and_(fits, pc.fill_null(pc.equal(batch[column], value), False))
        rows = pc.indices_nonzero(fits).to_pylist()[:limit]
        for row, fields in zip(
            rows, batch.take(pa.array(rows, pa.int64())).to_pylist(), strict=True
        ):
            yield before + row, fields
        limit -= len(rows)
        if limit < 1:
            return
        before += batch.num_rows


def _spans(
    stored: Stored, table: str, part: int, rows: Sequence[int]
) -> dict[int, list[Mapping[str, Any]]]:
    """Return the spans in some rows of a table by row; they stand in the order of the rows."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    if not rows:
        return found
    for batch in batches(stored, "spans", part):
        here = batch.filter(pc.equal(batch["table"], table))
        for span in here.filter(pc.is_in(here["row"], pa.array(rows, pa.int64()))).to_pylist():
            found.setdefault(span["row"], []).append(span)
        if here.num_rows and here["row"][-1].as_py() > rows[-1]:
            break
    return found


def batches(stored: Stored, table: str, part: int) -> Iterator[pa.Table]:
    """Yield the rows of a stored table piece by piece.

    Raises:
        BadInput: The file cannot be read.
    """
    path = stored.folder / stored.request.path(table, part)
    reader = TableReader(path, layout_of(stored.request, table))
    while True:
        batch = reader.take(_AT_A_TIME)
        if reader.problem is not None:
            raise BadInput("show.unreadable", file=str(path), problem=reader.problem)
        if not batch.num_rows:
            return
        yield batch


def _unflattened(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Lists are written as texts in CSV."""
    lists = ("also_accept", "articles", "reasons")
    return {
        name: (value.split(";") if value else [])
        if name in lists and not isinstance(value, list)
        else value
        for name, value in fields.items()
    }
