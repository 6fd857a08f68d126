"""A right whose renewal was approved in time and entered late; its holder worked on as before."""

from kit.activity.company import Company
from kit.labs.triage.counterparts.desk_work import DESK, WORKING, fits
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import roles_with
from kit.leaks.scene import Scene
from kit.leaks.traces import columns_of, superior, ticket

__all__ = ["FAMILY", "NAME", "PHASES", "VIA", "WEIGHT", "fits", "plan"]

NAME = "right_renewed"
FAMILY: Family = "negligence"
WEIGHT = 1
PHASES = WORKING
VIA: ViaKind = "entitlement"
_LATE = 4
"""So many days after its end the renewal is entered."""


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: the right ends, a ticket renewed it before, the table follows late."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_LATE + 4))
    view, who = scene.somebody(DESK, "crm.open", day, "holder")
    asked, entered = scene.at(day - 5, 9.5, 16, "asked"), scene.at(day + _LATE, 9.5, 12, "entered")
    words = subject(NAME, company.organisation.locale, expires=day_of(day - 1))
    refs = [who.account_id]
    number = ticket(scene, "access", words, asked, entered, who.staff_id, refs)
    roles = roles_with(company.organisation, view, "crm.open")
    ended: set[str] = set()
    for row in company.organisation.tables["entitlements"].to_pylist():
        if row["account_id"] == who.account_id and row["role_id"] in roles:
            scene.change("entitlements", row["entitlement_id"], "expires_on", day_of(day - 1))
            ended.add(row["role_id"])
    for role in sorted(ended):
        scene.add(
            "entitlements",
            account_id=who.account_id,
            role_id=role,
            granted_at=clock(entered),
            granted_by=superior(scene, who.staff_id),
            approved_by=superior(scene, who.staff_id),
            ticket_id=number,
        )
    for on in (day, scene.workday(day + 1)):
        at = scene.at(on, 9.5, 16, "worked", str(on))
        for turn, (segment, known) in enumerate(scene.lists(day)[:3]):
            place = scene.draw(known, "customer", str(on), str(turn))
            touched = (segment, place, place + 1)
            scene.event("crm.open", at, view, who, **columns_of(touched))
            at += (60 + scene.draw(200, "pause", str(on), str(turn))) * SECOND
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
