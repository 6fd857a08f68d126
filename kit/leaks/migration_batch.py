"""Looks like a leak and is none: all customers exported at night for an agreed migration."""

from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.leaks.dates import DAY, HOUR, MINUTE, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, keep, partner, slip, ticket
from kit.organisation.spec import Phase

NAME = "migration_batch"
FAMILY: Family = "negligence"
WEIGHT = 1
PHASES: tuple[Phase, ...] = ("cut_over", "signing", "post_closing", "due_diligence", "liquidation")
VIA: ViaKind = "entitlement"
_STORE, _SHARE = ("database",), ("file_share",)
_PARTS = 4


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_STORE, "db.export"), (_SHARE, "file.upload"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a ticket, a night of exports, encrypted files, counts that agree."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view, shelf = scene.view(_STORE, "db.export"), scene.view(_SHARE, "file.upload")
    night = scene.start(6)
    who = scene.person(view, "db.export", night, "operator")
    known = company.book.known(EVERYBODY, night - 1)
    edges = [round(known * part / _PARTS) for part in range(_PARTS + 1)]
    at = scene.at(night, 1, 2, "begun")
    copies: list[Copy] = []
    for part in range(_PARTS):
        touched = (EVERYBODY, edges[part], edges[part + 1])
        columns = dict(zip(("segment", "start", "stop"), touched, strict=True))
        scene.event("db.export", at, view, who, **columns)
        path = scene.words("path", list=scene.words("everybody"), part=part + 1)
        at += (600 + scene.draw(900, "part", str(part))) * SECOND
        copies.append(keep(scene, who.account_id, shelf, touched, at, path, encrypted=True))
    _papers(scene, who.staff_id, night, copies)
    system = company.organisation.row("systems", scene.system(view))["name"]
    noticed = night * DAY + 8 * HOUR + scene.draw(90, "noticed") * MINUTE
    scene.report(noticed, "alert", "export_looks_large", system=system, day=day_of(night))
    return scene.plan(channel="none", control="none", known=noticed, accounts=[who.account_id])


def _papers(scene: Scene, staff_id: str, night: int, copies: list[Copy]) -> None:
    """A ticket before, the hand-over slips after."""
    asked = scene.at(max(night - 6, 0), 10, 16, "asked")
    names = [one.file_id for one in copies]
    done = scene.at(night, 9.5, 11, "done")
    ticket(scene, "change", scene.words("change"), asked, done, staff_id, names)
    party = partner(scene, ("transferee", "adviser", "vendor"))
    closed, counted = after(scene, done, 4, "closed"), after(scene, done, 1, "counted")
    ticket(scene, "handover", scene.words("handover"), done, closed, staff_id, names)
    for one in copies:
        slip(scene, one.file_id, "packed", done, staff_id, None, scene.words("packed"))
        taker = party.get("party_id")
        slip(scene, one.file_id, "counted", counted, staff_id, taker, scene.words("counted"))
