"""Days and moments of a leak: which phase, which days of it, and local time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.model import Parameters
from kit.organisation.phases import named
from kit.organisation.spec import Phase

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_START = datetime(1970, 1, 1)
_REACH = 120


def clock(at: int) -> datetime:
    """Return the local time of milliseconds since 1970."""
    return _START + timedelta(milliseconds=at)


def day_of(day: int) -> date:
    """Return the date of a day since 1970."""
    return (_START + timedelta(days=day)).date()


def number_of(day: date) -> int:
    """Return the days since 1970 of a date."""
    return (day - _START.date()).days


def phase_of(phases: Sequence[Phase], company: Company, parameters: Parameters) -> Phase:
    """Return the phase asked for, else today's if it is one, else the most usual that has begun.

    Raises:
        BadInput: If this deal has no such phase, or it has not begun.
    """
    deal = company.organisation.deal
    there = {one.phase: one for one in deal.phases}
    wanted = parameters.phase
    if wanted is not None and wanted not in there:
        deal.days_of(wanted)  # refuses it and names those there are
    if wanted is not None and wanted not in phases:
        raise BadInput(
            "leaks.other_phase", phase=named(wanted), phases=[named(one) for one in phases]
        )
    among = phases if wanted is None else (wanted,)
    begun = [one for one in among if one in there and there[one].first < deal.today]
    if not begun:
        raise BadInput(
            "leaks.phase_not_begun", phases=[named(one) for one in among], today=deal.today
        )
    current = deal.phase_on(deal.today)
    return current if current in begun and wanted is None else begun[0]


def days_of(phase: Phase, company: Company) -> tuple[int, int]:
    """Return the first and last day of a phase, days since 1970, no later than today."""
    deal = company.organisation.deal
    one = next(one for one in deal.phases if one.phase == phase)
    last = min(number_of(one.last), number_of(deal.today))
    return max(number_of(one.first), last - _REACH), last
