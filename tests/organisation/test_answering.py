"""Who leads and answers after a closing, and when tickets are closed."""

import pytest

from kit.organisation.making import make_organisation
from kit.world import build

LATE = [
    ("leasing", "post_closing"),
    ("sanitary_ware", "post_closing"),
    ("sanitary_ware", "deregistered"),
    ("swim_school", "liquidation"),
]


@pytest.fixture(scope="module", params=LATE, ids=lambda one: "-".join(one))
def organisation(request):
    profile, phase = request.param
    world = build(profile, 3, 40)
    return make_organisation(world.spec, world.tables, staff=60, phase=phase)


def rows(organisation, table):
    return organisation.tables[table].to_pylist()


def test_people_report_to_somebody_at_work_on_their_own_side(organisation):
    staff = {row["staff_id"]: row for row in rows(organisation, "staff")}
    led = [row for row in staff.values() if row["left_on"] is None and row["manager_id"]]
    assert led
    for row in led:
        boss = staff[row["manager_id"]]
        assert boss["left_on"] is None
        assert boss["party_id"] == row["party_id"]


def test_nobody_leads_themselves_through_others(organisation):
    above = {row["staff_id"]: row["manager_id"] for row in rows(organisation, "staff")}
    for one in above:
        seen = set()
        while one is not None:
            assert one not in seen
            seen.add(one)
            one = above[one]


def test_whoever_answers_for_an_open_account_is_still_at_work(organisation):
    staff = {row["staff_id"]: row for row in rows(organisation, "staff")}
    own = [r for r in staff.values() if r["job_id"] and r["left_on"] is None]
    open_ones = [r for r in rows(organisation, "accounts") if r["disabled_at"] is None]
    for row in open_ones if own else []:
        assert row["owner_id"] is None or staff[row["owner_id"]]["left_on"] is None


def test_a_ticket_is_closed_after_the_rights_it_asked_for_were_given(organisation):
    tickets = {row["ticket_id"]: row for row in rows(organisation, "tickets")}
    rights = [row for row in rows(organisation, "entitlements") if row["ticket_id"]]
    assert rights
    for row in rights:
        closed = tickets[row["ticket_id"]]["closed_at"]
        assert closed is None or closed > row["granted_at"]
