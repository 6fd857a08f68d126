"""The truth beside the tables: written in parts, described, and checked by `kit verify`."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kit.customers import repeats, truth
from kit.customers import request as rq
from kit.customers.browse import notes
from kit.customers.engine import Spec
from kit.customers.invariants import Memory, Named
from kit.customers.package import write_package
from kit.customers.part import flattened
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.customers.request import Request
from kit.customers.stored import open_package
from kit.customers.verify import verify_package
from kit.customers.whole import make
from tests.customers.test_verify import change, edit_descriptor, rehash

ROWS = 330


def spec_of(profile="leasing", **changes):
    return Spec(load_profile(profile), 3, **({"flaws": 0.3} | changes))


def package(folder, form="parquet"):
    return write_package(Request(spec_of(), 0, ROWS, form), folder)


@pytest.fixture
def parts(monkeypatch):
    """Let a part be 128 customers, here and when the package is read again."""
    monkeypatch.setattr(rq, "PART", 128)


def findings(folder):
    return [f for f in verify_package(open_package(folder)).findings if f.code != "hash"]


def test_rows_of_the_truth_count_in_the_file_of_the_same_part(tmp_path, parts):
    folder = package(tmp_path / "o")
    for number, start in enumerate(range(0, ROWS, 128)):
        made = make(spec_of(), start, min(128, ROWS - start))
        for name, table in made.truth.items():
            assert table.num_rows > 0
            read = pq.read_table(folder / f"{name}.parquet" / f"part-{number:05d}.parquet")
            assert read.cast(table.schema).equals(table)


def test_csv_joins_lists_and_keeps_offsets(tmp_path):
    folder = package(tmp_path / "o", "csv")
    made = make(spec_of(), 0, ROWS).truth["cell_labels"]
    first = (folder / "cell_labels.csv").read_text("utf-8-sig").splitlines()[1]
    assert ";".join(made["articles"][0].as_py()) in first
    assert findings(folder) == []


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("profile", SHIPPED)
def test_flawed_data_is_sound(tmp_path, monkeypatch, profile, locale):
    monkeypatch.setattr(rq, "PART", 200)
    monkeypatch.setattr(rq, "CHUNK", 90)
    request = Request(spec_of(profile, locale=locale), 70, 400)
    report = verify_package(open_package(write_package(request, tmp_path / "o")))
    assert report.findings == []
    assert min(report.rows[name] for name in ("notes", *truth.SCHEMAS)) > 0


@pytest.mark.parametrize("profile", SHIPPED)
def test_frictionless_finds_nothing_wrong_with_parts_and_truth(tmp_path, parts, profile):
    frictionless = pytest.importorskip("frictionless")
    request = Request(spec_of(profile), 0, ROWS, "csv")
    folder = write_package(request, tmp_path / "o")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []


def test_the_descriptor_describes_the_truth(tmp_path):
    described = json.loads((package(tmp_path / "o") / "datapackage.json").read_text("utf-8"))
    resources = {resource["name"]: resource for resource in described["resources"]}
    for name, layout in truth.SCHEMAS.items():
        schema = resources[name]["schema"]
        assert [field["name"] for field in schema["fields"]] == layout.names
        assert schema["foreignKeys"][0]["reference"]["resource"] == "customers"
        assert all(field["title"] and field["description"] for field in schema["fields"])
    assert resources["flaws"]["hash"].startswith("sha256:")


@pytest.mark.parametrize("name", truth.SCHEMAS)
def test_a_damaged_or_missing_file_of_the_truth_is_named(tmp_path, parts, name):
    folder = package(tmp_path / "o")
    path = folder / f"{name}.parquet" / "part-00001.parquet"
    good = path.read_bytes()
    shown = f"{name}.parquet/part-00001.parquet"
    for bad in (good[: len(good) // 2], b"", b"PAR1"):
        path.write_bytes(bad)
        found = {f.values["file"] for f in findings(folder) if f.code == "unreadable"}
        assert found == {shown}
    path.unlink()
    assert shown in {f.values["file"] for f in findings(folder) if f.code == "missing_file"}


def test_spans_of_a_table_that_cannot_be_read_are_not_blamed(tmp_path, parts):
    folder = package(tmp_path / "o")
    path = folder / "notes.parquet" / "part-00001.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert {(f.code, f.table) for f in findings(folder)} == {("unreadable", "notes")}


def test_a_csv_table_cut_in_the_middle_is_all_that_is_named(tmp_path):
    folder = package(tmp_path / "o", "csv")
    path = folder / "notes.csv"
    path.write_bytes(path.read_bytes()[:-20_000] + b'"')
    found = findings(folder)
    assert {f.table for f in found} == {"notes"}
    assert {f.code for f in found} & {"unreadable", "rows_fewer"}


def test_a_table_of_notes_may_call_its_customer_as_it_likes(tmp_path):
    field, renamed = "tables.notes.fields.customer_id", "tables.notes.fields.client"
    own = parse_profile(load_profile("sanitary_ware").source.replace(field, renamed), "mine.toml")
    request = Request(Spec(own, 3, flaws=0.3), 0, ROWS, own_profile=True)
    made, usual = make(request.spec, 0, ROWS), make(spec_of("sanitary_ware"), 0, ROWS)
    assert "client" in made.tables["notes"].column_names
    assert made.truth == usual.truth
    stored = open_package(write_package(request, tmp_path / "o"))
    first = next(notes(stored, 1))
    found = [note.customer for note in notes(stored, 9, first.customer)]
    column = made.tables["notes"]["client"].to_pylist()
    assert found == [first.customer] * column.count(first.customer)
    assert verify_package(stored).findings == []


def test_an_edited_truth_is_named_with_file_and_row(tmp_path, parts):
    folder = package(tmp_path / "o")
    edit(folder / "flaws.parquet" / "part-00001.parquet", "action", 4, "delete everything")
    (found,) = findings(folder)
    assert (found.code, found.table, found.column) == ("cell", "flaws", "action")
    assert (found.values["file"], found.values["at"]) == ("flaws.parquet/part-00001.parquet", 4)
    assert found.values["found"] == "delete everything"


def test_a_list_in_the_truth_is_compared(tmp_path):
    folder = package(tmp_path / "o")
    edit(folder / "flaws.parquet", "articles", 2, ["PIPL-99"])
    (found,) = findings(folder)
    assert (found.code, found.column, found.row) == ("cell", "articles", 2)


def test_a_cut_part_does_not_make_the_next_ones_wrong(tmp_path, parts):
    folder = package(tmp_path / "o")
    path = folder / "spans.parquet" / "part-00000.parquet"
    whole = pq.read_table(path)
    pq.write_table(whole.slice(0, whole.num_rows - 3), path)
    (found,) = findings(folder)
    assert (found.code, found.values["file"]) == ("rows_fewer", "spans.parquet/part-00000.parquet")
    assert found.values["at"] == found.values["expected"] - 3


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("start", 0, "span"),
        ("end", 10_000, "span"),
        ("end", -1, "span"),
        ("text", "someone else", "span"),
        ("row", 10_000_000, "span_lost"),
        ("row", -1, "span_lost"),
        ("table", "nowhere", "span_lost"),
        ("column", "nothing", "span_lost"),
        ("customer_id", "C0", "span_customer"),
    ],
)
def test_a_wrong_span_is_found_from_the_files_alone(column, value, rule):
    made = make(spec_of(), 0, ROWS)
    spans = made.truth["spans"].to_pandas()
    place = int(np.argmax((spans.start > 0) & (spans.table == "notes")))
    spans = replaced(made.truth["spans"], column, place, value)
    broken = list(Memory(load_profile("leasing")).check(made.tables, named(made), spans))
    assert [(b.rule, b.table, b.row, b.count) for b in broken] == [(rule, "spans", place, 1)]


def test_a_number_in_a_note_that_may_be_real_is_found():
    made = make(spec_of(), 0, ROWS)
    spans = made.truth["spans"].to_pylist()
    phone = next(
        n for n, s in enumerate(spans) if s["table"] == "notes" and s["text"].startswith("154")
    )
    row, start, end = (spans[phone][key] for key in ("row", "start", "end"))
    text = made.tables["notes"]["text"][row].as_py()
    changed = text[:start] + "13800138000"[: end - start] + text[end:]
    tables = made.tables | {"notes": replaced(made.tables["notes"], "text", row, changed)}
    also = replaced(made.truth["spans"], "text", phone, changed[start:end])
    broken = list(Memory(load_profile("leasing")).check(tables, named(made), also))
    assert [(b.rule, b.table, b.row) for b in broken] == [("synthetic", "spans", phone)]


def test_a_changed_note_no_longer_fits_its_spans(tmp_path):
    folder = package(tmp_path / "o")
    spans = pq.read_table(folder / "spans.parquet").to_pylist()
    row = next(span["row"] for span in spans if span["table"] == "notes")
    change(folder, "notes", "text", row, "")
    codes = {(f.code, f.table) for f in findings(folder)}
    assert {("cell", "notes"), ("span", "spans")} <= codes


@pytest.mark.parametrize(
    ("table", "column", "value", "rule"),
    [
        ("customers", "mobile", "13800138000", "synthetic"),
        ("customers", "birth_date", None, "agrees"),
        ("customers", "city", "杭州市", "region"),
        ("customers", "address", "某处", "place"),
        ("customers", "resident_id", None, "unique"),
        ("payments", "contract_id", "nobody", "parent"),
    ],
)
def test_a_rule_is_silent_on_named_cells_and_on_no_others(table, column, value, rule):
    made = make(spec_of(flaws=0.0), 0, ROWS)
    old = made.tables[table][column]
    changed = replaced(made.tables[table], column, 4, old[9].as_py() if value is None else value)
    read = made.tables | {table: changed}

    def rules(cells):
        memory = Memory(load_profile("leasing"))
        found = [*memory.check(read, Named(cells)), *memory.repeated()]
        return {broken.rule for broken in found}

    assert rule in rules({})
    assert rule in rules({(table, column): np.array([5])})
    assert rule not in rules({(table, column): np.array([4])})


def test_dates_out_of_order_are_forgiven_where_they_are_named():
    made = make(spec_of(flaws=0.0), 0, ROWS)
    early = made.tables["customers"]["registered_on"][0].as_py().replace(year=2099)
    read = made.tables | {
        "customers": replaced(made.tables["customers"], "registered_on", 0, early)
    }
    memory = Memory(load_profile("leasing"))
    assert {b.rule for b in memory.check(read)} == {"order"}
    cells = {("customers", "registered_on"): np.array([0])}
    assert list(Memory(load_profile("leasing")).check(read, Named(cells))) == []


@pytest.mark.parametrize("profile", SHIPPED)
def test_cells_that_no_flaw_names_are_those_of_the_ground_floor(profile):
    flawed, ground = make(spec_of(profile), 0, ROWS), make(spec_of(profile, flaws=0.0), 0, ROWS)
    cells = named(flawed)
    for name, table in ground.tables.items():
        for column in table.column_names:
            differ = np.array(
                [a != b for a, b in zip(table[column], flawed.tables[name][column], strict=True)]
            )
            assert not (differ & ~cells.rows(name, [column], len(differ))).any(), (name, column)


AS_BEFORE = {
    "stale_phone",
    "wrong_format",
    "wrong_column",
    "broken_date",
    "unneeded_field",
    "free_text_personal",
    "guardian_missing",
    "legal_hold",
}
"""Kinds of flaw that spoil a value which was right."""
AS_FOUND = {"consent_withdrawn", "retention_expired"}
"""Kinds whose values are right as they stand: what is wrong is that they are still used or kept."""


@pytest.mark.parametrize("profile", SHIPPED)
def test_the_right_value_is_the_ground_floors_the_partners_or_none(profile):
    flawed, ground = (
        make(spec_of(profile), 0, ROWS * 4),
        make(spec_of(profile, flaws=0.0), 0, ROWS * 4),
    )
    keys = ground.tables["customers"]["customer_id"].to_pylist()
    seen = set()
    for row in flawed.truth["flaws"].to_pylist():
        before = as_text(ground.tables[row["table"]][row["column"]][row["row"]])
        after = as_text(flawed.tables[row["table"]][row["column"]][row["row"]])
        kind, right = row["kind"], row["right"]
        assert row["found"] == after
        if kind == "test_record":
            assert right is None
        elif kind == "duplicate":
            if row["role"] == "flaw":
                partner = keys.index(row["partner_id"])
                assert right == as_text(ground.tables[row["table"]][row["column"]][partner])
        elif kind in AS_FOUND:
            assert right == after
        else:
            assert kind in AS_BEFORE
            planned = kind == "legal_hold" and row["action"] != "hold"
            assert right == (after if planned else before), row
            assert before != after
        seen.add(kind)
    assert seen >= (AS_BEFORE | AS_FOUND) - {"guardian_missing", "legal_hold"}


def as_text(scalar):
    return None if scalar.as_py() is None else str(scalar.as_py())


def test_a_descriptor_of_an_earlier_version_without_flaws_is_still_ours(tmp_path):
    folder = write_package(Request(spec_of(flaws=0.0), 0, 5), tmp_path / "o")
    edit_descriptor(folder, lambda d: [d["kit"].pop(key) for key in ("flaws", "deal")])
    write_package(Request(spec_of(), 0, 5), folder, overwrite=True)
    assert findings(folder) == []


def test_a_file_whose_bytes_are_no_text_is_unreadable(tmp_path):
    folder = package(tmp_path / "o")
    table = pq.read_table(folder / "customers.parquet")
    names = [b"\xff\xfe"] * table.num_rows
    raw = pa.array(names, pa.binary()).view(pa.string())
    place = table.column_names.index("name")
    pq.write_table(table.set_column(place, "name", raw), folder / "customers.parquet")
    rehash(folder, "customers.parquet")
    assert ("unreadable", "customers") in {(f.code, f.table) for f in findings(folder)}


def test_hashes_tell_values_apart_whatever_their_width():
    words = pa.array(["", "a", "aa", "a\0", "\0a", "王", "王小明", "x" * 40, "x" * 39 + "y"])
    assert len(set(repeats.hashes(words).tolist())) == len(words)
    for cut in (1, 4):
        assert (repeats.hashes(words.slice(cut)) == repeats.hashes(words)[cut:]).all()
    days = pa.array([1, 2, 3], pa.int64())
    assert len(set(repeats.hashes(days).tolist())) == 3


@pytest.mark.parametrize("held", [1, 2, 1000])
def test_a_repeat_is_found_across_pieces_and_counts_each_row_once(monkeypatch, held):
    monkeypatch.setattr(repeats, "HELD", held)
    seen = repeats.Repeats()
    nobody = np.zeros(3, dtype=bool)
    seen.remember("g", ("t", "c"), 0, pa.array(["a", "b", None]), nobody)
    seen.remember("g", ("t", "c"), 3, pa.array(["c", None, "b"]), nobody)
    seen.remember("g", ("u", "d"), 0, pa.array(["a", "a", "z"]), np.array([True, False, False]))
    found = [(one.table, one.column, one.row, one.count) for one in seen.found()]
    assert found == [("t", "c", 5, 1), ("u", "d", 1, 1)]


def test_repeats_are_those_that_pandas_finds(monkeypatch):
    monkeypatch.setattr(repeats, "HELD", 64)
    values = np.random.default_rng(1).integers(0, 3000, 2000)
    seen = repeats.Repeats()
    for start in range(0, 2000, 250):
        column = pa.array(values[start : start + 250].astype(str))
        seen.remember("g", ("t", "c"), start, column, np.zeros(250, dtype=bool))
    wanted = pd.Series(values).duplicated().groupby(np.arange(2000) // 250)
    found = {one.row // 250: (one.row, one.count) for one in seen.found()}
    assert found == {n: (int(bad.idxmax()), int(bad.sum())) for n, bad in wanted if bad.any()}


def test_flattened_keeps_missing_and_empty_lists_apart():
    lists = pa.table({"x": pa.array([["a", "b"], [], None], pa.list_(pa.string()))})
    assert flattened(lists)["x"].to_pylist() == ["a;b", "", None]


def named(made):
    return Named.of(made.truth["flaws"])


def replaced(table, column, row, value):
    field = table.schema.field(column)
    values = table[column].to_pylist()
    values[row] = value
    return table.set_column(table.column_names.index(column), field, pa.array(values, field.type))


def edit(path, column, row, value):
    pq.write_table(replaced(pq.read_table(path), column, row, value), path)
