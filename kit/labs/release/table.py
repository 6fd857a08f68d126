"""The candidate table as numbers, and the groups of people that a release leaves alike.

Rows are people. A level is an array of codes, one per person: people with the same code cannot be
told apart by this column. A group is the people who are alike in every released column other than
the sensitive one; how small the smallest is says how easily somebody is picked out.

Source: Samarati and Sweeney, "Protecting privacy when disclosing information" (1998), for k;
Machanavajjhala et al., "l-Diversity" (2007), for the sensitive values inside a group.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kit.labs.release.levels import OUT

Codes = NDArray[np.int64]
_MOST = 2**62
_DENSE = 16
"""Numbers below so many times the number of people are marked in a table instead of sorted."""


@dataclass(frozen=True)
class Coded:
    """One column at one level.

    Attributes:
        codes: For each person the number of their value, from 0.
        labels: The values as they are released, by number.
    """

    codes: Codes
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Everybody in the candidate table.

    Attributes:
        people: How many they are.
        columns: By key of the column and level; ``out`` is not there.
    """

    people: int
    columns: Mapping[str, Mapping[str, Coded]]

    def text(self, column: str, level: str, person: int) -> str:
        """Return a value as it is released at a level."""
        coded = self.columns[column][level]
        return coded.labels[int(coded.codes[person])]


@dataclass(frozen=True)
class Groups:
    """The groups of a release.

    Attributes:
        people: How many people there are.
        k: The least size a group should have.
        smallest: Size of the smallest group; 0 if there is nobody.
        groups: How many groups there are.
        people_below_k: How many people stand in groups smaller than ``k``.
        sizes: The size of every group, ascending.
        homogeneous: How many people stand in groups that share one sensitive value.
        least_diverse: The fewest different sensitive values in a group.
        example: Somebody of a smallest group (row number).
    """

    people: int
    k: int
    smallest: int
    groups: int
    people_below_k: int
    sizes: Codes = field(repr=False, compare=False)
    homogeneous: int
    least_diverse: int
    example: int

    @property
    def share_below_k(self) -> float:
        """Return the share of people in groups smaller than ``k``."""
        return self.people_below_k / self.people if self.people else 0.0


def count_groups(
    table: Table, levels: Mapping[str, str], k: int, sensitive: tuple[str, str]
) -> Groups:
    """Return the groups that a choice of levels leaves.

    Args:
        table: The candidate table.
        levels: A level for each column; columns that are not named stay out.
        k: The least size a group should have.
        sensitive: The sensitive column and the level at which its values are compared.
    """
    member = _members(
        table, {name: level for name, level in levels.items() if name != sensitive[0]}
    )
    sizes = np.bincount(member)
    values = table.columns[sensitive[0]][sensitive[1]]
    width = max(1, len(values.labels))
    diverse = np.bincount(_distinct(member * width + values.codes) // width)
    smallest = int(sizes.argmin())
    return Groups(
        people=table.people,
        k=k,
        smallest=int(sizes[smallest]),
        groups=len(sizes),
        people_below_k=int(sizes[sizes < k].sum()),
        sizes=np.sort(sizes),
        homogeneous=int(sizes[diverse == 1].sum()),
        least_diverse=int(diverse.min()),
        example=int(np.flatnonzero(member == smallest)[0]),
    )


def _members(table: Table, levels: Mapping[str, str]) -> Codes:
    """Return the group of every person, numbered from 0 without gaps."""
    whole = np.zeros(table.people, dtype=np.int64)
    span = 1
    for name, level in levels.items():
        if level == OUT:
            continue
        coded = table.columns[name][level]
        if span * len(coded.labels) > _MOST:
            whole = _numbered(whole)
            span = int(whole.max()) + 1
        whole = whole * len(coded.labels) + coded.codes
        span *= len(coded.labels)
    return _numbered(whole)


def _distinct(codes: Codes) -> Codes:
    """Return the different numbers among some from 0, ascending."""
    if len(codes) and codes.max() < _DENSE * len(codes):
        return np.flatnonzero(np.bincount(codes))
    return np.unique(codes)


def _numbered(codes: Codes) -> Codes:
    """Return numbers from 0 without gaps, in the same order."""
    if len(codes) and codes.max() < _DENSE * len(codes):
        there = np.bincount(codes) > 0
        return (np.cumsum(there) - 1)[codes]
    return np.unique(codes, return_inverse=True)[1].reshape(-1).astype(np.int64)
