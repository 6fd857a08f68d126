"""Who leads and who answers today: when a superior has left or passed over, the one above does."""

import numpy as np

from kit.organisation.history import Staff
from kit.organisation.setting import NEVER, Ints


def managers(staff: Staff, today: int, beyond: int) -> Ints:
    """Return whom each of the company's own people reports to today; -1: nobody.

    Those at work report to somebody at work on their own side of the deal. People who have left
    keep their last superior.

    Args:
        staff: The company's own people.
        today: The day of the world, days since 1970-01-01.
        beyond: Row of somebody of the transferee, for those who passed over without a superior;
            -1: there is nobody.
    """
    there, passed = staff.left > today, staff.passed < NEVER
    boss = staff.manager.copy()
    for _ in range(len(staff)):
        wrong = there & (boss >= 0) & (~there[boss] | (passed[boss] != passed))
        if not wrong.any():
            break
        boss = np.where(wrong, staff.manager[boss], boss)
    lone = np.flatnonzero(there & passed & (boss < 0))
    boss[lone] = beyond
    return boss


def owners(staff: Staff, owner: Ints, today: int) -> Ints:
    """Return who answers for each account today, given who did once; -1 stays.

    Where all above have left too, it stays with the one who answered last.
    """
    there = np.append(staff.left > today, True)
    found = owner.copy()
    for _ in range(len(staff)):
        gone = ~there[found]
        if not gone.any():
            break
        found = np.where(gone, np.append(staff.manager, -1)[found], found)
    rest = np.flatnonzero(staff.left > today)
    heir = owner if not len(rest) else np.full(len(owner), rest[0])
    return np.where(owner < 0, -1, np.where(found < 0, heir, found))
