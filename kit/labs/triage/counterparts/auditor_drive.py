"""Lists for the auditor on encrypted drives, with a ticket and a receipt for each."""

from kit.activity.company import Company
from kit.labs.triage.counterparts.desk_work import WORKING
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import keep, partner, slip, ticket

NAME = "auditor_drive"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES = WORKING
VIA: ViaKind = "device"
_PC = ("endpoint",)
_DRIVES = 3


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "usb.copy"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on three days a drive is filled, handed over and signed for."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_PC, "usb.copy")
    day = scene.workday(scene.start(_DRIVES + 5))
    who = scene.person(view, "usb.copy", day, "copier")
    firm = partner(scene, ("adviser", "vendor"), "audit")
    locale, drives = company.organisation.locale, []
    for number, (segment, known) in enumerate(scene.lists(day)[:_DRIVES]):
        on = scene.workday(day + number)
        drive = scene.add(
            "devices",
            kind="disk",
            encrypted=True,
            managed=True,
            issued_on=day_of(on),
            state="in_use",
        )
        drives.append(drive)
        at = scene.at(on, 9.5, 14.5, "copy", str(number))
        path = subject(NAME, locale, "path", number=number + 1, list=scene.list_name(segment))
        touched = (segment, 0, known)
        copy = keep(scene, who.account_id, view, touched, at, path, encrypted=True)
        row = scene.place("devices", drive)
        scene.event("usb.copy", at, view, who, **copy.columns, device=row)
        taker = firm.get("party_id", who.staff_id)
        handed = at + (3600 + scene.draw(3600, "handed", str(number))) * SECOND
        note = subject(NAME, locale, "received", number=number + 1)
        slip(scene, drive, "received", handed, who.staff_id, taker, note)
    words = subject(NAME, locale, party=firm.get("name", ""), count=len(drives))
    asked, done = scene.at(day - 3, 9.5, 16, "asked"), scene.at(day + _DRIVES + 4, 9, 16, "done")
    refs = [who.account_id, *drives]
    ticket(scene, "audit", words, asked, done, who.staff_id, refs)
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
