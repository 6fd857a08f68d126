from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from kit.errors import CapacityExceeded
from kit.identifiers import people as p

AS_OF = date(2026, 9, 30)
ADULTS = p.slots(AS_OF, 18, 75)


def make(start, count, seed=1, room=ADULTS):
    return p.people(seed, ("people",), room, np.arange(start, start + count))


def keys(persons):
    return set(map(tuple, persons.tolist()))


def test_a_range_is_the_slice_of_the_whole():
    assert (make(0, 5000)[1234:1300] == make(1234, 66)).all()


def test_everybody_is_a_different_person():
    assert len(keys(make(10_000_000, 200_000))) == 200_000


def test_the_whole_room_is_filled_exactly_once():
    room = p.slots(AS_OF, 75, 75)
    everybody = p.people(3, ("x",), room, np.arange(room.capacity))
    assert len(np.unique(everybody)) == room.capacity


def test_more_people_than_slots_are_refused():
    with pytest.raises(CapacityExceeded):
        make(ADULTS.capacity - 5, 6)


@pytest.mark.parametrize(("youngest", "oldest"), [(18, 75), (4, 17), (0, 100), (14, 14)])
def test_ages_lie_within_the_band(youngest, oldest):
    room = p.slots(date(2024, 2, 29), youngest, oldest)
    days = make(0, 20_000, room=room)["day"]
    first, _ = p.birth_days(date(2024, 2, 29), oldest)
    last, count = p.birth_days(date(2024, 2, 29), youngest)
    assert days.min() >= first
    assert days.max() < last + count


@pytest.mark.parametrize(("youngest", "oldest"), [(4, 15), (19, 31), (20, 24)])
def test_true_ages_on_a_leap_day_lie_within_the_band(youngest, oldest):
    as_of = date(2024, 2, 29)
    room = p.slots(as_of, youngest, oldest)
    everyone = p.people(5, ("x",), room, np.arange(0, room.capacity, 97))
    born = {date.fromordinal(719163 + int(day)) for day in np.unique(everyone["day"])}
    ages = {as_of.year - d.year - ((d.month, d.day) > (2, 29)) for d in born}
    assert ages == set(range(youngest, oldest + 1))


def test_bands_of_age_do_not_overlap_and_leave_no_day_out():
    for as_of in (AS_OF, date(2024, 2, 29), date(2025, 3, 1)):
        bounds = [p.birth_days(as_of, age) for age in range(100)]
        for (first, _), (older, days) in pairwise(bounds):
            assert older + days == first


def test_provinces_sexes_and_ages_follow_the_census():
    everyone = make(0, 300_000, room=p.slots(AS_OF, 0, 100))
    ages = (AS_OF - date(1970, 1, 1)).days / 365.2425 - everyone["day"] / 365.2425
    assert p.is_male(everyone).mean() == pytest.approx(0.5124, abs=0.006)
    assert (ages < 15).mean() == pytest.approx(0.1795, abs=0.006)
    assert (ages >= 60).mean() == pytest.approx(0.1870, abs=0.006)
    guangdong, tibet = (np.isin(everyone["province"], codes).mean() for codes in ((44, 46), (54,)))
    assert guangdong == pytest.approx(0.0893 + 0.0071, abs=0.003)
    assert tibet == pytest.approx(0.0026, abs=0.001)
    assert len(p.provinces()) == 31


@pytest.mark.parametrize("sex", [None, "other", "male", "female"])
def test_relatives_are_different_people_of_the_right_age(sex):
    persons = make(0, 100_000)
    related = p.relatives(1, persons, 3 if sex == "other" else 1, (22, 40), sex)
    gap = persons["day"] - related["day"]
    assert len(np.unique(related)) == len(related)
    assert not keys(persons[:5000]) & keys(related)
    assert gap.min() >= 22 * 365
    assert gap.max() <= 40 * 366
    if sex == "other":
        assert (p.is_male(persons) != p.is_male(related)).all()
    elif sex:
        assert (p.is_male(related) == (sex == "male")).all()


def test_mothers_and_fathers_share_blocks_but_no_number():
    persons = make(0, 50_000)
    mothers = p.relatives(1, persons, 1, (22, 40), "female")
    fathers = p.relatives(1, persons, 2, (22, 40), "male")
    assert not keys(mothers) & keys(fathers)


def test_staff_sit_apart_from_everybody():
    staff = p.people(1, ("staff",), p.slots(AS_OF, 20, 60, p.STAFF_SEAT), np.arange(50_000))
    assert (staff["sequence"] >= 800).all()
    assert (make(0, 50_000)["sequence"] < 200).all()


def test_nobody_has_a_number_from_a_province_that_did_not_exist_yet():
    young = p.people(1, ("y",), p.slots(AS_OF, 4, 40), np.arange(200_000))
    parents = p.relatives(1, young, 2, (22, 38))
    for persons in (make(0, 300_000), young, parents):
        for code, (founded, _) in p.FOUNDED.items():
            days = persons["day"][persons["province"] == code]
            assert (days >= (founded - date(1970, 1, 1)).days).all()
    assert len(np.unique(parents)) == len(parents)
