"""Who reports to whom: one head, four to twelve reports for everybody who leads."""

from dataclasses import dataclass, field

import numpy as np

from kit.organisation.headcount import NARROWEST, WIDEST, Ladder
from kit.organisation.setting import Ints


@dataclass
class _Growing:
    """A tree as far as it has grown.

    Attributes:
        rungs: The jobs.
        job: Job of each person.
        boss: Whom each reports to; -1: nobody yet.
        reports: Who reports to each.
    """

    rungs: Ladder
    job: list[str]
    boss: list[int] = field(init=False)
    reports: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.boss = [-1] * len(self.job)
        self.reports = [[] for _ in self.job]

    def put(self, under: list[int], leader: int) -> None:
        """Let people report to a leader, whoever they reported to before."""
        for one in under:
            if self.boss[one] >= 0:
                self.reports[self.boss[one]].remove(one)
            self.boss[one] = leader
        self.reports[leader] += under


def reporting(rungs: Ladder, job: list[str]) -> Ints:
    """Return the position of everybody's manager, -1 for the head.

    Args:
        rungs: The jobs.
        job: The job of each person; exactly one has that of the head.
    """
    holders: dict[str, list[int]] = {name: [] for name in rungs.jobs}
    for person, name in enumerate(job):
        holders[name].append(person)
    tree = _Growing(rungs, job)
    level = [node for name in rungs.below[rungs.head] for node in _grown(tree, holders, name)]
    head = holders[rungs.head][0]
    level = _widened(tree, _condensed(tree, level, WIDEST))
    tree.put(level, head)
    return np.array(tree.boss, dtype=np.int64)


def _grown(tree: _Growing, holders: dict[str, list[int]], name: str) -> list[int]:
    """Build what is under a job and return those who still need a manager."""
    pool = holders[name]
    if name not in tree.rungs.below:
        return pool
    level = [node for one in tree.rungs.below[name] for node in _grown(tree, holders, one)]
    while pool and len(level) >= NARROWEST:
        level = _condensed(tree, level, WIDEST * len(pool))
        leaders = _leaders(len(pool), len(level))
        for place, leader in enumerate(pool[:leaders]):
            bounds = [len(level) * end // leaders for end in (place, place + 1)]
            tree.put(level[slice(*bounds)], leader)
        level, pool = pool[:leaders], pool[leaders:]
    return pool + level


def _leaders(pool: int, level: int) -> int:
    """How many of a pool lead the level below, the rest being for the levels above."""
    low, high = -(-level // WIDEST), level // NARROWEST
    leaders = min(pool, high)
    while leaders > low and leaders > 3 and leaders + -(-leaders // (WIDEST - 4)) > pool:
        leaders -= 1
    return max(leaders, low)


def _condensed(tree: _Growing, level: list[int], most: int) -> list[int]:
    """Let people of a level that is too wide lead their peers until at most so many are left."""
    while len(level) > most:
        start, run = _longest_run(tree, level)
        if run <= NARROWEST:
            start, run = _best_stretch(tree, level)
        lead = _fittest(tree, level[start : start + run])
        room = WIDEST - len(tree.reports[lead])
        others = [one for one in level[start : start + run] if one != lead]
        taken = others[: max(NARROWEST, min(len(level) - most, room, WIDEST - 4))]
        tree.put(taken, lead)
        gone = set(taken)
        level = [one for one in level if one not in gone]
    return level


def _longest_run(tree: _Growing, level: list[int]) -> tuple[int, int]:
    """Return start and length of the longest stretch of people with one job and no reports."""
    best, start = (0, 0), 0
    for place, one in enumerate(level):
        if tree.reports[one]:
            start = place + 1
            continue
        if place > start and tree.job[one] != tree.job[level[start]]:
            start = place
        if place - start + 1 > best[1]:
            best = (start, place - start + 1)
    return best


def _best_stretch(tree: _Growing, level: list[int]) -> tuple[int, int]:
    """Return the stretch of five neighbours among whom somebody has fewest reports."""
    width = NARROWEST + 1
    fewest = [
        min(len(tree.reports[one]) for one in level[start : start + width])
        for start in range(len(level) - width + 1)
    ]
    return int(np.argmin(fewest)), width


def _fittest(tree: _Growing, group: list[int]) -> int:
    """Who leads a group: who has fewest reports already, better with a managing job."""
    return min(
        group, key=lambda one: (len(tree.reports[one]), tree.job[one] not in tree.rungs.below)
    )


def _widened(tree: _Growing, level: list[int]) -> list[int]:
    """Let the head lead at least four people, if need be by taking over reports of theirs."""
    while len(level) < NARROWEST:
        widest = max(level, key=lambda one: len(tree.reports[one]))
        under = tree.reports[widest]
        spare = len(under) - NARROWEST if len(under) > NARROWEST else len(under)
        if not spare:
            return level
        taken = under[-min(spare, WIDEST - len(level)) :]
        for one in taken:
            tree.boss[one] = -1
        tree.reports[widest] = under[: -len(taken)]
        level = level + taken
    return level
