"""Somebody who is about to leave takes the customers along."""

from typing import Any

from kit.activity.company import Company
from kit.leaks.dates import DAY, HOUR, MINUTE, SECOND, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.people import Person, people_with
from kit.leaks.picking import moment_of_day
from kit.leaks.scene import Scene, unfit
from kit.leaks.traces import keep, send, ticket
from kit.organisation.spec import Phase, ViewSpec

NAME = "departing_salesperson"
FAMILY: Family = "insider"
WEIGHT = 3
PHASES: tuple[Phase, ...] = ("signing", "due_diligence", "normal", "cut_over", "post_closing")
VIA: ViaKind = "entitlement"
_SCREENS, _MAIL = ("crm", "erp", "app_backend"), ("mail",)
_LONGEST, _NOTICE = 18, 30


def fits(company: Company) -> str | None:
    """Return None, or the message code of why it makes no sense in this company."""
    return unfit(company, PHASES, (_SCREENS, "crm.export"), (_MAIL, "mail.send"))


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: list after list is exported and mailed home; then the person leaves."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.start(_LONGEST + 10)
    view = _screen(scene, day)
    who = _seller(scene, view, day)
    lists = scene.share(scene.lists(day))
    days = scene.spread(day, len(lists), _LONGEST, "days")
    sent = [
        _take_home(scene, who, view, one[0], when) for one, when in zip(lists, days, strict=True)
    ]
    leaving = max(sent) // DAY + 1 + scene.draw(4, "leaving")
    _leave(scene, who, leaving)
    noticed = scene.at(leaving + 3 + scene.draw(6, "noticed"), 9, 18, "hour")
    callers = scene.told(noticed)[:3]
    scene.report(
        noticed, "hotline", "called_by_competitor", *callers, count=len(callers), name=who.name
    )
    known = sent[0] + 10 * MINUTE
    return scene.plan(channel="mail", control="leaver_watch", known=known, actors=[who])


def _screen(scene: Scene, day: int) -> str:
    """The first view that somebody may export, of those that show what the mailed list shows."""
    profile = scene.company.organisation.profile
    views = {one.id: one for one in profile.views}
    mailed = _columns(views[scene.view(_MAIL, "mail.send")])
    exported = scene.views(_SCREENS, "crm.export")
    enough = [one for one in exported if mailed <= _columns(views[one])] or exported
    return next((one for one in enough if scene.able(one, "crm.export", day)), enough[0])


def _columns(view: ViewSpec) -> set[str]:
    """The columns of a view, each with its table."""
    return {name if "." in name else f"{view.table}.{name}" for name in view.fields}


def _seller(scene: Scene, view: str, day: int) -> Person:
    """Somebody of a job that has customers of its own, if any may export; else whoever may."""
    if scene.parameters.job is None:
        own = {job.id for job in scene.company.organisation.profile.jobs if job.scope}
        able = people_with(scene.company, view, "crm.export", day * DAY + 12 * HOUR)
        jobs = sorted({one.job_id for one in able} & own)
        if jobs:
            wanted = scene.parameters.model_copy(update={"job": scene.pick(jobs, "job")})
            scene.parameters = wanted
    return scene.person(view, "crm.export", day, "leaver")


def _take_home(scene: Scene, who: Person, view: str, segment: int, day: int) -> int:
    """A list is exported and goes to a private address some minutes later. Returns when."""
    exported = moment_of_day(scene, who, day, "export", str(segment))
    touched = (segment, 0, scene.company.book.known(segment, exported // DAY - 1))
    columns = dict(zip(("segment", "start", "stop"), touched, strict=True))
    scene.event("crm.export", exported, view, who, **columns)
    sent = exported + (180 + scene.draw(1500, "sent", str(segment))) * SECOND
    mail_view = scene.view(_MAIL, "mail.send")
    name = scene.list_name(segment)
    path = scene.words("path", list=name, day=clock(exported).date())
    saved = sent - (20 + scene.draw(100, "saved", str(segment))) * SECOND
    copy = keep(scene, who.account_id, mail_view, touched, saved, path)
    private = f"me{1000 + scene.draw(9000, 'private')}@post.test"
    subject = scene.words("subject", list=name)
    mail = send(scene, who, sent, subject, private, "outside", file_id=copy.file_id)
    about = {**copy.columns, "thing": scene.place("mails", mail)}
    trace = scene.event("mail.send", sent, mail_view, who, **about)
    via = f"entitlement:{who.entitlement_id}"
    scene.expose(sent, touched, mail_view, via, "competitor", trace)
    return sent


def _leave(scene: Scene, who: Person, day: int) -> None:
    """The person leaves as others do: notice, account closed, rights and laptop taken back."""
    organisation = scene.company.organisation
    evening = scene.at(day, 18, 18.7, "evening")
    gone = evening < scene.end
    subject = scene.words("leave", name=who.name)
    opened = scene.at(max(day - _NOTICE, scene.first - _NOTICE), 9, 16, "notice")
    closed = evening if gone else None
    number = ticket(scene, "leave", subject, opened, closed, who.staff_id, [who.account_id])
    if not gone:
        return
    staff = organisation.row("staff", who.staff_id)
    scene.change("staff", who.staff_id, "left_on", day_of(day))
    scene.change("accounts", who.account_id, "disabled_at", clock(evening))
    scene.silence(evening, account=who.account)
    for right in _of(scene, "entitlements", "account_id", who.account_id):
        if right["revoked_at"] is None and right["granted_at"] <= clock(evening):
            scene.change("entitlements", right["entitlement_id"], "revoked_at", clock(evening))
    for device in _of(scene, "devices", "staff_id", who.staff_id):
        if device["returned_on"] is None:
            scene.change("devices", device["device_id"], "returned_on", day_of(day))
            scene.change("devices", device["device_id"], "state", "stored")
    for report in _of(scene, "staff", "manager_id", who.staff_id):
        if report["left_on"] is None:
            scene.change("staff", report["staff_id"], "manager_id", staff["manager_id"])
    scene.add(
        "staff_history",
        staff_id=who.staff_id,
        event="leave",
        on_day=day_of(day),
        from_job_id=staff["job_id"],
        from_department_id=staff["department_id"],
        ticket_id=number,
    )


def _of(scene: Scene, table: str, column: str, key: str) -> list[dict[str, Any]]:
    rows = scene.company.organisation.tables[table].to_pylist()
    return [row for row in rows if row[column] == key]
