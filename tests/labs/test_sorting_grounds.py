"""Grounds for deletion: what still runs is not deleted, and every ground that holds is accepted."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from kit import world
from kit.customers.duties import Case
from kit.labs.sorting.grading import grade, key
from kit.labs.sorting.judging import accepted_reasons
from kit.labs.sorting.pool import pool
from tests.customers.flaws.made import months_later
from tests.labs.made_lists import candidate, record, task

TODAY = date(2026, 9, 30)
LAST_ORDER = {"sanitary_ware": ("orders", "ordered_on"), "leasing": ("contracts", "end_date")}
THREE_YEARS = timedelta(days=1096)
every_company = pytest.mark.parametrize("profile", LAST_ORDER)


@cache
def company(profile, deal):
    return world.build(profile, 4, 1500, flaws=0.4, deal=deal)


def rests_on_use(one):
    """Whether the verdict says, for now or for later, that nothing uses the record any more."""
    later = "after_hold_delete" in one.decision.reasons and one.kind == "sound"
    return "purpose_ended" in one.decision.reasons or (later and one.table != "archive_files")


@every_company
@pytest.mark.parametrize("deal", ["merger", "business_sale", "share_sale", "bankruptcy"])
def test_nothing_that_still_runs_counts_as_served_its_purpose(profile, deal):
    built = company(profile, deal)
    table, day = LAST_ORDER[profile]
    ended = {one.customer for one in pool(built) if rests_on_use(one)}
    assert ended or profile != "leasing"
    for one in built.tables["consents"].to_pylist():
        assert one["withdrawn_on"] is not None or one["customer_id"] not in ended
    for one in built.tables["consent_uses"].to_pylist():
        assert one["used_on"] < TODAY - THREE_YEARS or one["customer_id"] not in ended
    for one in built.tables["archive_files"].to_pylist():
        open_still = one["closed_on"] is None or one["closed_on"] >= TODAY
        assert not open_still or one["customer_id"] not in ended
    last = {}
    for one in built.tables[table].to_pylist():
        last.setdefault(one["customer_id"], []).append(one[day])
    for customer in ended:
        assert max(last[customer]) < TODAY - THREE_YEARS


@every_company
def test_a_ground_is_accepted_only_where_it_holds(profile):
    built = company(profile, "share_sale")
    files = built.tables["archive_files"].to_pylist()
    schedule = {one["category"]: one for one in built.tables["retention_schedule"].to_pylist()}
    seen = Counter()
    for one in pool(built):
        if one.decision.action != "delete":
            continue
        accepted = accepted_reasons(one, "delete", "share_sale")
        assert "company_ends" not in accepted
        if one.table != "archive_files":
            continue
        line, closed = schedule[files[one.row]["category"]], files[one.row]["closed_on"]
        start = date(closed.year, 12, 31) if line["counted_from"] == "year_end" else closed
        over = months_later(start, line["months"]) < TODAY
        assert ("period_over" in accepted) == over
        seen[over] += 1
    assert seen[True]


def test_no_other_ground_is_accepted_than_those_that_hold():
    fresh = Case("sound", in_use=False, period="none")
    assert accepted_reasons(candidate(fresh, "merger"), "delete", "merger") == ("purpose_ended",)
    owed = Case("retention_expired", period="expired", in_use=True, owed=True)
    assert accepted_reasons(candidate(owed, "dissolution"), "delete", "dissolution") == (
        "period_over",
    )


@every_company
def test_a_customer_file_may_also_be_called_past_its_period(profile):
    """The schedule gives it the months of its last order or lease, and those are over."""
    found = [one for one in pool(company(profile, "merger")) if rests_on_use(one)]
    for one in found:
        if one.decision.reasons[0] == "purpose_ended" and one.table == "customers":
            assert "period_over" in accepted_reasons(one, "delete", "merger")


def test_the_explanation_does_not_deny_a_period_that_the_schedule_has():
    ended = Case("sound", in_use=False)
    scheduled = candidate(ended, "merger", grounds=frozenset({"period_over", "purpose_ended"}))
    for truth, code in ((scheduled, "sorting"), (candidate(ended, "merger"), "duties.reason")):
        made = replace(task([ended]), records=(record(truth),))
        (finding,) = grade(made, key(made)).findings
        codes = [note.code for note in finding.notes]
        wanted = f"{code}.why.purpose_ended" if code == "sorting" else f"{code}.purpose_ended.why"
        assert wanted in codes


def test_in_a_dissolution_nothing_that_is_owed_is_deleted_for_the_end_of_the_company():
    built = company("swim_school", "dissolution")
    refunded = {
        one["card_no"] for one in built.tables["payments"].to_pylist() if one["status"] == "已退"
    }
    owed = {
        one["customer_id"]
        for one in built.tables["enrolments"].to_pylist()
        if one["balance"] > 0 and one["card_no"] not in refunded
    }
    deleted = [one for one in pool(built) if "company_ends" in one.decision.reasons]
    assert deleted
    assert not {one.customer for one in deleted} & owed
    for one in pool(built):
        if one.decision.action == "delete" and one.customer in owed:
            assert "company_ends" not in accepted_reasons(one, "delete", "dissolution")
