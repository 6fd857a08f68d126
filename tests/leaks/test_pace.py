"""When leaks begin and how far they reach: the day asked for, and what scale and stealth do."""

from datetime import date, timedelta

import pytest

from kit.leaks.catalogue import LEAKS, draw
from kit.leaks.dates import day_of
from kit.leaks.model import Parameters
from kit.leaks.staging import planned
from tests.leaks.apart import PHASE
from tests.leaks.stories import company

ONE_MOMENT = ("misdirected_mail", "lost_laptop")
"""One mail, one laptop: all at once, however careful somebody is."""


def plan_of(name, seed=1, **parameters):
    return planned(company("leasing", PHASE.get(name)), name, Parameters(**parameters), seed)


def first_day(plan):
    return day_of(plan.exposures[0].time // 86_400_000)


def reach(plan):
    return plan.exposures[-1].time - plan.exposures[0].time


def people(name, plan):
    book = company("leasing", PHASE.get(name)).book
    return {n for e in plan.exposures for n in book.touched(e.segment, e.start, e.stop).tolist()}


def a_start(name):
    """A day well within the phase of today."""
    usual = first_day(plan_of(name, stealth=0))
    today = company("leasing", PHASE.get(name)).organisation.deal.today
    return min(usual, today - timedelta(days=12))


@pytest.mark.parametrize("name", LEAKS)
def test_the_first_exposure_is_on_the_day_asked_for(name):
    start: date = a_start(name)
    for seed in (1, 2):
        assert first_day(plan_of(name, seed, start=start, stealth=0.3)) == start


@pytest.mark.parametrize("name", LEAKS)
def test_more_scale_reaches_more_people(name):
    start = a_start(name)
    little, much, most = (
        len(people(name, plan_of(name, start=start, scale=scale, stealth=0.2)))
        for scale in (0.1, 0.6, 1.0)
    )
    assert little < most
    assert little <= much <= most
    if name != "courier_media":  # one of so many parcels is lost, whatever is in it
        assert little < much < most


@pytest.mark.parametrize("name", [name for name in LEAKS if name not in ONE_MOMENT])
def test_stealth_takes_longer(name):
    hasty, careful = (
        sum(reach(plan_of(name, seed, scale=0.8, stealth=stealth)) for seed in (1, 2, 3))
        for stealth in (0.0, 1.0)
    )
    assert careful > hasty * 1.5


def test_stealth_does_not_change_how_many_lend_or_are_looked_at():
    start = a_start("rented_accounts")
    plans = [plan_of("rented_accounts", start=start, stealth=one) for one in (0.0, 0.5, 0.9)]
    assert len({len(one.exposures) for one in plans}) == 1
    assert len({one.actors for one in plans}) == 1


@pytest.mark.parametrize("profile", ["leasing", "sanitary_ware", "swim_school"])
@pytest.mark.parametrize("phase", ["normal", "signing", "cut_over"])
def test_accidents_are_the_majority_in_every_company(profile, phase):
    drawn = draw(company(profile, phase), 3, 400)
    assert sum(LEAKS[name].FAMILY == "accident" for name in drawn) > len(drawn) * 0.52
