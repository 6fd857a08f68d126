"""The variant of one trainee is the same as ever; a change of it shows here and nowhere else.

Answers and scores handed in before such a change no longer fit. After a change that is meant,
``python -m tests.exercises.test_golden`` writes the new fingerprints; the change of bytes also
belongs into the changelog.
"""

import hashlib
import json
from pathlib import Path

import pytest

from kit.exercises import lab_of, load, load_all, open_task

GOLDEN = Path(__file__).with_name("golden.json")
TRAINEE, SEED = "lin", "golden"


def fingerprint(exercise):
    """Return the SHA-256 of what a trainee sees of an exercise and of its key."""
    spec = load(exercise)
    task = open_task(spec, TRAINEE, SEED)
    whole = {"task": task.public(), "key": lab_of(spec).key(task)}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("exercise", [spec.id for spec in load_all()])
def test_a_variant_is_the_same_as_ever(exercise):
    kept = json.loads(GOLDEN.read_text("utf-8"))
    assert fingerprint(exercise) == kept[exercise], "meant? see the top of this file"


def test_every_exercise_and_no_other_has_a_fingerprint():
    assert list(json.loads(GOLDEN.read_text("utf-8"))) == [spec.id for spec in load_all()]


if __name__ == "__main__":
    made = {spec.id: fingerprint(spec.id) for spec in load_all()}
    GOLDEN.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
