"""An account of the old company that still opens customers after the closing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from kit.activity import addresses
from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, SECOND, clock, number_of
from kit.leaks.model import Family, Parameters, Plan, Recipient, ViaKind
from kit.leaks.people import EPOCH, Person, people_with
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit, views_of
from kit.leaks.traces import ticket
from kit.organisation.spec import Phase

NAME = "transferor_account_alive"
FAMILY: Family = "negligence"
WEIGHT = 4
PHASES: tuple[Phase, ...] = ("post_closing", "liquidation", "deregistered")
VIA: ViaKind = "entitlement"
_SCREENS = ("crm", "erp", "app_backend")
_SEARCH = "crm.search"
_MOST_PAGES, _LONGEST = 60, 40
_AROUND = timedelta(days=3)


@dataclass(frozen=True)
class _Forgotten:
    """An account that was closed with the deal and a list that it could search.

    Attributes:
        who: Whose.
        view: The list.
    """

    who: Person
    view: str


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    deal = company.organisation.deal
    if deal.transferee is None or "closing" not in _ways(company):
        return "leaks.no_closed_accounts"
    return unfit(company, PHASES, (_SCREENS, _SEARCH))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: after the closing somebody leafs through lists from home."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    found = _forgotten(company, parameters.job)
    if not found:
        raise BadInput("leaks.no_via", via=VIA)
    one = scene.pick(found, "account")
    begin = max(scene.first, number_of(company.organisation.deal.closing_on) + 2)
    day = max(scene.start(_LONGEST // 2), begin)
    last = _leaf(scene, one, day)
    noticed = scene.at(last // DAY + 2 + scene.draw(6, "noticed"), 9, 18, "noticed at")
    ongoing = noticed + DAY > scene.end or scene.chance("ongoing") < 0.3
    _leave_open(scene, one, None if ongoing else after(scene, noticed, 5, "closed"))
    callers = scene.told(noticed)[:4]
    scene.report(noticed, "hotline", "old_side_still_calls", *callers, count=len(callers))
    return scene.plan(
        channel="screen",
        control="closing_revocation",
        known=scene.at(day, 23, 24, "known"),
        actors=[one.who],
        ongoing=ongoing,
    )


def _ways(company: Company) -> tuple[str, ...]:
    """Whether accounts were closed with the deal: not where only the owner changes."""
    deal = company.organisation.deal
    closed = deal.form in ("business_sale", "merger", "dissolution_with_receiver")
    return ("closing",) if closed else ()


def _forgotten(company: Company, job: str | None) -> list[_Forgotten]:
    """The accounts that were closed with the deal, each with a list it could search."""
    closing = datetime.combine(company.organisation.deal.closing_on, datetime.min.time())
    tables = company.organisation.tables
    left = dict(
        zip(*(tables["staff"][n].to_pylist() for n in ("staff_id", "left_on")), strict=True)
    )
    shut = {
        row["account_id"]
        for row in tables["accounts"].to_pylist()
        if row["disabled_at"]
        and abs(row["disabled_at"] - closing) <= _AROUND
        and (left.get(row["staff_id"]) or date.max) > row["disabled_at"].date() + timedelta(days=1)
    }
    before = (closing - EPOCH - _AROUND) // timedelta(milliseconds=1)
    found: dict[str, _Forgotten] = {}
    for view in views_of(company, _SCREENS, _SEARCH):
        for who in people_with(company, view.id, _SEARCH, before):
            if who.account_id in shut and job in (None, who.job_id):
                found.setdefault(who.account_id, _Forgotten(who, view.id))
    return [found[key] for key in sorted(found)]


def _leaf(scene: Scene, one: _Forgotten, day: int) -> int:
    """Page after page of a few lists, an evening's worth at a time. Returns the last moment."""
    pages = _pages(scene, one.view, day)
    evenings = max(1, round(len(pages) / 6 * (0.2 + scene.parameters.stealth)))
    days = scene.spread(day, evenings, _LONGEST, "evenings")
    staff = scene.company.organisation.places["staff"][one.who.staff_id]
    home = {"address": addresses.home(staff), "device": one.who.device}
    at = 0
    for number, evening in enumerate(days):
        at = max(at + HOUR, scene.at(evening, 19, 22.5, "evening", str(number)))
        scene.sign("auth.logon", at, one.who, **home)
        for page in pages[number :: len(days)]:
            at += (20 + scene.draw(70, "page", str(page))) * SECOND
            columns = dict(zip(("segment", "start", "stop"), page, strict=True))
            trace = scene.event(_SEARCH, at, one.view, one.who, **columns, **home)
            via = f"entitlement:{one.who.entitlement_id}"
            scene.expose(at, page, one.view, via, _recipient(scene, one.who), trace)
        at += (20 + scene.draw(340, "off", str(number))) * SECOND
        scene.sign("auth.logoff", at, one.who, **home)
    return at


def _pages(scene: Scene, view: str, day: int) -> list[tuple[int, int, int]]:
    """Pages of some lists: as many as ``scale`` asks for, of those that one could leaf through."""
    page = int(scene.company.organisation.row("views", view)["page_rows"])
    every = [
        (segment, start, min(start + page, known))
        for segment, known in scene.lists(day)
        for start in range(0, known, page)
    ]
    return every[: ceil(scene.parameters.scale * min(_MOST_PAGES, len(every)))]


def _recipient(scene: Scene, who: Person) -> Recipient:
    """Those who passed over with the business read for the receiver, the others for themselves."""
    party = scene.company.organisation.row("staff", who.staff_id)["party_id"]
    places = scene.company.organisation.places["parties"]
    role = scene.company.organisation.row("parties", party)["role"] if party in places else ""
    return "receiver" if role == "transferee" else "former_staff"


def _leave_open(scene: Scene, one: _Forgotten, closed: int | None) -> None:
    """The account and its rights outlive the closing, until somebody notices."""
    until = None if closed is None else clock(closed)
    right = one.who.entitlement_id
    scene.silence(number_of(scene.company.organisation.deal.closing_on) * DAY, one.who.account)
    scene.change("accounts", one.who.account_id, "disabled_at", until)
    scene.change("entitlements", right, "revoked_at", until)
    scene.change("entitlements", right, "expires_on", None)
    if closed is not None:
        subject = scene.words("closed", name=one.who.name)
        asked = after(scene, closed, -1, "asked")
        ticket(scene, "revoke", subject, asked, closed, scene.boss(), [one.who.account_id])
    elif scene.chance("checked") < 0.5:
        opened = after(scene, scene.end, -3, "opened")
        ticket(scene, "incident", scene.words("incident"), opened, None, scene.boss())
