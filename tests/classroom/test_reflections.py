"""Reflections: stored before they are acknowledged, never overwritten, one's own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import create_engine

from kit.classroom.reflections import VALUE_LENGTH
from kit.classroom.schema import METADATA, STEPS, VERSION
from kit.classroom.store import Store
from kit.errors import BadInput

LESSON = "01-classify-fields"
FAMILY = "👨‍👩‍👧 e\u0301 𠮷"

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kit.classroom.store import Store
store = Store(Path(sys.argv[1]))
now = datetime(2026, 11, 22, tzinfo=UTC)
person = store.add_person("writer", "zh", now)
print("person", person.id, flush=True)
for number in range(100_000):
    store.reflect(person.id, "01", "a", f"text {number}", f"k{number}", now)
    print("saved", number, flush=True)
"""


def test_the_last_words_stand_and_the_earlier_ones_stay_on_record(store, person, morning):
    later = morning + timedelta(minutes=3)
    store.reflect(person.id, LESSON, "a", "first", "k1", morning)
    store.reflect(person.id, LESSON, "b", "other", "k2", morning)
    store.reflect(person.id, LESSON, "a", "second", "k3", later)
    found = Store(store.path).reflections(person.id, LESSON)
    assert {name: (one.text, one.at) for name, one in found.items()} == {
        "a": ("second", later),
        "b": ("other", morning),
    }
    written = store.export(person.id)["reflections"]
    assert [one["text"] for one in written] == ["first", "other", "second"]


def test_words_sent_twice_are_stored_once(store, person, morning):
    for _ in range(2):
        store.reflect(person.id, LESSON, "a", "once", "k1", morning)
    assert len(store.export(person.id)["reflections"]) == 1


@pytest.mark.parametrize("text", ["", "  \n", FAMILY, "长" * VALUE_LENGTH, "a\x00b"])
def test_any_text_comes_back_as_it_was(store, person, morning, text):
    store.reflect(person.id, LESSON, "a", text, "k1", morning)
    assert store.reflections(person.id, LESSON)["a"].text == text


def test_half_a_character_does_no_harm(store, person, morning):
    store.reflect(person.id, LESSON, "a", "cut \ud83d", "k1", morning)
    assert store.reflections(person.id, LESSON)["a"].text == "cut \ufffd"


@pytest.mark.parametrize(
    ("question", "text", "key"),
    [("q" * 101, "", "k"), ("q", "x" * (VALUE_LENGTH + 1), "k"), ("q", "", "k" * 65)],
)
def test_something_far_too_long_is_refused(store, person, morning, question, text, key):
    with pytest.raises(BadInput, match="too_long"):
        store.reflect(person.id, LESSON, question, text, key, morning)
    assert store.reflections(person.id, LESSON) == {}


def test_lessons_and_people_are_kept_apart(store, person, morning):
    other = store.add_person("Sam", "en", morning)
    store.reflect(person.id, LESSON, "a", "mine", "k1", morning)
    store.reflect(other.id, LESSON, "a", "theirs", "k1", morning)
    store.reflect(person.id, "02-other", "a", "elsewhere", "k2", morning)
    assert store.reflections(person.id, LESSON)["a"].text == "mine"
    assert "theirs" not in json.dumps(store.export(person.id))


def test_words_of_somebody_who_is_gone_are_refused(store, morning):
    with pytest.raises(BadInput, match="no_such_person"):
        store.reflect(99, LESSON, "a", "late", "k1", morning)


def test_deleted_words_leave_no_byte(store, person, morning):
    secret = "words-that-must-vanish"
    for number in range(50):
        store.reflect(person.id, LESSON, "a", f"{secret} {number} " * 20, f"k{number}", morning)
    assert store.delete(person.id)
    kept = b"".join(path.read_bytes() for path in store.path.parent.rglob("*.sqlite*"))
    assert secret.encode() not in kept
    assert store.reflections(person.id, LESSON) == {}


@pytest.mark.skipif(os.name == "nt", reason="kills with SIGKILL")
@pytest.mark.parametrize("moment", [1, 9, 30])
def test_a_killed_program_loses_no_words_it_acknowledged(tmp_path, moment):
    path = tmp_path / "records.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines = [writer.stdout.readline() for _ in range(moment + 1)]
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.readlines()
    writer.wait()
    person = int(lines[0].split()[1])
    last = int([line for line in lines if line.endswith("\n")][-1].split()[1])
    assert last >= moment - 1
    found = Store(path).reflections(person, "01")["a"].text
    assert int(found.split()[1]) in (last, last + 1)


def old_file(path, version):
    """Write a records file as the program of that version left it, with a person and an answer."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for step in STEPS[:version]:
            step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
        connection.exec_driver_sql(
            "INSERT INTO people (key, nickname, locale, created) "
            "VALUES ('k', '林晓', 'zh', '2026-11-22T02:42:00.000+00:00')"
        )
        connection.exec_driver_sql("INSERT INTO settings VALUES ('present', '1')")
    engine.dispose()


def test_a_file_of_version_1_is_brought_up_to_date_with_nothing_lost(tmp_path, morning):
    path = tmp_path / "records.sqlite"
    old_file(path, 1)
    with sqlite3.connect(path) as before:
        tables = {row[0] for row in before.execute("SELECT name FROM sqlite_master")}
    assert "reflections" not in tables
    store = Store(path)
    assert store.present().nickname == "林晓"
    store.reflect(1, LESSON, "a", "after", "k1", morning)
    assert store.reflections(1, LESSON)["a"].text == "after"
    with sqlite3.connect(path) as after:
        assert after.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_the_steps_together_make_every_table(tmp_path):
    store = Store(tmp_path / "records.sqlite")
    with sqlite3.connect(store.path) as made:
        names = {
            row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
    assert set(METADATA.tables) <= names
