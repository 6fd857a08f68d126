from time import process_time

import pytest

from kit.errors import BadInput
from kit.exercises import LABS, load, load_all, load_file
from kit.i18n import explain
from kit.resources import exercises_dir

SHIPPED = sorted(exercises_dir().glob("*/*/exercise.toml"))


def test_there_is_an_exercise_for_every_company():
    assert {spec.profile for spec in load_all()} == {"leasing", "sanitary_ware", "swim_school"}
    assert len(SHIPPED) == len(load_all())
    assert all(spec.lab in LABS for spec in load_all())


def test_every_lab_serves_the_same_calls():
    for lab in LABS.values():
        for call in ("Blueprint", "make", "grade", "key", "render"):
            assert callable(getattr(lab, call))
        assert "random" in lab.STRATEGIES
        assert lab.MISTAKES


def test_an_unknown_exercise_is_named_with_where_all_are():
    with pytest.raises(BadInput) as caught:
        load("zzz")
    assert "zzz" in explain(caught.value, "en")
    assert "kit exercise list" in explain(caught.value, "en")


BREAKS = {
    "a key misspelt": ("minutes = ", "minuets = ", "min"),
    "a key missing": ("pass_mark = 80\n", "", "pass_mark"),
    "a number out of range": ('"practitioner"', '"heroic"', "difficulty"),
    "text for a number": ("minutes = 12", 'minutes = "soon"', "minutes"),
    "an unknown lab": ('"classify_fields"', '"juggle"', "classify_fields"),
    "an unknown company": ('profile = "leasing"', 'profile = "bakery"', "sanitary_ware"),
    "an unknown rule": ('"PIPL-23"', '"PIPL-999"', "law[1]"),
    "another folder's id": ('id = "leasing-data-room"', 'id = "other-room"', "leasing-data-room"),
    "an unknown class": ('class = "sensitive"', 'class = "secret"', "blueprint.slots["),
    "an unknown trap": ('trap = "third_party"', 'trap = "quicksand"', "blueprint.slots["),
    "more shared names than fields": (
        "sensitive = 5 }",
        "sensitive = 19 }",
        "shared_names.sensitive <= 6",
    ),
    "broken TOML": ("[titles]", "[titles", "TOML"),
    "an empty title": ('en = "Classify the fields before the handover"', 'en = ""', "titles.en"),
}


@pytest.mark.parametrize("breaking", BREAKS)
def test_an_error_names_file_key_and_fix(tmp_path, breaking):
    before, after, named = BREAKS[breaking]
    text = next(path for path in SHIPPED if path.parent.name == "leasing-data-room").read_text(
        "utf-8"
    )
    assert before in text
    path = tmp_path / "leasing-data-room" / "exercise.toml"
    path.parent.mkdir()
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_file(path)
    for locale in ("zh", "en"):
        assert str(path) in explain(caught.value, locale)
        assert named in explain(caught.value, locale)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path):
    for path in (tmp_path / "exercise.toml", tmp_path):
        with pytest.raises(BadInput) as caught:
            load_file(path)
        assert str(path) in explain(caught.value, "zh")
    binary = tmp_path / "x.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput):
        load_file(binary)


BOMBS = {
    "brackets": "x = " + "[" * 5000,
    "tables in tables": "x = " + "{a = " * 5000,
    "an endless number": "x = " + "9" * 6000,
    "an endless key": "a." * 60_000 + "a = 1",
    "a megabyte": "# " + "x" * 1_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_made_to_choke_on_is_one_message_at_once(tmp_path, bomb):
    path = tmp_path / "exercise.toml"
    path.write_text(BOMBS[bomb], encoding="utf-8")
    start = process_time()
    with pytest.raises(BadInput) as caught:
        load_file(path)
    assert process_time() - start < 2
    for locale in ("zh", "en"):
        message = explain(caught.value, locale)
        assert str(path) in message
        assert len(message) < 500


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    shipped = SHIPPED[0]
    path = tmp_path / shipped.parent.name / "exercise.toml"
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + shipped.read_bytes())
    assert load_file(path) == load_file(shipped)
