"""What counterparts at a desk share: where and when they happen, and customers opened in a row."""

from collections.abc import Mapping, Sequence

from kit.activity.company import Company
from kit.leaks.dates import SECOND
from kit.leaks.people import Person
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of
from kit.organisation.spec import Phase

WORKING: tuple[Phase, ...] = (
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
)
"""Phases in which somebody is at work."""
DESK = ("crm", "erp", "app_backend")
"""Kinds of systems in which customers are opened one by one, the usual one first."""


def fits(company: Company) -> str | None:
    """Return None, or the message code of why nobody opens customers one by one here."""
    return unfit(company, WORKING, (DESK, "crm.open"))


def opened(
    scene: Scene,
    who: Person,
    view: str,
    listed: tuple[int, int],
    at: int,
    *,
    on: int,
    pause: tuple[int, int],
    seats: Sequence[Mapping[str, int]],
) -> None:
    """Let somebody open one customer of a list after another.

    Args:
        scene: The scene.
        who, view: Who does it, and with which view.
        listed: The list and how many are on it.
        at: When the first is opened, milliseconds.
        on: The day, which names the draws.
        pause: Least seconds from one to the next, and by how many it may be longer.
        seats: For each customer the columns that say from where; empty: from the usual place.
    """
    segment, known = listed
    for number, seat in enumerate(seats):
        place = scene.draw(known, "customer", str(on), str(number))
        scene.event("crm.open", at, view, who, **columns_of((segment, place, place + 1)), **seat)
        at += (pause[0] + scene.draw(pause[1], "pause", str(on), str(number))) * SECOND
