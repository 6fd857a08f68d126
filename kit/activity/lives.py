"""The lives of accounts: from which day to which day who does what job with which rights.

A life is cut at every day on which a job, a right, a computer or a system changes. A right counts
from the day after it was granted to the day before it was taken away, so that whatever the hour of
the change, nothing is done without it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit.activity.calendar import day_number
from kit.activity.doers import Doers
from kit.activity.role_sets import FAR, Ints, RightSets, day_or, grouped
from kit.organisation.model import Organisation

__all__ = ["FAR", "Ints", "Life", "Lives", "RightSets", "Span", "holding", "make_lives"]

_WITHOUT_PERSON = {"shared_mailbox": "mailbox", "service": "program", "api": "program"}
_WORKPLACES = ("laptop", "desktop", "phone")


class Life(NamedTuple):
    """A stretch of days of one account in which nothing changes."""

    account: int
    first: int
    stop: int
    doer: int
    rights: int
    device: int


@dataclass(frozen=True)
class Lives:
    """The stretches of all accounts, by account and day, as columns.

    Attributes:
        account, first, stop, doer, rights, device: As in `Life`; ``stop`` is exclusive.
        view_start, view_count: Where the views of a set of rights and an action stand.
        views: Rows of views.
    """

    account: Ints
    first: Ints
    stop: Ints
    doer: Ints
    rights: Ints
    device: Ints
    view_start: Ints
    view_count: Ints
    views: Ints

    def at(self, account: Ints, day: Ints) -> Ints:
        """Return the stretch that each account is in on a day; -1: it may do nothing then."""
        if not len(self.account):
            return np.full(len(account), -1)
        place = np.searchsorted(self._keys, account << 32 | (day + FAR), side="right") - 1
        good = (place >= 0) & (self.account[place] == account) & (day < self.stop[place])
        return np.where(good, place, -1)

    def allows(self, stretch: Ints, action: Ints, view: Ints) -> NDArray[np.bool_]:
        """Return whether the rights of each stretch (-1: none) let one do something with a view."""
        rights = np.append(self.rights, 0)[stretch]
        asked = (rights * self.view_count.shape[1] + action) << 20 | view
        return np.isin(asked, self._allowed) & (stretch >= 0) & (view >= 0)

    @cached_property
    def _keys(self) -> Ints:
        return self.account << 32 | (self.first + FAR)

    @cached_property
    def _allowed(self) -> Ints:
        """Every set of rights, action and view that go together, in one number."""
        which = np.repeat(np.arange(self.view_count.size), self.view_count.ravel())
        return which << 20 | self.views


def make_lives(
    organisation: Organisation,
    doers: Doers,
    first: int,
    last: int,
    accounts: Collection[int] | None = None,
) -> Lives:
    """Return the lives of accounts within some days.

    Args:
        organisation: The organisation.
        doers: Its habits.
        first, last: Days since 1970, inclusive.
        accounts: Rows of accounts; all if not given.
    """
    cutter = _Cutter(organisation, doers, first, last + 1)
    rows = enumerate(organisation.tables["accounts"].to_pylist())
    wanted = None if accounts is None else set(accounts)
    found: list[Life] = []
    for number, row in rows:
        if wanted is None or number in wanted:
            found += cutter.lives(number, row)
    account, since, until, doer, rights, device = np.array(found, np.int64).reshape(-1, 6).T
    return Lives(account, since, until, doer, rights, device, *cutter.rights.columns())


class Span(NamedTuple):
    """Days, the last exclusive, and what is so on them."""

    first: int
    stop: int
    what: Any


class _Cutter:
    """Cuts lives into stretches; holds the organisation's tables by account and staff member."""

    def __init__(self, organisation: Organisation, doers: Doers, first: int, stop: int) -> None:
        self.organisation, self.doers = organisation, doers
        self.first, self.stop = first, stop
        self.rights = RightSets(organisation)
        tables = organisation.tables
        self.staff = {row["staff_id"]: row for row in tables["staff"].to_pylist()}
        self.moves = grouped(
            (r for r in tables["staff_history"].to_pylist() if r["event"] == "move"), "staff_id"
        )
        self.held = grouped(tables["entitlements"].to_pylist(), "account_id")
        devices = (
            row | {"row": number}
            for number, row in enumerate(tables["devices"].to_pylist())
            if row["kind"] in _WORKPLACES
        )
        self.devices = grouped(devices, "staff_id")

    def lives(self, number: int, row: Mapping[str, Any]) -> list[Life]:
        """Return the stretches of one account within the days wanted."""
        staff = self.staff.get(row["staff_id"])
        first = max(self.first, day_or(row["created_at"], -FAR) + 1)
        stop = min(self.stop, day_or(row["disabled_at"], FAR))
        if staff is not None:
            first = max(first, day_or(staff["joined_on"], -FAR))
            stop = min(stop, day_or(staff["left_on"], FAR - 1) + 1)
        doers = self._doers(row, staff)
        if first >= stop or not doers:
            return []
        roles = [holding(one) for one in self.held.get(row["account_id"], ())]
        owner = row["staff_id"] or row["owner_id"]
        devices = [_carried(one) for one in self.devices.get(owner, ())]
        cuts = {first, stop, *self.rights.epochs}
        for span in (*roles, *devices, *doers):
            cuts |= {span.first, span.stop}
        days = sorted(day for day in cuts if first <= day <= stop)
        return [
            Life(number, day, after, doer, self.rights.number(_at(roles, day), day), device)
            for day, after in pairwise(days)
            for doer in _at(doers, day)[:1]
            for device in [_workplace(_at(devices, day))]
        ]

    def _doers(self, row: Mapping[str, Any], staff: Mapping[str, Any] | None) -> list[Span]:
        """Who works with an account, as places in the habits, over time."""
        if row["kind"] in _WITHOUT_PERSON:
            return [Span(-FAR, FAR, self.doers.place[_WITHOUT_PERSON[row["kind"]]])]
        if staff is None:
            return []
        if staff["job_id"] is None:
            party = self.doers.place.get(f"party:{staff['party_id']}")
            return [] if party is None else [Span(-FAR, FAR, party)]
        moves = sorted(self.moves.get(staff["staff_id"], ()), key=lambda move: move["on_day"])
        days = [-FAR, *(day_number(move["on_day"]) for move in moves), FAR]
        jobs = [*(move["from_job_id"] for move in moves), staff["job_id"]]
        return [
            Span(since, until, self.doers.place[f"job:{job}"])
            for since, until, job in zip(days, days[1:], jobs, strict=False)
            if f"job:{job}" in self.doers.place
        ]


def holding(row: Mapping[str, Any]) -> Span:
    """Return the whole days on which an entitlement is valid."""
    until = min(day_or(row["revoked_at"], FAR), day_or(row["expires_on"], FAR - 1) + 1)
    return Span(day_or(row["granted_at"], -FAR) + 1, until, row["role_id"])


def _carried(row: Mapping[str, Any]) -> Span:
    until = day_or(row["returned_on"], FAR - 1) + 1
    return Span(day_or(row["issued_on"], -FAR), until, (_WORKPLACES.index(row["kind"]), row["row"]))


def _at(spans: Iterable[Span], day: int) -> list[Any]:
    return [one.what for one in spans if one.first <= day < one.stop]


def _workplace(devices: list[tuple[int, int]]) -> int:
    return min(devices)[1] if devices else -1
