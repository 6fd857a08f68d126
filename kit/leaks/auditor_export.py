"""The auditors' sample: lists exported with an approved right that ends by itself; no leak."""

from kit.activity.company import Company
from kit.leaks.dates import DAY, HOUR, SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, people_at_work, roles_with
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "auditor_export"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "due_diligence",
    "normal",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "entitlement"
_DESK = ("erp", "crm", "app_backend")
_DAYS = 3


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (_DESK, "crm.export"))
    return missing or (None if _advisers(company) else "leaks.no_adviser")


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a ticket, a right for some days, the exports that it was given for."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_DESK, "crm.export")
    day = scene.workday(scene.start(_DAYS + 4))
    who = scene.one_of(_there(scene, day), "leaks.no_adviser", "auditor")
    _grant(scene, who, view, day)
    for number, listed in enumerate(scene.share(scene.lists(day), most=6)):
        on = scene.workday(day + number % _DAYS)
        at = scene.at(on, 9.5, 16.5, "export", str(number))
        looked = columns_of((listed[0], 0, min(listed[1], scene.page(view))))
        before = (15 + scene.draw(200, "looked", str(number))) * SECOND
        scene.event("crm.search", at - before, view, who, **looked)
        scene.event("crm.export", at, view, who, **columns_of((listed[0], 0, listed[1])))
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])


def _advisers(company: Company) -> set[str]:
    """People of advisers, by staff_id."""
    rows = company.organisation.tables["parties"].to_pylist()
    firms = {row["party_id"] for row in rows if row["role"] == "adviser"}
    staff = company.organisation.tables["staff"].to_pylist()
    return {row["staff_id"] for row in staff if row["party_id"] in firms}


def _there(scene: Scene, day: int) -> list[Person]:
    """Advisers at work on a day, the auditors among them if there are any."""
    advisers = _advisers(scene.company)
    people = people_at_work(scene.company, day * DAY + 12 * HOUR)
    there = [one for one in people if one.staff_id in advisers]
    return [one for one in there if "audit" in one.party_id] or there


def _grant(scene: Scene, who: Person, view: str, day: int) -> None:
    """The right: asked for and approved before, in force for the agreed days."""
    organisation = scene.company.organisation
    roles = roles_with(organisation, view, "crm.export")
    kinds = organisation.tables["roles"].to_pylist()
    own = [r["role_id"] for r in kinds if r["role_id"] in roles and r["kind"] == "role"]
    at = scene.at(day - 1, 9.5, 17, "granted")
    boss = scene.boss()
    closed = scene.at(day + _DAYS + 3, 9.5, 16, "closed")
    asked = scene.at(day - 2, 9.5, 17, "asked")
    number = ticket(scene, "audit", scene.words("ticket"), asked, closed, boss, [who.account_id])
    scene.add(
        "entitlements",
        account_id=who.account_id,
        role_id=(own or sorted(roles))[0],
        granted_at=clock(at),
        granted_by=boss,
        approved_by=boss,
        ticket_id=number,
        expires_on=day_of(day + _DAYS + 2),
    )
