"""The spans of listed remarks: what is sensitive in them by itself, on the ground floor too.

A remark that carries somebody's health is not a flaw by itself: whether a table may hold such
remarks is a matter of the processing register and its legal basis. Whoever marks it is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.childhood import CHILD_ENDS, ages, child_table, grown_up
from kit.customers.engine import Piece
from kit.customers.grown import Cell, grown, of_field, overlaid
from kit.customers.marks import customer_ids
from kit.customers.spec import Profile
from kit.customers.truth import SPANS
from kit.customers.worded import piece_of, telling, words_of


@dataclass(frozen=True)
class Listed:
    """The remarks of a field that have a span.

    Attributes:
        remarks: The remarks.
        start: Where the span of each begins.
        text: The span of each.
        kind: Its kind.
        cells: The label of each remark while the child of the row is one, then when it is none.
    """

    remarks: pa.StringArray
    start: NDArray[np.int64]
    text: pa.StringArray
    kind: pa.StringArray
    cells: tuple[list[Cell], list[Cell]]


def spans(
    made: Piece,
    written: Mapping[str, pa.Table],
    born: Mapping[str, NDArray[np.int64]] | None = None,
) -> pa.Table:
    """Return the spans of the listed remarks of a piece, by table, column and row.

    Args:
        made: The piece.
        written: Its tables as they are written.
        born: Birth days (since 1970) of the people of a table, if flaws made them others.
    """
    columns = [
        (table, name, found)
        for table in made.rows
        for name in made.spec.profile.tables[table].visible
        if (found := listed(made.spec.profile, table, name, made.spec.locale)) is not None
    ]
    years = ages(made, born or {}) if columns else {}
    parts = [_of_column(made, written, years, *one) for one in columns]
    return pa.concat_tables([SPANS.empty_table(), *parts])


def _of_column(
    made: Piece,
    written: Mapping[str, pa.Table],
    years: Mapping[str, NDArray[np.int64]],
    table: str,
    name: str,
    found: Listed,
) -> pa.Table:
    place = pc.index_in(written[table][name].combine_chunks(), found.remarks)
    rows = np.flatnonzero(pc.is_valid(place).to_numpy(zero_copy_only=False))
    which = place.take(pa.array(rows))
    number = which.to_numpy(zero_copy_only=False).astype(np.int64)
    start, text = found.start[number], found.text.take(which)
    older = years[table][rows] >= CHILD_ENDS if table in years else np.zeros(len(rows), bool)
    cell = pa.array(number + older * len(found.remarks))
    cells = [*found.cells[0], *found.cells[1]]
    lengths = pc.utf8_length(found.text).to_numpy(zero_copy_only=False)[number]
    columns = {
        "table": _same(table, len(rows)),
        "row": pa.array(rows),
        "column": _same(name, len(rows)),
        "customer_id": customer_ids(made).take(pa.array(made.customer_of(table)[rows])),
        "start": pa.array(start.astype(np.int32)),
        "end": pa.array((start + lengths).astype(np.int32)),
        "kind": found.kind.take(which),
        "personal": pa.array(np.ones(len(rows), dtype=bool)),
        "sensitive": pa.array([one.sensitive for one in cells], pa.string()).take(cell),
        "subject": pa.array([one.subject for one in cells], pa.string()).take(cell),
        "text": text,
        "source": pa.nulls(len(rows), pa.string()),
        "value": pa.nulls(len(rows), pa.string()),
    }
    return pa.Table.from_arrays([columns[n] for n in SPANS.names], schema=SPANS)


def _same(word: str, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(word, pa.string()), size)


@lru_cache(maxsize=4096)
def listed(profile: Profile, table: str, name: str, locale: str) -> Listed | None:
    """Return the remarks of a field that have a span; None if none has."""
    label = profile.tables[table].fields[name].label
    if label is None:
        return None
    words = [word for word in words_of(profile.tables, table, name) if word.other]
    texts = [word.zh if locale == "zh" else word.en for word in words]
    found = [
        (text, *piece, word.other)
        for text, word in zip(texts, words, strict=True)
        if word.other and word.other.kind and (piece := piece_of(word.other, text))
    ]
    if not found:
        return None
    older = grown_up(profile, child_table(profile, table))
    ground = (of_field(label), grown(label, older))
    young, old = ([overlaid(cell, one[3]) for one in found] for cell in ground)
    return Listed(
        remarks=pa.array([one[0] for one in found]),
        start=np.array([one[1] for one in found], np.int64),
        text=pa.array([one[2] for one in found]),
        kind=pa.array([one[3].kind for one in found]),
        cells=(young, old),
    )


@lru_cache(maxsize=4096)
def sensitive_remarks(profile: Profile, table: str, name: str, locale: str) -> pa.StringArray:
    """Return the words of a field that are sensitive by themselves."""
    label = profile.tables[table].fields[name].label
    words = words_of(profile.tables, table, name) if label else []
    told = [word for word in words if label and telling(label, word)]
    return pa.array([word.zh if locale == "zh" else word.en for word in told], pa.string())
