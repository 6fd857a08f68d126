"""Nights of checking records, in store and office by turns, as a ticket announced."""

from kit.activity.addresses import make_addresses
from kit.activity.company import Company
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "stock_night"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_NIGHTS, _OPENED = 3, 8


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_DESK, "crm.open"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on three nights some customers are opened one after another."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_NIGHTS + 4))
    view, who = scene.somebody(_DESK, "crm.open", day, "counter")
    nights = sorted({scene.workday(day + number) for number in range(_NIGHTS)})
    address, (segment, known) = scene.stranger(0), scene.lists(day)[0]
    for on in nights:
        at = scene.at(on, 22.1, 22.6, "night", str(on))
        for number in range(_OPENED):
            place = scene.draw(known, "customer", str(on), str(number))
            touched = (segment, place, place + 1)
            store = {"address": address} if number % 2 else {}
            scene.event("crm.open", at, view, who, **columns_of(touched), **store)
            at += (60 + scene.draw(240, "pause", str(on), str(number))) * SECOND
    words = subject(
        NAME,
        company.organisation.locale,
        since=day_of(nights[0]),
        until=day_of(nights[-1]),
        address=make_addresses(company.organisation).of(address),
    )
    asked, done = scene.at(day - 4, 9.5, 16, "asked"), scene.at(nights[-1] + 1, 9.5, 16, "done")
    ticket(scene, "change", words, asked, done, who.staff_id, [who.account_id])
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
