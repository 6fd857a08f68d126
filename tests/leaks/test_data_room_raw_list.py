"""Raw lists in the data room."""

from tests.leaks.planned import company, people, plan_of, rows_of


def test_leafing_exposes_pages_and_downloading_the_whole_list():
    at = company()
    plan = plan_of("data_room_raw_list", at, scale=0.5)
    spans = {row["row_stop"] for row in plan.added["files"]}
    downloaded = rows_of(plan, "room.download")
    assert downloaded
    assert all(row["start"] == 0 and row["stop"] in spans for row in downloaded)
    traced = {one.trace: one for one in plan.exposures}
    assert len(traced) == len(downloaded) + len(rows_of(plan, "room.open"))


def test_a_list_that_nobody_opened_exposes_nobody():
    at = company("leasing", "due_diligence")
    plan = plan_of("data_room_raw_list", at, scale=1.0, stealth=1.0)
    opened = {row["segment"] for row in rows_of(plan, "room.open")}
    assert {one.segment for one in plan.exposures} == opened


def test_readers_are_of_other_parties_and_the_curator_is_of_the_company():
    at = company()
    plan = plan_of("data_room_raw_list", at)
    staff = {row["staff_id"]: row for row in at.organisation.tables["staff"].to_pylist()}
    accounts = at.organisation.tables["accounts"].to_pylist()
    assert staff[plan.actors[0]]["job_id"]
    readers = {
        staff[accounts[r["account"]]["staff_id"]]["job_id"] for r in rows_of(plan, "room.open")
    }
    assert readers == {None}


def test_the_files_name_people_and_go_when_it_is_noticed():
    at = company()
    plan = plan_of("data_room_raw_list", at)
    view = at.organisation.row("views", plan.added["files"][0]["view_id"])
    assert any(field.endswith(".name") for field in view["fields"])
    assert all((row["deleted_at"] is None) == plan.ongoing for row in plan.added["files"])
    assert len(people(at, plan)) > 3
