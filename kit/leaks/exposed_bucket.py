"""Files on rented storage set to public, found and fetched by a scanner."""

from kit.activity.company import Company
from kit.leaks.dates import SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, about_link, keep, ticket
from kit.organisation.spec import Phase

NAME = "exposed_bucket"
FAMILY: Family = "negligence"
WEIGHT = 2
PHASES: tuple[Phase, ...] = (
    "cut_over",
    "normal",
    "due_diligence",
    "signing",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "link"
_STORES = ("file_share", "backup", "app_backend")
_LONGEST = 16


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_STORES, "file.share"), (_STORES, "link.open"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a change of access, a scan that finds it, files fetched at night."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.start(_LONGEST + 4)
    eve = scene.workday_before(day)
    view, who = _store(scene, eve)
    stored = [_stored(scene, who, view, one, eve) for one in scene.share(scene.lists(eve - 30), 16)]
    opened = _open(scene, who, stored, eve)
    days = scene.spread(day, len(stored), _LONGEST, "fetched")
    fetched = [
        _fetch(scene, copy, link, on, number)
        for number, ((copy, link), on) in enumerate(zip(opened, days, strict=True))
    ]
    noticed = after(scene, max(fetched), 12 + scene.draw(40, "noticed"), "noticed")
    at = after(scene, noticed, 1, "closed")
    ongoing = at > scene.end
    if not ongoing:
        for number, (copy, link) in enumerate(opened):
            at += (6 + scene.draw(50, "closed", str(number))) * SECOND
            scene.set_added("links", link, "revoked_at", clock(at))
            scene.event("file.unshare", at, view, who, **about_link(scene, copy, link))
    scene.report(noticed, "mail", "store_reachable", item=stored[0].path)
    return scene.plan(
        channel="link",
        control="storage_review",
        known=scene.at(eve, 19, 20, "known"),
        actors=[who],
        ongoing=ongoing,
    )


def _store(scene: Scene, day: int) -> tuple[str, Person]:
    """Storage that another party runs, if there is any, and somebody who keeps it."""
    systems = {r["system_id"]: r for r in scene.company.organisation.tables["systems"].to_pylist()}
    rented = [r for r in systems.values() if r["party_id"] and r["kind"] in _STORES]
    kinds = [row["kind"] for row in rented]
    for view in scene.views(kinds, "file.share"):
        if systems[scene.system(view)]["party_id"] and scene.able(view, "file.share", day):
            return view, scene.person(view, "file.share", day, "keeper")
    return scene.somebody(_STORES, "file.share", day, "keeper")


def _stored(scene: Scene, who: Person, view: str, listed: tuple[int, int], day: int) -> Copy:
    """A file that has lain there for some weeks."""
    born = scene.at(day - 25 + scene.draw(20, "born", str(listed[0])), 9, 18, "b", str(listed[0]))
    path = scene.words("path", list=scene.list_name(listed[0]), day=clock(born).date())
    copy = keep(scene, who.account_id, view, (listed[0], 0, listed[1]), born, path)
    scene.event("file.upload", born, view, who, **copy.columns)
    return copy


def _open(scene: Scene, who: Person, stored: list[Copy], day: int) -> list[tuple[Copy, str]]:
    """The files are set to public in one go, under a ticket that asks for something else."""
    at = scene.at(day, 14, 17.5, "opened")
    refs = [copy.file_id for copy in stored]
    asked, done = after(scene, at, -1, "asked"), after(scene, at, 1, "done")
    ticket(scene, "change", scene.words("ticket"), asked, done, who.staff_id, refs)
    found = []
    for copy in stored:
        link = scene.add(
            "links",
            file_id=copy.file_id,
            system_id=scene.system(copy.view),
            scope="anyone",
            created_by=who.account_id,
            created_at=clock(at),
        )
        scene.event("file.share", at, copy.view, who, **about_link(scene, copy, link))
        found.append((copy, link))
        at += (3 + scene.draw(6, "next", copy.file_id)) * SECOND
    return found


def _fetch(scene: Scene, copy: Copy, link: str, day: int, number: int) -> int:
    """The scanner tries, fails, comes back and fetches the file. Returns when."""
    address = {"address": scene.stranger(number % 2)}
    at = scene.at(day, 1, 4.5, "fetch", str(number))
    columns = about_link(scene, copy, link)
    if scene.chance("tried", str(number)) < 0.4:
        tried = columns | {"segment": -1, "start": -1, "stop": -1} | address
        before = (40 + scene.draw(1500, "before", str(number))) * SECOND
        scene.event("link.open", at - before, copy.view, None, status=2, **tried)
    trace = scene.event("link.open", at, copy.view, None, **columns, **address)
    scene.expose(at, copy.touched, copy.view, f"link:{link}", "unknown", trace)
    return at
