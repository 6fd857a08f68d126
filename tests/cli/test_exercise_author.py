import json
from typing import get_args

import jsonschema
import pytest
from click.testing import CliRunner

from kit.cli import main
from kit.exercises.baselines import Kind

ID = "leasing-data-room"


def kit(*arguments, lang="en"):
    return CliRunner().invoke(main, ["--lang", lang, "exercise", *map(str, arguments)])


def test_a_draft_is_written_and_its_check_says_what_to_write(tmp_path):
    options = ("--lab", "classify_fields", "--profile", "leasing", "--out", tmp_path)
    made = kit("new", "closing-week", *options)
    path = tmp_path / "closing-week" / "exercise.toml"
    assert made.exit_code == 0
    assert str(path) in made.stdout
    for lang in ("zh", "en"):
        checked = kit("check", tmp_path, lang=lang)
        assert checked.exit_code == 2
        assert f"✗ {path}" in checked.stdout
        assert "titles.zh" in checked.stdout
        assert "Traceback" not in checked.output
    assert kit("new", "closing-week", *options).exit_code == 2


def test_shipped_files_are_in_order():
    from kit.resources import exercises_dir

    done = kit("check", exercises_dir() / "classification" / ID, lang="zh")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("✓")


def test_a_path_that_is_not_there_is_an_error_of_two():
    assert kit("check", "/nowhere/at/all").exit_code == 2
    assert kit("check", "no-such-exercise").exit_code == 2


def test_check_takes_the_id_of_a_shipped_exercise():
    done = kit("check", ID)
    assert done.exit_code == 0
    assert ID in done.output


def test_baselines_come_as_table_and_as_json():
    said = kit("baselines", ID, "--variants", 2, lang="zh")
    assert said.exit_code == 0, said.output
    assert "random" in said.stdout
    found = json.loads(kit("baselines", ID, "--variants", 2, "--json").stdout)
    assert found["exercise"] == ID
    assert found["sound"] is True
    assert {row["kind"] for row in found["rows"]} == set(get_args(Kind))
    assert all(0 <= row["min"] <= row["mean"] <= row["max"] <= 100 for row in found["rows"])


def test_an_exercise_can_be_named_by_its_file():
    from kit.resources import exercises_dir

    path = exercises_dir() / "classification" / ID / "exercise.toml"
    by_file, by_name = (
        kit("key", name, "--trainee", "lin", "--seed", "7").stdout for name in (path, ID)
    )
    assert by_file == by_name != ""
    assert kit("baselines", "no-such.toml").exit_code == 2


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(kit("schema").stdout))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hint_says_what_it_costs_and_grading_takes_it_off(tmp_path, lang):
    hint = kit("hint", ID, 2, lang=lang)
    assert hint.exit_code == 0
    assert "4" in hint.stdout.splitlines()[-1]
    assert kit("hint", ID, 9, lang=lang).exit_code == 2
    who = ("--trainee", "lin", "--seed", "7")
    answer = tmp_path / "answer.json"
    answer.write_text(kit("key", ID, *who).stdout, encoding="utf-8")
    scores = [
        json.loads(kit("grade", ID, *who, "--answer", answer, "--hints", n, "--json").stdout)
        for n in (0, 2)
    ]
    assert [one["score"] for one in scores] == [100, 96]
    assert scores[1]["figures"]["graded"] == 100
    assert "96" in kit("grade", ID, *who, "--answer", answer, "--hints", 2, lang=lang).stdout
