"""A key that still works after its vendor's contract has ended, and reads on."""

from datetime import datetime
from typing import Any

from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, SECOND, clock, day_of
from kit.leaks.ledger import NOTHING
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import roles_with
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "former_vendor_api_key"
FAMILY: Family = "outsider"
WEIGHT = 2
PHASES: tuple[Phase, ...] = (
    "post_closing",
    "cut_over",
    "liquidation",
    "normal",
    "due_diligence",
    "signing",
    "deregistered",
)
VIA: ViaKind = "api_key"
_MOST_PAGES = 1_500
_MOST_NIGHTS = 21


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (("api_gateway",), "api.read"))
    return missing or (None if _keys(company) else "leaks.no_vendor_key")


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: the contract ends, the key does not; pages are read night by night."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    scene.refuse_job()
    nights = 1 + round(parameters.stealth * (_MOST_NIGHTS - 1))
    day = scene.start(nights + 6)
    ended = day - 12 - scene.draw(30, "ended")
    there = [one for one in _keys(company) if one["created_at"] < clock(ended * DAY)]
    if not there:
        raise BadInput("leaks.no_via", via="api_key")
    key = scene.pick(there, "key")
    _let_go(scene, key, ended)
    view = _view(scene, key["account_id"])
    times, read = _scrape(scene, key, view, [day + night for night in range(nights)])
    noticed = heard(scene, times[-1], 30 + scene.draw(60, "noticed"), "hotline")
    ongoing = noticed > scene.end or scene.chance("ongoing") < 0.3
    if not ongoing:
        revoked = after(scene, noticed, 5, "revoked")
        scene.change("api_keys", key["key_id"], "revoked_at", clock(revoked))
    some = [scene.member((EVERYBODY, read), str(n)) for n in range(3)]
    scene.report(
        noticed,
        "hotline",
        "strangers_know_details",
        *dict.fromkeys(some),
        count=3 + scene.draw(9, "callers"),
    )
    return scene.plan(
        channel="api",
        control="offboarding",
        known=times[0],
        accounts=[key["account_id"]],
        ongoing=ongoing,
    )


def _keys(company: Company) -> list[dict[str, Any]]:
    """Keys of vendors' accounts, in order."""
    organisation = company.organisation
    vendors = {
        row["party_id"]
        for row in organisation.tables["parties"].to_pylist()
        if row["role"] == "vendor"
    }
    parties = {r["account_id"]: r["party_id"] for r in organisation.tables["accounts"].to_pylist()}
    return [
        {**row, "party_id": parties[row["account_id"]]}
        for row in organisation.tables["api_keys"].to_pylist()
        if parties.get(row["account_id"]) in vendors
    ]


def _let_go(scene: Scene, key: dict[str, Any], ended: int) -> None:
    """The contract ends and a ticket says so; all is closed but this account and its key."""
    party = scene.company.organisation.row("parties", key["party_id"])
    account = scene.company.organisation.row("accounts", key["account_id"])
    scene.change("parties", key["party_id"], "to_day", day_of(ended))
    scene.change("accounts", key["account_id"], "disabled_at", None)
    for column in ("expires_on", "revoked_at"):
        scene.change("api_keys", key["key_id"], column, None)
    for row in scene.company.organisation.tables["entitlements"].to_pylist():
        if row["account_id"] == key["account_id"]:
            scene.change("entitlements", row["entitlement_id"], "expires_on", None)
            scene.change("entitlements", row["entitlement_id"], "revoked_at", None)
    at = scene.at(ended, 9.5, 11, "told")
    _close_others(scene, key, clock(after(scene, at, 4, "others")))
    subject = scene.words("ticket", party=party["name"])
    done = after(scene, at, 7, "done")
    ticket(scene, "revoke", subject, at, done, account["owner_id"], [key["party_id"]])
    scene.silence((ended + 1) * DAY, account=scene.place("accounts", key["account_id"]))


def _close_others(scene: Scene, key: dict[str, Any], at: datetime) -> None:
    """The vendor's people and its other keys lose their access, as they should."""
    tables = scene.company.organisation.tables
    others = [
        row["account_id"]
        for row in tables["accounts"].to_pylist()
        if row["party_id"] == key["party_id"]
        and row["account_id"] != key["account_id"]
        and (row["disabled_at"] is None or row["disabled_at"] > at)
    ]
    for account_id in others:
        scene.change("accounts", account_id, "disabled_at", at)
    for row in tables["api_keys"].to_pylist():
        if row["account_id"] in others:
            scene.change("api_keys", row["key_id"], "revoked_at", at)


def _view(scene: Scene, account_id: str) -> str:
    """The view that the account of the key reads."""
    organisation = scene.company.organisation
    for view in scene.views(("api_gateway",), "api.read"):
        roles = roles_with(organisation, view, "api.read")
        rows = organisation.tables["entitlements"].to_pylist()
        if any(row["account_id"] == account_id and row["role_id"] in roles for row in rows):
            return view
    raise BadInput("leaks.no_via", via="api_key")


def _scrape(
    scene: Scene, key: dict[str, Any], view: str, nights: list[int]
) -> tuple[list[int], int]:
    """Pages are read from strangers' addresses; the first tries fail. Returns when, how many."""
    account = scene.place("accounts", key["account_id"])
    known = scene.company.book.known(EVERYBODY, nights[0] - 1)
    total = max(1, round(known * scene.parameters.scale))
    usual = scene.page(view)
    page = max(min(usual, -(-total // len(nights))), -(-total // _MOST_PAGES))
    pages = [(EVERYBODY, low, min(low + page, total)) for low in range(0, total, page)]
    each = -(-len(pages) // len(nights))
    times: list[int] = []
    for number, night in enumerate(nights):
        at = scene.at(night, 0.5, 4.5, "night", str(number))
        stranger = {"address": scene.stranger(number // 4), "device": NOTHING}
        for again in range(2 if number == 0 else 0):
            scene.event("api.fail", at, view, account, status=2, **stranger)
            at += (5 + scene.draw(90, "again", str(again))) * SECOND
        for touched in pages[number * each : (number + 1) * each]:
            if at < scene.end:
                trace = scene.event(
                    "api.read", at, view, account, **columns_of(touched), **stranger
                )
                scene.expose(at, touched, view, f"api_key:{key['key_id']}", "former_vendor", trace)
                times.append(at)
            at += (2 + scene.draw(9, "pause", str(number), str(touched[1]))) * SECOND
    return times, min(total, page * len(times))
