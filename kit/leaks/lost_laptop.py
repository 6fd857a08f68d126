"""A laptop without disk encryption, left on a train with lists on it."""

from typing import Any

from kit.activity.company import Company
from kit.activity.copies import on_drive
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, Touched, keep, slip, ticket
from kit.organisation.spec import Phase

NAME = "lost_laptop"
FAMILY: Family = "accident"
WEIGHT = 5
PHASES: tuple[Phase, ...] = (
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "device"
_PC = ("endpoint",)
_LONGEST = 25


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "file.copy"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: lists copied to a laptop over days, then the laptop is gone."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.start(4)
    eve = day - 1 - round(parameters.stealth * _LONGEST)
    view, who = scene.somebody(_PC, "file.copy", eve, "traveller", device="laptop")
    if not who.device_id:
        raise BadInput("leaks.no_via", via="device")
    lists = scene.share(scene.lists(eve - 3), most=8)
    before = [scene.workday_before(on) for on in scene.spread(eve + 1, len(lists), _LONGEST, "on")]
    copies = [_copy(scene, who, view, listed, on) for listed, on in zip(lists, before, strict=True)]
    gone = scene.at(day, 17.5, 19.5, "lost")
    if gone >= scene.end:
        raise BadInput("leaks.nothing_happened", start=parameters.start)
    _lose(scene, who, copies, gone)
    noticed = scene.at(gone // DAY + 1, 8.6, 10.5, "told")
    scene.report(noticed, "colleague", "device_missing", item=who.device_id, name=who.name)
    return scene.plan(
        channel="device",
        control="disk_encryption",
        known=gone + HOUR,
        actors=[who],
        ongoing=True,
    )


def _copy(scene: Scene, who: Person, view: str, listed: tuple[int, int], day: int) -> Copy:
    at = scene.at(day, 10, 17, "copy", str(listed[0]))
    path = scene.words("path", list=scene.list_name(listed[0]), day=clock(at).date())
    copy = keep(scene, who.account_id, view, (listed[0], 0, listed[1]), at, path)
    scene.event("file.copy", at, view, who, **copy.columns, device=who.device)
    return copy


def _lose(scene: Scene, who: Person, copies: list[Copy], gone: int) -> None:
    """The laptop stays on the train: no more work on it, a ticket the day after."""
    scene.change("devices", who.device_id, "encrypted", False)
    scene.change("devices", who.device_id, "state", "lost")
    scene.silence(gone - 2 * HOUR, device=who.device)
    told = scene.at(gone // DAY + 1, 8.6, 10.5, "told")
    slip(scene, who.device_id, "lost", gone, who.staff_id, None, scene.words("lost"))
    if told < scene.end:
        ticket(
            scene, "lost_device", scene.words("ticket"), told, None, who.staff_id, [who.device_id]
        )
    for copy in [*copies, *_there_before(scene, who, gone)]:
        scene.expose(gone, copy.touched, copy.view, f"device:{who.device_id}", "finder", None)


def _there_before(scene: Scene, who: Person, gone: int) -> list[Copy]:
    """What the person had on the computer anyway."""
    organisation = scene.company.organisation
    kinds = {r["system_id"]: r["kind"] for r in organisation.tables["systems"].to_pylist()}
    return [
        Copy(row["file_id"], place, row["view_id"], _touched(scene, row), row["path"])
        for place, row in enumerate(organisation.tables["files"].to_pylist())
        if kinds[row["system_id"]] in _PC
        and on_drive(row["path"])
        and row["created_by"] == who.account_id
        and row["created_at"] < clock(gone)
        and (row["deleted_at"] is None or row["deleted_at"] > clock(gone))
        and row["row_stop"] > row["row_start"]
    ]


def _touched(scene: Scene, row: dict[str, Any]) -> Touched:
    segment = scene.company.book.segment_place[row["segment_id"]]
    return segment, row["row_start"], row["row_stop"]
