"""Chooses how many staff and how many days make a log of about so many events."""

import math
from collections.abc import Callable
from datetime import date, timedelta

from kit.activity.company import Company
from kit.activity.ordinary import ordinary
from kit.activity.rows import count
from kit.errors import BadInput
from kit.leaks.dates import DAY, day_of
from kit.leaks.recipe import CaseRecipe, company_of
from kit.leaks.staging import AFTER, BEFORE, planned
from kit.organisation.making import FEWEST, MOST
from kit.seeding import below, stream

MOST_EVENTS = 5_000_000
"""A case is made in memory, at about 450 bytes an event; companies without a leak can be larger."""
_SAMPLE = 28
_SPARE = 15
_CLOSE = 0.05
_TRIES = 4


def fitted(
    recipe: CaseRecipe, events: int | None, make: Callable[[CaseRecipe], Company] = company_of
) -> tuple[CaseRecipe, Company]:
    """Return a recipe whose log has about so many events, and its company.

    The log begins three to five weeks before the leak, and goes on to the day of the world if so
    many events are wanted. More than that is made by more staff. How many events four weeks of
    ordinary work make is measured; the number that comes out is within some percent.

    Args:
        recipe: Its staff and days are not looked at.
        events: How many are wanted; as few as make a case if None.
        make: Makes the company of a recipe.

    Raises:
        BadInput: If so few or so many cannot be made, or the leak makes no sense here.
    """
    staff = FEWEST
    if events is None:
        company = make(recipe.model_copy(update={"staff": staff}))
        first, least, _ = _days(recipe, company)
        return _lasting(recipe, staff, first, least), company
    if events > MOST_EVENTS:
        raise BadInput("leak.many_events", events=events, most=MOST_EVENTS)
    for _ in range(_TRIES):
        company = make(recipe.model_copy(update={"staff": staff}))
        first, least, most = _days(recipe, company)
        daily = _daily(company, first, most)
        wanted = min(max(round(staff * events / (most * daily)), FEWEST), MOST)
        if abs(wanted - staff) <= _CLOSE * staff:
            break
        staff = wanted
    days = round(events / daily)
    if days < least * (1 - _CLOSE):
        fewest = math.ceil(least * daily / 1000) * 1000
        raise BadInput("leak.few_events", events=events, least=fewest, days=least)
    if days > most * 2:
        raise BadInput("leak.many_events", events=events, most=int(most * daily))
    return _lasting(recipe, staff, first, min(max(days, least), most)), company


def _lasting(recipe: CaseRecipe, staff: int, first: date, days: int) -> CaseRecipe:
    chosen = {"staff": staff, "days": days, "last": first + timedelta(days - 1)}
    return recipe.model_copy(update=chosen)


def _days(recipe: CaseRecipe, company: Company) -> tuple[date, int, int]:
    """The first day of the log, and how many days it has at least and at most."""
    plan = planned(company, recipe.leak, recipe.parameters, recipe.seed)
    since, until = (day_of(at // DAY) for at in plan.window)
    today = company.organisation.deal.today
    spare = below(stream(recipe.seed, "leaks", "log").draws(0, 2), _SPARE)  # lest its ends tell
    first = since - timedelta(BEFORE + int(spare[0]))
    end = today if plan.ongoing else min(until + timedelta(AFTER + int(spare[1])), today)
    return first, (end - first).days + 1, (today - first).days + 1


def _daily(company: Company, first: date, days: int) -> float:
    """Events of ordinary work a day, of up to four weeks."""
    sample = min(days, _SAMPLE)
    return max(count(ordinary(company, first, first + timedelta(sample - 1))) / sample, 1.0)
