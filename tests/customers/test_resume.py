"""A run that was cut short goes on where it stopped, with either engine, to the same bytes."""

import builtins
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kit.customers import part as pt
from kit.customers.engine import FieldFailed, Spec
from kit.customers.ours import is_ours
from kit.customers.package import write_package
from kit.customers.profile import load_profile, parse_profile
from kit.customers.request import Request
from kit.errors import BadInput, CapacityExceeded

SPEC = Spec(load_profile("leasing"), 11)
KILLED = """
import os, signal, sys
from pathlib import Path
from kit.customers import journal
from kit.customers.engine import Spec
from kit.customers.package import write_package
from kit.customers.profile import load_profile
from kit.customers.request import Request

if __name__ == "__main__":
    finish = journal.Journal.finish

    def finish_and_die(self, number, files):
        finish(self, number, files)
        if len(self.finished) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    journal.Journal.finish = finish_and_die
    request = Request(Spec(load_profile("leasing"), 11), 5, 450, part=100, chunk=40)
    write_package(request, Path(sys.argv[1]), engine=sys.argv[2])
"""
posix = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")


def request(**changes):
    return Request(**({"spec": SPEC, "start": 5, "rows": 450, "part": 100, "chunk": 40} | changes))


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def killed(folder, engine="threads"):
    """Leave the folder of a run that was killed when two parts were whole."""
    script = folder.parent / "killed.py"
    script.write_text(KILLED)
    here = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    order = [sys.executable, str(script), str(folder), engine]
    run = subprocess.run(order, check=False, env=here)
    assert run.returncode == -signal.SIGKILL
    script.unlink()
    return folder.with_name(f"{folder.name}.partial")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a run that nothing interrupted."""
    return content(write_package(request(), tmp_path_factory.mktemp("whole") / "o"))


@pytest.fixture
def half(tmp_path):
    """A folder in which an error ended the run when two of its parts were whole."""
    with pytest.MonkeyPatch.context() as patch:
        fail_in_part(patch, 2)
        with pytest.raises(BadInput, match="cannot_write_on"):
            write_package(request(), tmp_path / "o")
    return tmp_path / "o"


def fail_in_part(patch, number):
    opened = pt.open_writer

    def failing(path, layout, *more):
        if path.stem == f"part-{number:05d}" and "payments" in str(path):
            raise OSError(28, "No space left on device")
        return opened(path, layout, *more)

    patch.setattr(pt, "open_writer", failing)


def test_dask_writes_the_same_bytes(tmp_path, whole):
    pytest.importorskip("dask")
    done = []
    folder = write_package(request(), tmp_path / "o", engine="dask", progress=done.append)
    assert content(folder) == whole
    assert sorted(done) == [50, 100, 100, 100, 100]


def test_dask_takes_a_profile_of_ones_own(tmp_path):
    pytest.importorskip("dask")
    source = load_profile("leasing").source.replace('"leasing"', '"my_firm"', 1)
    mine = request(spec=Spec(parse_profile(source, "mine.toml"), 3), rows=30, own_profile=True)
    threads = content(write_package(mine, tmp_path / "threads"))
    assert content(write_package(mine, tmp_path / "dask", engine="dask")) == threads


@posix
@pytest.mark.slow
@pytest.mark.parametrize("engine", ["threads", "dask"])
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path, whole, engine):
    if engine == "dask":
        pytest.importorskip("dask")
    partial = killed(tmp_path / "o", engine)
    assert len(json.loads((partial / "journal.json").read_text("utf-8"))["parts"]) == 2
    assert not is_ours(partial)
    kept = []
    write_package(request(), tmp_path / "o", engine=engine, resumed=kept.append)
    assert kept in ([200], [150])  # two parts, perhaps the last and shorter one
    assert content(tmp_path / "o") == whole
    assert [p.name for p in tmp_path.iterdir()] == ["o"]


@posix
@pytest.mark.slow
def test_no_process_of_a_killed_dask_run_goes_on_writing(tmp_path):
    pytest.importorskip("dask")
    partial = killed(tmp_path / "o", "dask")
    time.sleep(0.5)
    before = {path: path.stat().st_mtime_ns for path in partial.rglob("*")}
    time.sleep(1)
    assert {path: path.stat().st_mtime_ns for path in partial.rglob("*")} == before


def test_an_error_keeps_finished_parts_and_nothing_else(half):
    left = half.with_name("o.partial")
    stems = {path.stem for path in left.rglob("*.parquet") if path.is_file()}
    assert stems == {"part-00000", "part-00001"}
    assert not half.exists()


def test_what_is_kept_is_not_written_again(half, whole, monkeypatch):
    old = half.with_name("o.partial") / "customers.parquet" / "part-00001.parquet"
    before = old.stat().st_ino
    fail_in_part(monkeypatch, 1)
    write_package(request(), half)
    assert (half / "customers.parquet" / "part-00001.parquet").stat().st_ino == before
    assert content(half) == whole


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "linked"])
def test_a_part_that_was_harmed_is_written_again(half, whole, harm):
    path = half.with_name("o.partial") / "spans.parquet" / "part-00001.parquet"
    good = path.read_bytes()
    path.unlink()
    if harm == "changed":
        path.write_bytes(good[:-1] + b"?")
    elif harm == "cut":
        path.write_bytes(good[:-1])
    elif harm == "linked":
        (half.parent / "elsewhere").write_bytes(good)
        path.symlink_to(half.parent / "elsewhere")
    kept = []
    write_package(request(), half, resumed=kept.append)
    assert kept == [100]
    assert content(half) == whole


def test_strange_files_in_the_unfinished_folder_do_not_reach_the_package(half, whole):
    (half.with_name("o.partial") / "customers.parquet" / "part-00099.parquet").write_bytes(b"x")
    write_package(request(), half)
    assert content(half) == whole


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rows": 460}, "rows 450 ≠ 460"),
        ({"spec": Spec(SPEC.profile, 12)}, "seed 11 ≠ 12"),
        ({"spec": Spec(SPEC.profile, 11, locale="en")}, "locale zh ≠ en"),
        ({"format": "csv"}, "format parquet ≠ csv"),
        ({"chunk": 50}, "chunk 40 ≠ 50"),
    ],
)
def test_another_spec_is_refused_and_named_and_nothing_is_lost(half, changes, word):
    before = content(half.with_name("o.partial"))
    with pytest.raises(BadInput, match="other_unfinished") as caught:
        write_package(request(**changes), half)
    assert word in caught.value.values["others"]
    assert content(half.with_name("o.partial")) == before


def test_restart_drops_what_is_there(half):
    small = request(rows=20)
    folder = write_package(small, half, restart=True)
    assert is_ours(folder)
    assert [p.name for p in half.parent.iterdir()] == ["o"]


def test_a_damaged_journal_is_no_reason_to_delete(half):
    journal = half.with_name("o.partial") / "journal.json"
    journal.write_text(journal.read_text("utf-8")[:-20], "utf-8")
    with pytest.raises(BadInput, match="foreign_folder"):
        write_package(request(), half, restart=True)
    assert journal.exists()


def test_ctrl_c_keeps_finished_parts(tmp_path, whole, monkeypatch):
    def stop(customers):
        if customers == 20:  # the last piece of a part
            parts.append(customers)
        if len(parts) == 3:
            raise KeyboardInterrupt

    parts = []
    with pytest.raises(KeyboardInterrupt):
        write_package(request(), tmp_path / "o", progress=stop)
    kept = []
    write_package(request(), tmp_path / "o", resumed=kept.append)
    assert kept == [200]
    assert content(tmp_path / "o") == whole


def test_without_dask_the_message_names_the_extra(tmp_path, monkeypatch):
    imported = builtins.__import__

    def without(name, *arguments, **options):
        if name.startswith("dask"):
            raise ImportError(name)
        return imported(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(BadInput, match="no_dask") as caught:
        write_package(request(), tmp_path / "o", engine="dask")
    assert caught.value.values["extra"] == ".[dask]"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(BadInput, match="unknown_engine"):
        write_package(request(), tmp_path / "o", engine="spark")


@pytest.mark.parametrize(
    "error",
    [
        BadInput("customers.busy", folder="o"),
        CapacityExceeded("x.y", limit=3),
        FieldFailed("t", "f"),
    ],
)
def test_errors_pass_from_one_process_to_another(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.values) == (type(error), error.code, error.values)
    assert vars(again) == vars(error)
