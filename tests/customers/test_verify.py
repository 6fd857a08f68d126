import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kit.customers import package as pk
from kit.customers.engine import Spec
from kit.customers.package import Request, write_package
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.stored import open_package
from kit.customers.verify import verify_package
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
    monkeypatch.setattr(pk, "PART", 60)
    monkeypatch.setattr(pk, "CHUNK", 25)
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
    assert ("rows", "consents", "") in codes(folder)
    pq.write_table(pa.concat_tables([whole, whole.slice(0, 1)]), path)
    assert ("rows", "consents", "") in codes(folder)


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
