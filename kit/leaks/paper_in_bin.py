"""Printed lists of customers, put out with the waste paper."""

from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, columns_of, keep, partner, slip, ticket
from kit.organisation.spec import Phase

NAME = "paper_in_bin"
FAMILY: Family = "accident"
WEIGHT = 4
PHASES: tuple[Phase, ...] = (
    "cut_over",
    "liquidation",
    "normal",
    "post_closing",
    "signing",
    "due_diligence",
)
VIA: ViaKind = "paper"
_PC = ("endpoint",)
_MOST_PAGES, _LONGEST = 60, 9


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "print.page"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: stacks printed over days, put out in bags one evening after another."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    days = 1 + round(parameters.stealth * (_LONGEST - 1))
    day = scene.start(days + 5)
    view, who = scene.somebody(_PC, "print.page", day, "printer")
    lists = scene.share(scene.lists(day), most=10)
    printed = [scene.workday(on) for on in scene.spread(day, len(lists), days - 1, "printed")]
    stacks = [
        _print(scene, who, view, listed, on)
        for listed, on in zip(lists, printed, strict=True)
        if on <= scene.today
    ]
    out = [_put_out(scene, who, copy, at, number) for number, (copy, at) in enumerate(stacks)]
    refs = [copy.file_id for copy, _ in stacks]
    asked = scene.at(day, 8.6, 9.4, "asked")
    done = after(scene, max(out), 1, "done")
    ticket(scene, "disposal", scene.words("ticket"), asked, done, who.staff_id, refs)
    gone = [at for at in out if at < scene.end]
    if not gone:
        raise BadInput("leaks.nothing_happened", start=parameters.start)
    noticed = scene.at(max(gone) // DAY + 1, 7, 9, "noticed")
    on_top = stacks[out.index(max(gone))][0].touched
    page = int(company.book.members[on_top[0]][on_top[1]])
    scene.report(noticed, "hotline", "paper_found_outside", page)
    return scene.plan(
        channel="paper",
        control="paper_shredding",
        known=min(gone),
        actors=[who],
        ongoing=False,
    )


def _print(
    scene: Scene, who: Person, view: str, listed: tuple[int, int], day: int
) -> tuple[Copy, int]:
    """A list comes out of the printer page by page. Returns the stack and when it was done."""
    segment, known = listed
    at = scene.at(day, 9.5, 15, "print", str(segment))
    page = scene.page(view)
    count = min(known, page * _MOST_PAGES)
    path = scene.words("path", list=scene.list_name(segment), day=clock(at).date())
    copy = keep(scene, who.account_id, view, (segment, 0, count), at, path)
    for low in range(0, count, page):
        touched = (segment, low, min(low + page, count))
        scene.event("print.page", at, view, who, **columns_of(touched))
        at += (2 + scene.draw(4, "sheet", str(segment), str(low))) * SECOND
    return copy, at


def _put_out(scene: Scene, who: Person, copy: Copy, printed: int, number: int) -> int:
    """The stack goes into a bag and the bag onto the street in the evening. Returns when."""
    at = scene.at(printed // DAY, 18.5, 19.75, "out", str(number))
    dealer = partner(scene, ("vendor",), "scrap").get("party_id")
    slip(
        scene,
        copy.file_id,
        "binned",
        at,
        who.staff_id,
        dealer,
        scene.words("bag", number=number + 1),
    )
    scene.expose(at, copy.touched, copy.view, f"paper:{copy.file_id}", "finder", None)
    return at
