import json
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kit.customers.part import sha256
from kit.errors import BadInput
from kit.leaks.reading import open_folder
from kit.leaks.verify import STEPS, verify_folder
from tests.leaks.made_cases import write_case


@pytest.fixture
def case(tmp_path):
    write_case(tmp_path / "o", sealed=True)
    return tmp_path / "o"


def change(folder, name, make):
    """Change a table and record its hash, as one would who hides it."""
    path = folder / f"{name}.parquet"
    pq.write_table(make(pq.read_table(path)), path)
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    described["kit"]["sha256"][f"{name}.parquet"] = sha256(path)
    (folder / "datapackage.json").write_text(json.dumps(described), "utf-8")


def setting(column, row, value):
    def make(table):
        values = table[column].to_pylist()
        values[row] = value
        place = table.schema.get_field_index(column)
        return table.set_column(place, column, pa.array(values, table.schema.field(column).type))

    return make


def found(folder):
    return [(one.code, one.table, one.column) for one in verify_folder(open_folder(folder))]


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("sealed", [True, False])
def test_an_untouched_case_is_sound(tmp_path, form, sealed):
    write_case(tmp_path / "o", form=form, sealed=sealed)
    steps = []
    assert verify_folder(open_folder(tmp_path / "o"), progress=steps.append) == []
    assert sum(steps) == STEPS


def test_a_changed_file_is_named(case):
    path = case / "organisation" / "staff.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    assert ("hash", "", "") in found(case)


def test_a_missing_and_an_extra_file_are_named(case):
    (case / "events.parquet").unlink()
    (case / "notes.txt").write_text("mine", "utf-8")
    codes = {one.code: one.values.get("file") for one in verify_folder(open_folder(case))}
    assert codes["missing_file"] == "events.parquet"
    assert codes["extra_file"] == "notes.txt"


def test_a_foreign_number_is_found_and_masked(case):
    change(case, "organisation/staff", setting("mobile", 2, "13800138000"))
    one = next(one for one in verify_folder(open_folder(case)) if one.code == "foreign")
    assert (one.table, one.column) == ("organisation/staff", "mobile")
    assert one.values["examples"] == "138******00"


def test_a_reference_to_nobody_is_found(case):
    change(case, "organisation/accounts", setting("staff_id", 0, "P9999"))
    assert ("reference", "organisation/accounts", "staff_id") in found(case)


def test_an_event_of_an_unknown_account_is_found(case):
    change(case, "events", setting("actor.user.uid", 4, "nobody"))
    change(case, "events", setting("resource.uid", 4, "nothing"))
    lost = {column for code, _, column in found(case) if code == "reference"}
    assert lost == {"actor.user.uid", "resource.uid"}


def test_an_id_that_stands_twice_is_found(case):
    change(case, "organisation/tickets", lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    assert ("repeated", "organisation/tickets", "ticket_id") in found(case)


def test_events_about_people_who_were_no_customers_yet_are_found(case):
    change(case, "events", setting("time", 0, datetime(2012, 5, 4, 9)))
    assert ("link", "events", "stop") in found(case)
    change(case, "events", setting("stop", 3, 10**6))
    (link,) = (one for one in verify_folder(open_folder(case)) if one.code == "link")
    assert link.values["count"] == 2
    change(case, "events", setting("segment", 3, "S9999"))
    assert ("reference", "events", "segment") in found(case)


def test_events_out_of_order_are_found(case):
    change(case, "events", lambda table: table.take(pa.array([1, 0, *range(2, table.num_rows)])))
    assert ("order", "events", "time") in found(case)


def test_a_table_with_other_columns_is_unreadable(case):
    change(case, "organisation/sites", lambda table: table.drop_columns(["network"]))
    assert ("unreadable", "organisation/sites", "") in found(case)


def test_a_truth_that_was_touched_is_found(tmp_path):
    write_case(tmp_path / "o")
    change(tmp_path / "o", "truth/exposed_customers", lambda table: table.slice(1))
    assert ("hash", "", "") in found(tmp_path / "o")


def test_what_was_not_made_from_its_recipe_is_found(tmp_path):
    write_case(tmp_path / "o")
    opened = open_folder(tmp_path / "o")
    assert verify_folder(opened, lambda one, folder: write_case(folder)) == []
    truth = json.loads((tmp_path / "o" / "truth.json").read_text("utf-8"))
    (tmp_path / "o" / "truth.json").write_text(json.dumps(truth | {"customers": 99}), "utf-8")
    findings = verify_folder(open_folder(tmp_path / "o"), lambda one, folder: write_case(folder))
    assert [(one.code, one.values["file"]) for one in findings] == [("differs", "truth.json")]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda described: described["kit"].pop("profile"), "leak.bad_descriptor"),
        (lambda described: described.update(resources="none"), "leak.bad_descriptor"),
        (lambda described: described["kit"].update(version="0.0.0"), "leak.other_version"),
        (lambda described: described["kit"].update(profile="shop"), "leak.unknown_profile"),
    ],
)
def test_a_damaged_descriptor_is_explained(case, damage, code):
    described = json.loads((case / "datapackage.json").read_text("utf-8"))
    damage(described)
    (case / "datapackage.json").write_text(json.dumps(described), "utf-8")
    with pytest.raises(BadInput) as caught:
        open_folder(case)
    assert caught.value.code == code


def test_an_unfinished_folder_is_no_case(case):
    (case / "journal.json").write_text("{}", "utf-8")
    with pytest.raises(BadInput, match=r"leak\.unfinished"):
        open_folder(case)
