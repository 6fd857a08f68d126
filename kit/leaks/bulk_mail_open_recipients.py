"""A notice to customers that shows each of them the addresses of the others."""

import numpy as np

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Touched, columns_of, customer_mail, send, ticket
from kit.organisation.spec import Phase

NAME = "bulk_mail_open_recipients"
FAMILY: Family = "accident"
WEIGHT = 6
PHASES: tuple[Phase, ...] = (
    "signing",
    "cut_over",
    "normal",
    "post_closing",
    "liquidation",
    "due_diligence",
)
VIA: ViaKind = "mail"
_BATCH, _MOST_BATCHES, _MOST_LISTS, _LONGEST = 40, 400, 40, 6
_FIELD = "email"


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (("mail",), "mail.send"))
    return missing or (None if _views(company) else "leaks.no_such_system")


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: batch after batch with open recipients, until somebody complains."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    views = _views(company)
    view = views[0] if views else scene.view((), "mail.send")
    days = 1 + round(parameters.stealth * (_LONGEST - 1))
    day = scene.start(days + 2)
    who = scene.person(view, "mail.send", day, "sender")
    asked = scene.at(day, 8.7, 9.4, "asked")
    batches = _batches(scene, day)
    each = -(-len(batches) // days)
    sent: list[int] = []
    for number in range(days):
        on = scene.workday(day + number)
        sent += _send(scene, who, view, on, batches[number * each : (number + 1) * each])
    done = after(scene, sent[-1], 1, "done")
    ticket(scene, "change", scene.words("ticket"), asked, done, who.staff_id)
    noticed = after(scene, sent[-1], 1 + scene.draw(4, "noticed"), "noticed")
    first = scene.company.book.touched(*batches[0])
    writer = int(first[scene.draw(len(first), "writer")])
    scene.report(noticed, "mail", "sees_other_addresses", writer)
    return scene.plan(
        channel="mail",
        control="bulk_mail_tool",
        known=sent[0] + 600 * SECOND,
        actors=[who],
        ongoing=False,
    )


def _views(company: Company) -> list[str]:
    """Views of the mail system that show an address and nothing else."""
    views = company.organisation.tables["views"].to_pylist()
    kinds = {r["system_id"]: r["kind"] for r in company.organisation.tables["systems"].to_pylist()}
    return [
        row["view_id"]
        for row in views
        if kinds[row["system_id"]] == "mail"
        and [field.split(".")[-1] for field in row["fields"]] == [_FIELD]
    ]


def _batches(scene: Scene, day: int) -> list[Touched]:
    """Runs of members with an address on record, cut as the mail system allows them."""
    found = []
    for segment, known in scene.lists(day)[:_MOST_LISTS]:
        for first, stop in _runs(scene, segment, known):
            for low in range(first, stop, _BATCH):
                if min(low + _BATCH, stop) - low > 1:
                    found.append((segment, low, min(low + _BATCH, stop)))
    if not found:
        raise BadInput("leaks.no_list", day=day_of(day))
    return scene.share(found, most=_MOST_BATCHES)


def _runs(scene: Scene, segment: int, known: int) -> list[tuple[int, int]]:
    """Stretches of a list, start and stop, in which everybody has an address on record."""
    company = scene.company
    rows = company.book.row[company.book.touched(segment, 0, known)]
    own = company.tables[company.spec.profile.root][_FIELD].take(rows)
    there = np.concatenate([[False], np.asarray(own.is_valid()), [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(there)).reshape(-1, 2)
    return [(int(first), int(stop)) for first, stop in edges]


def _send(scene: Scene, who: Person, view: str, day: int, batches: list[Touched]) -> list[int]:
    """One day's batches, some minutes apart. Returns when they went out."""
    at, times = scene.at(day, 9.6, 15, "send", str(day)), []
    for touched in batches:
        to, count = customer_mail(scene, _first(scene, touched)), touched[2] - touched[1]
        mail = send(
            scene, who, at, scene.words("mail"), to, "customer", recipients=count, visible=True
        )
        columns = columns_of(touched) | {"thing": scene.place("mails", mail)}
        trace = scene.event("mail.send", at, view, who, **columns)
        scene.expose(at, touched, view, f"mail:{mail}", "other_customers", trace)
        times.append(at)
        at += (70 + scene.draw(100, "pause", str(day), str(touched[1]))) * SECOND
    return times


def _first(scene: Scene, touched: Touched) -> int:
    """Place in the book of the first of a batch."""
    return int(scene.company.book.touched(*touched)[0])
