"""Dates of a case: whoever sits down to it has only just been told, and the log ends today."""

from datetime import date, timedelta

import pytest

from kit.labs.investigation.dating import OLD, dated, replace_start
from kit.leaks.dates import DAY, day_of, number_of
from kit.leaks.model import Parameters
from kit.leaks.staging import planned
from tests.labs.investigation.opened import SPECS, task
from tests.leaks.planned import company

RECENT = 10  # days


@pytest.mark.parametrize("exercise", SPECS, scope="module")
def test_the_first_report_is_of_these_days_and_the_log_ends_today(exercise):
    made = task(exercise)
    today = made.deal_file.today
    told = date.fromisoformat(made.reports[0]["at"][:10])
    assert timedelta(0) <= today - told <= timedelta(RECENT)
    assert made.public_log["until"][:10] <= today.isoformat()
    assert today - date.fromisoformat(made.public_log["until"][:10]) <= timedelta(3)
    assert all(one["at"][:10] <= today.isoformat() for one in made.reports)


@pytest.mark.parametrize("old", OLD)
def test_a_case_begins_so_that_it_was_told_so_many_days_ago(old):
    at = company("leasing", "signing")
    today = number_of(at.organisation.deal.today)
    own = planned(at, "departing_salesperson", Parameters(), 3)
    parameters, plan = dated(at, "departing_salesperson", Parameters(), 3, old)
    missed = abs(today - old - plan.reports[-1].at // DAY)
    assert missed <= abs(today - old - own.reports[-1].at // DAY)
    assert missed <= 3
    again = planned(at, "departing_salesperson", parameters, 3)
    assert (again.window, again.reports) == (plan.window, plan.reports)


def test_where_the_phase_has_no_room_the_nearest_day_is_taken():
    at = company("sanitary_ware", "cut_over")
    _, plan = dated(at, "courier_media", Parameters(), 5, 1)
    assert plan.reports[-1].at // DAY <= number_of(at.organisation.deal.today)


def test_it_begins_on_a_weekday():
    for day in range(7):
        start = replace_start(Parameters(), day_of(20_000 + day)).start
        assert start is not None
        assert start.weekday() < 5
        assert timedelta(0) <= day_of(20_000 + day) - start <= timedelta(2)
