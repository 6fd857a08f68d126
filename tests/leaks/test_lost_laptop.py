"""A laptop left on a train."""

from dataclasses import replace

import pyarrow as pa

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


def test_portable_disks_and_printouts_are_not_on_the_laptop():
    at = company()
    plan = plan_of("lost_laptop", at)
    account = plan.accounts[0]
    there = dict(at.organisation.tables["files"].to_pylist()[0])
    view = next(
        row
        for row in at.organisation.tables["views"].to_pylist()
        if row["view_id"] == "pc.local_list"
    )
    there |= {
        "system_id": view["system_id"],
        "view_id": "pc.local_list",
        "segment_id": at.book.segments[0].segment_id,
        "row_start": 0,
        "row_stop": 3,
        "created_by": account,
        "deleted_at": None,
    }
    paths = ["C:/work/all.xlsx", "/portable disk 4711/all.xlsx", "Printout: list of all, 03-02"]
    found = []
    for number, path in enumerate(paths):
        row = there | {"file_id": f"extra{number}", "path": path}
        files = pa.concat_tables(
            [
                at.organisation.tables["files"],
                pa.Table.from_pylist([row], at.organisation.tables["files"].schema),
            ]
        )
        tables = at.organisation.tables | {"files": files}
        other = replace(at, organisation=replace(at.organisation, tables=tables))
        touched = {(one.segment, one.stop) for one in plan_of("lost_laptop", other).exposures}
        found.append((0, 3) in touched)
    assert found == [True, False, False]
