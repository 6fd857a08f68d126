"""Judges one column of a release although group size is a property of the whole.

The whole answer is compared with the solution that keeps most of it (the least repair). A column
that the repair leaves alone is right; one that it changes is judged as if everything else were as
in that solution. So a mistake costs its own column and no other, whatever else is wrong.

Costs are in points per column; a column without cost earns all its points. A released identifier
costs most, then a purpose that is not served or whose first wish is held back, then groups that get
too small, by how many people they hold; what is merely needless, or coarser than need be, costs
less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kit.labs.release.levels import OUT
from kit.labs.release.solutions import Solution
from kit.labs.release.table import Groups
from kit.labs.release.task import Column, Task
from kit.labs.results import Verdict

POINTS = 10
COSTS = {
    "right": 0,
    "another_way": 0,
    "needless": 3,
    "coarser": 6,
    "too_fine": 6,
    "held_back": 20,
    "unmet": 22,
    "missing": 24,
    "identifier": 25,
}
SMALL_GROUPS_COST = 10
"""What small groups cost on top if everybody stands in one."""

Case = Literal[
    "right",
    "another_way",
    "coarser",
    "needless",
    "too_fine",
    "held_back",
    "unmet",
    "missing",
    "identifier",
]
VERDICTS: dict[Case, Verdict] = {
    "right": "right",
    "another_way": "acceptable",
    "coarser": "over",
    "needless": "under",
    "too_fine": "under",
    "held_back": "over",
    "unmet": "over",
    "missing": "missing",
    "identifier": "under",
}


@dataclass(frozen=True)
class Judged:
    """One column with what its level cost.

    Attributes:
        column: The column.
        chosen: The chosen level, None if there was no answer.
        target: The level it has in the nearest solution.
        case: What is the matter.
        groups: The groups of that solution with only this column as chosen; None where its size
            has nothing to do with the matter.
        cost: Points lost.
    """

    column: Column
    chosen: str | None
    target: str
    case: Case
    groups: Groups | None
    cost: int

    @property
    def verdict(self) -> Verdict:
        """Return the verdict."""
        return VERDICTS[self.case]


def judge(task: Task, chosen: Mapping[str, str | None]) -> tuple[Judged, ...]:
    """Return the verdict on every column.

    Args:
        task: The task.
        chosen: The level of every column; None where there is no answer.
    """
    nearest = _nearest(task, chosen)
    finest = _refined(task, nearest)
    keys = [column.key for column in task.formers]
    levels = {
        name: dict(zip(keys, one.levels, strict=True))
        for name, one in (("near", nearest), ("fine", finest))
    }
    return tuple(_judge(task, column, chosen[column.key], levels) for column in task.columns)


def _nearest(task: Task, chosen: Mapping[str, str | None]) -> Solution:
    """Return the solution that keeps most of the chosen levels; of these the finest."""
    keys = [column.key for column in task.formers]

    def kept(solution: Solution) -> int:
        return sum(chosen[key] == level for key, level in zip(keys, solution.levels, strict=True))

    return max(task.solutions, key=lambda one: (kept(one), one.gain))  # the first of equals


def _refined(task: Task, near: Solution) -> Solution:
    """Return the finest solution that shows at least as much in every column."""
    formers = task.formers

    def shows_as_much(one: Solution) -> bool:
        pairs = zip(formers, one.levels, near.levels, strict=True)
        return all(not column.finer(mine, level) for column, level, mine in pairs)

    return max((one for one in task.solutions if shows_as_much(one)), key=lambda one: one.gain)


def _judge(
    task: Task, column: Column, level: str | None, levels: Mapping[str, Mapping[str, str]]
) -> Judged:
    near = dict(levels["near"])
    target = near.get(column.key, column.useful[0])
    if level is None:
        return _judged(column, None, target, "missing")
    if column.identifier:
        return _judged(column, level, OUT, "right" if level == OUT else "identifier")
    if level not in column.useful and column.finer(column.useful[-1], level):
        return _judged(column, level, target, "unmet")
    groups = task.groups(near | {column.key: level})
    if column.key == task.first and column.finer(target, level):
        return _judged(column, level, target, "held_back", groups)
    if level not in column.useful or level != target:
        return _too_much(task, column, level, target, groups)
    finest = levels["fine"].get(column.key, target)
    if column.finer(finest, level):
        return _judged(column, level, finest, "coarser", groups)
    best = task.best[column.key]
    return _judged(column, level, target, "right" if level == best else "another_way", groups)


def _too_much(task: Task, column: Column, level: str, target: str, groups: Groups) -> Judged:
    """Judge a column that shows more than it should."""
    if column.sensitive:
        case: Case = "needless" if column.finer(level, column.useful[0]) else "coarser"
        return _judged(column, level, target, case)
    small = groups.smallest < task.k or groups.least_diverse < task.diverse
    return _judged(column, level, target, "too_fine" if small else "needless", groups)


def _judged(
    column: Column, level: str | None, target: str, case: Case, groups: Groups | None = None
) -> Judged:
    extra = round(SMALL_GROUPS_COST * groups.share_below_k) if groups and case == "too_fine" else 0
    return Judged(column, level, target, case, groups, COSTS[case] + extra)
