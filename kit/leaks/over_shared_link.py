"""Lists of customers behind links that anyone may open."""

from kit.activity.company import Company
from kit.leaks.dates import HOUR, SECOND, clock
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person
from kit.leaks.picking import after, heard
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import Copy, about_link, keep, mailbox, partner, party_address, send
from kit.organisation.spec import Phase

NAME = "over_shared_link"
FAMILY: Family = "accident"
WEIGHT = 6
PHASES: tuple[Phase, ...] = ("due_diligence", "cut_over", "signing", "normal", "liquidation")
VIA: ViaKind = "link"
_SHARE = ("file_share",)
_LONGEST = 18


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_SHARE, "file.share"), (_SHARE, "link.open"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: lists shared with anyone, opened by strangers one after another."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.start(_LONGEST + 4)
    eve = scene.workday_before(day)
    view, who = scene.somebody(_SHARE, "file.share", eve, "sharer")
    lists = scene.share(scene.lists(eve))
    at, links = scene.at(eve, 9.5, 16.5, "begun"), []
    for listed in lists:
        links.append(_share(scene, who, view, listed, at))
        at += (150 + scene.draw(200, "next", str(listed[0]))) * SECOND
    _tell(scene, who, view, at, links)
    opened = [
        _strangers(scene, copy, link, when, number)
        for number, ((copy, link), when) in enumerate(
            zip(links, scene.spread(day, len(links), _LONGEST, "open"), strict=True)
        )
    ]
    noticed = heard(scene, max(opened), 20 + scene.draw(20, "noticed"), "hotline")
    closed = after(scene, noticed, 3, "closed")
    ongoing = scene.chance("ongoing") < 0.5 or closed > scene.end
    if not ongoing:
        _close(scene, who, links, closed)
    caller = scene.member(lists[0], "caller")
    scene.report(noticed, "hotline", "list_open_without_login", caller)
    return scene.plan(
        channel="link",
        control="link_scope",
        known=min(opened),
        actors=[who],
        ongoing=ongoing,
    )


def _share(
    scene: Scene, who: Person, view: str, listed: tuple[int, int], at: int
) -> tuple[Copy, str]:
    """A list is uploaded, and a link to it made that anyone may open and that never expires."""
    path = scene.words("path", list=scene.list_name(listed[0]), day=clock(at).date())
    copy = keep(scene, who.account_id, view, (listed[0], 0, listed[1]), at, path)
    scene.event("file.upload", at, view, who, **copy.columns)
    shared = at + (20 + scene.draw(90, "share", copy.file_id)) * SECOND
    link = scene.add(
        "links",
        file_id=copy.file_id,
        system_id=scene.system(view),
        scope="anyone",
        created_by=who.account_id,
        created_at=clock(shared),
    )
    scene.event("file.share", shared, view, who, **about_link(scene, copy, link))
    return copy, link


def _tell(scene: Scene, who: Person, view: str, at: int, links: list[tuple[Copy, str]]) -> None:
    """The partner gets the links by mail, and opens the first, as was intended."""
    party = partner(scene, ("adviser", "transferee", "vendor"))
    mail_view = scene.view(("mail",), "mail.send")
    mail = send(scene, who, at, scene.words("mail"), mailbox(party), "party")
    scene.event("mail.send", at, mail_view, who, thing=scene.place("mails", mail))
    copy, link = links[0]
    opened = at + (600 + scene.draw(5400, "partner")) * SECOND
    scene.event(
        "link.open",
        opened,
        view,
        None,
        **about_link(scene, copy, link),
        address=party_address(scene, party),
    )


def _strangers(scene: Scene, copy: Copy, link: str, day: int, number: int) -> int:
    """Strangers open a list; the first time counts. Returns when."""
    first = scene.at(day, 8, 23.5, "stranger", str(number))
    for again in range(1 + scene.draw(3, "again", str(number))):
        when = first + again * (
            HOUR + scene.draw(9 * HOUR // SECOND, "gap", link, str(again)) * SECOND
        )
        trace = scene.event(
            "link.open",
            when,
            copy.view,
            None,
            **about_link(scene, copy, link),
            address=scene.stranger(number + again),
        )
        scene.expose(when, copy.touched, copy.view, f"link:{link}", "public", trace)
    return first


def _close(scene: Scene, who: Person, links: list[tuple[Copy, str]], at: int) -> None:
    """The links are taken back after the complaint."""
    for copy, link in links:
        scene.set_added("links", link, "revoked_at", clock(at))
        scene.event("file.unshare", at, copy.view, who, **about_link(scene, copy, link))
        at += (6 + scene.draw(60, "closed", link)) * SECOND
