"""A disaster recovery test, announced, approved and cleaned up: no leak."""

from itertools import pairwise

from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.leaks.dates import SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, keep, ticket
from kit.organisation.spec import Phase

NAME = "recovery_test"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "entitlement"
_BACKUP = ("backup",)
_SATURDAY = 5


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_BACKUP, "db.restore"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a ticket days before, a restore at the weekend, a removal after it."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_BACKUP, "db.restore")
    wanted = scene.start(8)
    ahead = (_SATURDAY - day_of(wanted).weekday()) % 7
    day = wanted + ahead if parameters.start is None and wanted + ahead <= scene.today else wanted
    who = scene.person(view, "db.restore", day, "tester")
    known = company.book.known(EVERYBODY, day - 1)
    volumes = 1 + round(parameters.scale * 9)
    bounds = [known * number // volumes for number in range(volumes + 1)]
    at = begun = scene.at(day, 9, 11, "begun")
    copies = []
    for part, (low, high) in enumerate(pairwise(bounds)):
        path, touched = scene.words("path", part=part + 1, day=clock(at).date()), (0, low, high)
        gone = after(scene, begun, 6, "gone")
        copy = keep(scene, who.account_id, view, touched, at, path, encrypted=True, deleted=gone)
        scene.event("db.restore", at, view, who, **columns_of(touched))
        copies.append(copy)
        at += (240 + scene.draw(540, "volume", str(part))) * SECOND
    asked = scene.at(day - 5, 9.5, 16, "asked")
    refs = [copy.file_id for copy in copies]
    subject = scene.words("ticket")
    done = after(scene, begun, 10, "done")
    ticket(scene, "recovery_test", subject, asked, done, who.staff_id, refs)
    return scene.plan(channel="", control="", known=begun, actors=[who])
