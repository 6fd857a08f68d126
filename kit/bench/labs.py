"""How long labs take to make and grade a task, against writing the same task as JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import Any

from kit import exercises
from kit.bench.measure import Result, best_seconds, share
from kit.exercises.baselines import tasks
from kit.exercises.tasks import build_company
from kit.labs.spec import Spec
from kit.labs.variants import variant

ITEMS = {"classify_fields": 200, "find_in_text": 2000, "sort_out": 2000}
"""Items of the largest task that must not lag; labs that are not named keep their own size."""
GRADE_MILLISECONDS = 100


def labs() -> Result:
    """Making and grading of every lab; grading must stay under 100 ms at the largest size."""
    return {lab: _lab(lab) for lab in exercises.LABS} | {"wanted": GRADE_MILLISECONDS}


def _lab(name: str) -> Result:
    spec = max((one for one in exercises.load_all() if one.lab == name), key=lambda one: one.size)
    lab, task = exercises.lab_of(spec), next(tasks(spec, 1))
    large = enlarged(task, ITEMS.get(name, 0))
    answer = lab.key(large)
    make, grade, as_json = best_seconds(
        _making(spec),
        lambda: lab.grade(large, answer),
        lambda: json.dumps(large.public(), ensure_ascii=False),
    )
    return {
        "exercise": spec.id,
        "items": len(answer[large.items]),
        "score_of_key": lab.grade(large, answer).score,
        "make_milliseconds": round(1000 * make, 1),
        "grade_milliseconds": round(1000 * grade, 1),
        "grade_ratio": share(grade, as_json),
    }


def enlarged(task: Any, count: int) -> Any:
    """Return a task with its items repeated under new keys until there are so many of them.

    Args:
        task: A task whose items stand in an attribute of the name ``task.items``.
        count: How many; fewer than the task has: it stays as it is.
    """
    items = getattr(task, task.items)
    if count <= len(items):
        return task
    pairs = zip(range(count), cycle(items), strict=False)
    many = (replace(one, key=f"x{number:04}") for number, one in pairs)
    return replace(task, **{task.items: tuple(many)})


def _making(spec: Spec[Any]) -> Callable[[], Any]:
    """Return the work of making a task when the company is there already."""
    own = variant("bench", "trainee", spec.id)
    company = build_company(spec, own.seed("world"))
    return lambda: exercises.lab_of(spec).make(company, spec, own)
