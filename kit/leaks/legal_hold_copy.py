"""Lists copied to an encrypted disk for a lawsuit and sealed; no leak."""

from kit.activity.company import Company
from kit.leaks.dates import DAY, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import keep, partner, slip, ticket
from kit.organisation.spec import Phase

NAME = "legal_hold_copy"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "cut_over",
    "liquidation",
    "normal",
    "signing",
    "due_diligence",
    "post_closing",
)
VIA: ViaKind = "device"
_PC = ("endpoint",)


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "usb.copy"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a ticket, an encrypted disk, a seal, and every hand it goes through."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_PC, "usb.copy")
    day = scene.workday(scene.start(5))
    who = scene.person(view, "usb.copy", day, "copier")
    device = scene.add(
        "devices",
        kind="disk",
        encrypted=True,
        managed=True,
        issued_on=day_of(day - 1),
        state="in_use",
    )
    label, row = 1000 + scene.draw(9000, "label"), scene.place("devices", device)
    at = scene.at(day, 9.5, 14.5, "copy")
    asked = scene.at(day - 3, 9.5, 16, "asked")
    for listed in scene.share(scene.lists(day), most=6):
        path = scene.words("path", label=label, list=scene.list_name(listed[0]))
        touched = (listed[0], 0, listed[1])
        copy = keep(scene, who.account_id, view, touched, at, path, encrypted=True)
        scene.event("usb.copy", at, view, who, **copy.columns, device=row)
        at += (80 + scene.draw(300, "next", copy.file_id)) * SECOND
    done = after(scene, at, 7, "done")
    ticket(scene, "hold", scene.words("ticket"), asked, done, who.staff_id, [device])
    firm = partner(scene, ("adviser", "vendor"), "law").get("party_id", who.staff_id)
    packed = scene.words("packed", label=label)
    slip(scene, device, "packed", after(scene, at, 1, "packed"), who.staff_id, who.staff_id, packed)
    handed, got = after(scene, at, 2, "handed"), after(scene, at, 4, "received")
    slip(scene, device, "handed_over", handed, who.staff_id, firm, scene.words("handed"))
    slip(scene, device, "received", got, firm, firm, scene.words("received"))
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
