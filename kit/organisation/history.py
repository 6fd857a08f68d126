"""Who is there, who has left, who has changed jobs: about three years of joiners and leavers."""

from dataclasses import dataclass

import numpy as np

from kit.organisation import people
from kit.organisation.ending import last_hire
from kit.organisation.headcount import Ladder, headcount, ladder
from kit.organisation.people import Persons
from kit.organisation.setting import NEVER, Ints, Setting, workday
from kit.organisation.tree import reporting
from kit.seeding import below, unit

YEARS = 3
_LEAVE_SHARE = 0.13  # of the staff, each year
_MOVE_SHARE = 0.05


@dataclass(frozen=True)
class Staff:
    """The company's own people, those at work first, by their row of the staff table.

    Attributes:
        persons: Who they are.
        job, department: Places in the profile; today's, or the last.
        site: Row of the table of sites.
        manager: Row of whom they report to; -1 for the head.
        joined, left: Days since 1970-01-01; left is the last day at work, or `NEVER`.
        moved: Day on which they took today's job, or `NEVER`.
        was: Place of the job before that, or -1.
        at_work: How many of the first rows have not left in the ordinary course.
        passed: Day from which they work for the transferee, or `NEVER`.
    """

    persons: Persons
    job: Ints
    department: Ints
    site: Ints
    manager: Ints
    joined: Ints
    left: Ints
    moved: Ints
    was: Ints
    at_work: int
    passed: Ints

    def __len__(self) -> int:
        return len(self.job)

    @property
    def head(self) -> int:
        """Row of the one at the top."""
        return int(np.flatnonzero(self.manager[: self.at_work] < 0)[0])

    def there(self, who: Ints, day: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return whether each person works there on a day."""
        found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            (who >= 0) & (self.joined[who] <= day) & (self.left[who] >= day)
        )
        return found

    def in_charge(self, who: Ints, day: Ints) -> Ints:
        """Return who decides for each person on a day: the nearest superior at work then."""
        boss = self.manager[who]
        for _ in range(20):
            absent = ~self.there(boss, day) & (boss >= 0)
            if not absent.any():
                break
            boss = np.where(absent, self.manager[boss], boss)
        deputy = np.where(who == self.head, self.deputy, self.head)
        return np.where(boss < 0, deputy, boss)

    @property
    def deputy(self) -> int:
        """Row of the one who decides for the head."""
        return _second(self.manager[: self.at_work])


def _second(manager: Ints) -> int:
    """Of those who report to the head, the one with most reports."""
    first = np.flatnonzero(manager == int(np.flatnonzero(manager < 0)[0]))
    return int(first[np.argmax(np.bincount(manager[manager >= 0], minlength=len(manager))[first])])


def make_staff(setting: Setting) -> Staff:
    """Return the company's own people and their history, before the deal changes anything."""
    rungs = ladder(setting.profile)
    counts = headcount(rungs, setting.size)
    jobs = [job for job in rungs.jobs for _ in range(counts[job])]  # one entry per seat
    persons, seats = _seated(setting, rungs, jobs)
    boss = reporting(rungs, jobs)[seats]
    row_of = np.empty(len(seats) + 1, np.int64)
    row_of[seats], row_of[-1] = np.arange(len(seats)), -1
    places = {job.id: place for place, job in enumerate(setting.profile.jobs)}
    job = np.array([places[name] for name in jobs], np.int64)[seats]
    now = _at_work(setting, persons, job, row_of[boss])
    return _with_leavers(setting, rungs, now)


def _seated(setting: Setting, rungs: Ladder, jobs: list[str]) -> tuple[Persons, Ints]:
    """Return the people at work, those named already first, and the seat of each."""
    named = people.named_staff(setting)
    free: dict[str, list[int]] = {job: [] for job in rungs.jobs}
    for seat, job in enumerate(jobs):
        free[job].append(seat)
    free[rungs.head] = []  # the head has been there longer than any list
    rows, seats = [], []
    for row, job in enumerate(named.job):
        if free.get(job):
            rows.append(row)
            seats.append(free[job].pop(0))
    others = np.setdiff1d(np.arange(len(jobs)), np.array(seats, np.int64))
    further = people.generated(setting, len(others), "own")
    first = people.take(named.persons, np.array(rows, np.int64))
    return people.join([first, further]), np.concatenate([np.array(seats, np.int64), others])


def _at_work(setting: Setting, persons: Persons, job: Ints, manager: Ints) -> Staff:
    count = len(job)
    leads = np.zeros(count, bool)
    leads[manager[manager >= 0]] = True
    since = unit(setting.draws(count, "joined"))
    years = np.minimum(-np.log(1 - since) * np.where(leads, 5.0, 3.2), 10.5)
    days = workday(setting.today - 12 - (years * 365).astype(np.int64))
    joined = np.where(persons.joined < NEVER, persons.joined, days)
    joined = _mirrored(joined, last_hire(setting))
    joined[manager < 0] = setting.founded
    joined[_second(manager)] = setting.founded  # the two begin together
    moved, was = _moves(setting, job, joined, manager, leads)
    departments = _departments(setting)
    return Staff(
        persons,
        job,
        departments[job],
        _sites(setting, departments[job], manager),
        manager,
        joined,
        np.full(count, NEVER, np.int64),
        moved,
        was,
        count,
        np.full(count, NEVER, np.int64),
    )


def _mirrored(joined: Ints, last: int) -> Ints:
    """Return days of which none is later than the last: what is, lies as long before it."""
    return np.where(joined > last, workday(2 * last - joined), joined)


def _departments(setting: Setting) -> Ints:
    """Return the department of each job, as places in the profile."""
    places = {one.id: place for place, one in enumerate(setting.profile.departments)}
    return np.array([places[job.department] for job in setting.profile.jobs], np.int64)


def _moves(
    setting: Setting,
    job: Ints,
    joined: Ints,
    manager: Ints,
    leads: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[Ints, Ints]:
    """Return when people took today's job and from which; those who lead rose from below."""
    count = len(job)
    draws = setting.draws(count, "moved")
    window = np.minimum(YEARS * 365, setting.today - joined) - 120
    mover = (unit(draws) < _MOVE_SHARE * window / 365) & (manager >= 0) & (window > 0)
    back = below(setting.draws(count, "moved", "day"), 2**20) * np.maximum(window, 1) >> 20
    moved = np.where(mover, workday(setting.today - 3 - back), NEVER)
    mates = setting.draws(count, "moved", "from")
    worked = np.flatnonzero(~leads)
    was = job[worked[below(mates, len(worked))]]
    mover &= (was != job) & (moved <= last_hire(setting))
    return np.where(mover, moved, NEVER), np.where(mover, was, -1)


def _sites(setting: Setting, department: Ints, manager: Ints) -> Ints:
    """Return sites: a team sits at one, the offices and those above teams in the first."""
    out = np.array([one.sites for one in setting.profile.departments])[department]
    count = setting.tables[setting.profile.sites].num_rows
    leads = np.zeros(len(manager), bool)
    leads[manager[manager >= 0]] = True
    worker = out & ~leads
    teams = np.unique(manager[worker & (manager >= 0)])
    teams = teams[out[teams]]
    site = np.zeros(len(manager), np.int64)
    site[teams] = 1 + np.arange(len(teams)) % count
    loners = worker & ~np.isin(manager, teams)
    site[worker] = site[np.maximum(manager[worker], 0)]
    site[loners] = 1 + np.arange(int(loners.sum())) % min(count, 3)
    return site


def _with_leavers(setting: Setting, rungs: Ladder, now: Staff) -> Staff:
    """Add those who have left in the last years; none of them led."""
    count = round(setting.size * _LEAVE_SHARE * YEARS)
    draws = setting.draws(count, "left")
    left = workday(setting.today - 1 - below(draws, YEARS * 365 - 10))
    stayed = 60 + (-np.log(1 - unit(setting.draws(count, "left", "stayed"))) * 900).astype(np.int64)
    joined = workday(np.maximum(left - np.minimum(stayed, 3600), setting.founded + 40))
    leads = np.zeros(len(now), bool)
    leads[now.manager[now.manager >= 0]] = True
    like = np.flatnonzero(~leads)[below(setting.draws(count, "left", "like"), int((~leads).sum()))]
    none, never = np.full(count, -1, np.int64), np.full(count, NEVER, np.int64)
    return Staff(
        people.join([now.persons, people.generated(setting, count, "left")]),
        np.concatenate([now.job, now.job[like]]),
        np.concatenate([now.department, now.department[like]]),
        np.concatenate([now.site, now.site[like]]),
        np.concatenate([now.manager, now.manager[like]]),
        np.concatenate([now.joined, joined]),
        np.concatenate([now.left, left]),
        np.concatenate([now.moved, never]),
        np.concatenate([now.was, none]),
        now.at_work,
        np.concatenate([now.passed, never]),
    )
