from collections import Counter
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from kit.activity.faults import (
    LOG_GAPS,
    Fault,
    arrival,
    happens,
    is_logged,
    log_gaps,
    plan_faults,
)
from kit.activity.rows import build
from kit.errors import BadInput

SYSTEMS = ["crm", "erp", "mail", "share", "room", "gateway"]
YEAR = date(2025, 10, 1), date(2026, 9, 30)
EPOCH = date(1970, 1, 1)


def make_organisation(seed=7, systems=SYSTEMS):
    return SimpleNamespace(seed=seed, tables={"systems": pa.table({"system_id": systems})})


def overlapping(faults, first, last):
    since = (first - EPOCH).days * 86_400_000
    until = ((last - EPOCH).days + 1) * 86_400_000
    return tuple(one for one in faults if one.since < until and one.until > since)


def test_a_window_shows_the_faults_of_the_whole():
    whole = plan_faults(make_organisation(), *YEAR)
    assert list(whole) == sorted(whole, key=lambda one: one.since)
    for offset in range(0, 360, 17):
        first = YEAR[0] + timedelta(days=offset)
        last = min(first + timedelta(days=offset % 11), YEAR[1])
        assert plan_faults(make_organisation(), first, last) == overlapping(whole, first, last)


def test_a_system_more_changes_nothing_for_the_others():
    more = plan_faults(make_organisation(systems=[*SYSTEMS, "backup"]), *YEAR)
    assert tuple(one for one in more if one.system < 6) == plan_faults(make_organisation(), *YEAR)


def test_every_kind_occurs_but_systems_mostly_work():
    years = [plan_faults(make_organisation(seed), *YEAR) for seed in range(8)]
    kinds = Counter(one.kind for year in years for one in year)
    months = 8 * 12 * len(SYSTEMS)
    assert 0.4 < kinds["outage"] / months < 0.9
    assert 0.05 < kinds["collector"] / months < 0.3
    assert 0.2 < kinds["late"] / months < 0.5
    down = sum(one.until - one.since for year in years for one in year if one.kind == "outage")
    assert down < 0.005 * 8 * len(SYSTEMS) * 365 * 86_400_000


def test_announced_outages_are_early_on_sundays_and_others_in_working_hours():
    starts = [
        datetime(1970, 1, 1) + timedelta(milliseconds=one.since)
        for seed in range(5)
        for one in plan_faults(make_organisation(seed), *YEAR)
        if one.kind == "outage"
    ]
    early = [at for at in starts if at.hour == 4]
    assert {at.weekday() for at in early} == {6}
    assert {at.hour for at in starts if at not in early} <= set(range(9, 17))
    assert len(early) > len(starts) / 2


HOUR = 3_600_000
FAULTS = (
    Fault(0, "outage", 2 * HOUR, 4 * HOUR),
    Fault(1, "collector", 3 * HOUR, 5 * HOUR),
    Fault(2, "late", 2 * HOUR, 6 * HOUR),
)


def hourly(system, hours=8):
    """An event at every full hour of a day long ago."""
    return build(hours, time=np.arange(hours) * HOUR, system=system)


def test_nothing_happens_in_a_system_that_is_down():
    assert np.flatnonzero(~happens(hourly(0), FAULTS)).tolist() == [2, 3]
    assert happens(hourly(1), FAULTS).all()


def test_a_log_lacks_what_its_collector_missed_and_what_keeps_no_log():
    keeps = np.array([True, True, True, False, True])
    assert np.flatnonzero(~is_logged(hourly(1), FAULTS, keeps)).tolist() == [3, 4]
    assert is_logged(hourly(0), FAULTS, keeps).all()
    assert not is_logged(hourly(3), FAULTS, keeps).any()


def test_a_late_log_arrives_in_order_after_the_fault():
    rows = hourly(2)
    usual = rows["time"] + 500
    found = arrival(rows, usual, FAULTS)
    late = slice(2, 6)
    assert (found[late] >= 6 * HOUR).all()
    assert (np.diff(found[late]) > 0).all()
    assert (found[late] < 7 * HOUR).all()
    others = np.r_[0, 1, 6, 7]
    assert (found[others] == usual[others]).all()


def test_investigators_are_told_of_outages_and_gaps_only():
    gaps = log_gaps(make_organisation(), FAULTS)
    assert gaps.schema == LOG_GAPS
    assert gaps["kind"].to_pylist() == ["outage", "collector"]
    assert gaps["system_id"].to_pylist() == ["crm", "erp"]
    assert gaps["since"].to_pylist()[1] == datetime(1970, 1, 1, 3)


def test_a_system_is_up_when_an_event_needs_it():
    whole = plan_faults(make_organisation(), *YEAR)
    down = next(one for one in whole if one.kind == "outage")
    needed = build(1, time=down.until - 1000, system=down.system)
    assert set(whole) - set(plan_faults(make_organisation(), *YEAR, needed)) == {down}
    elsewhere = build(1, time=down.until - 1000, system=(down.system + 1) % 6)
    assert down in plan_faults(make_organisation(), *YEAR, elsewhere)


def test_an_empty_window_is_refused():
    with pytest.raises(BadInput, match="window_reversed"):
        plan_faults(make_organisation(), YEAR[1], YEAR[0])
