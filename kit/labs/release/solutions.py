"""Which choices solve a task: the search over the levels that serve the purpose.

Coarser columns make larger groups, so if the coarsest useful levels fail, everything does. Between
these and the finest useful levels the search tries every choice; there are few, for the purpose
needs few columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from kit.labs.release.table import Groups, Table, count_groups

MOST_TRIED = 400


@dataclass(frozen=True)
class Range:
    """What a purpose can use of a column: its useful levels, the finest first.

    Attributes:
        column: Key of the column.
        levels: The useful levels.
    """

    column: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Solution:
    """A choice that serves the purpose with groups that are large enough.

    Attributes:
        levels: The level of each needed column, in the order of the ranges.
        gain: How much finer than need be, over all columns; each counts from 0 to 1.
    """

    levels: tuple[str, ...]
    gain: float


def solve(
    table: Table, ranges: Sequence[Range], k: int, diverse: int, sensitive: tuple[str, str]
) -> tuple[Solution, ...]:
    """Return every solution, the finest first.

    Args:
        table: The candidate table.
        ranges: The needed columns; everything else stays out.
        k: The least size of a group.
        diverse: The fewest different sensitive values in a group.
        sensitive: The sensitive column and the level at which its values are compared.
    """
    found = []
    for levels in product(*(one.levels for one in ranges)):
        chosen = {one.column: level for one, level in zip(ranges, levels, strict=True)}
        groups = count_groups(table, chosen, k, sensitive)
        if holds(groups, diverse):
            found.append(Solution(levels, _gain(ranges, levels)))
    return tuple(sorted(found, key=lambda one: -one.gain))  # stable: ties stay in order


def holds(groups: Groups, diverse: int) -> bool:
    """Return whether groups are large and varied enough."""
    return groups.smallest >= groups.k and groups.least_diverse >= diverse


def _gain(ranges: Sequence[Range], levels: Sequence[str]) -> float:
    gain = 0.0
    for one, level in zip(ranges, levels, strict=True):
        steps = len(one.levels) - 1
        gain += (steps - one.levels.index(level)) / steps if steps else 0.0
    return round(gain, 6)
