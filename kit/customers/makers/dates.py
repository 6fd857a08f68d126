"""Dates and times; every one follows from the reference date, none from today."""

from datetime import date
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, field_validator

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import Days as DayRange
from kit.customers.makers.base import Making, Options, Share, Text, spread, wrong
from kit.customers.makers.contract import DATE, INTEGER, Maker
from kit.errors import BadInput
from kit.seeding import below, unit

Days = NDArray[Any]


class Within(Options):
    """Whole days, inclusive; ``shape = "recent"`` makes the smaller numbers likelier."""

    days: DayRange
    shape: str = Field(default="uniform", pattern="^(uniform|recent)$")


class After(Options):
    """Whole days after the start, inclusive; ``latest = "as_of"`` ends at the reference date."""

    days: DayRange
    latest: str | None = Field(default=None, pattern="^as_of$")


class Perhaps(Options):
    """Share of rows that have a later date, and how many days later, inclusive."""

    share: Share
    days: DayRange = (1, 365)


class Hours(Options):
    """Hours of the day, from (inclusive) to (exclusive)."""

    hours: tuple[Annotated[int, Field(ge=0, le=23)], Annotated[int, Field(ge=1, le=24)]] = (8, 20)

    @field_validator("hours")
    @classmethod
    def _rising(cls, value: tuple[int, int]) -> tuple[int, int]:
        if value[0] >= value[1]:
            raise wrong("rising", low=value[0], high=value[1])
        return value


class Months(Options):
    """Whole months."""

    months: int = Field(default=0, ge=-1200, le=1200)


class Every(Options):
    """Months between two rows of the same parent, and months before the first."""

    every_months: int = Field(default=1, ge=0, le=120)
    first: int = Field(default=0, ge=-1200, le=1200)


class BeforeAfter(Options):
    """Words for a date that is still to come (or missing) and for one that has come."""

    before: Text
    after: Text


class Step(Options):
    """How many months or days lie between two rows."""

    step: int = Field(default=1, ge=1, le=366)


def date_before_as_of(m: Making) -> Column:
    """Return dates ``days`` before the reference date."""
    low, high = m.options.days
    share = unit(m.draws())
    if m.options.shape == "recent":
        share = share * share
    return col.dates(m.today - low - (share * (high - low + 1)).astype(np.int64))


def date_after(m: Making) -> Column:
    """Return dates ``days`` after ``start``, evenly; at most the reference date if asked."""
    start = col.as_days(m.inputs["start"])
    low, high = start + m.options.days[0], start + m.options.days[1]
    if m.options.latest:
        high = np.minimum(high, m.today)
    made = np.where(low > high, high, _between(m, low, high))
    return col.dates(made, col.is_null(m.inputs["start"]))


def date_between(m: Making) -> Column:
    """Return dates from ``low`` to ``high``, inclusive."""
    low, high = col.as_days(m.inputs["low"]), col.as_days(m.inputs["high"])
    missing = col.is_null(m.inputs["low"]) | col.is_null(m.inputs["high"])
    return col.dates(_between(m, low, np.maximum(low, high)), missing)


def nullable_after(m: Making) -> Column:
    """Return, for a share of the rows, a date between ``date`` and the reference date."""
    start = col.as_days(m.inputs["date"])
    low = start + m.options.days[0]
    high = np.minimum(start + m.options.days[1], m.today)
    skipped = unit(m.draws("share")) >= m.options.share
    missing = skipped | (low > high) | col.is_null(m.inputs["date"])
    return col.dates(_between(m, low, np.maximum(low, high)), missing)


def datetime_at(m: Making) -> Column:
    """Return a time of day on ``date``, to the second."""
    first, last = (3600 * hour for hour in m.options.hours)
    seconds = col.as_days(m.inputs["date"]).astype(np.int64) * 86400 + first
    seconds += below(m.draws(), last - first)
    made = pa.array(seconds * 1000).view(pa.timestamp("ms"))
    return col.with_nulls(made, col.is_null(m.inputs["date"]))


def add_months(m: Making) -> Column:
    """Return ``start`` moved by ``months`` (parameter, or a column of that name)."""
    start = m.inputs["start"]
    months = col.as_int(m.inputs["months"]) if "months" in m.inputs else m.options.months
    return col.dates(_moved(m, col.as_days(start), months), col.is_null(start))


def schedule(m: Making) -> Column:
    """Return due dates: ``start`` plus ``every_months`` for each earlier row of the same parent."""
    months = m.options.first + m.rows.ordinal * m.options.every_months
    return col.dates(_moved(m, col.as_days(m.inputs["start"]), months))


