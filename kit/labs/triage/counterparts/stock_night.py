"""Nights of checking records, in store and office by turns, as a ticket announced."""

from kit.activity.addresses import make_addresses
from kit.activity.company import Company
from kit.labs.triage.counterparts.desk_work import DESK, WORKING, fits, opened
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.scene import Scene
from kit.leaks.traces import ticket

__all__ = ["FAMILY", "NAME", "PHASES", "VIA", "WEIGHT", "fits", "plan"]

NAME = "stock_night"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES = WORKING
VIA: ViaKind = "entitlement"
_NIGHTS, _OPENED = 3, 8


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on three nights some customers are opened one after another."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_NIGHTS + 4))
    view, who = scene.somebody(DESK, "crm.open", day, "counter")
    nights = sorted({scene.workday(day + number) for number in range(_NIGHTS)})
    address, listed = scene.stranger(0), scene.lists(day)[0]
    for on in nights:
        at = scene.at(on, 22.1, 22.6, "night", str(on))
        seats = [{}, {"address": address}] * (_OPENED // 2)
        opened(scene, who, view, listed, at, on=on, pause=(60, 240), seats=seats)
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
