"""When papers come in: at no whole hours that would give them away, and when somebody is there."""

from datetime import UTC

import pytest

from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.leaks.dates import HOUR, clock
from tests.leaks.apart import PHASE
from tests.leaks.planned import company, plan_of

SEEDS = (1, 2, 3)
OPEN = {"hotline": (7, 22), "colleague": (8, 20), "partner": (8, 20), "regulator": (9, 20)}


def millis(moment):
    return None if moment is None else int(moment.timestamp() * 1000)


def whole_hours(plan):
    """Pairs of moments a whole number of hours apart: of tickets, slips, reports, files, deeds."""
    moments = {"report": [one.at for one in plan.reports]}
    for table, columns in {
        "tickets": ("opened_at", "closed_at"),
        "custody": ("at",),
        "entitlements": ("granted_at",),
        "links": ("revoked_at",),
        "files": ("created_at", "deleted_at"),
    }.items():
        for row in plan.added.get(table, ()):
            for column in columns:
                at = millis(row.get(column) and row[column].replace(tzinfo=UTC))
                name = f"{table}.{row.get('kind') or row.get('event') or ''}.{column}"
                moments.setdefault(name, []).append(at)
    times = plan.rows["time"].tolist()
    moments["deed"] = [times[0], times[-1]] if times else []
    return {
        (one, other)
        for one, ats in moments.items()
        for other, others in moments.items()
        if one < other and ("tickets" in one + other or "custody" in one + other)
        for at in ats
        for after in others
        if None not in (at, after) and at != after and (at - after) % HOUR == 0
    }


@pytest.mark.parametrize("name", [*LEAKS, *LOOK_ALIKES])
def test_no_paper_follows_after_whole_hours(name):
    at = company("leasing", PHASE.get(name))
    found = [whole_hours(plan_of(name, at, seed)) for seed in SEEDS]
    assert not set.intersection(*found)  # one alone may happen by chance


@pytest.mark.parametrize("name", [*LEAKS, *LOOK_ALIKES])
def test_people_are_told_when_somebody_is_there(name):
    at = company("leasing", PHASE.get(name))
    for seed in SEEDS:
        for one in plan_of(name, at, seed).reports:
            told = clock(one.at)
            if one.channel in OPEN:
                opens, closes = OPEN[one.channel]
                assert opens <= told.hour < closes, (one.channel, told)
            if one.channel == "regulator" and told.date() != at.organisation.deal.today:
                assert told.weekday() < 5, told
