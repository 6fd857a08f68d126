"""Somebody who has left is called back for some days to hand over, as was approved."""

from kit.activity.company import Company
from kit.labs.triage.counterparts.desk_work import DESK, WORKING, fits, opened
from kit.labs.triage.counterparts.wording import subject
from kit.leaks.dates import DAY, clock, day_of
from kit.leaks.model import Family, Parameters, Plan, ViaKind
from kit.leaks.scene import Scene
from kit.leaks.traces import ticket

__all__ = ["FAMILY", "NAME", "PHASES", "VIA", "WEIGHT", "fits", "plan"]

NAME = "called_back"
FAMILY: Family = "negligence"
WEIGHT = 1
PHASES = WORKING
VIA: ViaKind = "entitlement"
_DAYS, _OPENED = 3, 5


def plan(company: Company, parameters: Parameters, seed: int) -> Plan:
    """Return what happens: after the last day the account works on for three days, then ends."""
    scene = Scene(NAME, PHASES, company, parameters, seed)
    day = scene.workday(scene.start(_DAYS + 4))
    view, who = scene.somebody(DESK, "crm.open", day, "leaver")
    days = sorted({scene.workday(day + number) for number in range(_DAYS)})
    left, evening = scene.workday_before(day), scene.at(days[-1], 18, 18.7, "evening")
    scene.silence(left * DAY + DAY, account=who.account)
    listed = scene.lists(day)[0]
    for on in days:
        at = scene.at(on, 9.5, 16, "worked", str(on))
        opened(scene, who, view, listed, at, on=on, pause=(60, 200), seats=[{}] * _OPENED)
    locale = company.organisation.locale
    words = subject(NAME, locale, left=day_of(left), until=day_of(days[-1]))
    asked = scene.at(day - 4, 9.5, 16, "asked")
    paper = ticket(scene, "access", words, asked, evening, who.staff_id, [who.account_id])
    scene.change("staff", who.staff_id, "left_on", day_of(left))
    scene.change("accounts", who.account_id, "disabled_at", clock(evening))
    for row in company.organisation.tables["entitlements"].to_pylist():
        if row["account_id"] == who.account_id and row["revoked_at"] is None:
            scene.change("entitlements", row["entitlement_id"], "revoked_at", clock(evening))
    staff = company.organisation.row("staff", who.staff_id)
    for row in company.organisation.tables["staff"].to_pylist():
        if row["manager_id"] == who.staff_id and row["left_on"] is None:
            scene.change("staff", row["staff_id"], "manager_id", staff["manager_id"])
    scene.add(
        "staff_history",
        staff_id=who.staff_id,
        event="leave",
        on_day=day_of(left),
        from_job_id=staff["job_id"],
        from_department_id=staff["department_id"],
        ticket_id=paper,
    )
    return scene.plan(channel="", control="", known=day * DAY, actors=[who])
