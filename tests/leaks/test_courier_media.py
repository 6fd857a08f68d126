"""Disks that go by courier."""

from collections import defaultdict

from tests.leaks.planned import company, plan_of, rows_of


def slips(plan):
    found = defaultdict(list)
    for row in plan.added["custody"]:
        found[row["item_id"]].append(row["event"])
    return found


def test_only_what_was_on_lost_disks_is_exposed():
    at = company()
    plan = plan_of("courier_media", at, scale=1.0)
    disks = {row["device_id"]: row for row in plan.added["devices"]}
    out = {one.via.partition(":")[2] for one in plan.exposures}
    assert out == {key for key, row in disks.items() if row["state"] == "lost"}
    assert 0 < len(out) < len(disks)
    assert not any(row["encrypted"] for row in disks.values())


def test_what_a_disk_held_is_told_by_the_copies_made_to_it():
    at = company()
    plan = plan_of("courier_media", at, scale=1.0)
    first = at.organisation.tables["devices"].num_rows
    names = [row["device_id"] for row in plan.added["devices"]]
    held = {
        (names[r["device"] - first], r["segment"], r["stop"]) for r in rows_of(plan, "usb.copy")
    }
    lost = {(one.via.partition(":")[2], one.segment, one.stop) for one in plan.exposures}
    assert lost < held


def test_custody_tells_which_parcel_did_not_arrive():
    plan = plan_of("courier_media", company(), scale=1.0)
    out = {one.via.partition(":")[2] for one in plan.exposures}
    for item, events in slips(plan).items():
        assert events[:2] == ["packed", "handed_over"]
        assert ("received" in events) == (item not in out)


def test_no_log_shows_the_loss():
    plan = plan_of("courier_media", company())
    assert {one.trace for one in plan.exposures} == {None}
    assert {row["kind"] for row in plan.added["tickets"]} >= {"handover"}
