"""The receiver sells something else to those it took over."""

from tests.leaks.planned import company, plan_of, rows_of

END = ("leasing", "post_closing")


def test_it_is_done_by_the_receivers_people_with_a_right_granted_for_service():
    at = company(*END)
    plan = plan_of("receiver_new_purpose", at)
    who = at.organisation.row("staff", plan.actors[0])
    assert at.organisation.row("parties", who["party_id"])["role"] == "transferee"
    (right,) = plan.added["entitlements"]
    (ticket,) = plan.added["tickets"]
    assert right["account_id"] == plan.accounts[0]
    assert right["ticket_id"] == ticket["ticket_id"]
    assert ticket["kind"] == "access"
    first = plan.exposures[0].time
    assert (right["granted_at"] - type(right["granted_at"])(1970, 1, 1)).days < first // 86_400_000


def test_region_after_region_is_looked_at_and_exported():
    plan = plan_of("receiver_new_purpose", company(*END), scale=0.5, stealth=1.0)
    exported = rows_of(plan, "crm.export")
    assert len(exported) == len(plan.exposures) == len(rows_of(plan, "crm.search"))
    assert len({row["segment"] for row in exported}) == len(exported)
    assert len({row["time"] // 86_400_000 for row in exported}) > 2


def test_those_who_complain_are_on_the_lists():
    at = company(*END)
    plan = plan_of("receiver_new_purpose", at)
    out = set()
    for one in plan.exposures:
        out |= set(at.book.touched(one.segment, one.start, one.stop).tolist())
    assert set(plan.reports[0].customers) <= out


def test_no_receiver_no_new_purpose():
    from kit.leaks.catalogue import leak

    assert leak("receiver_new_purpose").fits(company("leasing", "normal")) == "leaks.no_receiver"
