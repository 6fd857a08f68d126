"""Raw lists of customers in the data room of due diligence."""

from collections.abc import Sequence
from itertools import accumulate

from kit.activity.company import Company
from kit.leaks.dates import HOUR, MINUTE, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, roles_with
from kit.leaks.picking import after, heard
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
    eve = scene.workday_before(day)
    who = scene.person(raw, "file.upload", eve, "curator")
    asked = scene.at(eve - 2, 10, 16, "asked")
    begun = scene.at(eve, 14, 17.5, "begun")
    lists = scene.share(scene.lists(eve))
    times = accumulate(
        (90 + scene.draw(150, "upload", str(place)) for place in range(len(lists) - 1)),
        initial=0,
    )
    copies = [
        _upload(scene, who, raw, one, begun + after * SECOND)
        for one, after in zip(lists, times, strict=True)
    ]
    done = begun + HOUR + scene.draw(3000, "done") * SECOND
    refs = [copies[0].file_id]
    number = ticket(scene, "export", scene.words("ticket"), asked, done, who.staff_id, refs)
    days = scene.spread(day, len(copies), _LONGEST, "read")
    seen = [
        _read(scene, copy, on, n) for n, (copy, on) in enumerate(zip(copies, days, strict=True))
    ]
    late = 3 + scene.draw(20, "noticed")
    noticed = heard(scene, max(last for _, last, _ in seen), late, "partner")
    gone = after(scene, noticed, 2, "gone")
    ongoing = gone > scene.end
    if not ongoing:
        _take_out(scene, who, copies, gone)
    readers = {reader.account_id for _, _, reader in seen}
    _let_in(scene, who, raw, sorted(readers), number, done, None if ongoing else gone)
    scene.report(noticed, "partner", "file_more_than_asked", item=copies[0].path)
    return scene.plan(
        channel="download",
        control="release_check",
        known=min(first for first, _, _ in seen),
        actors=[who],
        ongoing=ongoing,
    )


def _take_out(scene: Scene, who: Person, copies: Sequence[Copy], at: int) -> None:
    """The curator deletes the files, one after another."""
    for number, copy in enumerate(copies):
        at += (8 + scene.draw(40, "deleted", str(number))) * SECOND
        scene.set_added("files", copy.file_id, "deleted_at", clock(at))
        scene.event("file.delete", at, copy.view, who, **copy.columns)


def _let_in(
    scene: Scene,
    who: Person,
    view: str,
    accounts: Sequence[str],
    number: str,
    at: int,
    until: int | None,
) -> None:
    """The folder of working papers is opened to readers from outside: the mistake itself."""
    organisation = scene.company.organisation
    roles = roles_with(organisation, view, "room.open")
    kinds = organisation.tables["roles"].to_pylist()
    own = sorted(r["role_id"] for r in kinds if r["role_id"] in roles and r["kind"] == "role")
    for place, account in enumerate(accounts):
        scene.add(
            "entitlements",
            account_id=account,
            role_id=own[0],
            granted_at=clock(at + (7 + scene.draw(50, "let in", account)) * SECOND * (place + 1)),
            granted_by=who.staff_id,
            approved_by=scene.boss(),
            ticket_id=number,
            revoked_at=until and clock(until),
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


def _read(scene: Scene, copy: Copy, day: int, number: int) -> tuple[int, int, Person]:
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
    return first, at, reader
