import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kit.customers import part as pt
from kit.customers import request as rq
from kit.customers.engine import Spec
from kit.customers.invariants import Memory
from kit.customers.package import write_package
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.request import Request
from kit.customers.stored import open_package
from kit.customers.verify import verify_package
from kit.customers.whole import tables
from kit.errors import BadInput


def package(folder, profile="leasing", rows=150, form="parquet"):
    return write_package(Request(Spec(load_profile(profile), 3), 7, rows, form), folder)


def report(folder):
    return verify_package(open_package(folder))


def codes(folder):
    return {(f.code, f.table, f.column) for f in report(folder).findings if f.code != "hash"}


def change(folder, table, column, row, value):
    path = folder / f"{table}.parquet"
    read = pq.read_table(path)
    values = read[column].to_pylist()
    values[row] = values[row + 1] if value is NEXT else value
    place = read.column_names.index(column)
    changed = pa.array(values, read.schema.field(column).type)
    pq.write_table(read.set_column(place, read.schema.field(column), changed), path)


NEXT = object()


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("profile", SHIPPED)
def test_an_untouched_package_is_sound(tmp_path, profile, form):
    found = report(package(tmp_path / "o", profile, form=form))
    assert found.findings == []
    assert found.cells > 10_000


def test_chunks_and_parts_are_checked_alike(tmp_path, monkeypatch):
    monkeypatch.setattr(rq, "PART", 60)
    monkeypatch.setattr(rq, "CHUNK", 25)
    assert report(package(tmp_path / "o")).sound


@pytest.mark.parametrize(
    ("table", "column", "value", "rule"),
    [
        ("customers", "mobile", "13800138000", "synthetic"),
        ("customers", "birth_date", NEXT, "agrees"),
        ("customers", "city", "杭州市", "region"),
        ("customers", "customer_id", NEXT, "unique"),
        ("customers", "resident_id", NEXT, "unique"),
        ("customers", "address", "某处", "place"),
        ("payments", "contract_id", "nobody", "parent"),
    ],
)
def test_each_invariant_notices_a_changed_cell(tmp_path, table, column, value, rule):
    folder = package(tmp_path / "o")
    change(folder, table, column, 4, value)
    found = codes(folder)
    assert ("cell", table, column) in found
    assert rule in {code for code, *_ in found}


def test_the_changed_cell_is_named_with_row_and_both_values(tmp_path):
    folder = package(tmp_path / "o")
    change(folder, "customers", "name", 42, "某人")
    cell = next(f for f in report(folder).findings if f.code == "cell")
    assert (cell.table, cell.column, cell.row) == ("customers", "name", 42)
    assert cell.values["found"] == "某人"


def test_missing_and_extra_rows_are_noticed(tmp_path):
    folder = package(tmp_path / "o")
    path = folder / "consents.parquet"
    whole = pq.read_table(path)
    pq.write_table(whole.slice(0, whole.num_rows - 1), path)
    assert ("rows_fewer", "consents", "") in codes(folder)
    pq.write_table(pa.concat_tables([whole, whole.slice(0, 1)]), path)
    assert ("rows_more", "consents", "") in codes(folder)


@pytest.mark.parametrize("damage", [b"", b"PAR1 nothing", b"\x00" * 5000])
def test_damaged_parquet_is_reported_not_raised(tmp_path, damage):
    folder = package(tmp_path / "o")
    (folder / "customers.parquet").write_bytes(damage)
    (folder / "labels.parquet").write_bytes(damage)
    found = {code for code, *_ in codes(folder)}
    assert "unreadable" in found


def test_a_missing_file_and_other_labels_are_reported(tmp_path):
    folder = package(tmp_path / "o")
    (folder / "payments.parquet").unlink()
    labels = pq.read_table(folder / "labels.parquet")
    pq.write_table(labels.slice(1), folder / "labels.parquet")
    found = {code for code, *_ in codes(folder)}
    assert {"missing_file", "unreadable", "labels"} <= found


def test_a_flipped_byte_is_noticed_by_its_hash(tmp_path):
    folder = package(tmp_path / "o", form="csv")
    path = folder / "customers.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert "hash" in {f.code for f in report(folder).findings}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kit": 3}', '{"kit": {"seed": "NaN"}}', "[" * 100_000, "\ufeff{}"]
)
def test_a_damaged_descriptor_is_bad_input(tmp_path, text):
    folder = package(tmp_path / "o", rows=1)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        open_package(folder)


def test_a_descriptor_cannot_lead_out_of_its_folder(tmp_path):
    folder = package(tmp_path / "o", rows=1)
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    described["kit"]["profile"] = "../../etc/passwd"
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(BadInput, match="unknown_profile"):
        open_package(folder)


