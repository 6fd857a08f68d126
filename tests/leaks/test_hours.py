"""Papers do not follow what they tell of after whole hours: no clock gives staged ones away."""

from datetime import UTC

import pytest

from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.leaks.dates import HOUR
from tests.leaks.apart import PHASE
from tests.leaks.planned import company, plan_of

SEEDS = (1, 2, 3)


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
