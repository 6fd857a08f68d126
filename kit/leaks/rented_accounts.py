"""Accounts that staff let strangers use by the day."""

from kit.activity.company import Company
from kit.leaks.dates import SECOND
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, holders
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Touched, columns_of, strange_device
from kit.organisation.spec import Phase

NAME = "rented_accounts"
FAMILY: Family = "insider"
WEIGHT = 1
PHASES: tuple[Phase, ...] = ("normal", "signing", "cut_over", "due_diligence", "post_closing")
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_MOST_DAYS, _MOST_PEOPLE, _EACH, _VISITS = 18, 5, 45, 4


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_DESK, "crm.search"), (_DESK, "crm.open"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: strangers work through lists while the accounts' owners work too."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    room = 2 + round(parameters.stealth * (_MOST_DAYS - 2))
    day = scene.start(room + 3)
    lists = scene.lists(day)
    wanted = 2 + round(parameters.scale * (_MOST_PEOPLE - 2))
    card, first = scene.somebody(_DESK, "crm.open", day, "lender 0")
    lenders = [first]
    while len(lenders) < wanted and (more := scene.another(card, "crm.open", day, len(lenders))):
        lenders.append(more)
    visits = [
        (scene.workday(on), who, number)
        for number, who in enumerate(lenders)
        for on in scene.spread(day + number % 2, _VISITS, room, "visit", str(number))
    ]
    seen: list[tuple[int, int, int]] = []
    free: dict[int, int] = {}
    for turn, (on, who, number) in enumerate(sorted(visits, key=lambda one: one[0])):
        if on <= scene.today:
            at = max(_begin(scene, who, on), free.get(number, 0))
            shown, left = _visit(scene, who, card, at, lists[turn % len(lists)], number)
            free[number] = after(scene, left, 0.7, "break", str(number), str(turn))
            seen += shown
    times = [at for at, _, _ in seen]
    noticed = heard(scene, max(times), 20 + scene.draw(50, "noticed"), "hotline")
    some = [int(company.book.members[segment][place]) for _, segment, place in seen[:4]]
    scene.report(
        noticed,
        "hotline",
        "calls_name_salesperson",
        *dict.fromkeys(some),
        count=len(set(some)) + scene.draw(6, "callers"),
    )
    return scene.plan(
        channel="screen",
        control="parallel_sessions",
        known=min(times),
        actors=lenders,
        ongoing=noticed > scene.end or scene.chance("ongoing") < 0.3,
    )


def _begin(scene: Scene, who: Person, day: int) -> int:
    """When the first visit of a day begins: in the evening if care is taken."""
    low, high = (18.8, 20.5) if scene.parameters.stealth > 0.66 else (10.5, 16)
    return scene.at(day, low, high, "visit", who.staff_id, str(day))


def _visit(
    scene: Scene, who: Person, card: str, at: int, listed: tuple[int, int], number: int
) -> tuple[list[tuple[int, int, int]], int]:
    """A stranger logs on, searches a list, opens its customers. Returns when and whom; the end."""
    begun = str(at // SECOND)
    device = strange_device(scene, who, who.staff_id, begun)
    outside = {"address": scene.stranger(number // 2), "device": device}
    held = holders(scene.company, card, "crm.open", at)
    via = f"entitlement:{held.get(who.account_id, who.entitlement_id)}"
    segment, known = listed
    count = min(known, 4 + round(_EACH * scene.parameters.scale))
    first = scene.draw(known - count + 1, "first", who.staff_id, begun)
    scene.sign("auth.logon", at, who, **outside)
    seen = []
    for place in range(first, first + count):
        at = _leaf(scene, who, listed, (place, place == first), at, outside)
        at += (14 + scene.draw(50, "open", who.staff_id, begun, str(place))) * SECOND
        touched = (segment, place, place + 1)
        trace = scene.event("crm.open", at, card, who, **columns_of(touched), **outside)
        scene.expose(at, touched, card, via, "criminal", trace)
        seen.append((at, segment, place))
    at += (20 + scene.draw(200, "off", who.staff_id, begun)) * SECOND
    scene.sign("auth.logoff", at, who, **outside)
    return seen, at


def _leaf(
    scene: Scene,
    who: Person,
    listed: tuple[int, int],
    turn: tuple[int, bool],
    at: int,
    outside: dict[str, int],
) -> int:
    """The page of the list on which the next customer stands, if it is a new one. Returns when."""
    view = scene.view(_DESK, "crm.search")
    page, (place, first) = scene.page(view), turn
    if not first and place % page:
        return at
    at += (6 + scene.draw(25, "page", who.staff_id, str(at))) * SECOND
    low = place // page * page
    touched: Touched = (listed[0], low, min(low + page, listed[1]))
    if who.account_id in holders(scene.company, view, "crm.search", at):
        scene.event("crm.search", at, view, who, **columns_of(touched), **outside)
    return at
