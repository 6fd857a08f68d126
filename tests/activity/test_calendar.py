from datetime import date, timedelta

import numpy as np
import pytest

from kit.activity.calendar import (
    CLOSING_DAYS,
    HOLIDAY,
    WEEKEND,
    WORKDAY,
    closing,
    day_date,
    day_number,
    holidays,
    kinds,
)


def kind(day):
    number = day_number(day)
    return int(kinds(number, number)[0])


def test_a_number_leads_back_to_its_day():
    assert day_date(day_number(date(2026, 9, 30))) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 17), HOLIDAY),  # the first day of the Year of the Horse
        (date(2026, 2, 14), WORKDAY),  # a Saturday worked for it
        (date(2026, 2, 13), WORKDAY),
        (date(2026, 2, 21), HOLIDAY),  # a Saturday inside
        (date(2026, 3, 7), WEEKEND),
        (date(2025, 10, 8), HOLIDAY),
        (date(2025, 10, 11), WORKDAY),
        (date(2027, 9, 15), HOLIDAY),  # Mid-Autumn on a Wednesday: that day only
        (date(2027, 9, 16), WORKDAY),
        (date(2031, 1, 1), WORKDAY),  # no holidays known
    ],
)
def test_days_are_of_their_kind(day, expected):
    assert kind(day) == expected


@pytest.mark.parametrize(("year", "holidays_off"), [(2025, 28), (2026, 33), (2027, 28)])
def test_a_year_has_its_number_of_days_off(year, holidays_off):
    days = kinds(day_number(date(year, 1, 1)), day_number(date(year, 12, 31)))
    assert int((days == HOLIDAY).sum()) == holidays_off


def test_a_makeup_day_is_a_weekend_day_near_its_holiday():
    for holiday in holidays():
        for day in holiday.makeup:
            assert day.weekday() >= 5
            assert min(abs(day - holiday.first), abs(day - holiday.last)) <= timedelta(days=14)


def test_only_the_last_year_is_assumed():
    assumed = {holiday.first.year for holiday in holidays() if not holiday.announced}
    assert assumed == {2027}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_days_off_never_exceed_what_the_law_and_the_shifted_weekends_give(year):
    """13 statutory days a year; every further day off is a weekend day, shifted or not."""
    own = [one for one in holidays() if one.first.year == year]
    off = [one.first + timedelta(n) for one in own for n in range((one.last - one.first).days + 1)]
    weekdays = sum(day.weekday() < 5 for day in off)
    weekends = len(off) - weekdays
    makeup = sum(len(one.makeup) for one in own)
    assert weekdays + weekends - makeup >= 13
    assert weekdays - makeup <= 13


def test_a_month_ends_with_its_last_working_days():
    first, last = day_number(date(2026, 1, 1)), day_number(date(2026, 12, 31))
    days = [day_date(n) for n in np.flatnonzero(closing(first, last)) + first]
    assert len(days) == 12 * CLOSING_DAYS
    assert [day.day for day in days if day.month == 9] == [28, 29, 30]
    assert [day.day for day in days if day.month == 2] == [26, 27, 28]  # the 28th is a makeup day
    assert [day.day for day in days if day.month == 10] == [28, 29, 30]  # the 31st is a Saturday


def test_the_end_of_a_month_does_not_depend_on_where_one_looks_from():
    first, last = day_number(date(2026, 1, 1)), day_number(date(2026, 6, 30))
    whole = closing(first, last)
    assert [bool(closing(d, d)[0]) for d in range(first, last + 1)] == whole.tolist()
