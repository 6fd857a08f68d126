"""Words of what leaks leave behind, in both languages."""

import re
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.leaks.wording import report_text, wording

ENTRIES = [
    (section, key, words)
    for file in (files("kit.leaks") / "words").iterdir()
    if file.name.endswith(".toml")
    for section, entries in tomllib.loads(file.read_text("utf-8")).items()
    for key, words in entries.items()
]
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!](\s|$)|[\u4e00-\u9fff]\.(\s|$)")
TIGHT = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")


def placeholders(text):
    return {(name, kind) for _, name, kind, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("section", "key", "words"), ENTRIES, ids=lambda value: str(value)[:40])
def test_both_languages_say_the_same_things(section, key, words):
    assert set(words) == {"zh", "en"}
    assert placeholders(words["zh"]) == placeholders(words["en"])
    assert not HALF_WIDTH.search(words["zh"])
    if key != "path":
        assert not TIGHT.search(words["zh"])


def test_words_belong_to_leaks_that_there_are():
    assert {section for section, _, _ in ENTRIES} <= {*LEAKS, *LOOK_ALIKES, "reports"}


def test_words_are_filled_in():
    assert wording("lost_laptop", "ticket", "en").startswith("Laptop lost")
    assert "D00007" in report_text("parcel_missing", "zh", item="D00007")


def test_words_that_are_not_there_are_an_error():
    with pytest.raises(KeyError):
        wording("lost_laptop", "no_such_text", "zh")
