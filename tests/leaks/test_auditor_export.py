"""The auditors' sample and its papers."""

from tests.leaks.planned import DAY, company, plan_of, rows_of


def test_the_right_is_asked_for_approved_and_ends_by_itself():
    plan = plan_of("auditor_export", company())
    (right,) = plan.added["entitlements"]
    (ticket,) = plan.added["tickets"]
    assert ticket["kind"] == "audit"
    assert right["ticket_id"] == ticket["ticket_id"]
    assert ticket["opened_at"] < right["granted_at"]
    last = max(row["time"] for row in rows_of(plan, "crm.export")) // DAY
    assert (right["expires_on"] - type(right["expires_on"])(1970, 1, 1)).days >= last
    assert right["approved_by"] != plan.actors[0]


def test_an_adviser_exports_on_the_agreed_days_only():
    at = company()
    plan = plan_of("auditor_export", at, scale=1.0)
    who = at.organisation.row("staff", plan.actors[0])
    assert at.organisation.row("parties", who["party_id"])["role"] == "adviser"
    days = {row["time"] // DAY for row in rows_of(plan, "crm.export")}
    assert 1 < len(days) <= 3
