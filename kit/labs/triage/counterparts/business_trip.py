"""Somebody works at a fair: its network and the office network by turns, as a ticket allowed."""

from kit.activity.addresses import make_addresses
from kit.activity.company import Company
from kit.labs.triage.counterparts.desk_work import DESK, WORKING, fits, opened
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import moment_of_day
from kit.leaks.scene import Scene
from kit.leaks.traces import ticket

__all__ = ["FAMILY", "NAME", "PHASES", "VIA", "WEIGHT", "fits", "plan"]

NAME = "business_trip"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES = WORKING
VIA: ViaKind = "entitlement"
_DAYS, _OPENED = 3, 5


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on three days a few customers are opened from the fair's network."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_DAYS + 4))
    view, who = scene.somebody(DESK, "crm.open", day, "traveller")
    address, listed = scene.stranger(0), scene.lists(day)[0]
    days = sorted({scene.workday(day + number) for number in range(_DAYS)})
    for on in days:
        at = moment_of_day(scene, who, on, str(on)) + 90 * SECOND
        scene.sign("auth.logon", at - 30 * SECOND, who, address=address)
        seats = [{"address": address}] * _OPENED
        opened(scene, who, view, listed, at, on=on, pause=(40, 200), seats=seats)
    words = subject(
        NAME,
        company.organisation.locale,
        address=make_addresses(company.organisation).of(address),
        since=day_of(days[0]),
        until=day_of(days[-1] + 1),
    )
    asked, done = scene.at(day - 4, 9.5, 16, "asked"), scene.at(days[-1] + 2, 9.5, 16, "done")
    ticket(scene, "change", words, asked, done, who.staff_id, [who.account_id])
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
