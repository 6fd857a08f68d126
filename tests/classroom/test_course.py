"""The course map: lessons from the notebooks, progress from the store."""

import json

import pytest

from kit.classroom.course import Lesson, lesson_progress, lessons, write_progress
from kit.classroom.records import Progress
from kit.errors import BadInput

MAP = (
    Lesson("00-welcome", "Welcome", "Start here.", 5, ()),
    Lesson("01-classify-fields", "Classify", "What is what.", 25, ("classify_fields",)),
)


def exercises_of(lab):
    return ["a", "b", "c"]


def test_a_lesson_counts_its_exercises():
    progress = {
        "a": Progress(2, 86, True),
        "b": Progress(1, 40, False),
        "other": Progress(1, 99, True),
    }
    found = lesson_progress(MAP, progress, exercises_of)
    assert found == {"01-classify-fields": {"done": 1, "of": 3, "best": 86}}


def test_a_lesson_with_two_labs_counts_the_exercises_of_both():
    both = Lesson("01-x", "Classify", "…", 25, ("classify_fields", "release_columns"))
    shared = {"classify_fields": ["a", "b"], "release_columns": ["c"]}
    progress = {"b": Progress(1, 70.5, False), "c": Progress(1, 89.9, True)}
    found = lesson_progress((both,), progress, shared.__getitem__)
    assert found == {"01-x": {"done": 1, "of": 3, "best": 89.9}}


def test_before_a_first_attempt_there_is_no_best():
    found = lesson_progress(MAP, {}, exercises_of)
    assert found == {"01-classify-fields": {"done": 0, "of": 3, "best": None}}


def test_lessons_come_from_notebooks_that_are_marked(tmp_path):
    (tmp_path / "zh").mkdir()
    kit = {"lesson": "01-x", "title": "分类", "about": "…", "minutes": 25}
    kit["labs"] = ["classify_fields"]
    for name, metadata in (("01-x", {"kit": kit}), ("99-own", {})):
        words = json.dumps({"metadata": metadata, "cells": []}, ensure_ascii=False)
        (tmp_path / "zh" / f"{name}.ipynb").write_text(words, encoding="utf-8")
    assert lessons("zh", tmp_path) == (Lesson("01-x", "分类", "…", 25, ("classify_fields",)),)


def test_progress_is_replaced_whole(tmp_path):
    found = {"01-classify-fields": {"done": 1, "of": 3, "best": 86}}
    write_progress({}, tmp_path)
    path = write_progress(found, tmp_path)
    assert path == tmp_path / "lessons" / "progress.json"
    assert json.loads(path.read_text()) == {"lessons": found}
    assert [entry.name for entry in path.parent.iterdir()] == ["progress.json"]


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "lessons").write_text("in the way")
    with pytest.raises(BadInput, match="not_writable"):
        write_progress({}, tmp_path)
