"""The Luhn check digit, for one number and for whole arrays.

Source: ISO/IEC 7812-1, annex B.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def check_digit(body: str) -> str:
    """Return the digit that completes a body of digits.

    >>> check_digit("7992739871")
    '3'
    """
    return str(-_weigh(body) % 10)


def check_digits(bodies: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the check digit, 0 to 9, of each body; bodies are whole numbers below 10**18.

    >>> check_digits(np.array([7992739871]))
    array([3], dtype=uint8)
    """
    total = np.zeros(len(bodies), dtype=np.uint8)
    rest = bodies.astype(np.uint64)
    block_size = np.uint64(10_000)
    # Four digits are an even number, so the doubling starts anew at the right of each block.
    while rest.size and rest.max():
        quotient = rest // block_size
        total += _BLOCK_WEIGHTS.take(rest - quotient * block_size)
        rest = quotient
    return (-total.astype(np.int16) % 10).astype(np.uint8)


def _weigh(body: str) -> int:
    doubled = sum(_DOUBLED[int(digit)] for digit in body[::-2])
    return doubled + sum(int(digit) for digit in body[-2::-2])


_BLOCK_WEIGHTS = np.array([_weigh(f"{block:04d}") % 10 for block in range(10_000)], dtype=np.uint8)
