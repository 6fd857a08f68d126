"""The levels of detail a column can be released at: each is a coarsening of the one before it."""

from typing import Literal

Kind = Literal["name", "code", "phone", "birth", "date", "place", "amount", "category", "text"]

OUT = "out"
EXACT = "exact"
LEVELS: dict[Kind, tuple[str, ...]] = {
    "name": (EXACT, OUT),
    "code": (EXACT, "hashed", OUT),
    "phone": (EXACT, "hashed", "tail", OUT),
    "birth": (EXACT, "month", "year", "fine", "wide", OUT),
    "date": (EXACT, "month", "year", OUT),
    "place": (EXACT, "district", "city", "province", "area", OUT),
    "amount": (EXACT, "fine", "wide", OUT),
    "category": (EXACT, OUT),
    "text": (EXACT, OUT),
}
"""Levels by kind of column, the finest first; ``out`` means that the column stays out."""

IDENTIFIERS: frozenset[Kind] = frozenset({"name", "code", "phone"})
"""Kinds that point at one person by themselves; a hash or the last digits still do."""
BANDED: frozenset[Kind] = frozenset({"birth", "amount"})
"""Kinds whose ``fine`` and ``wide`` levels are bands; with one width there is no ``wide``."""


def levels_of(kind: Kind, widths: int) -> tuple[str, ...]:
    """Return the levels of a column, the finest first.

    Args:
        kind: What the column holds.
        widths: How many band widths the exercise gives it: 0, 1 or 2.

    >>> levels_of("amount", 1)
    ('exact', 'fine', 'out')
    """
    if kind not in BANDED:
        return LEVELS[kind]
    left_out = {"fine", "wide"} if widths == 0 else {"wide"} if widths == 1 else set()
    return tuple(level for level in LEVELS[kind] if level not in left_out)
