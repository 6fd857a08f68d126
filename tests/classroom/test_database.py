"""What is acknowledged is on disk, whoever kills, fills or shares it."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time

import pytest

from kit.classroom.database import WORDS, _in_words
from kit.classroom.schema import VERSION
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES, translate

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kit.classroom.store import Store
store = Store(Path(sys.argv[1]))
now = datetime(2026, 11, 22, tzinfo=UTC)
person = store.add_person(sys.argv[2], "zh", now)
attempt = store.start_attempt(person.id, "x", 1, "abc", now)
print("attempt", attempt.id, flush=True)
for number in range(100_000):
    store.record(attempt.id, f"k{number}", f"f{number}", {"choice": "personal"}, now)
    print("saved", number, flush=True)
"""


def start_writer(path, name="writer"):
    command = [sys.executable, "-c", WRITER, str(path), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="kills with SIGKILL")
@pytest.mark.parametrize("moment", [1, 7, 40])
def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path, moment):
    path = tmp_path / "records.sqlite"
    writer = start_writer(path)
    lines = [writer.stdout.readline() for _ in range(moment + 1)]
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.readlines()
    writer.wait()
    attempt = int(lines[0].split()[1])
    acknowledged = {f"f{line.split()[1]}" for line in lines[1:] if line.endswith("\n")}
    found = Store(path).answers(attempt)
    assert len(acknowledged) >= moment
    assert acknowledged <= found.keys()
    assert len(found) <= len(acknowledged) + 1


def test_a_commit_waits_for_the_disk(store):
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


@pytest.mark.skipif(os.name == "nt", reason="permission bits")
def test_only_the_owner_can_read_the_records(store, person):
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.path.parent.iterdir()}
    assert modes == {0o600}


def test_windows_that_write_at_once_all_get_through(tmp_path, morning):
    path = tmp_path / "records.sqlite"
    attempts = []
    for name in "abcd":
        store = Store(path)
        person = store.add_person(name, "zh", morning)
        attempts.append((store, store.start_attempt(person.id, "x", 1, "abc", morning)))

    def write(store, attempt):
        for number in range(25):
            store.record(attempt.id, f"k{number}", f"f{number}", {}, morning)

    threads = [threading.Thread(target=write, args=pair) for pair in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.answers(attempt.id)) for store, attempt in attempts] == [25] * 4


def test_a_file_that_another_program_holds_is_named(store, person, morning):
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with store._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    began = time.monotonic()
    with pytest.raises(BadInput, match="busy"):
        store.add_person("late", "zh", morning)
    assert time.monotonic() - began < 5
    holder.execute("ROLLBACK")
    store.add_person("late", "zh", morning)


def test_a_newer_file_is_left_alone(store):
    path = store.path
    store.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(BadInput, match="newer"):
        Store(path)


def test_a_file_of_something_else_is_named_and_kept(tmp_path):
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(BadInput, match="damaged"):
        Store(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_full_disk_is_said_in_words(store, attempt, morning):
    with store._database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill():
        for number in range(1000):
            store.record(attempt.id, f"k{number}", "f01", {"reason": "x" * 5000}, morning)

    with pytest.raises(BadInput, match="disk_full"):
        fill()
    saved = store.export(store.present().id)["attempts"][0]["events"]
    assert [event["key"] for event in saved] == [f"k{number}" for number in range(len(saved))]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="not_writable"):
        Store(tmp_path / "file" / "records.sqlite")


def test_a_read_only_file_is_named(store, person, morning):
    path = store.path
    with store._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(BadInput, match="not_writable"):
        store.add_person("late", "zh", morning)
    assert path.exists()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", sorted(set(WORDS.values())))
def test_every_trouble_has_words(code, locale):
    assert "/x" in translate(code, locale, path="/x")


def test_an_error_that_is_ours_is_not_dressed_up():
    error = sqlite3.OperationalError("near SELEC: syntax error")
    assert _in_words(error, "x") is error
