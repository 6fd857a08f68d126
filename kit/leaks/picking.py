"""Picks what several planners need: a list of about the wanted size, a moment of somebody's day."""

from bisect import bisect_left

from kit.activity.ordinary import one_day
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, MINUTE, SECOND, day_of
from kit.leaks.people import Person
from kit.leaks.planning import moment_at_work
from kit.leaks.scene import Scene

_LOOK_AHEAD = 8
_HOURS = {"hotline": (8, 21), "colleague": (8, 19), "partner": (9, 18), "regulator": (9, 17)}
"""From when to when somebody is there to be told; mail and alerts come in at any hour."""
_WEEKDAYS = ("colleague", "partner", "regulator")
_SOON = 90


def list_of_share(scene: Scene, day: int) -> tuple[int, int]:
    """Return the list whose size comes nearest to ``scale`` of the largest, and its members.

    Only customers registered before the day count.

    Raises:
        BadInput: If no list is long enough.
    """
    found = sorted(scene.lists(day), key=lambda one: (one[1], one[0]))
    wanted = scene.parameters.scale * found[-1][1]
    place = bisect_left([size for _, size in found], wanted)
    return found[min(place, len(found) - 1)]


def moment_of_day(scene: Scene, who: Person, day: int, *names: str) -> int:
    """Return a moment at which somebody is at work: on that day, or on the next working one.

    On a day asked for as the first it is then, even if it is a free one.

    Raises:
        BadInput: If that person does not work in the days after.
    """
    ahead = 1 if scene.asked(day) else _LOOK_AHEAD
    for later in range(day, min(day + ahead, scene.today + 1)):
        work = one_day(scene.company, who.account_id, day_of(later))
        at = moment_at_work(work, later, scene.seed, "at work", *names)
        if at is not None:
            return at
    if scene.asked(day):
        return scene.at(day, 9.5, 17, "asked for", *names)
    raise BadInput("leaks.nobody_at_work", account=who.account_id, day=day_of(day))


def after(scene: Scene, moment: int, hours: float, *names: str) -> int:
    """Return a moment about so many hours after another (before it if negative), to the second.

    A quarter of the hours at most lies between, so that two such moments keep their order.
    """
    share = 0.75 + 0.5 * scene.chance("after", *names)
    return moment + round(hours * 3600 * share) * SECOND


def heard(scene: Scene, moment: int, hours: float, channel: str) -> int:
    """Return when it is told what is noticed about so many hours after a moment.

    That is as soon as it is noticed, or soon after somebody is there to be told.

    Args:
        scene: The scene.
        moment: When it happened.
        hours: How many hours later it is noticed, about.
        channel: That of the report.
    """
    noticed = after(scene, moment, hours, "noticed")
    opens, closes = _HOURS[channel]
    day, hour = noticed // DAY, noticed % DAY
    weekdays = channel in _WEEKDAYS
    if opens * HOUR <= hour < closes * HOUR and not (weekdays and _weekend(day)):
        return noticed
    later = day if hour < opens * HOUR else day + 1
    while weekdays and _weekend(later):
        later += 1
    return later * DAY + opens * HOUR + (5 + scene.draw(_SOON, "heard", channel)) * MINUTE


def _weekend(day: int) -> bool:
    return day_of(day).weekday() >= 5
