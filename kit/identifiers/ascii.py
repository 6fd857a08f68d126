"""Fixed-width ASCII columns as byte matrices: one row per value, one column per character.

Digits come four at a time from a table of the 10,000 blocks "0000" to "9999", written straight into
place; a finished matrix becomes an Arrow string array without a copy.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.errors import BadInput

Matrix = NDArray[np.uint8]
Integers = NDArray[Any]

_BLOCK = 4
_BLOCK_SIZE = 10**_BLOCK
_ARROW_LIMIT = 2**31 - 1
# How many letters of each width the tables hold: widths that one machine word carries are quicker.
_WORDS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def matrix(rows: int, width: int) -> Matrix:
    """Return a byte matrix to be filled, its contents undefined."""
    return np.empty((rows, width), dtype=np.uint8)


def digits(numbers: Integers, width: int) -> Matrix:
    """Return numbers in ``[0, 10**width)`` as zero-padded ASCII digits, one row each.

    >>> fixed_width(digits(np.array([7, 12345]), 5)).to_pylist()
    ['00007', '12345']
    """
    filled = matrix(len(numbers), width)
    put_digits(filled, 0, numbers, width)
    return filled


def put_digits(target: Matrix, column: int, numbers: Integers, width: int) -> None:
    """Write numbers as ``width`` zero-padded digits into a matrix, from a column on.

    Args:
        target: A C-contiguous matrix.
        column: Where the first digit goes.
        numbers: Each in ``[0, 10**width)``.
        width: How many digits to write.
    """
    rest = _narrow(numbers, width)
    end = column + width
    while end > column:
        size = min(_BLOCK, end - column)
        rest, block = _divide(rest, 10**size)
        put(target, end - size, _DIGITS[size], block)
        end -= size


def put_text(target: Matrix, column: int, text: str) -> None:
    """Write the same ASCII text into every row of a matrix, from a column on."""
    target[:, column : column + len(text)] = np.frombuffer(text.encode("ascii"), dtype=np.uint8)


def put(target: Matrix, column: int, words: NDArray[Any], index: Integers) -> None:
    """Write ``words[index]`` into a matrix, from a column on; `table` makes the words."""
    if not len(target):
        return
    place = np.ndarray(
        len(target),
        dtype=words.dtype,
        buffer=target.data,
        offset=column,
        strides=(target.shape[1],),
    )
    place[...] = words.take(index)


def table(words: Sequence[str]) -> NDArray[Any]:
    """Return ASCII words of one width as an array that `put` takes from."""
    width = len(words[0])
    joined = np.frombuffer("".join(words).encode("ascii"), dtype=np.uint8)
    return joined.view(_WORDS.get(width, np.dtype(f"V{width}")))


def texts(values: Any) -> pa.StringArray:
    """Return strings as one plain Arrow array: from a pyarrow array of any kind or a sequence."""
    array = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(pa.string())


def fixed_width(filled: Matrix) -> pa.StringArray:
    """Return the rows of a byte matrix as Arrow strings; a contiguous matrix is not copied.

    Raises:
        BadInput: If the bytes are more than one Arrow string array holds.
    """
    rows, width = filled.shape
    if rows * width > _ARROW_LIMIT:
        raise BadInput("identifiers.batch_too_large", rows=rows, limit=_ARROW_LIMIT // width)
    offsets = np.arange(0, rows * width + 1, width, dtype=np.int32)
    data = np.ascontiguousarray(filled).reshape(-1)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def _narrow(numbers: Integers, width: int) -> Integers:
    """Return the numbers in 32 bits where they fit: division is several times quicker there."""
    return numbers.astype(np.uint32) if width <= 9 else numbers.astype(np.uint64)


def _divide(numbers: Integers, by: int) -> tuple[Integers, Integers]:
    """Return quotient and remainder; the quotient narrows to 32 bits when it can."""
    divisor = numbers.dtype.type(by)
    quotient = numbers // divisor
    return quotient, numbers - quotient * divisor


_DIGITS = {
    size: table([f"{number:0{size}d}" for number in range(10**size)])
    for size in range(1, _BLOCK + 1)
}