def test_data_of_another_version_is_not_judged(tmp_path):
    folder = package(tmp_path / "o", rows=1)
    text = (folder / "datapackage.json").read_text("utf-8").replace('"0.', '"9.')
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="other_version"):
        open_package(folder)


def edit_descriptor(folder, change):
    path = folder / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    change(described)
    path.write_text(json.dumps(described), encoding="utf-8")


def rehash(folder, name):
    fresh = pt.sha256(folder / name)
    edit_descriptor(folder, lambda d: d["kit"]["sha256"].update({name: fresh}))


def relabel(described):
    for field in described["resources"][0]["schema"]["fields"]:
        field["kit:label"]["classification"] = "guess"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (relabel, "resources[0].schema.fields[0].kit:label.classification"),
        (lambda d: d.update(resources=[]), "resources"),
        (lambda d: d["resources"][0].update(path="/etc/passwd"), "resources[0].path"),
        (lambda d: d["resources"][0].update(hash="sha256:0"), "resources[0].hash"),
        (lambda d: d.update(contributors=[]), "contributors"),
    ],
)
def test_a_descriptor_that_does_not_fit_the_data_is_named(tmp_path, change, key):
    folder = package(tmp_path / "o", rows=20)
    edit_descriptor(folder, change)
    assert [f.values["key"] for f in report(folder).findings if f.code == "descriptor"] == [key]


def test_a_package_without_its_hashes_is_damaged(tmp_path):
    folder = package(tmp_path / "o", rows=20)
    edit_descriptor(folder, lambda d: d["kit"].update(sha256={}))
    assert {"hash", "descriptor"} <= {f.code for f in report(folder).findings}


def test_changed_labels_are_noticed_in_csv_even_with_a_fitting_hash(tmp_path):
    folder = package(tmp_path / "o", rows=20, form="csv")
    path = folder / "labels.csv"
    path.write_text(path.read_text("utf-8-sig").replace('"whereabouts"', '"religion"'), "utf-8-sig")
    rehash(folder, "labels.csv")
    assert ("labels", "labels", "") in codes(folder)


def test_a_strange_file_or_text_in_the_package_is_noticed(tmp_path):
    folder = package(tmp_path / "o", rows=20)
    (folder / "real_customers.xlsx").write_text("x")
    table = pq.read_table(folder / "customers.parquet")
    marked = table.replace_schema_metadata({"note": "13800138000"})
    pq.write_table(marked, folder / "customers.parquet")
    rehash(folder, "customers.parquet")
    assert {"extra_file", "metadata"} <= {f.code for f in report(folder).findings}


def test_another_type_of_column_is_noticed_even_with_a_fitting_hash(tmp_path):
    folder = package(tmp_path / "o", rows=20)
    table = pq.read_table(folder / "customers.parquet")
    place = table.column_names.index("birth_date")
    text = table.set_column(place, "birth_date", table["birth_date"].cast(pa.string()))
    pq.write_table(text, folder / "customers.parquet")
    rehash(folder, "customers.parquet")
    assert "unreadable" in {f.code for f in report(folder).findings}


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("related_people", "id_no", "11010519491231002X"),
        ("payments", "account", "6222020200112233446"),
        ("contracts", "plate", "京A12345"),
        ("contracts", "remark", "13800138000"),
    ],
)
def test_real_looking_values_are_noticed_in_every_column_of_text(table, column, value):
    made = tables(Spec(load_profile("leasing"), 3), 0, 60)
    values = made[table][column].to_pylist()
    values[3] = value
    place = made[table].column_names.index(column)
    read = made | {table: made[table].set_column(place, column, pa.array(values))}
    broken = list(Memory(load_profile("leasing")).check(read))
    assert ("synthetic", table, column, 3) in {(b.rule, b.table, b.column, b.row) for b in broken}


def test_every_changed_row_is_named_however_many(tmp_path):
    folder = package(tmp_path / "o", rows=1500)
    path = folder / "customers.parquet"
    read = pq.read_table(path)
    place = read.column_names.index("name")
    pq.write_table(read.set_column(place, "name", pa.array(["某人"] * 1500)), path)
    found = report(folder)
    assert found.changed == 1500
    assert found.changed_rows == {"customers.name": [[0, 1499]]}


@pytest.mark.parametrize("rows", [10**15, 2**63 - 1])
def test_an_impossible_number_of_rows_is_refused_at_once(tmp_path, rows):
    folder = package(tmp_path / "o", rows=1)
    edit_descriptor(folder, lambda d: d["kit"].update(rows=rows))
    with pytest.raises(BadInput, match="capacity"):
        open_package(folder)


def test_an_unfinished_package_is_said_to_be_unfinished(tmp_path):
    folder = package(tmp_path / "o", rows=1)
    (folder / "journal.json").write_text("{}")
    with pytest.raises(BadInput, match="unfinished"):
        open_package(folder)
