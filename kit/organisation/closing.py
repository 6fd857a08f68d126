"""What the deal does to the company's own people: who passes over, and who has to go."""

from dataclasses import replace

import numpy as np

from kit.organisation.ending import PASSING, after_closing
from kit.organisation.history import Staff
from kit.organisation.setting import NEVER, Ints, Setting
from kit.seeding import below, unit

_LEFT_BEHIND = 0.35  # of those who stay behind: gone within a month of the closing
_LAID_OFF = 0.75  # of those there when a liquidation begins
_MONTH = 40


def with_deal(setting: Setting, staff: Staff) -> Staff:
    """Return the staff as the deal has changed it by the day of the world.

    The head and the deputy stay until the company is struck off the register.
    """
    staying = np.zeros(len(staff), bool)
    staying[[staff.head, staff.deputy]] = True
    there = np.arange(len(staff)) < staff.at_work
    chance, delay = _draws(setting, len(staff))
    passed, left = staff.passed.copy(), staff.left.copy()
    closed = after_closing(setting)
    if closed is not None:
        passing = there & ~staying & (chance < PASSING[setting.deal.form])
        passed[passing] = closed
        behind = there & ~staying & ~passing & (chance > 1 - _LEFT_BEHIND / 2)
        _leave(left, behind, closed - 1 + delay, setting.today)
    wound_up = setting.first_of("liquidation")
    if wound_up is not None:
        going = there & ~staying & (passed >= NEVER) & (1 - chance < _LAID_OFF)
        _leave(left, going, wound_up + delay, setting.today)
    struck_off = setting.first_of("deregistered")
    if struck_off is not None:
        rest = there & (passed >= NEVER)
        left[rest] = np.minimum(left[rest], struck_off - 1)
    return replace(staff, left=left, passed=passed)


def _draws(
    setting: Setting, count: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], Ints]:
    delay = below(setting.draws(count, "deal", "delay"), _MONTH)
    return unit(setting.draws(count, "deal", "chance")), delay


def _leave(
    left: Ints, who: np.ndarray[tuple[int], np.dtype[np.bool_]], day: Ints, today: int
) -> None:
    """Let people leave on a day, where it has come."""
    who = who & (day < today) & (left >= NEVER)
    left[who] = day[who]
