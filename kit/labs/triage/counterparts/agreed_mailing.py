"""Lists mailed to the other side of the deal, as the ticket of its release agreed."""

from kit.activity.company import Company
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import moment_of_day
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import keep, mailbox, partner, send, ticket
from kit.organisation.spec import Phase

NAME = "agreed_mailing"
FAMILY: Family = "accident"
WEIGHT = 1
PHASES: tuple[Phase, ...] = ("signing", "due_diligence", "cut_over", "post_closing", "liquidation")
VIA: ViaKind = "mail"
_MAIL = ("mail",)
_SENT = 3
_SIDES = ("transferee", "liquidation_group", "administrator", "adviser")


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_MAIL, "mail.send"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: on three days an encrypted list goes to the address in the ticket."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_SENT + 5))
    view = scene.view(_MAIL, "mail.send")
    who = scene.person(view, "mail.send", day, "sender")
    other = partner(scene, _SIDES)
    to, locale = mailbox(other), company.organisation.locale
    for number, (segment, known) in enumerate(scene.lists(day, least=5)[:_SENT]):
        at = moment_of_day(scene, who, scene.workday(day + number), str(number))
        touched = (segment, 0, known)
        path = subject(NAME, locale, "path", list=scene.list_name(segment), day=clock(at).date())
        saved = at - (90 + scene.draw(400, "saved", str(number))) * SECOND
        copy = keep(scene, who.account_id, view, touched, saved, path, encrypted=True)
        title = subject(NAME, locale, "mail", list=scene.list_name(segment))
        mail = send(scene, who, at, title, to, "outside", file_id=copy.file_id)
        about = {**copy.columns, "thing": scene.place("mails", mail)}
        scene.event("mail.send", at, view, who, **about)
    words = subject(
        NAME, locale, party=other.get("name", to), address=to, until=day_of(day + _SENT + 4)
    )
    asked, done = scene.at(day - 3, 9.5, 16, "asked"), scene.at(day + _SENT + 4, 9.5, 16, "done")
    ticket(scene, "export", words, asked, done, who.staff_id, [who.account_id])
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
