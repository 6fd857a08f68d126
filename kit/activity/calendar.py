"""Which days are worked: weekends, public holidays and the weekend days worked in their place.

``holidays.csv`` holds the days off and the make-up working days of 2025 to 2027. Those of 2025 and
2026 are as the General Office of the State Council announced them (notices of 2024-11-12 and
2025-11-04). Those of 2027 are assumed after the same rules and may turn out otherwise. Before and
after these years only weekends are off.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

EPOCH = date(1970, 1, 1)
DAY_MS = 86_400_000
WORKDAY, WEEKEND, HOLIDAY = 0, 1, 2
"""Kinds of days."""
CLOSING_DAYS = 3
"""The last so many working days of a month are its end."""


@dataclass(frozen=True)
class Holiday:
    """A public holiday of one year.

    Attributes:
        name: Its code.
        first, last: Days off, both inclusive.
        makeup: Weekend days worked in its place.
        announced: Whether it was announced; otherwise it is assumed.
    """

    name: str
    first: date
    last: date
    makeup: tuple[date, ...]
    announced: bool


def day_number(day: date) -> int:
    """Return the days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """Return the day of a number of days since 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


@lru_cache(maxsize=1)
def holidays() -> tuple[Holiday, ...]:
    """Return the public holidays of 2025 to 2027 in order."""
    text = (Path(__file__).parent / "holidays.csv").read_text("utf-8")
    return tuple(
        Holiday(
            row["holiday"],
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]),
            tuple(date.fromisoformat(day) for day in row["makeup"].split()),
            row["source"].startswith("announced"),
        )
        for row in csv.DictReader(text.splitlines())
    )


def kinds(first: int, last: int) -> NDArray[np.int8]:
    """Return the kind of each day from ``first`` to ``last`` (numbers since 1970, inclusive).

    >>> kinds(day_number(date(2026, 9, 19)), day_number(date(2026, 9, 21))).tolist()
    [1, 0, 0]
    """
    days = np.arange(first, last + 1)
    found = np.where(weekday(days) >= 5, WEEKEND, WORKDAY).astype(np.int8)
    for holiday in holidays():
        found[(days >= day_number(holiday.first)) & (days <= day_number(holiday.last))] = HOLIDAY
        found[np.isin(days, [day_number(day) for day in holiday.makeup])] = WORKDAY
    return found


def weekday(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the day of the week, Monday 0 to Sunday 6."""
    return (days + 3) % 7


def closing(first: int, last: int) -> NDArray[np.bool_]:
    """Return for each day whether it is among the last working days of its month."""
    reach = 45  # beyond any month's end
    days = np.arange(first, last + reach + 1)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    work = (kinds(first, last + reach) == WORKDAY).astype(np.int64)
    left = work[::-1].cumsum()[::-1] - work  # working days after this one
    final = np.searchsorted(month, month, side="right") - 1  # last day of the same month
    after = left - left[final]
    found: NDArray[np.bool_] = (after < CLOSING_DAYS) & (work == 1)
    return found[: last - first + 1]
