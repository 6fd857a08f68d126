"""The board's papers are printed for a meeting, as a ticket asked, and counted back afterwards."""

from kit.activity.company import Company
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, ticket
from kit.organisation.spec import Phase

NAME = "board_folder"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = (
    "signing",
    "due_diligence",
    "cut_over",
    "post_closing",
    "normal",
)
VIA: ViaKind = "paper"
_PC = ("endpoint",)
_LISTS, _PAGES = 2, 25


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_PC, "print.page"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on two days lists are printed page by page; a ticket asked for them."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(6))
    view, who = scene.somebody(_PC, "print.page", day, "clerk")
    page, meeting = scene.page(view), scene.workday(day + 3)
    for number, (segment, known) in enumerate(scene.lists(day)[:_LISTS]):
        at = scene.at(scene.workday(day + number), 9.5, 15, "print", str(number))
        for low in range(0, min(known, page * _PAGES), page):
            touched = (segment, low, min(low + page, known))
            scene.event("print.page", at, view, who, **columns_of(touched))
            at += (2 + scene.draw(4, "sheet", str(number), str(low))) * SECOND
    words = subject(NAME, company.organisation.locale, day=day_of(meeting))
    asked, done = scene.at(day - 3, 9.5, 16, "asked"), scene.at(meeting, 16, 18, "done")
    ticket(scene, "handover", words, asked, done, who.staff_id, [who.account_id])
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
