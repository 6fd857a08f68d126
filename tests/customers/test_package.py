import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kit.customers import package as pk
from kit.customers.engine import Spec, tables
from kit.customers.package import Request, write_package
from kit.customers.profile import load_profile
from kit.errors import BadInput, CapacityExceeded

SPEC = Spec(load_profile("leasing"), 11)


def write(folder, rows=300, **options):
    form = options.pop("format", "parquet")
    start = options.pop("start", 0)
    return write_package(Request(SPEC, start, rows, form), folder, **options)


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_one_file_per_table_with_labels_and_descriptor(tmp_path):
    folder = write(tmp_path / "out")
    made = tables(SPEC, 0, 300)
    assert {p.name for p in folder.iterdir()} == {
        *(f"{name}.parquet" for name in made),
        "labels.parquet",
        "datapackage.json",
    }
    for name, table in made.items():
        assert pq.read_table(folder / f"{name}.parquet").equals(table)
    labels = pd.read_parquet(folder / "labels.parquet")
    assert len(labels) == len(SPEC.profile.labels())


def test_bytes_do_not_depend_on_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(pk, "CHUNK", 64)
    one = content(write(tmp_path / "one", workers=1))
    four = content(write(tmp_path / "four", workers=4))
    assert one == four


def test_parts_hold_the_same_values_as_one_file(tmp_path, monkeypatch):
    whole = write(tmp_path / "whole", rows=250)
    monkeypatch.setattr(pk, "PART", 100)
    monkeypatch.setattr(pk, "CHUNK", 30)
    parts = write(tmp_path / "parts", rows=250)
    names = [p.name for p in sorted((parts / "customers.parquet").iterdir())]
    assert names == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    for name in ("customers", "payments", "contracts"):
        assert pq.read_table(parts / f"{name}.parquet").equals(
            pq.read_table(whole / f"{name}.parquet")
        )


def test_csv_opens_in_pandas_with_the_same_values(tmp_path):
    folder = write(tmp_path / "csv", format="csv")
    assert (folder / "customers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(folder / "customers.csv", dtype=str, encoding="utf-8-sig")
    made = tables(SPEC, 0, 300)["customers"].to_pandas()
    assert read["resident_id"].tolist() == made["resident_id"].tolist()
    assert read["birth_date"].tolist() == [str(day) for day in made["birth_date"]]


def test_no_rows_at_all_is_a_package_too(tmp_path):
    folder = write(tmp_path / "none", rows=0)
    assert pq.read_table(folder / "customers.parquet").num_rows == 0


def test_the_descriptor_is_a_valid_frictionless_package(tmp_path):
    frictionless = pytest.importorskip("frictionless")
    folder = write(tmp_path / "csv", rows=60, format="csv")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []


def test_the_descriptor_names_fields_labels_seed_and_keys(tmp_path):
    described = json.loads((write(tmp_path / "o") / "datapackage.json").read_text("utf-8"))
    assert described["kit"]["seed"] == 11
    payments = next(r for r in described["resources"] if r["name"] == "payments")
    assert payments["schema"]["foreignKeys"]
    customers = next(r for r in described["resources"] if r["name"] == "customers")
    assert customers["schema"]["primaryKey"] == ["customer_id"]
    assert all(field["kit:label"]["classification"] for field in customers["schema"]["fields"])


def test_a_folder_with_other_things_is_refused_even_with_overwrite(tmp_path):
    (tmp_path / "photo.jpg").write_text("mine")
    for overwrite in (False, True):
        with pytest.raises(BadInput, match="foreign_folder"):
            write(tmp_path, overwrite=overwrite)
    assert content(tmp_path) == {"photo.jpg": b"mine"}


def test_our_own_folder_is_replaced_only_when_asked(tmp_path):
    folder = write(tmp_path / "o", rows=10)
    before = content(folder)
    with pytest.raises(BadInput, match="folder_exists"):
        write(folder, rows=20)
    assert content(folder) == before
    write(folder, rows=20, overwrite=True)
    assert pq.read_table(folder / "customers.parquet").num_rows == 20
    assert [p.name for p in tmp_path.iterdir()] == ["o"]


def test_a_failure_keeps_the_old_package_and_leaves_nothing_half_made(tmp_path, monkeypatch):
    folder = write(tmp_path / "o", rows=10)
    before = content(folder)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pk, "sha256", full)
    with pytest.raises(BadInput, match="cannot_write"):
        write(folder, rows=20, overwrite=True)
    assert content(folder) == before
    assert [p.name for p in tmp_path.iterdir()] == ["o"]


def test_an_empty_folder_is_used_and_a_file_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    assert (write(tmp_path / "empty", rows=5) / "datapackage.json").is_file()
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="not_a_folder"):
        write(tmp_path / "file")


def test_too_many_rows_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(CapacityExceeded):
        write(tmp_path / "o", rows=SPEC.capacity + 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_a_killed_run_leaves_nothing_that_looks_whole_and_can_be_run_again(tmp_path):
    order = [sys.executable, "-m", "kit", "generate", "leasing", "--rows", "1500000", "--seed", "1"]
    run = subprocess.Popen([*order, "--out", str(tmp_path / "o")], stderr=subprocess.DEVNULL)
    partial = tmp_path / "o.partial" / "customers.parquet" / "part-00000.parquet"
    for _ in range(600):
        if partial.exists() or run.poll() is not None:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert partial.exists()
    assert not (tmp_path / "o").exists()
    assert not pk.is_ours(tmp_path / "o.partial")
    write(tmp_path / "o", rows=10)
    assert [p.name for p in tmp_path.iterdir()] == ["o"]
