"""Who handles tickets, and how: asked for by a superior, approved one above, carried out by IT."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kit.organisation.history import Staff
from kit.organisation.setting import DAY, NEVER, Ints, Setting, Texts, moment, workday
from kit.organisation.tickets import Tickets, subject
from kit.seeding import below

_GRANTING = ("access.grant", "account.create")
_LEAD_DAYS = 6


@dataclass(frozen=True)
class Desk:
    """A company, its own people and the tickets so far."""

    setting: Setting
    staff: Staff
    tickets: Tickets

    @property
    def ids(self) -> Texts:
        """Staff ids of the company's own people."""
        return self.staff.persons.staff_id

    @property
    def titles(self) -> list[str]:
        """Title of every job."""
        return [self.setting.words(job.title) for job in self.setting.profile.jobs]

    def granters(self, day: Ints, *path: str) -> Ints:
        """Return who in IT carries out grants of some days; the head if nobody is there."""
        staff = self.staff
        able = [any(code in job.habits for code in _GRANTING) for job in self.setting.profile.jobs]
        pool = np.flatnonzero(np.array(able)[staff.job] & (staff.moved >= NEVER))
        chosen = np.full(len(day), staff.head, np.int64)
        if not len(pool):
            return chosen
        for attempt in range(6):
            draws = self.setting.draws(len(day), "granter", *path, str(attempt))
            drawn = pool[below(draws, len(pool))]
            fits = (chosen == staff.head) & staff.there(drawn, day)
            chosen = np.where(fits, drawn, chosen)
        return chosen

    def before(self, day: Ints, *path: str) -> Ints:
        """Return a moment on a working day of the week before each day."""
        draws = self.setting.draws(len(day), "opened", *path)
        return moment(workday(day - 1 - below(draws, _LEAD_DAYS)), draws << np.uint64(20))

    def ask(
        self,
        kind: str,
        code: str,
        opened: Ints,
        closed: Ints,
        who: Ints,
        values: Sequence[dict[str, str]],
        refs: Sequence[list[str]],
    ) -> Ints:
        """Write one ticket for each of some own people and return their places.

        The superior asks and the superior's superior approves, as of the day.
        """
        day = opened // DAY
        boss = self.staff.in_charge(who, day)
        above = self.staff.in_charge(boss, day)
        subjects = [subject(self.setting, code, **one) for one in values]
        return self.tickets.add(
            kind, opened, closed, self.ids[boss], self.ids[above], subjects, refs
        )
