"""Logging on and off: before the first work of each stretch of a day, and after the last."""

import numpy as np

from kit.activity.actions import NUMBER
from kit.activity.desk import Desk
from kit.activity.lives import Ints
from kit.activity.rows import Rows, build, join
from kit.seeding import scattered, stream, unit

_AFTER_BREAK, _LOGS_OFF, _MISTYPED = 0.35, 0.8, 0.06
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
    return join(parts)


def _chance(desk: Desk, name: str) -> "np.typing.NDArray[np.float64]":
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
        device=days.device[which],
        address=np.where(away, desk.seats.home[account], desk.seats.office[account]),
        status=2 if action == _FAIL else 1,
    )
