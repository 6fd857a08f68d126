"""Columns as the engine passes them: Arrow arrays, or NumPy arrays for latent values."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Column = (
    Any  # pa.Array for values that are written; NumPy array (plain or structured) for latent ones
)
TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms"),
}


def take(column: Column, rows: NDArray[np.int64]) -> Column:
    """Return the values of these row positions."""
    if isinstance(column, np.ndarray):
        return column[rows]
    return column.take(pa.array(rows))


def scatter(column: Column, rows: NDArray[np.int64], size: int) -> Column:
    """Return a column of ``size`` rows with these values at these positions, else null (or 0)."""
    if isinstance(column, np.ndarray):
        whole = np.zeros(size, column.dtype)
        whole[rows] = column
        return whole
    place = np.full(size, -1)
    place[rows] = np.arange(len(rows))
    return column.take(pa.array(place, mask=place < 0))


def as_days(column: Column) -> NDArray[np.int32]:
    """Return dates as days since 1970-01-01; nulls become 0 (see `is_null`)."""
    if isinstance(column, np.ndarray):
        return column.astype(np.int32)
    return _filled(column.view(pa.int32()) if column.type == pa.date32() else column)


def as_int(column: Column) -> NDArray[np.int64]:
    """Return whole numbers; nulls become 0."""
    if isinstance(column, np.ndarray):
        return column.astype(np.int64)
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    return _filled(column).astype(np.int64)


def as_text(column: Column) -> pa.StringArray:
    """Return the column as strings."""
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    return array if array.type == pa.string() else array.cast(pa.string())


def is_null(column: Column) -> NDArray[np.bool_]:
    """Return which values are missing."""
    if isinstance(column, np.ndarray) or column.null_count == 0:
        return np.zeros(len(column), dtype=bool)
    found: NDArray[np.bool_] = column.is_null().to_numpy(zero_copy_only=False)
    return found


def dates(days: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Return days since 1970-01-01 as an Arrow date column, with nulls where ``missing``."""
    return with_nulls(pa.array(days.astype(np.int32)).view(pa.date32()), missing)


def with_nulls(column: pa.Array, missing: NDArray[np.bool_] | None) -> pa.Array:
    """Return the column with more nulls; the values are not copied."""
    if missing is None or not missing.any():
        return column
    valid = ~missing if column.null_count == 0 else ~(missing | is_null(column))
    bitmap = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(column.type, len(column), [bitmap, *column.buffers()[1:]])


def _filled(column: pa.Array) -> NDArray[Any]:
    whole = column.fill_null(0) if column.null_count else column
    filled: NDArray[Any] = whole.to_numpy(zero_copy_only=False)
    return filled
