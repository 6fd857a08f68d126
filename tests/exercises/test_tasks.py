import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache, lru_cache

import pytest

from kit.errors import BadInput
from kit.exercises import lab_of, load, load_all, open_task, variant
from kit.labs.practice import skilled
from kit.labs.variants import Dice

LEASING = load("leasing-data-room")
EVERY = [spec.id for spec in load_all()]
FIELDS = [spec.id for spec in load_all() if spec.lab == "classify_fields"]
TEXTS = [spec.id for spec in load_all() if spec.lab == "find_in_text"]

SCRIPT = """
import hashlib, json
from kit.exercises import load, open_task
text = json.dumps(open_task(load("leasing-data-room"), "lin", "7").public(), ensure_ascii=False)
print(hashlib.sha256(text.encode()).hexdigest())
"""


# One exercise after the other, so that a task is opened once and need not be kept.
every_exercise = pytest.mark.parametrize("exercise", EVERY, scope="module")
every_list_of_fields = pytest.mark.parametrize("exercise", FIELDS, scope="module")


@lru_cache(maxsize=3)
def opened(exercise, trainee, locale):
    return open_task(load(exercise), trainee, "class-7", locale)


@cache
def public(trainee, seed):
    return open_task(LEASING, trainee, seed).public()


def in_english(value):
    """Return public data as an English reader sees it."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return value["en"]
        return {name: in_english(one) for name, one in value.items()}
    return [in_english(one) for one in value] if isinstance(value, list) else value


@every_exercise
def test_variant_items_and_key_are_the_same_in_each_language(exercise):
    spec = load(exercise)
    chinese, english = (opened(exercise, "lin", locale) for locale in ("zh", "en"))
    assert list(chinese.template()[chinese.items]) == list(english.template()[english.items])
    lab = lab_of(spec)
    for task in (chinese, english):
        assert lab.grade(task, lab.key(task)).score == 100
    if exercise not in TEXTS:  # marks are places in a text, and the text differs
        assert chinese.token == english.token
        assert lab.key(chinese) == lab.key(english)


@every_exercise
def test_a_task_says_nothing_of_hints_notes_or_seed(exercise):
    spec, task = load(exercise), opened(exercise, "lin", "zh")
    public = json.dumps(task.public(), ensure_ascii=False)
    told = [*spec.hints, *(note for part in spec.instructor for note in part[1])]
    assert not [words for words in told if words.zh in public or words.en in public]
    assert "class-7" not in public
    assert str(variant("lin", "class-7", exercise).seed("world")) not in public


@every_list_of_fields
def test_the_language_of_the_data_changes_words_and_nothing_else(exercise):
    spec = load(exercise)
    chinese, english = (opened(exercise, "lin", locale) for locale in ("zh", "en"))
    assert chinese.token == english.token
    lab = lab_of(spec)
    assert lab.key(chinese) == lab.key(english)
    for one, other in zip(chinese.fields, english.fields, strict=True):
        assert replace(one, samples=()) == replace(other, samples=())
        if one.type != "string":
            assert one.samples == other.samples
    assert [one.samples for one in chinese.fields] != [one.samples for one in english.fields]
    for one, other in zip(chinese.sheets, english.sheets, strict=True):
        assert replace(one, rows=()) == replace(other, rows=())
        assert len(one.rows) == len(other.rows)
    assert [one.rows for one in chinese.sheets] != [one.rows for one in english.sheets]


@every_list_of_fields
def test_an_answer_earns_the_same_in_both_languages(exercise):
    spec = load(exercise)
    chinese, english = (opened(exercise, "lin", locale) for locale in ("zh", "en"))
    lab = lab_of(spec)
    guess = lab.STRATEGIES["random"](chinese, Dice(3))
    half = skilled(chinese, lab.key(chinese), guess, 50, Dice(4))
    scores = [lab.grade(task, half) for task in (chinese, english)]
    assert scores[0].figures == scores[1].figures
    verdicts = [[(f.item, f.verdict, f.code, f.articles) for f in s.findings] for s in scores]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("trainee", ["lin", "wang"])
@every_exercise
def test_an_english_task_shows_no_chinese_but_on_number_plates(exercise, trainee):
    task = opened(exercise, trainee, "en")
    shown = [json.dumps(in_english(task.public()), ensure_ascii=False)]
    shown += [value for sheet in task.sheets for row in sheet.rows for value in row]
    plate = re.compile(r"[一-鿿][A-Z][· ]?[A-Z0-9]{5,6}")
    assert [one for text in shown for one in re.findall("[一-鿿]+", plate.sub("", text))] == []


def test_the_same_trainee_gets_the_same_task_and_another_gets_another():
    assert public("lin", 7) == public("lin", "7")
    assert public("lin", 7)["variant"] != public("lin", 8)["variant"]
    one, other = public("lin", 7), public("wang", 7)
    assert one["variant"] != other["variant"]
    assert one["fields"] != other["fields"]
    assert len(one["fields"]) == len(other["fields"])


def test_a_task_is_the_same_in_another_process_hash_seed_and_time_zone():
    text = json.dumps(public("lin", "7"), ensure_ascii=False)
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Shanghai", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(text.encode()).hexdigest()


def test_a_name_is_the_same_name_however_it_was_typed():
    composed, decomposed = "Zoë", "Zoe\N{COMBINING DIAERESIS}"
    assert variant(composed, 1, "x") == variant(f"  {decomposed} ", " 1", "x")
    assert variant("lin", 1, "x") != variant("Lin", 1, "x")


@pytest.mark.parametrize(
    ("trainee", "seed"), [("", 1), (" ", 1), ("lin", ""), ("l" * 201, 1), ("lin", "s" * 201)]
)
def test_empty_and_endless_names_are_refused(trainee, seed):
    with pytest.raises(BadInput):
        variant(trainee, seed, "x")


def test_strange_names_work():
    for trainee in ("林晓", "'; drop table", "a\x1fb", "\udcff", "🙂"):
        assert variant(trainee, -5, "x").token
