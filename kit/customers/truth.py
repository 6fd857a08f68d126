"""The layout of the truth beside the tables: spans in texts, labels of cells, and flaws.

In all three, ``row`` counts from 0 in the piece, or in a package in the file of the same part.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_WORDS = pa.list_(pa.string())
SPANS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("customer_id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("kind", pa.string()),
        ("personal", pa.bool_()),
        ("sensitive", pa.string()),
        ("subject", pa.string()),
        ("text", pa.string()),
        ("source", pa.string()),
        ("value", pa.string()),
    ]
)
"""One row per span: code points ``start`` to ``end`` (exclusive) of a cell, and what they are.

``value`` is the right value of the column ``source``, even where a flaw wrote another one there.
"""
CELL_LABELS = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("customer_id", pa.string()),
        ("classification", pa.string()),
        ("sensitive", pa.string()),
        ("subject", pa.string()),
        ("reason", pa.string()),
        ("articles", _WORDS),
        ("boundary", pa.bool_()),
    ]
)
"""One row per cell whose label differs from its field's; column ``*`` is the whole row."""
FLAWS = pa.schema(
    [
        ("flaw_id", pa.string()),
        ("kind", pa.string()),
        ("role", pa.string()),
        ("table", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("customer_id", pa.string()),
        ("partner_id", pa.string()),
        ("found", pa.string()),
        ("right", pa.string()),
        ("action", pa.string()),
        ("also_accept", _WORDS),
        ("articles", _WORDS),
        ("reasons", _WORDS),
    ]
)
"""One row per changed cell: what is wrong, what is right, and what to do about the record."""
SCHEMAS = {"spans": SPANS, "cell_labels": CELL_LABELS, "flaws": FLAWS}


def cut(truth: pa.Table, first: Mapping[str, int]) -> pa.Table:
    """Return the truth of tables whose first rows are cut off, counted from the new first row.

    Args:
        truth: One of the tables of `SCHEMAS`.
        first: The first row kept, by table.
    """
    row = truth["row"].to_numpy() - _by_table(truth, first)
    return _with_rows(truth, row).filter(pa.array(row >= 0))


def moved(truth: pa.Table, rows_before: Mapping[str, int]) -> pa.Table:
    """Return the truth with rows counted from the beginning of a file.

    Args:
        truth: One of the tables of `SCHEMAS`.
        rows_before: How many rows of each table stand in the file already.
    """
    return _with_rows(truth, truth["row"].to_numpy() + _by_table(truth, rows_before))


def _by_table(truth: pa.Table, numbers: Mapping[str, int]) -> NDArray[np.int64]:
    coded = truth["table"].combine_chunks().dictionary_encode()
    by_code = np.array([numbers.get(name, 0) for name in coded.dictionary.to_pylist()], np.int64)
    if not len(by_code):
        return np.empty(0, np.int64)
    found: NDArray[np.int64] = by_code[pc.fill_null(coded.indices, 0).to_numpy()]
    return found


def _with_rows(truth: pa.Table, row: NDArray[np.int64]) -> pa.Table:
    return truth.set_column(truth.schema.get_field_index("row"), "row", pa.array(row, pa.int64()))
