"""A vendor under contract reads its interface from a new address that a ticket announced."""

from typing import Any

from kit.activity.addresses import make_addresses
from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.errors import BadInput
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, clock, day_of
from kit.leaks.ledger import NOTHING
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import holders
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "new_office"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "post_closing",
    "cut_over",
    "liquidation",
    "normal",
    "due_diligence",
    "signing",
)
VIA: ViaKind = "api_key"
_NIGHTS, _PAGES = 3, 4


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (("api_gateway",), "api.read"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a ticket names the new address, and a few nights are read from it."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.start(_NIGHTS + 2)
    view, account = _reader(scene, day)
    address = scene.stranger(0)
    place = scene.place("accounts", account["account_id"])
    for night in range(day, day + _NIGHTS):
        at = scene.at(night, 8.5, 18, "read", str(night))
        for page in range(_PAGES):
            touched = (EVERYBODY, page * scene.page(view), (page + 1) * scene.page(view))
            outside = {"address": address, "device": NOTHING}
            scene.event("api.read", at, view, place, **columns_of(touched), **outside)
            at += (3 + scene.draw(9, "pause", str(night), str(page))) * SECOND
    words = subject(
        NAME,
        company.organisation.locale,
        party=company.organisation.row("parties", account["party_id"])["name"],
        address=make_addresses(company.organisation).of(address),
        since=day_of(day),
        until=day_of(day + _NIGHTS - 1),
    )
    asked, done = scene.at(day - 3, 9.5, 16, "asked"), scene.at(day + _NIGHTS, 9.5, 16, "done")
    ticket(scene, "change", words, asked, done, account["owner_id"], [account["account_id"]])
    return scene.plan(channel="", control="", known=day * DAY, accounts=[account["account_id"]])


def _reader(scene: Scene, day: int) -> tuple[str, dict[str, Any]]:
    """A view and an account of a vendor that may read it on that day, under contract and owned."""
    organisation = scene.company.organisation
    for view in scene.views(("api_gateway",), "api.read"):
        held = holders(scene.company, view, "api.read", day * DAY)
        found = [
            row
            for row in organisation.tables["accounts"].to_pylist()
            if row["account_id"] in held
            and row["owner_id"]
            and row["party_id"] in organisation.places["parties"]
            and not organisation.row("parties", row["party_id"])["to_day"]
            and row["disabled_at"] is None
            and row["created_at"] < clock(day * DAY)
        ]
        if found:
            return view, scene.pick(found, "account")
    raise BadInput("leaks.no_via", via="api_key")
