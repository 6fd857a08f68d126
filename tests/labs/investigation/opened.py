"""Tasks of the shipped investigations; the few used last are kept."""

from functools import lru_cache

from kit.exercises import lab_of, load_all, open_task

SPECS = {spec.id: spec for spec in load_all() if spec.lab == "investigation"}
LEAK, FALSE_ALARM, CHILDREN = "a-familiar-voice", "loud-night", "bags-on-the-pavement"
SHARED, ENDED, NIGHT = "link-in-the-group", "letters-to-a-dead-name", "night-shift"
LAB = lab_of(SPECS[LEAK])


@lru_cache(maxsize=12)
def task(exercise=LEAK, trainee="lin", locale="zh"):
    return open_task(SPECS[exercise], trainee, "7", locale)


def key(exercise=LEAK, trainee="lin"):
    made = task(exercise, trainee)
    return LAB.key(made)


def graded(exercise=LEAK, trainee="lin", **parts):
    """The score of the key with some parts of the report replaced."""
    answer = key(exercise, trainee)
    answer["report"] |= parts
    return LAB.grade(task(exercise, trainee), answer)


def finding(score, part):
    return next(one for one in score.findings if one.item == part)


def codes(found):
    """What a finding says: its own code, then its notes."""
    return [found.code, *(note.code for note in found.notes)]
