import csv
import json
import os
import re
import signal
import subprocess
import sys

import jsonschema
import pytest
from click.testing import CliRunner

from kit.cli import main
from kit.cli.exercise_folder import _lock

ID = "leasing-data-room"
WHO = ["--trainee", "林晓", "--seed", "class-7"]


def kit(*arguments, lang="en"):
    return CliRunner().invoke(main, ["--lang", lang, "exercise", *map(str, arguments)])


def fine(*arguments, lang="en"):
    done = kit(*arguments, lang=lang)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def key():
    return json.loads(fine("key", ID, *WHO))


@pytest.fixture
def graded(tmp_path):
    def run(answer, *more, lang="en"):
        path = tmp_path / "mine.json"
        path.write_bytes(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
        return kit("grade", ID, *WHO, "--answer", path, *more, lang=lang)

    return run


def test_the_list_has_what_a_course_needs():
    listed = json.loads(fine("list", "--json"))
    assert {one["id"] for one in listed} >= {ID, "sanitary-ware-cut-over", "swim-school-closing"}
    for one in listed:
        assert {"id", "lab", "titles", "difficulty", "minutes", "profile"} <= set(one)
        assert set(one["titles"]) == {"zh", "en"}


def test_the_list_is_readable_in_both_languages():
    assert "约 12 分钟" in fine("list", lang="zh")
    assert "about 12 min" in fine("list")


def test_a_sample_is_all_a_trainee_needs_and_nothing_more(tmp_path, key):
    folder = tmp_path / "neu" / "试题"
    fine("sample", ID, *WHO, "--out", folder)
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    task = json.loads((folder / "task.json").read_text("utf-8"))
    sheets = [f"tables/{sheet['table']}.csv" for sheet in task["preview"]]
    assert files == ["answer.json", *sheets, "task.json"]
    jsonschema.validate(
        json.loads((folder / "answer.json").read_text("utf-8")), task["answer_schema"]
    )
    jsonschema.validate(key, task["answer_schema"])
    everything = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    for secret in (
        "class-7",
        "林晓",
        "also_accept",
        "company_class",
        '"trap"',
        '"label"',
        '"seed"',
    ):
        assert secret not in everything
    with (folder / sheets[0]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == task["preview"][0]["columns"]
    assert rows[1] == task["preview"][0]["rows"][0]


def test_times_of_change_tell_nothing_and_the_same_call_writes_the_same_bytes(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    fine("sample", ID, *WHO, "--out", one)
    other.mkdir()
    fine("sample", ID, *WHO, "--out", other)
    assert len({path.stat().st_mtime for path in [one, *one.rglob("*")]}) == 1
    for path in one.rglob("*.*"):
        assert path.read_bytes() == (other / path.relative_to(one)).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]


def test_the_data_is_in_the_language_asked_for_and_the_key_fits_both(tmp_path, key):
    calls = {"own": ["zh", []], "zh": ["en", ["--locale", "zh"]], "en": ["zh", ["--locale", "en"]]}
    for name, (lang, more) in calls.items():
        fine("sample", ID, *WHO, "--out", tmp_path / name, *more, lang=lang)
    seen = {}
    for name in calls:
        folder = tmp_path / name
        seen[name] = "".join(path.read_text("utf-8-sig") for path in sorted(folder.rglob("*.csv")))
        jsonschema.validate(key, json.loads((folder / "task.json").read_text())["answer_schema"])
    assert seen["own"] == seen["zh"] != seen["en"]
    letters = re.compile("[一-鿿]{3}")
    assert letters.search(seen["zh"])
    assert len(letters.findall(seen["en"])) == 0


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    done = kit("sample", ID, *WHO, "--out", tmp_path)
    assert done.exit_code == 2
    assert str(tmp_path) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


KILLED = """
import os, signal, sys
from pathlib import Path
from kit.cli import exercise_folder
def stop(folder, files):
    (folder / "tables").mkdir()
    (folder / "tables" / "export_a.csv").write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
exercise_folder._files = lambda task: {}
exercise_folder._write_files = stop
exercise_folder.write_sample(None, Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked on Windows")
def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path):
    out = tmp_path / "mine"
    assert subprocess.run([sys.executable, "-c", KILLED, str(out)]).returncode == -signal.SIGKILL
    assert [path.name.endswith(".partial") for path in tmp_path.iterdir()] == [True]
    fine("sample", ID, *WHO, "--out", out)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked on Windows")
def test_only_dead_drafts_of_the_same_folder_are_cleared(tmp_path):
    kept = [
        tmp_path / ".mine.abcdefgh.partial" / "diary.txt",  # somebody else's
        tmp_path / ".other.abcdefgh.partial" / "task.json",  # of another folder
        tmp_path / ".mine.backup.partial.d" / "task.json",
        tmp_path / ".mine.held0000.partial" / "task.json",  # of a run that still lives
    ]
    for path in kept:
        path.parent.mkdir()
        path.write_text("x")
    (tmp_path / ".mine.dead0000.partial").mkdir()
    (tmp_path / ".mine.linked00.partial").symlink_to(kept[1].parent)
    handle = _lock(kept[3].parent)
    try:
        fine("sample", ID, *WHO, "--out", tmp_path / "mine")
    finally:
        os.close(handle)
    assert all(path.exists() for path in kept)
    assert (tmp_path / ".mine.linked00.partial").is_symlink()
    assert not (tmp_path / ".mine.dead0000.partial").exists()


@pytest.mark.parametrize("there", [True, False])
def test_a_link_to_an_empty_or_future_folder_is_written_through(tmp_path, there):
    real, link = tmp_path / "real", tmp_path / "link"
    if there:
        real.mkdir()
    link.symlink_to(real)
    fine("sample", ID, *WHO, "--out", link)
    assert link.is_symlink()
    assert (real / "task.json").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_a_link_in_a_circle_is_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    done = kit("sample", ID, *WHO, "--out", tmp_path / "a")
    assert done.exit_code == 2
    assert str(tmp_path / "a") in done.stderr


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    done = kit("sample", ID, *WHO, "--out", tmp_path / "file" / "folder", lang="zh")
    assert done.exit_code == 2
    assert "无法写入" in done.stderr


def test_the_key_scores_100(graded, key):
    score = json.loads(graded(key, "--json").stdout)
    assert score["passed"] is True
    assert score["score"] == 100
    assert len(score["findings"]) == len(key["fields"])
    wanted = {
        "item",
        "field",
        "table",
        "verdict",
        "severity",
        "expected",
        "chosen",
        "code",
        "values",
    }
    assert all(wanted <= set(finding) for finding in score["findings"])


def test_a_seed_that_is_a_number_is_the_same_as_its_text():
    number = fine("key", ID, "--trainee", "a", "--seed", 7)
    assert number == fine("key", ID, "--trainee", "a", "--seed", "7")
    assert number != fine("key", ID, "--trainee", "b", "--seed", "7")


def test_without_json_the_result_is_a_report_in_words(graded, key):
    mixed = json.loads(json.dumps(key))
    first = next(iter(mixed["fields"].values()))
    first.update(choice=None, reason=None)
    done = graded(mixed, lang="zh")
    assert done.exit_code == 0
    assert "通过" in done.stdout.splitlines()[0]
    assert "没有作答" in done.stdout
    assert "个保法第 4 条" in done.stdout


def without(key, name):
    return {**key, "fields": {other: one for other, one in key["fields"].items() if other != name}}


BAD = {
    "a field missing": (lambda key: without(key, "f03"), "f03"),
    "an unknown field": (lambda key: {**key, "fields": {**key["fields"], "f77": {}}}, "f77"),
    "an unknown key": (lambda key: {**key, "note": 1}, "note"),
    "another variant": (lambda key: {**key, "variant": "0" * 20}, "--trainee"),
    "another exercise": (lambda key: {**key, "exercise": "swim-school-closing"}, "swim-school"),
    "a list": (lambda _: [], "[]"),
    "not JSON": (lambda _: b"choice = 1", "JSON"),
    "not UTF-8": (lambda _: b"\xff\xfe{", "UTF-8"),
    "NaN": (lambda _: b'{"variant": NaN}', "NaN"),
    "ten megabytes": (lambda _: b'"' + b"x" * 10_000_000 + b'"', "1000000"),
    "nested deeply": (lambda _: b'{"a":' * 100_000, "nested"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_answer_is_one_message_and_exit_code_2(graded, key, kind):
    change, named = BAD[kind]
    done = graded(change(key), "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["key", "no-such", *WHO], "no-such"),
        (["key", ID, "--trainee", " ", "--seed", "1"], "--trainee"),
        (["key", ID, "--trainee", "a", "--seed", ""], "--seed"),
        (["grade", ID, *WHO, "--answer", "/nowhere/x.json"], "/nowhere/x.json"),
    ],
)
def test_bad_arguments_are_one_message_and_exit_code_2(arguments, named):
    done = kit(*arguments)
    assert done.exit_code == 2
    assert named in done.stderr
    assert "Traceback" not in done.output
