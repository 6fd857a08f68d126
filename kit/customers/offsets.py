"""Checks spans from the written files alone: the text between the offsets is the span's text."""

from collections.abc import Container, Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.describe import foreign_keys
from kit.customers.spec import Profile

Bad = NDArray[np.bool_]


def wrong_spans(
    profile: Profile,
    read: Mapping[str, pa.Table],
    spans: pa.Table,
    unread: Container[str] = (),
) -> Iterator[tuple[str, str, Bad]]:
    """Yield the broken rule, the column of ``spans`` it speaks of, and the spans' rows.

    Args:
        profile: Says which column of a table names the customer.
        read: The tables; rows in ``spans`` count from their first row.
        spans: The spans of these tables.
        unread: Tables that end too early; spans in them are not looked at.
    """
    lost = np.ones(spans.num_rows, dtype=bool)
    other_text = np.zeros(spans.num_rows, dtype=bool)
    stranger = np.zeros(spans.num_rows, dtype=bool)
    for (name, column), here in _by_cell(spans):
        if name in unread:
            lost[here] = False
            continue
        if name not in read or column not in profile.tables[name].visible:
            continue
        table, some = read[name], spans.take(pa.array(here))
        row = _numbers(some, "row")
        inside = (row >= 0) & (row < table.num_rows)
        here, row, some = here[inside], row[inside], some.filter(pa.array(inside))
        lost[here] = False
        texts = table[column].combine_chunks()
        if pa.types.is_string(texts.type):
            other_text[here] = ~_stands(texts, row, some)
        key = customer_column(profile, name)
        if key is not None:
            stranger[here] = _differ(table[key].combine_chunks().take(pa.array(row)), some)
    yield "span_lost", "row", lost
    yield "span", "text", other_text
    yield "span_customer", "customer_id", stranger


def _stands(texts: pa.StringArray, row: NDArray[np.int64], spans: pa.Table) -> Bad:
    """Return which spans' text stands between their offsets in the text of their row."""
    start, end = _numbers(spans, "start"), _numbers(spans, "end")
    wanted, wanted_from = _points(spans["text"].combine_chunks())
    whole, whole_from = _points(texts)
    length = np.diff(wanted_from)
    fits: Bad = (start >= 0) & (end - start == length) & (end <= np.diff(whole_from)[row])
    fits &= pc.is_valid(spans["text"]).to_numpy()
    places = np.flatnonzero(fits)
    reach = length[places]
    within = np.arange(reach.sum()) - np.repeat(np.cumsum(reach) - reach, reach)
    found = whole[np.repeat(whole_from[row[places]] + start[places], reach) + within]
    same = found == wanted[np.repeat(wanted_from[places], reach) + within]
    wrong = np.bincount(np.repeat(np.arange(len(places)), reach)[~same], minlength=len(places))
    fits[places] = wrong == 0
    return fits


def _points(texts: pa.StringArray) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of all texts, and where each text begins (and the last one ends)."""
    texts = pc.fill_null(texts, "")
    lengths = pc.utf8_length(texts).to_numpy(zero_copy_only=False)
    together = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    joined = pc.binary_join(together, "")[0].as_py()
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    return points, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _by_cell(spans: pa.Table) -> Iterator[tuple[tuple[str, str], NDArray[np.int64]]]:
    """Yield each table and column that spans name, and the positions of these spans."""
    named = pc.binary_join_element_wise(
        pc.fill_null(spans["table"], ""), pc.fill_null(spans["column"], ""), "\x1f"
    )
    coded = named.combine_chunks().dictionary_encode()
    code = coded.indices.to_numpy(zero_copy_only=False)
    for place, cell in enumerate(coded.dictionary.to_pylist()):
        table, _, column = cell.partition("\x1f")
        yield (table, column), np.flatnonzero(code == place)


def customer_column(profile: Profile, name: str) -> str | None:
    """Return the column of a table that names the customer, if it has one."""
    for field, other, _ in foreign_keys(profile, profile.tables[name]):
        if other == profile.root:
            return field
    return None


def _differ(customer: pa.Array, spans: pa.Table) -> Bad:
    differ = pc.not_equal(customer, spans["customer_id"].combine_chunks())
    found: Bad = pc.fill_null(differ, False).to_numpy(zero_copy_only=False)
    return found


def _numbers(spans: pa.Table, name: str) -> NDArray[np.int64]:
    """A column of whole numbers; a missing one becomes -1, which fits nothing."""
    filled = pc.fill_null(spans[name].cast(pa.int64()), -1)
    found: NDArray[np.int64] = filled.combine_chunks().to_numpy(zero_copy_only=False)
    return found
