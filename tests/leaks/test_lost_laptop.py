"""A laptop left on a train."""

from tests.leaks.planned import company, plan_of, rows_of


def test_everything_copied_to_it_is_exposed_at_the_moment_it_is_lost():
    plan = plan_of("lost_laptop", company())
    copied = {(row["segment"], row["stop"]) for row in rows_of(plan, "file.copy")}
    assert copied
    assert copied <= {(one.segment, one.stop) for one in plan.exposures}
    (lost,) = {one.time for one in plan.exposures}
    assert lost > max(row["time"] for row in rows_of(plan, "file.copy"))


def test_the_device_is_one_the_person_has_and_does_no_more_work():
    at = company()
    plan = plan_of("lost_laptop", at)
    device = at.organisation.row("devices", plan.exposures[0].via.partition(":")[2])
    assert (device["kind"], device["staff_id"]) == ("laptop", plan.actors[0])
    (silence,) = plan.silences
    assert silence.device == at.organisation.places["devices"][device["device_id"]]
    assert max(row["time"] for row in rows_of(plan, "file.copy")) < silence.since
    changed = {one.column: one.value for one in plan.changes if one.key == device["device_id"]}
    assert changed == {"encrypted": False, "state": "lost"}


def test_papers_tell_of_the_loss_and_no_log_does():
    plan = plan_of("lost_laptop", company())
    assert [row["event"] for row in plan.added["custody"]] == ["lost"]
    assert [row["kind"] for row in plan.added["tickets"]] == ["lost_device"]
    assert {one.trace for one in plan.exposures} == {None}
