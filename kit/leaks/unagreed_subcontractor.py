"""A vendor's people pass lists on to a subcontractor to whom nobody has agreed.

The vendor processes on the company's behalf, its contract runs, and its people hold the right to
export: nothing is broken into, and no right is too wide. What fails is the mandate, for whoever is
entrusted hands nothing on without the company's consent. It is misuse, not negligence: nobody slips
or forgets; people use a right on purpose for something it was not given for.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, HOUR, SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, holders, people_with, roles_with
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit, views_of
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase, ViewSpec

NAME = "unagreed_subcontractor"
FAMILY: Family = "misuse"
WEIGHT = 2
PHASES: tuple[Phase, ...] = ("signing", "cut_over", "post_closing", "liquidation")
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_LONGEST, _MOST = 18, 20
_SECOND_HAND = 0.4
"""From this scale on a second one of the shift exports too."""
_OPENS, _CLOSES = 12.6, 19.5
_GOES_ON = 0.45
_TOLD = (
    ("hotline", "called_by_unknown_firm"),
    ("partner", "subcontractor_asks"),
    ("partner", "vendor_owns_up"),
)


class _Taken(NamedTuple):
    """A list that was exported: when, and which with how many members."""

    at: int
    listed: tuple[int, int]


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (_DESK, "crm.export"))
    if missing:
        return missing
    there = any(_exporters(company, view) for view in views_of(company, _DESK, "crm.export"))
    return None if there else "leaks.no_entrusted_exporter"


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: lists exported for the evening shift, list after list passed on."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    scene.refuse_job()
    day = scene.start(_LONGEST + 4)
    view, desk = _desk(scene, day)
    shift = scene.shuffled(desk, "shift")[: 1 + (parameters.scale >= _SECOND_HAND)]
    _ask(scene, shift, day)
    lists = scene.share(scene.lists(day), most=_MOST)
    days = scene.spread(day, len(lists), _LONGEST, "exported")
    taken = [
        _export(scene, shift[number % len(shift)], view, listed, on)
        for number, (on, listed) in enumerate(zip(days, lists, strict=True))
    ]
    taken = sorted(one for one in taken if one.at < scene.end) or taken[:1]
    ongoing = scene.chance("ongoing") < _GOES_ON
    last = taken[len(taken) * 2 // 3 if ongoing else -1]
    channel, code = scene.pick(_TOLD, "told")
    noticed = heard(scene, last.at, 24 + scene.draw(50, "n"), channel)
    _tell(scene, channel, code, noticed, shift[0], [one for one in taken if one.at < noticed])
    ongoing = ongoing or noticed > scene.end
    if not ongoing:
        _stop(scene, view, shift, noticed)
    return scene.plan(
        channel="download",
        control="vendor_supervision",
        known=taken[min(1, len(taken) - 1)].at,
        actors=shift,
        ongoing=ongoing,
    )


def _exporters(company: Company, view: ViewSpec) -> set[str]:
    """Accounts of vendors that are entrusted with the table of a view and may ever export it."""
    organisation = company.organisation
    vendors = {
        one.party_id
        for one in organisation.deal.vendors
        if view.table in one.tables
        and one.party_id in organisation.places["parties"]
        and organisation.row("parties", one.party_id)["role"] == "vendor"
    }
    accounts = organisation.tables["accounts"].to_pylist()
    theirs = {row["account_id"] for row in accounts if row["party_id"] in vendors}
    roles = roles_with(organisation, view.id, "crm.export")
    rights = organisation.tables["entitlements"].to_pylist()
    return {row["account_id"] for row in rights if row["role_id"] in roles} & theirs


def _desk(scene: Scene, day: int) -> tuple[str, list[Person]]:
    """The first view that people of such a vendor may export on a day, and who may.

    Raises:
        BadInput: If nobody may, or no contract runs on that day.
    """
    for view in views_of(scene.company, _DESK, "crm.export"):
        able = _exporters(scene.company, view)
        found = [
            one
            for one in people_with(scene.company, view.id, "crm.export", day * DAY + 12 * HOUR)
            if one.account_id in able and _runs(scene, one.party_id, max(day, scene.last))
        ]
        if found:
            return view.id, found
    raise BadInput("leaks.no_entrusted_exporter")


def _runs(scene: Scene, party_id: str, day: int) -> bool:
    """Whether the contract with a party runs until a day."""
    last = scene.company.organisation.row("parties", party_id)["to_day"]
    return last is None or last >= day_of(day)


def _owner(scene: Scene, who: Person) -> str:
    """The staff_id of whoever answers for an account in the company."""
    return str(scene.company.organisation.row("accounts", who.account_id)["owner_id"])


def _ask(scene: Scene, shift: Sequence[Person], day: int) -> None:
    """The vendor asks for lists for its own evening calls, and the company approves that."""
    eve = max(scene.workday_before(day), scene.first)
    opened = scene.at(eve, 9.3, 11, "asked")
    scene.add(
        "tickets",
        kind="export",
        opened_at=clock(opened),
        closed_at=clock(after(scene, opened, 1, "approved")),
        opened_by=shift[0].staff_id,
        approved_by=_owner(scene, shift[0]),
        subject=scene.words("ticket"),
        refs=[one.account_id for one in shift],
    )


def _export(scene: Scene, who: Person, view: str, listed: tuple[int, int], day: int) -> _Taken:
    """A look at the list during the shift, then the whole of it."""
    segment, known = listed
    at = scene.at(day, _OPENS, _CLOSES, "export", str(segment))
    looked = at - (15 + scene.draw(180, "looked", str(segment))) * SECOND
    first_page = columns_of((segment, 0, min(scene.page(view), known)))
    scene.event("crm.search", looked, view, who, **first_page)
    touched = (segment, 0, known)
    trace = scene.event("crm.export", at, view, who, **columns_of(touched))
    held = holders(scene.company, view, "crm.export", at)
    via = f"entitlement:{held.get(who.account_id, who.entitlement_id)}"
    scene.expose(at, touched, view, via, "subcontractor", trace)
    return _Taken(at, listed)


def _tell(
    scene: Scene, channel: str, code: str, noticed: int, who: Person, reached: Sequence[_Taken]
) -> None:
    """A customer, the subcontractor or the vendor itself lets the company know."""
    values = {"party": scene.company.organisation.row("parties", who.party_id)["name"]}
    if channel == "partner":
        values["list"] = scene.list_name(reached[-1].listed[0])
        scene.report(noticed, channel, code, **values)
        return
    some = [scene.member(reached[n % len(reached)].listed, "caller", str(n)) for n in range(3)]
    callers = list(dict.fromkeys(some))
    count = len(callers) + scene.draw(12, "callers")
    scene.report(noticed, channel, code, *callers, count=count, **values)


def _stop(scene: Scene, view: str, shift: Sequence[Person], noticed: int) -> None:
    """The company takes the right to export back, has the vendor stop and asks for the lists."""
    opened = after(scene, noticed, 2, "stopped")
    closed = after(scene, opened, 26, "returned")
    refs = [one.account_id for one in shift]
    ticket(scene, "incident", scene.words("stop"), opened, closed, _owner(scene, shift[0]), refs)
    roles = roles_with(scene.company.organisation, view, "crm.export")
    for place, right in enumerate(scene.company.organisation.tables["entitlements"].to_pylist()):
        held = right["account_id"] in refs and right["role_id"] in roles
        at = opened + (40 + scene.draw(400, "revoked", str(place))) * SECOND
        if (
            held
            and right["revoked_at"] is None
            and right["granted_at"] < clock(at) < clock(scene.end)
        ):
            scene.change("entitlements", right["entitlement_id"], "revoked_at", clock(at))
