"""The receiver's people export the customers it took over, to sell them something else."""

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, SECOND, clock, number_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, people_at_work, roles_with
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "receiver_new_purpose"
FAMILY: Family = "misuse"
WEIGHT = 3
PHASES: tuple[Phase, ...] = ("post_closing", "cut_over", "liquidation")
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_LONGEST = 21


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (_DESK, "crm.export"))
    return missing or (None if _receivers(company) else "leaks.no_receiver")


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: rights granted for service, lists exported region by region."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_DESK, "crm.export")
    day = scene.start(_LONGEST + 4)
    there = _at_work(scene, day)
    who = scene.pick(there, "marketer")
    granted = _grant(scene, who, view, day)
    lists = scene.share(scene.lists(day), most=31)
    days = [scene.workday(on) for on in scene.spread(day, len(lists), _LONGEST, "exported")]
    turns = sorted(zip(days, lists, strict=True), key=lambda one: one[0])
    times = [
        _export(scene, who, view, granted, listed, on, number)
        for number, (on, listed) in enumerate(turns)
    ]
    last = max(at for at in times if at < scene.end)
    noticed = heard(scene, last, 30 + scene.draw(60, "n"), "hotline")
    reached = [turn for turn, at in zip(turns, times, strict=True) if at < min(noticed, scene.end)]
    some = [scene.member(reached[n % len(reached)][1], "caller", str(n)) for n in range(3)]
    several = list(dict.fromkeys(some))
    count = len(several) + scene.draw(20, "callers")
    scene.report(noticed, "hotline", "unwanted_offer", *several, count=count)
    return scene.plan(
        channel="download",
        control="purpose_check",
        known=times[min(1, len(times) - 1)],
        actors=[who],
        ongoing=noticed > scene.end or scene.chance("ongoing") < 0.5,
    )


def _receivers(company: Company) -> set[str]:
    rows = company.organisation.tables["parties"].to_pylist()
    takers = {row["party_id"] for row in rows if row["role"] == "transferee"}
    staff = company.organisation.tables["staff"].to_pylist()
    return {row["staff_id"] for row in staff if row["party_id"] in takers}


def _at_work(scene: Scene, day: int) -> list[Person]:
    """People of the receiver who have an account on a day.

    Raises:
        BadInput: If there is nobody.
    """
    receivers = _receivers(scene.company)
    people = people_at_work(scene.company, day * DAY + 12 * HOUR)
    job = scene.parameters.job
    there = [one for one in people if one.staff_id in receivers and job in (None, one.job_id)]
    if not there:
        raise BadInput("leaks.no_receiver")
    return there


def _grant(scene: Scene, who: Person, view: str, day: int) -> str:
    """The right to export, granted for the service of customers taken over."""
    organisation = scene.company.organisation
    roles = sorted(roles_with(organisation, view, "crm.export"))
    kinds = organisation.tables["roles"].to_pylist()
    own = [r["role_id"] for r in kinds if r["role_id"] in roles and r["kind"] == "role"]
    closing = number_of(organisation.deal.closing_on)
    since = min(day - 1, max(closing, scene.first))
    at = scene.at(since, 9.5, 11.5, "granted")
    subject = scene.words("ticket")
    owner = scene.boss()
    asked, done = after(scene, at, -1, "asked"), after(scene, at, 1, "done")
    number = ticket(scene, "access", subject, asked, done, who.staff_id, [who.account_id])
    return scene.add(
        "entitlements",
        account_id=who.account_id,
        role_id=(own or roles)[0],
        granted_at=clock(at),
        granted_by=owner,
        approved_by=owner,
        ticket_id=number,
    )


def _export(
    scene: Scene,
    who: Person,
    view: str,
    granted: str,
    listed: tuple[int, int],
    day: int,
    number: int,
) -> int:
    """A look at the list, then the whole of it. Returns when."""
    at = scene.at(day, 9.8, 17.5, "export", str(number))
    segment, known = listed
    page = scene.page(view)
    looked = at - (15 + scene.draw(200, "looked", str(number))) * SECOND
    scene.event("crm.search", looked, view, who, **columns_of((segment, 0, min(page, known))))
    touched = (segment, 0, known)
    trace = scene.event("crm.export", at, view, who, **columns_of(touched))
    scene.expose(at, touched, view, f"entitlement:{granted}", "receiver", trace)
    return at
