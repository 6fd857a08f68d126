"""A key that outlives its vendor's contract."""

from datetime import datetime, timedelta
from itertools import pairwise

from tests.leaks.planned import company, plan_of, rows_of


def changes(plan, table, column):
    return {
        one.key: one.value for one in plan.changes if (one.table, one.column) == (table, column)
    }


def test_the_key_is_read_with_only_after_the_contract_ended():
    plan = plan_of("former_vendor_api_key", company())
    (ended,) = changes(plan, "parties", "to_day").values()
    first = datetime(1970, 1, 1) + timedelta(milliseconds=plan.exposures[0].time)
    assert timedelta(days=10) < first - datetime.combine(ended, datetime.min.time())
    assert plan.first_knowable == plan.exposures[0].time


def test_all_else_of_the_vendor_is_closed():
    at = company()
    for seed in range(4):
        plan = plan_of("former_vendor_api_key", at, seed)
        (party,) = changes(plan, "parties", "to_day")
        accounts = at.organisation.tables["accounts"].to_pylist()
        disabled = changes(plan, "accounts", "disabled_at")
        for row in accounts:
            if row["party_id"] == party and row["disabled_at"] is None:
                left = disabled.get(row["account_id"])
                assert (left is None) == (row["account_id"] in plan.accounts)


def test_its_ordinary_reading_stops_with_the_contract():
    at = company()
    plan = plan_of("former_vendor_api_key", at)
    (silence,) = plan.silences
    keys = at.organisation.tables["accounts"]["account_id"].to_pylist()
    assert keys[silence.account] == plan.accounts[0]
    assert silence.since < plan.exposures[0].time < silence.until


def test_pages_follow_one_another_without_gaps():
    plan = plan_of("former_vendor_api_key", company(), scale=0.8)
    bounds = [(one.start, one.stop) for one in plan.exposures]
    assert bounds[0][0] == 0
    assert all(left[1] == right[0] for left, right in pairwise(bounds))
    assert [row["status"] for row in rows_of(plan, "api.fail")] == [2, 2]


def test_a_key_that_was_revoked_reads_no_more():
    at = company()
    for seed in range(6):
        plan = plan_of("former_vendor_api_key", at, seed)
        key = plan.exposures[0].via.partition(":")[2]
        revoked = [
            one.value for one in plan.changes if one.key == key and one.column == "revoked_at"
        ][-1]
        assert (revoked is None) == plan.ongoing
