"""Logging on and off: before the first work of each stretch of a day, and after the last."""

from collections.abc import Iterator

import numpy as np

from kit.activity import addresses
from kit.activity.actions import NUMBER
from kit.activity.desk import Desk, Flags
from kit.activity.hours import Floats
from kit.activity.lives import Ints
from kit.activity.rows import Rows, build, join
from kit.seeding import below, scattered, stream, unit

_AFTER_BREAK, _LOGS_OFF, _MISTYPED, _GUESSED = 0.35, 0.8, 0.06, 0.006
_ON, _OFF, _FAIL = NUMBER["auth.logon"], NUMBER["auth.logoff"], NUMBER["auth.fail"]


def sessions(desk: Desk, system: int, with_logon: Ints) -> Rows:
    """Return the logons, failed logons and logoffs of a block of days.

    Args:
        desk: The block.
        system: Row of the system that people log on to.
        with_logon: 1 for each account whose holder logs on, by row of accounts.
    """
    days = desk.days
    here = with_logon[days.account] == 1
    evening = here & (days.night > days.end)
    back = here & (days.back < days.end) & (_chance(desk, "after break") < _AFTER_BREAK)
    leaves = here & (_chance(desk, "logoff") < _LOGS_OFF)
    parts = []
    stretches = ((0, here, days.begin), (1, back, days.back), (2, evening, days.dusk))
    for number, mask, moment in stretches:
        which = np.flatnonzero(mask)
        parts.append(_events(desk, system, which, moment[which], _ON))
        for attempt in (1, 2):
            fails = _chance(desk, f"mistyped {number}") < _MISTYPED**attempt
            wrong = np.flatnonzero(mask & fails)
            parts.append(_events(desk, system, wrong, moment[wrong] - 19 * attempt, _FAIL))
    for mask, moment in ((leaves, days.end), (leaves & evening, days.night)):
        which = np.flatnonzero(mask)
        later = (_chance(desk, "leaves")[which] * 400).astype(np.int64) + 1
        parts.append(_events(desk, system, which, moment[which] + later, _OFF))
    return join([*parts, *_guessed(desk, system, here)])


def _guessed(desk: Desk, system: int, here: Flags) -> Iterator[Rows]:
    """Yield passwords tried by strangers somewhere, at any hour, now and then; none fits."""
    days = desk.days
    draws = scattered(stream(desk.seed, "activity", "session", "guessed"), days.address)
    for attempt in range(4):
        which = np.flatnonzero(here & (unit(draws) < _GUESSED * 0.6**attempt))
        mine = draws[which]
        pause = 2 + below(mine << np.uint64(31), 9)
        second = below(mine << np.uint64(20), 86_000) + attempt * pause
        yield build(
            len(which),
            time=(days.day[which] * 86_400 + second) * 1000,
            action=_FAIL,
            account=days.account[which],
            system=system,
            address=addresses.outside(below(mine << np.uint64(30), addresses.OUTSIDERS)),
            status=2,
        )


def _chance(desk: Desk, name: str) -> Floats:
    return unit(scattered(stream(desk.seed, "activity", "session", name), desk.days.address))


def _events(desk: Desk, system: int, which: Ints, second: Ints, action: int) -> Rows:
    days = desk.days
    account = days.account[which]
    away = days.remote[which] | ((second >= days.dusk[which] - 60) & (days.night > days.end)[which])
    return build(
        len(which),
        time=(days.day[which] * 86_400 + second) * 1000,
        action=action,
        account=account,
        system=system,
        device=desk.device(which, away),
        address=np.where(away, desk.seats.home[account], desk.seats.office[account]),
        status=2 if action == _FAIL else 1,
    )
