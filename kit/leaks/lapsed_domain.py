"""The company's old domain in a stranger's hands, and customers who go on writing to it."""

from typing import Any

from kit.activity.book import EVERYBODY
from kit.activity.company import Company
from kit.errors import BadInput
from kit.leaks.dates import DAY, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.picking import heard
from kit.leaks.scene import Scene, unfit
from kit.organisation.spec import Phase

NAME = "lapsed_domain"
FAMILY: Family = "negligence"
WEIGHT = 2
PHASES: tuple[Phase, ...] = ("deregistered", "post_closing")
VIA: ViaKind = "domain"
_MAIL = ("mail",)
_MOST, _LONGEST = 300, 60
_FORMER = "former mail"
_FORWARD, _TIMES = 0.3, 2
"""The share of those who have written by then that comes forward after the first complaint, and on
how many days."""


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    missing = unfit(company, PHASES, (_MAIL, "mail.receive"))
    return missing or (None if _domains(company) else "leaks.no_such_system")


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: customers write, one after another; no log of the company shows it."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    scene.refuse_job()
    domains = _domains(company)
    if not domains:
        raise BadInput("leaks.no_via", via="domain")
    domain = domains[0]["domain"]
    room = scene.last - scene.first
    day = scene.start(max(2, round(room * (0.3 + parameters.stealth * 0.6))))
    scene.change("domains", domain, "state", "registered_by_other")
    scene.change("domains", domain, "expires_on", day_of(day - 1))
    view = scene.views(_MAIL, "mail.receive")[-1]
    view = next((one for one in scene.views(_MAIL, "mail.receive") if _single(scene, one)), view)
    writers = _writers(scene, day)
    reach = max(1, min(_LONGEST, scene.today - day))
    reach = max(1, round(reach * (0.25 + 0.75 * parameters.stealth)))
    times = sorted(
        scene.at(day + (n and scene.draw(reach, "day", str(place))), 8, 22, "mail", str(place))
        for n, place in enumerate(writers)
    )
    for at, place in zip(times, scene.shuffled(writers, "order"), strict=True):
        touched = (EVERYBODY, place, place + 1)
        scene.expose(at, touched, view, f"domain:{domain}", "criminal", None)
    late = 20 + scene.draw(60, "noticed")
    noticed = heard(scene, times[len(times) * 2 // 3], late, "regulator")
    _tell(scene, noticed, f"service@{domain}")
    return scene.plan(
        channel="domain",
        control="domain_retention",
        known=day * DAY,
        ongoing=True,
    )


def _tell(scene: Scene, noticed: int, address: str) -> None:
    """Add the first complaint, then those who hear of it and come forward on the days after."""
    first, *others = scene.told(noticed)
    scene.report(noticed, "regulator", "answer_from_stranger", first, item=address)
    if noticed >= scene.end:
        return
    count = round(len(others) * _FORWARD)
    forward = scene.shuffled(others, "forward")[:count]
    day = noticed // DAY
    for number in range(min(_TIMES, count)):
        day = scene.workday(day + 1)
        some = forward[number::_TIMES]
        at = scene.at(day, 9.5, 16.5, "forward", str(number))
        scene.report(at, "regulator", "others_were_answered", *some, item=address, count=len(some))


def _domains(company: Company) -> list[dict[str, Any]]:
    """The former mail domains: that of daily mail is not let go while people work with it."""
    rows = company.organisation.tables["domains"].to_pylist()
    return [row for row in rows if row["state"] in ("held", "lapsed") and row["purpose"] == _FORMER]


def _single(scene: Scene, view: str) -> bool:
    """Whether a view is one customer's papers, not a list."""
    return scene.page(view) == 1


def _writers(scene: Scene, day: int) -> list[int]:
    """Places in the book of those who still write."""
    known = scene.company.book.known(EVERYBODY, day - 1)
    count = max(1, round(min(_MOST, known * 0.25) * scene.parameters.scale))
    return sorted(scene.shuffled(range(known), "writers")[:count])
