"""Production data in a test system."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kit.errors import BadInput
from kit.leaks.model import Parameters
from kit.leaks.staging import stage
from tests.leaks.planned import company, plan_of, rows_of


def test_each_part_is_exposed_when_it_is_restored():
    at = company()
    plan = plan_of("production_copy_in_test", at, scale=0.8, stealth=0.8)
    restored = rows_of(plan, "db.restore")
    assert sorted(row["time"] for row in restored) == [one.time for one in plan.exposures]
    parts = sorted((one.start, one.stop) for one in plan.exposures)
    assert parts[0][0] == 0
    assert all(left[1] == right[0] for left, right in pairwise(parts))
    system = at.organisation.tables["systems"]["kind"].to_pylist()
    assert {system[row["system"]] for row in restored} == {"test"}


def test_testers_come_across_what_has_been_restored_only():
    plan = plan_of("production_copy_in_test", company(), scale=0.8, stealth=0.8)
    queries = rows_of(plan, "db.query")
    assert queries
    for row in queries:
        there = [one for one in plan.exposures if one.time < row["time"]]
        assert any(one.start <= row["start"] and row["stop"] <= one.stop for one in there)


def test_a_ticket_names_the_dumps():
    plan = plan_of("production_copy_in_test", company())
    (ticket,) = plan.added["tickets"]
    assert set(ticket["refs"]) == {row["file_id"] for row in plan.added["files"]}


@pytest.mark.parametrize("days", [2, 3])
def test_a_start_on_the_last_days_needs_no_query_to_be_noticed(days):
    there = company()
    start = there.organisation.deal.today - timedelta(days=days)
    case = stage(there, "production_copy_in_test", Parameters(start=start), 3)
    assert case.truth.facts["customers"] > 0


def test_a_start_on_the_last_evening_is_refused_in_words():
    there = company()
    with pytest.raises(BadInput) as error:
        stage(there, "production_copy_in_test", Parameters(start=date(2026, 10, 3)), 3)
    assert error.value.code.startswith("leaks.")
