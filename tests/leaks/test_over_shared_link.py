"""Lists behind links that anyone may open."""

from kit.activity import addresses
from tests.leaks.planned import company, plan_of, rows_of


def test_every_list_gets_a_link_for_anyone_that_never_expires():
    plan = plan_of("over_shared_link", company(), scale=0.4)
    links = plan.added["links"]
    assert len(links) == len(plan.added["files"]) > 3
    assert {(row["scope"], row["expires_on"]) for row in links} == {("anyone", None)}
    assert {row["file_id"] for row in links} == {row["file_id"] for row in plan.added["files"]}


def test_lists_get_out_when_a_stranger_first_opens_them_not_when_they_are_shared():
    plan = plan_of("over_shared_link", company(), scale=0.4)
    shared = {row["thing"]: row["time"] for row in rows_of(plan, "file.share")}
    outside = addresses.outside(0)
    for row in rows_of(plan, "link.open"):
        exposed = [one.time for one in plan.exposures if one.segment == row["segment"]]
        if row["address"] >= outside:
            assert min(exposed) <= row["time"]
            assert min(exposed) > shared[row["thing"]]


def test_the_partner_it_was_meant_for_opens_a_link_and_exposes_nobody():
    plan = plan_of("over_shared_link", company())
    partner = [r for r in rows_of(plan, "link.open") if r["address"] < addresses.outside(0)]
    assert len(partner) == 1
    assert partner[0]["time"] not in [one.time for one in plan.exposures]


def test_what_is_no_longer_going_on_was_taken_back():
    at = company()
    for seed in range(6):
        plan = plan_of("over_shared_link", at, seed)
        revoked = [row["revoked_at"] is not None for row in plan.added["links"]]
        assert revoked == [not plan.ongoing] * len(revoked)
        assert bool(rows_of(plan, "file.unshare")) is not plan.ongoing
