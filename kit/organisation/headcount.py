"""How many people do each job in a company of any size."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.organisation.spec import JobSpec, OrganisationProfile

NARROWEST, WIDEST = 4, 12
"""Fewest and most people that report to one person."""
_WIDE_TOP = 3  # so many holders of a managing job may report to the job above


@dataclass(frozen=True)
class Ladder:
    """Jobs by who manages whom.

    Attributes:
        head: The job of the one person at the top.
        below: The jobs under each managing job; every job but the head's is under exactly one.
        jobs: The jobs by id.
    """

    head: str
    below: Mapping[str, tuple[str, ...]]
    jobs: Mapping[str, JobSpec]

    def span(self, job: str) -> int:
        """Return how many reports the holders of a managing job are meant to have."""
        under = sum(self.jobs[one].share for one in self.below[job])
        return min(max(round(under / self.jobs[job].share), NARROWEST + 1), WIDEST - 3)


def ladder(profile: OrganisationProfile) -> Ladder:
    """Return the jobs of a profile as a tree; what nobody manages is under the head."""
    jobs = {job.id: job for job in profile.jobs}
    managed = {one for job in profile.jobs for one in job.manages}
    tops = [job.id for job in profile.jobs if job.id not in managed]
    managing = [one for one in tops if jobs[one].manages]
    head = (managing or tops or list(jobs))[0]
    below: dict[str, tuple[str, ...]] = {}
    placed = {head}
    for name in [head, *jobs]:
        own = tuple(one for one in jobs[name].manages if one not in placed)
        placed.update(own)
        if own:
            below[name] = own
    below[head] = below.get(head, ()) + tuple(one for one in jobs if one not in placed)
    return Ladder(head, below, jobs)


def headcount(rungs: Ladder, size: int) -> dict[str, int]:
    """Return how many of ``size`` people hold each job.

    Jobs that manage nobody share the people; of the others there are as many as the spans of
    control need.
    """
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        if sum(_counts(rungs, middle).values()) <= size:
            low = middle
        else:
            high = middle - 1
    counts = _counts(rungs, low)
    missing = size - sum(counts.values())
    workers = sorted(_workers(rungs), key=lambda job: (-rungs.jobs[job].share, job))
    for number in range(missing):
        counts[workers[number % len(workers)]] += 1
    return _thinned(rungs, counts, -missing)


def _workers(rungs: Ladder) -> list[str]:
    return [job for job in rungs.jobs if job not in rungs.below]


def _counts(rungs: Ladder, working: int) -> dict[str, int]:
    workers = _workers(rungs)
    whole = sum(rungs.jobs[job].share for job in workers)
    counts = {
        job: max(rungs.jobs[job].least, round(rungs.jobs[job].share / whole * working))
        for job in workers
    }
    _count_managers(rungs, rungs.head, counts)
    return {job: counts[job] for job in rungs.jobs}


def _count_managers(rungs: Ladder, job: str, counts: dict[str, int]) -> int:
    """Count the holders of a managing job and those under it; return how many look further up."""
    if job not in rungs.below:
        return counts[job]
    under = sum(_count_managers(rungs, one, counts) for one in rungs.below[job])
    if job == rungs.head:
        counts[job] = 1
        return 1
    least = rungs.jobs[job].least
    if under < NARROWEST and not least:
        counts[job] = 0
        return under
    layer = max(1, least, -(-under // rungs.span(job)))
    whole = layer
    while layer > max(_WIDE_TOP, least):
        layer = -(-layer // (WIDEST - 4))
        whole += layer
    counts[job] = whole
    return layer


def _thinned(rungs: Ladder, counts: dict[str, int], surplus: int) -> dict[str, int]:
    """Take people away, from where there are most; last the jobs of the smallest share go."""
    while surplus > 0:
        able = [job for job in counts if counts[job] > 1]
        if able:
            counts[max(able, key=lambda job: (counts[job], job))] -= 1
        else:
            left = [job for job in counts if counts[job] and job != rungs.head]
            counts[min(left, key=lambda job: (rungs.jobs[job].share, job))] = 0
        surplus -= 1
    return counts
