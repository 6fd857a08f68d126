"""What those who work do on a day: the habits of each job, each partner and each mailbox."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import CODES
from kit.organisation.spec import OrganisationProfile

Floats = NDArray[np.float64]

FROM_TABLES = ("auth.", "account.", "access.", "link.")
"""Actions that habits do not make: sessions, and what the organisation's own tables record."""
_MAILBOX = {"mail.receive": 26.0, "mail.send": 9.0}
_LEAST_WEEKENDS = 0.015  # anybody finishes something on a Saturday now and then


@dataclass(frozen=True)
class Doers:
    """Habits, one entry per kind of worker.

    Attributes:
        place: Number by key: ``job:<id>``, ``party:<id>``, ``mailbox`` or ``program``.
        starts, ends: Usual hours.
        weekends, remote: Shares of weekend days worked and of days worked from home.
        month_end: By how much work grows at the end of a month.
        scope: Field of the customers' table by which lists are dealt out; empty: none.
        rates: Mean number per working day, by kind of worker and action.
    """

    place: Mapping[str, int]
    starts: Floats
    ends: Floats
    weekends: Floats
    remote: Floats
    month_end: Floats
    scope: tuple[str, ...]
    rates: Floats


def make_doers(profile: OrganisationProfile) -> Doers:
    """Return the habits of an organisation."""
    rows: dict[str, tuple[float, float, float, float, float]] = {}
    habits: dict[str, Mapping[str, float]] = {}
    scope: list[str] = []
    for job in profile.jobs:
        rows[f"job:{job.id}"] = (job.starts, job.ends, job.weekends, job.remote, job.month_end)
        habits[f"job:{job.id}"] = job.habits
        scope.append(job.scope or "")
    for party in profile.parties:
        rows[f"party:{party.id}"] = (party.starts, party.ends, 0.0, 0.0, 1.2)
        habits[f"party:{party.id}"] = party.habits
    rows["mailbox"], habits["mailbox"] = (7.5, 21.0, 0.5, 0.0, 1.2), _MAILBOX
    rows["program"], habits["program"] = (0.0, 24.0, 1.0, 0.0, 1.0), {}  # see `batches`
    hours = np.array(list(rows.values())).T
    rates = np.array([[_rate(one, code) for code in CODES] for one in habits.values()])
    return Doers(
        {key: number for number, key in enumerate(rows)},
        hours[0],
        np.maximum(hours[1], hours[0] + 2),
        np.maximum(hours[2], _LEAST_WEEKENDS),
        hours[3],
        hours[4],
        (*scope, *[""] * (len(rows) - len(scope))),
        rates,
    )


def _rate(habits: Mapping[str, float], code: str) -> float:
    return 0.0 if code.startswith(FROM_TABLES) else habits.get(code, 0.0)
