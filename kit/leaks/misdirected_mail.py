"""A list of customers that goes to a wrong mail address."""

from kit.activity.company import Company
from kit.leaks.dates import MINUTE, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, Recipient, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after, list_of_share, moment_of_day
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, customer_mail, keep, send, ticket
from kit.organisation.spec import Phase

NAME = "misdirected_mail"
FAMILY: Family = "accident"
WEIGHT = 12
PHASES: tuple[Phase, ...] = (
    *("normal", "due_diligence", "signing", "cut_over", "post_closing", "liquidation"),
)
VIA: ViaKind = "mail"
_MAIL = ("mail",)
_NOTICED_WITHIN = 12
_HANDLES = ("linqiao", "tangwei", "shenyan", "luoming", "hexin", "duan", "suqing", "fanyi")


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_MAIL, "mail.send"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a list leaves as an attachment, the recipient writes back."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    view = scene.view(_MAIL, "mail.send")
    day = scene.start(_NOTICED_WITHIN)
    who = scene.person(view, "mail.send", day, "sender")
    listed = list_of_share(scene, day)
    sent = moment_of_day(scene, who, day, "sent")
    copy = _attach(scene, who, view, listed, sent)
    to, kind, got = _wrong_address(scene, day)
    name = scene.list_name(listed[0])
    subject = scene.words("subject", list=name)
    mail = send(scene, who, sent, subject, to, kind, file_id=copy.file_id)
    trace = scene.event("mail.send", sent, view, who, **_about(scene, copy, mail))
    scene.expose(sent, copy.touched, view, f"mail:{mail}", got, trace)
    days = round(_NOTICED_WITHIN * (0.1 + 0.9 * parameters.stealth) * scene.chance("noticed"))
    noticed = max(after(scene, sent, 1, "sent"), scene.at(day + days, 8, 21, "noticed"))
    scene.report(noticed, "mail", "wrong_recipient", address=to, subject=subject)
    told = after(scene, noticed, 1, "told")
    ticket(scene, "incident", scene.words("incident"), told, None, who.staff_id, [mail])
    known = sent + 10 * MINUTE
    return scene.plan(channel="mail", control="address_check", known=known, actors=[who])


def _attach(scene: Scene, who: Person, view: str, listed: tuple[int, int], sent: int) -> Copy:
    """The list is saved with the mail a few minutes before it leaves."""
    at = sent - (90 + scene.draw(500, "attached")) * SECOND
    path = scene.words("path", list=scene.list_name(listed[0]), day=clock(sent).date())
    return keep(scene, who.account_id, view, (listed[0], 0, listed[1]), at, path)


def _wrong_address(scene: Scene, day: int) -> tuple[str, str, Recipient]:
    """A customer of that time, or a stranger whose address begins like a colleague's."""
    if scene.chance("who") < 0.5:
        known = scene.company.book.known(0, day - 1)
        place = scene.draw(known, "customer")
        return customer_mail(scene, place), "customer", "wrong_customer"
    number = 1000 + scene.draw(9000, "number")
    return f"{scene.pick(_HANDLES, 'handle')}{number}@mail.example", "unknown", "unknown"


def _about(scene: Scene, copy: Copy, mail: str) -> dict[str, int]:
    return {**copy.columns, "thing": scene.place("mails", mail)}
