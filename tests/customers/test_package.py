import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kit.customers import folder as fd
from kit.customers import part as pt
from kit.customers import request as rq
from kit.customers.engine import Spec
from kit.customers.ours import is_ours
from kit.customers.package import write_package
from kit.customers.profile import load_profile
from kit.customers.request import Request
from kit.customers.truth import SCHEMAS
from kit.customers.whole import tables
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
        *(f"{name}.parquet" for name in SCHEMAS),
        "labels.parquet",
        "datapackage.json",
    }
    for name, table in made.items():
        assert pq.read_table(folder / f"{name}.parquet").equals(table)
    labels = pd.read_parquet(folder / "labels.parquet")
    assert len(labels) == len(SPEC.profile.labels())


def test_bytes_do_not_depend_on_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(rq, "CHUNK", 64)
    one = content(write(tmp_path / "one", workers=1))
    four = content(write(tmp_path / "four", workers=4))
    assert one == four


def test_parts_hold_the_same_values_as_one_file(tmp_path, monkeypatch):
    whole = write(tmp_path / "whole", rows=250)
    monkeypatch.setattr(rq, "PART", 100)
    monkeypatch.setattr(rq, "CHUNK", 30)
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

    monkeypatch.setattr(pt, "sha256", full)
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
    assert not is_ours(tmp_path / "o.partial")
    with pytest.raises(BadInput, match="other_unfinished"):
        write(tmp_path / "o", rows=10)
    write(tmp_path / "o", rows=10, restart=True)
    assert [p.name for p in tmp_path.iterdir()] == ["o"]


def test_a_writer_that_fails_in_its_thread_ends_the_run_cleanly(tmp_path, monkeypatch):
    opened = pt.open_writer

    class Failing:
        def __init__(self, path, layout, *more):
            self.inner = opened(path, layout, *more)
            self.path = path

        def write_table(self, table):
            if self.path.stem == "customers":
                raise OSError(28, "No space left on device")
            time.sleep(0.05)
            self.inner.write_table(table)

        def close(self):
            self.inner.close()

    monkeypatch.setattr(pt, "open_writer", Failing)
    with pytest.raises(BadInput, match="cannot_write"):
        write(tmp_path / "o", workers=4)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["o.partial", "o.replaced", ".o.replaced-1"])
def test_neighbours_are_left_alone(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.txt").write_text("mine")
    (tmp_path / name / "journal.json").write_text("{}")
    with suppress(BadInput):
        write(tmp_path / "o", rows=5)
        write(tmp_path / "o", rows=6, overwrite=True)
    assert (tmp_path / name / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "text", ['"my kitchen"', '{"name": "x", "kit": "parts"}', "[" * 100_000, "null", "NaN"]
)
def test_only_a_real_package_of_ours_is_replaced(tmp_path, text):
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "datapackage.json").write_text(text)
    with pytest.raises(BadInput, match="foreign_folder"):
        write(tmp_path / "o", overwrite=True)
    assert (tmp_path / "o" / "datapackage.json").read_text() == text


KILL_AT = """
import os, signal, sys
from pathlib import Path
from kit.customers.engine import Spec
from kit.customers.package import write_package
from kit.customers.profile import load_profile
from kit.customers.request import Request

rename, unlink, moment, seen = Path.rename, Path.unlink, sys.argv[2], []

def killing_rename(self, target):
    seen.append(target)
    if str(len(seen)) == moment:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)

def killing_unlink(self, *arguments, **options):
    if moment == "unlink":
        os.kill(os.getpid(), signal.SIGKILL)
    return unlink(self, *arguments, **options)

Path.rename, Path.unlink = killing_rename, killing_unlink
request = Request(Spec(load_profile("leasing"), 11), 0, 30)
write_package(request, Path(sys.argv[1]), overwrite=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize(
    ("earlier", "moment"),
    [(False, "1"), (False, "unlink"), (True, "1"), (True, "2"), (True, "unlink")],
)
def test_a_run_killed_while_moving_never_loses_a_package(tmp_path, earlier, moment):
    target = tmp_path / "o"
    before = content(write(target, rows=10)) if earlier else {}
    done = subprocess.run([sys.executable, "-c", KILL_AT, str(target), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    whole = [p for p in tmp_path.rglob("*") if p.is_dir() and is_ours(p)]
    assert [content(p) for p in whole] == ([before] if earlier else [])
    write(target, rows=12, overwrite=True, restart=True)
    assert [p.name for p in tmp_path.iterdir()] == ["o"]
    assert pq.read_table(target / "customers.parquet").num_rows == 12


def test_a_package_set_aside_by_a_killed_run_comes_back(tmp_path):
    before = content(write(tmp_path / "o", rows=10))
    (tmp_path / ".o.replaced-xyz").mkdir()
    (tmp_path / "o").rename(tmp_path / ".o.replaced-xyz" / "o")
    with pytest.raises(BadInput, match="folder_exists"):
        write(tmp_path / "o", rows=12)
    assert content(tmp_path / "o") == before


def test_two_runs_at_the_same_time_do_not_harm_each_other(tmp_path):
    target = (tmp_path / "o").resolve()
    with fd._locked(target, target), pytest.raises(BadInput, match="busy"):
        write(tmp_path / "o", rows=5)
    assert is_ours(write(tmp_path / "o", rows=5))


def test_a_link_to_a_folder_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    write(tmp_path / "link", rows=5)
    assert is_ours(tmp_path / "real")
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", ["n" * 300, "a/" * 3000 + "b"])
def test_names_the_system_refuses_are_bad_input(tmp_path, name):
    with pytest.raises(BadInput, match="cannot_write"):
        write(tmp_path / name, rows=1)


def test_the_current_folder_can_be_the_target_if_it_is_empty(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write(Path("."), rows=3)
    assert is_ours(tmp_path / "here")
