"""Reckons single periods and ages the way the books do."""

from datetime import date

import numpy as np

from kit.customers.duties import last_day

_EPOCH = date(1970, 1, 1)


def last_day_of(start: str, months: int, year_end: bool = False) -> str:
    """Return the last day of a period.

    >>> last_day_of("2023-01-31", 1), last_day_of("2023-04-30", 12, year_end=True)
    ('2023-02-28', '2024-12-31')
    """
    day = date.fromisoformat(start)
    first = date(day.year, 12, 31) if year_end else day
    days = last_day(np.array([(first - _EPOCH).days]), np.array([months]))
    return str(np.datetime64(int(days[0]), "D"))


def months_old(born: str, today: str) -> int:
    """Return the whole months from one day to another.

    >>> months_old("2012-10-01", "2026-09-30")
    167
    """
    then, now = date.fromisoformat(born[:10]), date.fromisoformat(today)
    return 12 * (now.year - then.year) + now.month - then.month - (now.day < then.day)
