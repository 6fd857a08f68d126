"""A password got by a false mail, and lists exported with it at night."""

from kit.activity.company import Company
from kit.leaks.dates import DAY, HOUR, SECOND
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import columns_of, strange_device
from kit.organisation.spec import Phase

NAME = "phished_export"
FAMILY: Family = "outsider"
WEIGHT = 3
PHASES: tuple[Phase, ...] = (
    "cut_over",
    "signing",
    "normal",
    "due_diligence",
    "post_closing",
    "liquidation",
)
VIA: ViaKind = "entitlement"
_DESK = ("crm", "erp", "app_backend")
_LONGEST = 9


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_DESK, "crm.export"), (("mail",), "mail.receive"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: a mail, failed tries, log-ons from outside, one export after another."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    nights = 1 + round(parameters.stealth * (_LONGEST - 1))
    day = scene.start(nights + 3)
    view, who = scene.somebody(_DESK, "crm.export", day, "victim")
    mailed = scene.at(day, 9.5, 15.5, "mailed")
    scene.sign("mail.receive", mailed, who)
    lists = scene.share(scene.lists(day), most=24)
    nights = min(nights, len(lists))
    each = -(-len(lists) // nights)
    ends = [
        _night(scene, who, view, day + number, lists[number * each : (number + 1) * each])
        for number in range(nights)
        if lists[number * each : (number + 1) * each]
    ]
    morning = scene.at(ends[-1] // DAY + 1, 8.6, 10.2, "morning")
    scene.report(morning, "colleague", "odd_logon", name=who.name)
    return scene.plan(
        channel="download",
        control="second_factor",
        known=ends[0] // DAY * DAY + 32 * HOUR if nights > 1 else ends[0],
        accounts=[who.account_id],
        ongoing=morning > scene.end,
    )


def _night(scene: Scene, who: Person, view: str, day: int, lists: list[tuple[int, int]]) -> int:
    """One night's visit from a stranger's address; the first ones mistype. Returns its end."""
    quiet = scene.parameters.stealth > 0.66
    at = scene.at(day, 20.2 if quiet else 22.5, 21 if quiet else 23.2, "night", str(day))
    device = strange_device(scene, who, "night", str(day))
    outside = {"address": scene.stranger(day % 3), "device": device}
    for _ in range(scene.draw(4, "tries", str(day))):
        scene.sign("auth.fail", at, who, status=2, **outside)
        at += (11 + scene.draw(30, "try", str(at))) * SECOND
    scene.sign("auth.logon", at, who, **outside)
    for listed in lists:
        at += (35 + scene.draw(110, "pause", str(day), str(listed[0]))) * SECOND
        touched = (listed[0], 0, listed[1])
        trace = scene.event("crm.export", at, view, who, **columns_of(touched), **outside)
        scene.expose(at, touched, view, f"entitlement:{who.entitlement_id}", "criminal", trace)
    at += (20 + scene.draw(700, "off", str(day))) * SECOND
    scene.sign("auth.logoff", at, who, **outside)
    return at
