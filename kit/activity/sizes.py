"""How large things are, in bytes; the same for everybody who makes events."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kit.seeding import Draws, unit

_HEAD, _ROW = 2_048, 180
Number = TypeVar("Number", int, NDArray[np.int64])


def list_bytes(rows: Number) -> Number:
    """Return the size of a list of so many customers.

    >>> list_bytes(100)
    20048
    """
    return rows * _ROW + _HEAD


def other_bytes(draws: Draws, least: float, most: float) -> NDArray[np.int64]:
    """Return sizes of what holds no list: spread evenly over orders of magnitude."""
    low, high = np.log(least), np.log(most)
    sizes: NDArray[np.float64] = np.exp(low + unit(draws) * (high - low))
    return sizes.astype(np.int64)
