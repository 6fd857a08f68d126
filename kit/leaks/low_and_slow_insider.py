"""Somebody who opens a few customers more every day, and takes pictures of the screen."""

from kit.activity.company import Company
from kit.leaks.dates import DAY, SECOND
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, holders
from kit.leaks.picking import heard
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
_NEEDS = ((_DESK, "crm.search"), (_DESK, "crm.open"), (("endpoint",), "screen.capture"))
_MOST_DAYS, _MOST_PEOPLE, _LISTS = 40, 600, 8


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, *_NEEDS)


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: every working day a search, a few customers opened, a few pictures."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    wanted = 2 + round(parameters.stealth * (_MOST_DAYS - 2))
    day = scene.start(wanted * 7 // 5 + 3)
    card, who = scene.somebody(_DESK, "crm.open", day, "insider")
    days = _workdays(scene, day, wanted)
    among = [
        (segment, place) for segment, known in scene.lists(day)[:_LISTS] for place in range(known)
    ]
    reach = min(_MOST_PEOPLE, len(among))
    total = min(reach, max(len(days), round(reach * parameters.scale)))
    taken = scene.shuffled(among, "whom")[:total]
    each = -(-len(taken) // len(days))
    for number, on in enumerate(days):
        _evening(scene, who, card, on, taken[number * each : (number + 1) * each])
    last = scene.at(days[-1], 19, 20, "last")
    noticed = heard(scene, last, 24 * (2 + scene.draw(6, "noticed")), "partner")
    sample = scene.told(noticed)[:5]
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


def _evening(scene: Scene, who: Person, card: str, day: int, whom: list[tuple[int, int]]) -> None:
    """One day's share: within office hours if stealthy, late at night if not."""
    late = scene.parameters.stealth < 0.34
    low, high = (21.5, 23.0) if late else (15.5, 17.4)
    at = scene.at(day, low, high, "evening", str(day))
    page = scene.page(card)
    picture = scene.view(("endpoint",), "screen.capture")
    held = holders(scene.company, card, "crm.open", at)
    for segment, place in sorted(whom):
        touched = (segment, place, place + 1)
        before = (4 + scene.draw(12, "before", str(at))) * SECOND
        _look(scene, who, at - before, touched, max(page, 20))
        trace = scene.event("crm.open", at, card, who, **columns_of(touched))
        via = f"entitlement:{held.get(who.account_id, who.entitlement_id)}"
        scene.expose(at, touched, card, via, "competitor", trace)
        at += (4 + scene.draw(9, "shot", str(day), str(segment), str(place))) * SECOND
        scene.event("screen.capture", at, picture, who, **columns_of(touched))
        at += (15 + scene.draw(150, "gap", str(day), str(segment), str(place))) * SECOND


def _look(scene: Scene, who: Person, at: int, touched: tuple[int, int, int], page: int) -> None:
    """The page of the list that the customer stands on, if it is not the one just searched."""
    segment, place, _ = touched
    view = scene.view(_DESK, "crm.search")
    low = place // page * page
    stop = min(low + page, scene.company.book.known(segment, at // DAY - 1))
    if scene.chance("look", str(at)) < 0.4 and place < stop:
        scene.event("crm.search", at, view, who, segment=segment, start=low, stop=stop)
