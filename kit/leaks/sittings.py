"""Sits people down to what is planned for them: in a session of their day, or in one more.

Whoever does something at a computer has logged on before. Where a planned deed falls into a session
of ordinary work it is done there, from the same place and on the same device; where it does not,
its doer logs on for it as people do after a break, in the evening or at a weekend.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import CODES, NUMBER
from kit.activity.company import Company
from kit.activity.desk import make_seats
from kit.activity.rows import Rows, build, join, take
from kit.seeding import derive, stream, unit

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_ON, _OFF, _FAIL = (NUMBER[f"auth.{one}"] for one in ("logon", "logoff", "fail"))
_FREE = tuple(
    number
    for number, code in enumerate(CODES)
    if code.startswith(("auth.", "api.")) or code == "mail.receive"
)
"""What needs no session: it makes one, or comes by itself."""
_LOG_ON = ("person", "vendor")
_GRACE, _APART = 10 * MINUTE, 90 * MINUTE
_LOGS_OFF, _MISTYPED, _SOON, _AT_HOME = 0.8, 0.06, 400, 0.7
_MORNING, _EVENING = 7 * HOUR, 20 * HOUR


class Session(NamedTuple):
    """From a log-on to the log-off, or to the last thing done.

    Attributes:
        since, until: Milliseconds, local time, both inclusive.
        address: Place in the address book.
        device: Row of devices, or -1.
    """

    since: int
    until: int
    address: int
    device: int


class Seating:
    """Where people sit: the sessions of ordinary work, and their usual places.

    Args:
        company: The company.
        work: Ordinary events, and those of sessions that are planned.
        accounts: Rows of accounts that are asked for.
    """

    def __init__(self, company: Company, work: Rows, accounts: Iterable[int]) -> None:
        kinds = company.organisation.tables["accounts"]["kind"].to_pylist()
        self.people = {one for one in accounts if one >= 0 and kinds[one] in _LOG_ON}
        self.seed = derive(company.seed, "leaks", "sittings")
        self.seats = make_seats(company.organisation)
        own = take(work, np.isin(work["account"], sorted(self.people)))
        self.sessions: dict[int, list[Session]] = {one: [] for one in self.people}
        for account, session in _sessions(own):
            self.sessions[account].append(session)
        self.usual = {one: _usual(own, one) for one in self.people}

    def covering(self, account: int, at: int, address: int = -1) -> Session | None:
        """Return the session that a moment lies in, of an address if one is given; else None."""
        found = [
            one
            for one in self.sessions.get(account, ())
            if one.since <= at <= one.until and address in (-1, one.address)
        ]
        return found[-1] if found else None

    def chair(self, account: int, at: int) -> tuple[int, int]:
        """Return the address and device of somebody who sits down once more, or on a free day."""
        there = [one for one in self.sessions[account] if one.since // DAY == at // DAY]
        if _MORNING <= at % DAY < _EVENING:
            if there:
                near = min(there, key=lambda one: abs(one.since - at))
                return near.address, near.device
            if (at // DAY + 3) % 7 < 5 or self.chance("at home", account, at // DAY) > _AT_HOME:
                return int(self.seats.office[account]), self.usual[account]
        return int(self.seats.home[account]), self.usual[account]

    def chance(self, name: str, account: int, moment: int) -> float:
        """Return a number from 0 to 1."""
        draws = stream(self.seed, name, str(account), str(moment)).draws(0, 1)
        return float(unit(draws)[0])


def seated(seating: Seating, account: int, at: int) -> tuple[int, int] | None:
    """Return the address and device with which somebody does something; None: not a person."""
    if account not in seating.people:
        return None
    session = seating.covering(account, at)
    return seating.chair(account, at) if session is None else (session.address, session.device)


def sittings(company: Company, planned: Rows, work: Rows) -> Rows:
    """Return log-ons and log-offs around what is planned outside every session.

    Args:
        company: The company.
        planned: Events of plans, dressed (`kit.leaks.planning.dress`).
        work: Ordinary events.
    """
    needs = ~np.isin(planned["action"], _FREE)
    accounts = np.unique(planned["account"][needs]).tolist()
    signs = take(planned, np.isin(planned["action"], [_ON, _OFF]))
    seating = Seating(company, join([work, signs]), accounts)
    bare = [
        one
        for one in sorted(_doings(planned, needs))
        if one.account in seating.people and not seating.covering(one.account, one.at, one.address)
    ]
    system = work["system"][work["action"] == _ON][:1]
    return join(_around(seating, run, int(system[0]) if len(system) else -1) for run in _runs(bare))


class _Deed(NamedTuple):
    """What somebody does: with which account, when, from where and on which device."""

    account: int
    at: int
    address: int
    device: int


def _doings(planned: Rows, needs: NDArray[np.bool_]) -> Iterator[_Deed]:
    columns = (planned[name][needs].tolist() for name in ("account", "time", "address", "device"))
    return (_Deed(*one) for one in zip(*columns, strict=True))


def _runs(bare: list[_Deed]) -> Iterator[list[_Deed]]:
    """Deeds of one account on one day and from one place, none long after the one before."""
    run: list[_Deed] = []
    for one in bare:
        if run and not _follows(run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _follows(before: _Deed, one: _Deed) -> bool:
    same = before.account == one.account and before.address == one.address
    return same and before.at // DAY == one.at // DAY and one.at - before.at <= _APART


def _device(seating: Seating, run: list[_Deed]) -> int:
    """The device of a session: that of its deeds; where they show none, of the usual chair."""
    shown = [one.device for one in run if one.device >= 0]
    place, usual = seating.chair(run[0].account, run[0].at)
    elsewhere = usual if place == run[0].address else -1
    return shown[0] if shown else elsewhere


def _around(seating: Seating, run: list[_Deed], system: int) -> Rows:
    """One session: a log-on, at times a mistyped one before it, and mostly a log-off."""
    account, first, address, _ = run[0]
    device = _device(seating, run)
    before = max(
        (one.until for one in seating.sessions[account] if one.until < first),
        default=first // DAY * DAY,
    )
    pause = 1 + int(seating.chance("before", account, first) * _SOON)
    on = max(first - pause * SECOND, min(before + SECOND, first - SECOND))
    signs = [(on, _ON, 1)]
    if seating.chance("mistyped", account, first) < _MISTYPED:
        signs.append((on - 19 * SECOND, _FAIL, 2))
    if seating.chance("leaves", account, first) < _LOGS_OFF:
        after = 1 + int(seating.chance("after", account, first) * _SOON)
        signs.append((min(run[-1].at + after * SECOND, (first // DAY + 1) * DAY - SECOND), _OFF, 1))
    time, action, status = (np.array(column) for column in zip(*signs, strict=True))
    return build(
        len(signs),
        time=time,
        action=action,
        account=account,
        system=system,
        device=device,
        address=address,
        status=status,
    )


def _sessions(own: Rows) -> Iterator[tuple[int, Session]]:
    """The sessions in some people's events, with their account."""
    order = np.lexsort((own["time"], own["account"]))
    names = ("account", "time", "action", "address", "device", "status")
    columns = [own[name][order].tolist() for name in names]
    open_: dict[tuple[int, int, int], Session] = {}
    for account, at, action, address, device, status in zip(*columns, strict=True):
        key = account, at // DAY, address
        if action == _ON and status == 1:
            if key in open_:
                yield account, open_[key]
            open_[key] = Session(at, at + _GRACE, address, device)
        elif key in open_ and action == _OFF:
            yield account, open_.pop(key)._replace(until=at)
        elif key in open_ and action not in _FREE:
            open_[key] = open_[key]._replace(until=at + _GRACE)
    yield from ((key[0], session) for key, session in open_.items())


def _usual(own: Rows, account: int) -> int:
    """The device that somebody uses most, or -1."""
    devices = own["device"][own["account"] == account].astype(np.int64)
    used = devices[devices >= 0]
    return int(np.bincount(used).argmax()) if len(used) else -1
