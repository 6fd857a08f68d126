"""Checks that every kind shares: lengths, letters, rows within the space, and yes or no answers."""

import re
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kit.errors import CapacityExceeded, InvalidIdentifier
from kit.seeding import permute

Rows = NDArray[np.int64]


class Kind(Protocol):
    """What the module of each kind of identifier offers, besides its own ``generate``.

    Attributes:
        FORM: Regular expression (Python and RE2 alike) of how a value is written; whole value.
        CAPACITY: How many different values ``generate`` can make.
    """

    FORM: str
    CAPACITY: int

    def validate(self, value: str, /) -> None:
        """Raise `InvalidIdentifier` with the rule that the value breaks."""

    def is_synthetic(self, value: str, /) -> bool:
        """Return whether the value lies in our space; false for anything else."""


def require_length(value: str, *lengths: int) -> None:
    """Raise unless the value has one of these numbers of characters."""
    if len(value) not in lengths:
        expected = "/".join(map(str, lengths)) if len(lengths) < 4 else _span(lengths)
        raise InvalidIdentifier("identifiers.length", actual=len(value), expected=expected)


def require_letters(value: str, allowed: str) -> None:
    """Raise at the first character outside ``allowed``, a regular expression class."""
    wrong = re.search(f"[^{allowed}]", value)
    if wrong:
        raise InvalidIdentifier(
            "identifiers.characters", position=wrong.start() + 1, allowed=allowed
        )


def require_form(value: str, form: str) -> None:
    """Raise unless the whole value is written as the regular expression says."""
    if not re.fullmatch(form, value):
        raise InvalidIdentifier("identifiers.format")


def require_check(actual: str, expected: str) -> None:
    """Raise unless the check character is the expected one."""
    if actual != expected:
        raise InvalidIdentifier("identifiers.checksum", actual=actual, expected=expected)


def passes(validate: Callable[[str], None], value: str) -> bool:
    """Return whether a validator lets a value through."""
    try:
        validate(value)
    except InvalidIdentifier:
        return False
    return True


def place(kind: str, seed: int, names: tuple[str, ...], size: int, rows: Rows) -> Rows:
    """Return the place of each row in a space of ``size`` values; different rows never share one.

    Raises:
        CapacityExceeded: If a row number is outside the space.
    """
    require_rows(kind, size, rows)
    return permute(seed, names, size, rows)


def require_rows(kind: str, size: int, rows: Rows) -> None:
    """Raise `CapacityExceeded` unless every row number lies in ``[0, size)``."""
    if not len(rows):
        return
    low, high = int(rows.min()), int(rows.max())
    if low < 0 or high >= size:
        wrong = low if low < 0 else high
        raise CapacityExceeded("identifiers.capacity", kind=kind, limit=size, row=wrong)


def _span(lengths: tuple[int, ...]) -> str:
    return f"{min(lengths)}–{max(lengths)}"


def scatter(numbers: Rows, salt: int, limit: int) -> Rows:
    """Return numbers in ``[0, limit)`` that look unrelated to the given ones, always the same.

    For parts of a value that only have to look various: Fibonacci hashing.
    """
    mixed = (numbers.astype(np.uint64) + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(33)) % np.uint64(limit)).astype(np.int64)
