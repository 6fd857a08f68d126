"""A copy for a legal hold and its papers."""

from tests.leaks.planned import company, plan_of, rows_of


def test_the_disk_is_encrypted_and_every_hand_is_recorded():
    plan = plan_of("legal_hold_copy", company())
    (disk,) = plan.added["devices"]
    assert disk["encrypted"]
    assert [row["event"] for row in plan.added["custody"]] == ["packed", "handed_over", "received"]
    assert {row["item_id"] for row in plan.added["custody"]} == {disk["device_id"]}


def test_the_ticket_came_first_and_names_the_disk():
    at = company()
    plan = plan_of("legal_hold_copy", at)
    (ticket,) = plan.added["tickets"]
    assert ticket["kind"] == "hold"
    assert ticket["refs"] == [plan.added["devices"][0]["device_id"]]
    assert ticket["opened_at"] < min(row["created_at"] for row in plan.added["files"])


def test_all_files_are_copied_to_that_disk():
    at = company()
    plan = plan_of("legal_hold_copy", at)
    new = at.organisation.tables["devices"].num_rows
    assert {row["device"] for row in rows_of(plan, "usb.copy")} == {new}
    assert len(rows_of(plan, "usb.copy")) == len(plan.added["files"])
