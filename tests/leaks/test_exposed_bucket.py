"""Files on rented storage, set to public."""

from kit.activity import addresses
from tests.leaks.planned import DAY, company, plan_of, rows_of


def test_the_storage_is_run_by_another_party():
    at = company()
    plan = plan_of("exposed_bucket", at)
    systems = {row["system_id"] for row in plan.added["files"]}
    assert all(at.organisation.row("systems", one)["party_id"] for one in systems)


def test_files_lay_there_before_they_were_set_to_public():
    plan = plan_of("exposed_bucket", company())
    uploaded, shared = rows_of(plan, "file.upload"), rows_of(plan, "file.share")
    assert max(row["time"] for row in uploaded) < min(row["time"] for row in shared)
    assert min(one.time for one in plan.exposures) > max(row["time"] for row in shared)


def test_a_scanner_fetches_at_night_from_few_addresses_and_a_failed_try_shows_nobody():
    plan = plan_of("exposed_bucket", company(), scale=0.8)
    opened = rows_of(plan, "link.open")
    assert len({row["address"] for row in opened}) <= 2
    assert all(row["address"] >= addresses.outside(0) for row in opened)
    assert all(row["time"] % DAY < 5 * 3_600_000 for row in opened)
    failed = [row for row in opened if row["status"] == 2]
    assert failed
    assert {row["segment"] for row in failed} == {-1}


def test_a_ticket_asks_for_a_change_of_the_store():
    plan = plan_of("exposed_bucket", company())
    assert [row["kind"] for row in plan.added["tickets"]] == ["change"]
