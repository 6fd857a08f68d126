"""An author writes a new exercise from a draft, with every error named, and never sees Python."""

import json
import re

import jsonschema
import pytest

from kit.errors import BadInput
from kit.exercises import LABS, load_all
from kit.exercises.checking import check, files
from kit.exercises.drafting import ASKED, draft, unwritten
from kit.exercises.loading import find, load_file, read
from kit.exercises.schema import FILE_NAME, schema
from kit.i18n import explain
from kit.resources import exercises_dir

SHIPPED = files(exercises_dir())


def written(path):
    """Write every text of a draft."""
    text = path.read_text("utf-8")
    for locale, words in (("zh", "交割前三天，"), ("en", "Three days before closing, ")):
        text = text.replace(ASKED[locale], words)
    path.write_text(text, encoding="utf-8")
    return path


def test_one_text_in_two_places_is_named(tmp_path):
    path = written(draft("closing-week", "classify_fields", "leasing", tmp_path))
    spec = load_file(path)
    text = path.read_text("utf-8").replace(spec.hints[0].en, spec.objectives[0].en)
    path.write_text(text, encoding="utf-8")
    ((_, errors),) = check([path])
    said = explain(errors[0], "en")
    assert len(errors) == 1
    assert "hints[0].en" in said
    assert "objectives[0].en" in said


@pytest.mark.parametrize("lab", LABS)
def test_a_draft_is_in_order_as_soon_as_its_texts_are_written(lab, tmp_path):
    profile = next(spec.profile for spec in load_all() if spec.lab == lab)
    path = draft("closing-week", lab, profile, tmp_path)
    spec, errors = read(path)
    assert not errors
    assert {"titles.zh", "intro.en", "instructor.debrief[0].zh"} <= set(unwritten(spec))
    ((_, left),) = check([path])
    assert {error.code for error in left} == {"exercise.spec_unwritten"}
    assert list(check([written(path)])) == [(path, [])]


def test_a_draft_never_overwrites_and_names_what_it_does_not_know(tmp_path):
    draft("closing-week", "classify_fields", "leasing", tmp_path)
    for wrong in (
        ("closing-week", "classify_fields", "leasing"),
        ("leasing-data-room", "classify_fields", "leasing"),
        ("Closing Week", "classify_fields", "leasing"),
        ("x2", "juggling", "leasing"),
        ("x2", "classify_fields", "bakery"),
    ):
        with pytest.raises(BadInput) as caught:
            draft(*wrong, tmp_path)
        for locale in ("zh", "en"):
            assert explain(caught.value, locale)
    assert not (tmp_path / "x2").exists()


def test_every_error_of_a_file_is_named_not_only_the_first(tmp_path):
    path = written(draft("closing-week", "classify_fields", "leasing", tmp_path))
    text = path.read_text("utf-8").replace("minutes = ", "minuets = ")
    path.write_text(text.replace('difficulty = "', 'difficulty = "very '), encoding="utf-8")
    ((_, errors),) = check([path])
    said = " ".join(explain(error, "en") for error in errors)
    for key in ("minuets", "minutes", "difficulty"):
        assert key in said
    assert said.count(str(path)) == len(errors) == 3


def test_two_exercises_of_one_id_are_named(tmp_path):
    for folder in ("a", "b"):
        written(draft("closing-week", "classify_fields", "leasing", tmp_path / folder))
    found = list(check(files(tmp_path)))
    assert [bool(errors) for _, errors in found] == [False, True]


def test_a_chinese_text_that_is_not_chinese_is_named(tmp_path):
    path = written(draft("closing-week", "classify_fields", "leasing", tmp_path))
    text = path.read_text("utf-8")
    start = text.index('zh = "')
    end = text.index("\n", start)
    path.write_text(text[:start] + 'zh = "Week of closing"' + text[end:], encoding="utf-8")
    ((_, errors),) = check([path])
    assert "titles.zh" in explain(errors[0], "zh")


def test_a_trick_that_passes_is_named_when_asked_for(tmp_path):
    path = written(draft("closing-week", "classify_fields", "leasing", tmp_path))
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"pass_mark = \d+", "pass_mark = 5", text), encoding="utf-8")
    assert list(check([path])) == [(path, [])]
    ((_, errors),) = check([path], measure=True)
    said = " ".join(explain(error, "en") for error in errors)
    assert "all_sensitive" in said
    assert "pass_mark" in said


def test_an_exercise_is_found_by_id_file_and_folder(tmp_path):
    path = written(draft("closing-week", "classify_fields", "leasing", tmp_path))
    assert find(str(path)) == find(str(path.parent))
    assert find("leasing-data-room").id == "leasing-data-room"
    with pytest.raises(BadInput) as caught:
        find("leasing-dataroom")
    assert "leasing-data-room" in explain(caught.value, "zh")


def test_a_folder_without_exercises_is_said(tmp_path):
    with pytest.raises(BadInput) as caught:
        files(tmp_path)
    assert str(tmp_path) in explain(caught.value, "en")


def test_the_published_schema_is_the_one_the_kit_checks_by():
    published = json.loads((exercises_dir() / FILE_NAME).read_text("utf-8"))
    assert published == schema(), f"kit exercise schema > exercises/{FILE_NAME}"
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_exercises_fit_the_published_schema(path):
    import tomllib

    raw = tomllib.loads(path.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema())
    assert not list(validator.iter_errors(raw))
    assert list(validator.iter_errors(raw | {"minutes": "soon"}))
    assert list(validator.iter_errors(raw | {"blueprint": {}}))
