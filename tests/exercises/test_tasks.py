import hashlib
import json
import os
import subprocess
import sys
from functools import cache

import pytest

from kit.errors import BadInput
from kit.exercises import load, open_task, variant

LEASING = load("leasing-data-room")

SCRIPT = """
import hashlib, json
from kit.exercises import load, open_task
text = json.dumps(open_task(load("leasing-data-room"), "lin", "7").public(), ensure_ascii=False)
print(hashlib.sha256(text.encode()).hexdigest())
"""


@cache
def public(trainee, seed):
    return open_task(LEASING, trainee, seed).public()


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
