"""Dates a case: whoever sits down to it has only just been told of it."""

from datetime import date, timedelta

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, day_of, number_of
from kit.leaks.model import Parameters, Plan
from kit.leaks.staging import planned

OLD = (1, 2, 3, 4)
"""So many days old the last report is on the day of the world, where the phase has room."""
_TRIES = 6
_WEEK = 7


def dated(
    company: Company, name: str, parameters: Parameters, seed: int, old: int
) -> tuple[Parameters, Plan]:
    """Return what happens, begun so that the last report of it is about so many days old today.

    Where the phase has not room enough, or nobody could do it then, it is the nearest that fits.

    Args:
        company: The company.
        name: The leak or look-alike.
        parameters: How large and how careful; its own choice of start is the first that is tried.
        seed: The seed of the leak.
        old: Age wanted of the last report, in days.

    Returns:
        The parameters with the day on which it begins, and the plan.

    Raises:
        BadInput: If it makes no sense in this company, on no day.
    """
    best = parameters, planned(company, name, parameters, seed)
    today = number_of(company.organisation.deal.today)
    begins, missed = best[1].window[0] // DAY, today - old - _told(best[1])
    for _ in range(_TRIES):
        if abs(today - old - _told(best[1])) <= 1:
            break
        begins += missed
        tried = replace_start(parameters, day_of(begins))
        try:
            plan = planned(company, name, tried, seed)
        except BadInput:  # no room is left for it in the phase, or nobody there may do it
            missed = -_WEEK if missed > 0 else _WEEK // 2
            continue
        missed = today - old - _told(plan)
        if abs(missed) < abs(today - old - _told(best[1])):
            best = tried, plan
    return best


def replace_start(parameters: Parameters, day: date) -> Parameters:
    """Return the parameters with the last day from Monday to Friday up to a day as the first."""
    back = max(0, day.weekday() - 4)
    return parameters.model_copy(update={"start": day - timedelta(back)})


def _told(plan: Plan) -> int:
    return max((one.at for one in plan.reports), default=plan.window[1]) // DAY