def state_by_date(m: Making) -> Column:
    """Return the word ``after`` where ``date`` has come by the reference date, else ``before``."""
    to_come = (col.as_days(m.inputs["date"]) > m.today) | col.is_null(m.inputs["date"])
    return spread([m.options.after[m.locale], m.options.before[m.locale]], to_come.astype(np.int8))


def month_of(m: Making) -> Column:
    """Return the month of ``date`` as ``YYYY-MM``."""
    return _months(col.as_days(m.inputs["date"]).astype("datetime64[D]").astype("datetime64[M]"))


def months_back(m: Making) -> Column:
    """Return a month per row, ``YYYY-MM``; the last one is a step before the reference month."""
    last = np.datetime64(m.as_of, "M")
    return _months(last - _steps_back(m))


def days_back(m: Making) -> Column:
    """Return a date per row: the last row is one step before the reference date."""
    return col.dates(m.today - _steps_back(m))


def moved(days: Days, months: Any) -> Days:
    """Return days since 1970 moved by whole months; past the month's end, its last day.

    >>> moved(np.array([30]), 1).tolist()  # 1970-01-31 becomes 1970-02-28
    [58]
    """
    calendar = _calendar()
    place = days - _FIRST_DAY
    month = calendar.month[place] + months
    wanted = calendar.first[month] + calendar.day[place]
    made: Days = np.minimum(wanted, calendar.first[month + 1] - 1)
    return made


_FIRST_YEAR, _END_YEAR = 1850, 2250
_FIRST_DAY = (date(_FIRST_YEAR, 1, 1) - date(1970, 1, 1)).days
_LAST_DAY = (date(_END_YEAR, 1, 1) - date(1970, 1, 1)).days - 1
_MONTHS = 12 * (_END_YEAR - _FIRST_YEAR)


class _Calendar(NamedTuple):
    """Month and day (from 0) of each day since 1850, and the first day of each month."""

    month: Days
    day: Days
    first: Days


@lru_cache(maxsize=1)
def _calendar() -> _Calendar:
    months = np.datetime64(f"{_FIRST_YEAR}-01") + np.arange(_MONTHS + 1)
    first = months.astype("datetime64[D]").astype(np.int64)
    lengths = np.diff(first)
    month = np.repeat(np.arange(_MONTHS), lengths)
    return _Calendar(month, np.arange(_FIRST_DAY, first[-1]) - first[month], first)


def _between(m: Making, low: Days, high: Days) -> Days:
    width = np.maximum(high - low + 1, 1).astype(np.uint64)
    made: Days = low + (((m.draws() >> np.uint64(32)) * width) >> np.uint64(32)).astype(np.int64)
    return made


def _moved(m: Making, days: Days, months: Any) -> Days:
    """`moved`, if no date can leave the calendar: an index below its start would wrap around."""
    if len(days):
        first = days.min() + 31 * min(0, np.min(months))
        last = days.max() + 31 * max(0, np.max(months))
        if first < _FIRST_DAY or last > _LAST_DAY - 31:
            raise BadInput(
                "customers.date_range", field=m.field, first=_FIRST_YEAR, last=_END_YEAR - 1
            )
    return moved(days, months)


def _steps_back(m: Making) -> Days:
    """How far each row lies back, counted from the end of the whole table."""
    steps: Days = (sum(m.rows.span) - m.rows.address) * m.options.step
    return steps


def _months(months: NDArray[Any]) -> pa.Array:
    first, place = np.unique(months, return_inverse=True)
    return spread([str(month) for month in first], place)


MAKERS = {
    "date_before_as_of": Maker(date_before_as_of, "date", options=Within),
    "date_after": Maker(date_after, "date", {"start": DATE}, options=After),
    "date_between": Maker(date_between, "date", {"low": DATE, "high": DATE}),
    "nullable_after": Maker(nullable_after, "date", {"date": DATE}, options=Perhaps),
    "datetime_at": Maker(datetime_at, "datetime", {"date": DATE}, options=Hours),
    "add_months": Maker(add_months, "date", {"start": DATE}, {"months": INTEGER}, Months),
    "schedule": Maker(schedule, "date", {"start": DATE}, options=Every, where="child"),
    "state_by_date": Maker(state_by_date, "text", {"date": DATE}, options=BeforeAfter),
    "month_of": Maker(month_of, "text", {"date": DATE}),
    "months_back": Maker(
        months_back, "text", options=Step, promises=lambda use: True, where="reference"
    ),
    "days_back": Maker(
        days_back, "date", options=Step, promises=lambda use: True, where="reference"
    ),
}
