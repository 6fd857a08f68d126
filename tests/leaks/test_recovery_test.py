"""A recovery test and its papers."""

from kit.activity.book import EVERYBODY
from tests.leaks.planned import company, plan_of, rows_of


def test_the_whole_backup_is_restored_on_a_weekend_and_removed_again():
    at = company()
    plan = plan_of("recovery_test", at)
    restored = rows_of(plan, "db.restore")
    day = restored[0]["time"] // 86_400_000
    assert (day + 3) % 7 == 5  # 1970-01-01 was a Thursday
    assert restored[0]["start"] == 0
    assert restored[-1]["stop"] == at.book.known(EVERYBODY, day - 1)
    assert all(row["deleted_at"] and row["encrypted"] for row in plan.added["files"])


def test_the_ticket_was_opened_days_before_and_closed_after_the_removal():
    plan = plan_of("recovery_test", company())
    (ticket,) = plan.added["tickets"]
    gone = max(row["deleted_at"] for row in plan.added["files"])
    begun = min(row["created_at"] for row in plan.added["files"])
    assert ticket["kind"] == "recovery_test"
    assert (begun - ticket["opened_at"]).days >= 4
    assert ticket["closed_at"] > gone
