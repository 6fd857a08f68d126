"""The scene of a leak: who may do what on a day, which lists there are, and when it begins.

A planner asks the scene for a person with a right, for lists and for moments, and tells it what
happens. Every choice is a draw of its own, named after what it decides, so that one parameter does
not shift the others.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any, TypeVar

import numpy as np

from kit.activity import addresses
from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, SECOND, day_of, days_of, number_of, phase_of
from kit.leaks.fitting import unfit, views_of
from kit.leaks.ledger import Ledger
from kit.leaks.model import Parameters
from kit.leaks.people import Person, people_at_work, people_with
from kit.leaks.wording import wording
from kit.organisation.spec import Phase
from kit.seeding import below, derive, stream, unit

__all__ = ["Scene", "unfit", "views_of"]

_T = TypeVar("_T")


class Scene(Ledger):
    """What a planner works with.

    Attributes:
        name: The leak's.
        seed: The seed of its draws.
        phase: The phase in which it happens.
        first, last: Days since 1970 in which it may begin.
    """

    def __init__(
        self,
        name: str,
        phases: Sequence[Phase],
        company: Company,
        parameters: Parameters,
        seed: int,
    ) -> None:
        super().__init__(company, parameters)
        if parameters.job not in (None, *company.organisation.places["jobs"]):
            raise BadInput("leaks.no_job", job=parameters.job)
        self.name = name
        self.seed = derive(seed, "leaks", name)
        self.phase = phase_of(phases, company, parameters)
        self.first, self.last = days_of(self.phase, company)
        self._people: list[Person] = []

    # draws

    def draw(self, limit: int, *names: str) -> int:
        """Return a whole number below a limit."""
        return int(below(stream(self.seed, *names).draws(0, 1), limit)[0])

    def chance(self, *names: str) -> float:
        """Return a number from 0 to 1."""
        return float(unit(stream(self.seed, *names).draws(0, 1))[0])

    def pick(self, among: Sequence[_T], *names: str) -> _T:
        """Return one of several."""
        return among[self.draw(len(among), *names)]

    def shuffled(self, items: Sequence[_T], *names: str) -> list[_T]:
        """Return the items in another order."""
        keys = stream(self.seed, *names).draws(0, len(items))
        return [items[place] for place in np.argsort(keys, kind="stable")]

    def share(self, items: Sequence[_T], most: int = 12) -> list[_T]:
        """Return as many of the items as ``scale`` asks for, at least one; for 1 ``most``."""
        return list(items[: max(1, ceil(self.parameters.scale * min(most, len(items))))])

    # time

    def start(self, length: int) -> int:
        """Return the day it begins so that as many days are left; the parameter's, if given.

        Raises:
            BadInput: If the day lies outside the phase or in the future.
        """
        wanted = self.parameters.start
        if wanted is None:
            room = max(1, self.last - length - self.first)
            return self.workday(min(self.first + self.draw(room, "start"), self.last))
        if not self.first <= number_of(wanted) <= self.last:
            raise BadInput(
                "leaks.start_outside",
                start=wanted,
                first=day_of(self.first),
                last=day_of(self.last),
            )
        return number_of(wanted)

    def workday(self, day: int) -> int:
        """Return the next day from Monday to Friday, itself included; a day asked for stays."""
        if self.asked(day):
            return day
        return day + (0, 0, 0, 0, 0, 2, 1)[day_of(day).weekday()]

    def asked(self, day: int) -> bool:
        """Whether a day is the one asked for as the first."""
        wanted = self.parameters.start
        return wanted is not None and number_of(wanted) == day

    def workday_before(self, day: int) -> int:
        """Return the last day from Monday to Friday before another."""
        return day - (3, 1, 1, 1, 1, 1, 2)[day_of(day).weekday()]

    def at(self, day: int, low: float, high: float, *names: str) -> int:
        """Return a moment of a day between two hours, to the second."""
        seconds = int((high - low) * 3600)
        return day * DAY + int(low * 3600) * SECOND + self.draw(seconds, "at", *names) * SECOND

    def spread(self, day: int, count: int, days: int, *names: str) -> list[int]:
        """Return rising days, the first being ``day``; stealth stretches them to ``days``."""
        reach = max(0, round(days * self.parameters.stealth))
        draws = sorted(self.draw(reach + 1, "spread", *names, str(n)) for n in range(count - 1))
        return [day, *(day + gap for gap in draws)]

    # who and what

    def view(self, kinds: Sequence[str], action: str) -> str:
        """Return the id of the first view of these kinds of system that allows an action.

        Raises:
            BadInput: If there is none.
        """
        found = views_of(self.company, kinds, action)
        if not found:
            raise BadInput("leaks.no_view", action=action, profile=self.company.spec.profile.id)
        return found[0].id

    def views(self, kinds: Sequence[str], action: str) -> list[str]:
        """Return the ids of all such views."""
        return [view.id for view in views_of(self.company, kinds, action)]

    def person(
        self,
        view: str,
        action: str,
        day: int,
        *names: str,
        party: bool = False,
        device: str | None = None,
    ) -> Person:
        """Return somebody with a right on a day, each time another; of the job asked for, if any.

        Args:
            view, action: What the person must be allowed to do.
            day: When.
            names: What the draw decides.
            party: Whether of another party instead of the company itself.
            device: Kind of computer the person must have.

        Raises:
            BadInput: If nobody has it.
        """
        found = self.able(view, action, day, device, party=party)
        job = self.parameters.job
        if job is not None and not party and not self._people:
            found = [one for one in found if one.job_id == job]
        if not found:
            raise BadInput("leaks.no_person", action=action, view=view, day=day_of(day))
        self._people.append(self.pick(found, "person", *names))
        return self._people[-1]

    def another(self, view: str, action: str, day: int, number: int) -> Person | None:
        """Return one more person with a right, or None if all have been named."""
        job = self.parameters.job
        found = [one for one in self.able(view, action, day) if job in (None, one.job_id)]
        if not found:
            return None
        self._people.append(self.pick(found, "person", str(number)))
        return self._people[-1]

    def able(
        self,
        view: str,
        action: str,
        day: int,
        device: str | None = None,
        *,
        party: bool = False,
    ) -> list[Person]:
        """Return people with a right, of one side, who have not been named yet."""
        named = {one.staff_id for one in self._people} if not party else set()
        kinds = self.company.organisation.tables["devices"]["kind"].to_pylist()
        there = people_with(self.company, view, action, day * DAY + 12 * HOUR)
        later = max(day, self.last) * DAY + 12 * HOUR
        stays = {p.account for p in people_with(self.company, view, action, later)}
        return [
            one
            for one in [p for p in there if p.account in stays] or there
            if self._own(one) != party
            and one.staff_id not in named
            and (device is None or (one.device >= 0 and kinds[one.device] == device))
        ]

    def _own(self, person: Person) -> bool:
        """Whether somebody works here: has a job, or belongs to no other party."""
        if person.job_id or person.party_id not in self.company.organisation.places["parties"]:
            return True
        role = self.company.organisation.row("parties", person.party_id)["role"]
        return role in ("transferor", "target")

    def somebody(
        self, kinds: Sequence[str], action: str, day: int, *names: str, device: str | None = None
    ) -> tuple[str, Person]:
        """Return the first view of these kinds with which somebody here may do it, and who.

        Raises:
            BadInput: If nobody may do it with any of them.
        """
        able = [view for view in self.views(kinds, action) if self.able(view, action, day, device)]
        view = able[0] if able else self.view(kinds, action)
        return view, self.person(view, action, day, *names, device=device)

    def anybody(self, view: str, action: str, day: int, *names: str) -> Person:
        """Return somebody here with a right; if nobody has it any more, somebody at work."""
        if self.parameters.job is not None or self.able(view, action, day):
            return self.person(view, action, day, *names)
        there = people_at_work(self.company, day * DAY + 12 * HOUR)
        here = [one for one in there if self._own(one)]
        return self.one_of(here, "leaks.nobody", *names)

    def lists(self, day: int, least: int = 3) -> list[tuple[int, int]]:
        """Return the lists with members before a day, each with how many, in a drawn order."""
        book, field = self.company.book, self.company.organisation.profile.segment_fields[0]
        own = [n for n, one in enumerate(book.segments) if one.field == field]
        known = [(n, book.known(n, day - 1)) for n in own]
        found = [one for one in known if one[1] >= least]
        if not found:
            raise BadInput("leaks.no_list", day=day_of(day))
        return self.shuffled(found, "lists")

    def list_name(self, segment: int) -> str:
        """Return the value that the members of a list share."""
        return self.company.book.segments[segment].value

    def member(self, listed: tuple[int, int], *names: str) -> int:
        """Return the place in the book of one member of a list."""
        members = self.company.book.members[listed[0]]
        return int(members[self.draw(listed[1], "member", *names)])

    def refuse_job(self) -> None:
        """Refuse a job where nobody here does it.

        Raises:
            BadInput: If one was asked for.
        """
        if self.parameters.job is not None:
            raise BadInput("leaks.job_not_asked", job=self.parameters.job)

    def one_of(self, people: Sequence[Person], missing: str, *names: str) -> Person:
        """Return one of some people, or refuse with a message code if there are none."""
        if not people:
            raise BadInput(missing)
        return self.pick(people, "person", *names)

    def page(self, view: str) -> int:
        """Return how many rows of a view stand on a page."""
        return int(self.company.organisation.row("views", view)["page_rows"])

    def boss(self) -> str:
        """Return the staff_id of somebody of the company whom nobody is above."""
        staff = self.company.organisation.tables["staff"].to_pylist()
        return str(next(row["staff_id"] for row in staff if row["manager_id"] is None))

    def words(self, key: str, **values: Any) -> str:
        """Return one of this leak's texts in the company's language."""
        return wording(self.name, key, self.company.organisation.locale, **values)

    def stranger(self, number: int) -> int:
        """Return the address of somebody unknown; the same number is the same address."""
        return addresses.outside(self.draw(addresses.OUTSIDERS, "stranger", str(number)))
