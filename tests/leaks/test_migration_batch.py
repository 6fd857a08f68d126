"""An export of everybody that was agreed."""

from tests.leaks.stories import staged


def test_every_step_has_a_paper():
    case = staged("migration_batch", 1)
    tables = case.evidence.tables
    asked = [
        row for row in tables["tickets"].to_pylist() if row["kind"] == "change" and row["refs"]
    ]
    files = {row["file_id"]: row for row in tables["files"].to_pylist()}
    (ticket,) = [row for row in asked if all(key in files for key in row["refs"])]
    copies = [files[key] for key in ticket["refs"]]
    assert all(one["encrypted"] for one in copies)
    assert all(ticket["opened_at"] < one["created_at"] for one in copies)
    counted = {row["item_id"] for row in tables["custody"].to_pylist() if row["event"] == "counted"}
    assert set(ticket["refs"]) <= counted
    stops = sorted((one["row_start"], one["row_stop"]) for one in copies)
    assert [a[1] for a in stops[:-1]] == [b[0] for b in stops[1:]]
