"""Old disks that were sold."""

from tests.leaks.planned import company, plan_of


def test_disks_that_were_never_wiped_are_those_that_expose():
    plan = plan_of("old_disks_unwiped", company())
    wiped = {r["item_id"] for r in plan.added["custody"] if r["event"] == "wiped"}
    sold = {r["item_id"] for r in plan.added["custody"] if r["event"] == "sold"}
    assert {one.via.partition(":")[2] for one in plan.exposures} == sold - wiped
    assert wiped


def test_the_ticket_counts_every_disk():
    plan = plan_of("old_disks_unwiped", company())
    (ticket,) = plan.added["tickets"]
    assert ticket["kind"] == "disposal"
    assert set(ticket["refs"]) == {row["device_id"] for row in plan.added["devices"]}


def test_a_disk_holds_those_who_were_customers_when_it_was_written():
    at = company()
    plan = plan_of("old_disks_unwiped", at)
    for row in plan.added["files"]:
        segment = at.book.segment_place[row["segment_id"]]
        written = (row["created_at"].date() - type(row["created_at"].date())(1970, 1, 1)).days
        assert row["row_stop"] == at.book.known(segment, written - 1)


def test_the_label_leads_from_the_custody_slip_to_the_file():
    plan = plan_of("old_disks_unwiped", company())
    notes = {r["item_id"]: r["note"] for r in plan.added["custody"] if r["event"] == "sold"}
    labels = {note.split()[1].rstrip("，,") if " " in note else note for note in notes.values()}
    for row in plan.added["files"]:
        assert any(label.split("，")[0] in row["path"] for label in labels)


def test_no_log_shows_it():
    plan = plan_of("old_disks_unwiped", company())
    assert len(plan.rows["time"]) == 0
