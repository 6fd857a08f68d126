"""Unencrypted disks for the hand-over, one of which never arrives."""

from kit.activity.company import Company
from kit.leaks.dates import HOUR, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, keep, partner, slip, ticket
from kit.organisation.spec import Phase

NAME = "courier_media"
FAMILY: Family = "accident"
WEIGHT = 4
PHASES: tuple[Phase, ...] = ("cut_over", "liquidation", "post_closing", "signing")
VIA: ViaKind = "device"
_PC = ("endpoint",)
_LONGEST, _LOST = 10, 0.34


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "usb.copy"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: disks filled and sent on several days, some lost on the way."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_PC, "usb.copy")
    day = scene.start(_LONGEST + 5)
    eve = scene.workday_before(day)
    who = scene.person(view, "usb.copy", eve, "packer")
    lists = scene.share(scene.lists(eve))
    parcels = [lists[low : low + 2] for low in range(0, len(lists), 2)]
    days = [scene.workday(on) for on in scene.spread(day, len(parcels), _LONGEST, "sent")]
    disks = [
        _pack(scene, who, view, parcel, scene.workday_before(on), number)
        for number, (parcel, on) in enumerate(zip(parcels, days, strict=True))
    ]
    opened = scene.at(eve, 8.6, 9.2, "opened")
    refs = [device for device, _, _ in disks]
    ticket(
        scene, "handover", scene.words("ticket", count=len(disks)), opened, None, who.staff_id, refs
    )
    others = scene.shuffled(range(1, len(disks)), "missing")
    missing = [0, *others[: round(len(disks) * _LOST) - 1]]
    lost = [_send(scene, who, disk, n in missing, (n, days[n])) for n, disk in enumerate(disks)]
    late = 26 + scene.draw(30, "noticed")
    noticed = heard(scene, max(at for at, gone in lost if gone), late, "partner")
    first = disks[missing[0]][0]
    subject = scene.words("missing")
    told = after(scene, noticed, 1, "told")
    if told < scene.end:
        ticket(scene, "lost_device", subject, told, None, who.staff_id, [first])
    scene.report(noticed, "partner", "parcel_missing", item=first)
    return scene.plan(
        channel="media",
        control="media_encryption",
        known=min(at for at, gone in lost if gone) + 12 * HOUR,
        actors=[who],
        ongoing=True,
    )


def _pack(
    scene: Scene, who: Person, view: str, lists: list[tuple[int, int]], day: int, number: int
) -> tuple[str, list[Copy], int]:
    """A new disk is filled with lists; who packed it is written down."""
    device = scene.add(
        "devices",
        kind="disk",
        encrypted=False,
        managed=False,
        issued_on=day_of(day),
        state="in_use",
    )
    at = scene.at(day, 9.3, 15, "pack", str(number))
    copies, label = [], 1000 + scene.draw(9000, "label", str(number))
    for listed in lists:
        path = scene.words("path", label=label, list=scene.list_name(listed[0]))
        copy = keep(scene, who.account_id, view, (listed[0], 0, listed[1]), at, path)
        row = {"device": scene.place("devices", device)}
        scene.event("usb.copy", at, view, who, **copy.columns, **row)
        copies.append(copy)
        at += (90 + scene.draw(400, "copy", copy.file_id)) * SECOND
    packed = at + (900 + scene.draw(2400, "packed", str(number))) * SECOND
    slip(
        scene,
        device,
        "packed",
        packed,
        who.staff_id,
        who.staff_id,
        scene.words("packed", count=len(copies)),
    )
    return device, copies, packed


def _send(
    scene: Scene, who: Person, disk: tuple[str, list[Copy], int], gone: bool, turn: tuple[int, int]
) -> tuple[int, bool]:
    """The courier takes it; the recipient counts it, or it is lost. Returns when, and whether."""
    device, copies, packed = disk
    number, day = turn
    courier = partner(scene, ("vendor",), "courier").get("party_id", who.staff_id)
    taker = partner(scene, ("transferee", "liquidation_group", "administrator", "adviser"))
    taken = packed + (1200 + scene.draw(6000, "taken", str(number))) * SECOND
    slip(
        scene,
        device,
        "handed_over",
        taken,
        who.staff_id,
        courier,
        scene.words("slip", number=number + 1),
    )
    at = scene.at(day, 7, 19, "way", str(number))
    if gone:
        for copy in copies:
            scene.expose(at, copy.touched, copy.view, f"device:{device}", "finder", None)
        found_out = at + (20 * 3600 + scene.draw(20 * 3600, "trace", str(number))) * SECOND
        slip(scene, device, "lost", found_out, courier, None, scene.words("lost"))
        if at < scene.end:
            scene.set_added("devices", device, "state", "lost")
    else:
        slip(scene, device, "received", at, courier, taker.get("party_id"), scene.words("received"))
        counted = at + (3600 + scene.draw(5400, "counted", str(number))) * SECOND
        note = scene.words("counted", count=len(copies))
        slip(scene, device, "counted", counted, taker.get("party_id", ""), None, note)
    return at, gone
