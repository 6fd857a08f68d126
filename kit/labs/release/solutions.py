"""Which choices solve a task: the search over the levels that serve the purpose.

Coarser columns make larger groups, so if the coarsest useful levels fail, everything does. Between
these and the finest useful levels every choice is counted once; there are few, for the purpose
needs few columns. Of the choices that hold, those solve the task that show the column that comes
first as finely as any of them does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from kit.labs.release.table import Table, count_groups

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


@dataclass(frozen=True)
class Tried:
    """A choice of useful levels with the groups it leaves.

    Attributes:
        choice: The choice.
        smallest: Size of the smallest group.
        least_diverse: The fewest different sensitive values in a group.
    """

    choice: Solution
    smallest: int
    least_diverse: int


def try_all(table: Table, ranges: Sequence[Range], sensitive: tuple[str, str]) -> tuple[Tried, ...]:
    """Return every choice of useful levels, the finest first.

    Args:
        table: The candidate table.
        ranges: The needed columns; everything else stays out.
        sensitive: The sensitive column and the level at which its values are compared.
    """
    tried = []
    for levels in product(*(one.levels for one in ranges)):
        chosen = {one.column: level for one, level in zip(ranges, levels, strict=True)}
        groups = count_groups(table, chosen, 1, sensitive)
        choice = Solution(levels, _gain(ranges, levels))
        tried.append(Tried(choice, groups.smallest, groups.least_diverse))
    return tuple(sorted(tried, key=lambda one: -one.choice.gain))  # stable: ties stay in order


def solve(
    tried: Sequence[Tried], ranges: Sequence[Range], first: str, k: int, diverse: int
) -> tuple[Solution, ...]:
    """Return every solution, the finest first.

    Args:
        tried: From `try_all`.
        ranges: The needed columns.
        first: Key of the column that comes first.
        k: The least size of a group.
        diverse: The fewest different sensitive values in a group.
    """
    held = [one.choice for one in tried if one.smallest >= k and one.least_diverse >= diverse]
    place = next(number for number, one in enumerate(ranges) if one.column == first)
    steps = ranges[place].levels
    finest = min((steps.index(one.levels[place]) for one in held), default=0)
    return tuple(one for one in held if steps.index(one.levels[place]) == finest)


def leaves_a_choice(solutions: Sequence[Solution], ranges: Sequence[Range], first: str) -> bool:
    """Return whether the column that comes first ends up neither finest nor coarsest.

    Then nobody gets there by taking what the purpose needs at one end of its levels.
    """
    place = next(number for number, one in enumerate(ranges) if one.column == first)
    ends = ranges[place].levels[0], ranges[place].levels[-1]
    return bool(solutions) and solutions[0].levels[place] not in ends


def _gain(ranges: Sequence[Range], levels: Sequence[str]) -> float:
    gain = 0.0
    for one, level in zip(ranges, levels, strict=True):
        steps = len(one.levels) - 1
        gain += (steps - one.levels.index(level)) / steps if steps else 0.0
    return round(gain, 6)
