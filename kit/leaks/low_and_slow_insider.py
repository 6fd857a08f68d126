"""Somebody who opens a few customers more every day, and takes pictures of the screen."""

from kit.activity.company import Company
from kit.leaks.dates import DAY, SECOND
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, holders
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of
from kit.organisation.spec import Phase

NAME = "low_and_slow_insider"
FAMILY: Family = "insider"
WEIGHT = 2
PHASES: tuple[Phase, ...] = (
    "signing",
    "normal",
    "due_diligence",
    "cut_over",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_MOST_DAYS, _MOST_PEOPLE = 40, 600


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_DESK, "crm.search"), (_DESK, "crm.open"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: every working day a search, a few customers opened, a few pictures."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    wanted = 2 + round(parameters.stealth * (_MOST_DAYS - 2))
    day = scene.start(wanted * 7 // 5 + 3)
    card, who = scene.somebody(_DESK, "crm.open", day, "insider")
    days = _workdays(scene, day, wanted)
    segment, known = max(scene.lists(day)[:4], key=lambda one: one[1])
    total = min(_MOST_PEOPLE, max(len(days), round(known * parameters.scale)), known)
    taken = scene.shuffled(range(known), "whom")[:total]
    each = -(-len(taken) // len(days))
    for number, on in enumerate(days):
        _evening(scene, who, card, on, (segment, taken[number * each : (number + 1) * each]))
    last = scene.at(days[-1], 19, 20, "last")
    noticed = last + (2 + scene.draw(6, "noticed")) * DAY
    members = company.book.members[segment]
    sample = [int(members[place]) for place in sorted(taken[: min(each * len(days), 5)])]
    scene.report(noticed, "partner", "list_offered_for_sale", *sample, count=len(sample))
    return scene.plan(
        channel="screen",
        control="usage_review",
        known=scene.at(days[min(2, len(days) - 1)], 20, 21, "known"),
        actors=[who],
        ongoing=noticed > scene.end,
    )


def _workdays(scene: Scene, day: int, wanted: int) -> list[int]:
    """So many working days, as far as the day of the world lets."""
    among = [day + gap for gap in range(wanted * 2 + 7) if day + gap <= scene.today]
    return [on for on in among if scene.workday(on) == on][:wanted] or [day]


def _evening(scene: Scene, who: Person, card: str, day: int, whom: tuple[int, list[int]]) -> None:
    """One day's share: within office hours if stealthy, late at night if not."""
    segment, places = whom
    late = scene.parameters.stealth < 0.34
    low, high = (21.5, 23.0) if late else (15.5, 17.4)
    at = scene.at(day, low, high, "evening", str(day))
    page = scene.page(card)
    held = holders(scene.company, card, "crm.open", at)
    for place in places:
        touched = (segment, place, place + 1)
        _look(scene, who, at - 8 * SECOND, touched, max(page, 20))
        opened = scene.event("crm.open", at, card, who, **columns_of(touched))
        at += (4 + scene.draw(9, "shot", str(day), str(place))) * SECOND
        for printout in scene.views(("endpoint",), "screen.capture")[:1]:
            scene.event("screen.capture", at, printout, who, **columns_of(touched))
        via = f"entitlement:{held.get(who.account_id, who.entitlement_id)}"
        scene.expose(at, touched, card, via, "competitor", opened)
        at += (15 + scene.draw(150, "gap", str(day), str(place))) * SECOND


def _look(scene: Scene, who: Person, at: int, touched: tuple[int, int, int], page: int) -> None:
    """The page of the list that the customer stands on, if it is not the one just searched."""
    segment, place, _ = touched
    view = scene.view(_DESK, "crm.search")
    low = place // page * page
    stop = min(low + page, scene.company.book.known(segment, at // DAY - 1))
    if scene.chance("look", str(at)) < 0.4 and place < stop:
        scene.event("crm.search", at, view, who, segment=segment, start=low, stop=stop)
