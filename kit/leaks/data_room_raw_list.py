"""Raw lists of customers in the data room of due diligence."""

from kit.activity.company import Company
from kit.leaks.dates import HOUR, MINUTE, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.scene import Scene, unfit, views_of
from kit.leaks.traces import Copy, columns_of, keep, ticket
from kit.organisation.spec import Phase

NAME = "data_room_raw_list"
FAMILY: Family = "accident"
WEIGHT = 4
PHASES: tuple[Phase, ...] = ("due_diligence", "signing")
VIA: ViaKind = "file"
_ROOM = ("data_room",)
_LONGEST = 12


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_ROOM, "file.upload"), (_ROOM, "room.download"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: working papers put into the data room, leafed through, downloaded."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    raw = _raw(scene)
    day = scene.start(_LONGEST + 3)
    who = scene.person(raw, "file.upload", day, "curator")
    asked = scene.at(day - 2, 10, 16, "asked")
    begun = scene.at(day, 14, 17.5, "begun")
    copies = [
        _upload(scene, who, raw, one, begun + number * 3 * MINUTE)
        for number, one in enumerate(scene.share(scene.lists(day)))
    ]
    ticket(
        scene,
        "export",
        scene.words("ticket"),
        asked,
        begun + HOUR,
        who.staff_id,
        [copies[0].file_id],
    )
    days = scene.spread(scene.workday(day + 1), len(copies), _LONGEST, "read")
    seen = [
        _read(scene, copy, on, n) for n, (copy, on) in enumerate(zip(copies, days, strict=True))
    ]
    noticed = max(last for _, last in seen) + (3 + scene.draw(20, "noticed")) * HOUR
    gone = noticed + 2 * HOUR
    ongoing = gone > scene.end
    if not ongoing:
        for number, copy in enumerate(copies):
            scene.set_added("files", copy.file_id, "deleted_at", clock(gone + number * 20 * SECOND))
            at = gone + number * 20 * SECOND
            scene.event("file.delete", at, raw, who, **copy.columns)
    scene.report(noticed, "partner", "file_more_than_asked", item=copies[0].path)
    return scene.plan(
        channel="download",
        control="release_check",
        known=min(first for first, _ in seen),
        actors=[who],
        ongoing=ongoing,
    )


def _raw(scene: Scene) -> str:
    """The view of the data room that names people most directly."""
    direct = {(one.table, one.field) for one in scene.company.labels if one.identifier == "direct"}

    def named(view_id: str) -> int:
        fields = scene.company.organisation.row("views", view_id)["fields"]
        return sum(tuple(field.split(".", 1)) in direct for field in fields)

    found = [view.id for view in views_of(scene.company, _ROOM, "file.upload")]
    return max(found, key=named)


def _upload(scene: Scene, who: Person, view: str, listed: tuple[int, int], at: int) -> Copy:
    path = scene.words("path", list=scene.list_name(listed[0]), day=clock(at).date())
    copy = keep(scene, who.account_id, view, (listed[0], 0, listed[1]), at, path)
    scene.event("file.upload", at, view, who, **copy.columns)
    return copy


def _read(scene: Scene, copy: Copy, day: int, number: int) -> tuple[int, int]:
    """A reader leafs through the first pages; some come back and download the whole list."""
    reader = scene.person(scene.view(_ROOM, "room.open"), "room.open", day, "reader", party=True)
    first = at = scene.at(day, 9.5, 16, "leaf", str(number))
    segment, _, stop = copy.touched
    page = scene.page(copy.view)
    for leaf in range(1 + scene.draw(3, "leaves", str(number))):
        touched = (segment, min(leaf * page, stop), min((leaf + 1) * page, stop))
        if touched[1] < touched[2]:
            columns = copy.columns | columns_of(touched)
            trace = scene.event("room.open", at, copy.view, reader, **columns)
            scene.expose(at, touched, copy.view, f"file:{copy.file_id}", "receiver", trace)
            at += (20 + scene.draw(160, "turn", str(number), str(leaf))) * SECOND
    if number == 0 or scene.chance("download", str(number)) < 0.6:
        at += scene.draw(150, "later", str(number)) * MINUTE
        trace = scene.event("room.download", at, copy.view, reader, **copy.columns)
        scene.expose(at, copy.touched, copy.view, f"file:{copy.file_id}", "receiver", trace)
    return first, at
