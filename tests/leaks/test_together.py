"""Several things in one log: each by other people, each with its own events."""

from datetime import timedelta
from functools import cache

import pytest

from kit.errors import BadInput
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.leaks.together import possible_names, stage_together
from kit.world import build


@cache
def company():
    return build("leasing", 7, 400, staff=40, phase="signing").company


@cache
def staged(seed=5, names=None):
    last = company().organisation.deal.today
    wanted = names or tuple(possible_names(company(), [*LEAKS, *LOOK_ALIKES], "signing"))
    return stage_together(company(), wanted, seed, last - timedelta(34), last, "signing")


def test_many_things_happen_beside_one_another():
    assert len(staged().happened) >= 6
    real = [one.name for one in staged().happened if one.real]
    assert len(set(real)) == len(real)
    assert all(one.real == (one.name in LEAKS) for one in staged().happened)


def test_nobody_does_two_of_them():
    seen = set()
    for one in staged().happened:
        own = {*one.accounts, *one.actors}
        assert not own & seen
        seen |= own


def test_every_event_is_in_the_log_and_of_one_of_them():
    ids = [key for one in staged().happened for key in one.event_ids]
    assert len(ids) == len(set(ids)) > 50
    assert set(ids) <= set(staged().evidence.events["metadata.uid"].to_pylist())


def test_all_lie_in_the_days_of_the_log():
    days = [time.date().isoformat() for time in staged().evidence.events["time"][:1].to_pylist()]
    last = company().organisation.deal.today.isoformat()
    for one in staged().happened:
        since, until = one.window
        assert days[0] <= since[:10] <= until[:10] <= last


def test_what_they_went_through_is_there():
    tables = staged().evidence.tables
    places = {"entitlement": "entitlements", "link": "links", "file": "files", "device": "devices"}
    for one in staged().happened:
        for via in one.vias:
            kind, _, key = via.partition(":")
            if kind in places:
                column = tables[places[kind]].column(0).to_pylist()
                assert key in column, via


def test_the_same_seed_gives_the_same_log():
    last = company().organisation.deal.today
    names = ("phished_export", "former_vendor_api_key", "auditor_export")
    made = [
        stage_together(company(), names, 9, last - timedelta(27), last, "signing") for _ in range(2)
    ]
    assert made[0].happened == made[1].happened
    assert made[0].evidence.events.equals(made[1].evidence.events)


def test_nothing_that_makes_sense_is_an_error_in_words():
    last = company().organisation.deal.today
    with pytest.raises(BadInput) as caught:
        stage_together(company(), ("lapsed_domain",), 1, last - timedelta(27), last, "signing")
    assert caught.value.code == "leaks.nothing_to_draw"
