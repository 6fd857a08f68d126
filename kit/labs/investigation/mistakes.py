"""Usual misconceptions: which parts of a report each gets wrong, and how they are recognised."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from kit.labs.investigation.beliefs import BELIEFS
from kit.labs.investigation.given import Desk, Scope, When, read_part
from kit.labs.investigation.judge_when import common
from kit.labs.investigation.judged import Judged
from kit.labs.investigation.judging import judge_value, named_in
from kit.labs.investigation.task import Task
from kit.labs.practice import Mistake
from kit.leaks.schedule import millis

Places = NDArray[np.int64]
_ALIKE, _SAME_TIME, _SAME_COUNT = 0.95, 0.85, 0.02
_KEPT: dict[int, "Wrong"] = {}


@dataclass(frozen=True)
class Wrong:
    """What each misconception gets wrong in a task.

    Attributes:
        values: The wrong values by misconception and part; only those that cost something.
        places: For each wrong scope, whom it names.
    """

    values: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, Places]


def wrong(task: Task) -> Wrong:
    """Return what each misconception gets wrong in a task; kept for as long as the task is."""
    known = _KEPT.get(id(task))
    if known is None:
        known = _KEPT[id(task)] = _wrong(task)
        finalize(task, _KEPT.pop, id(task), None)
    return known


def _wrong(task: Task) -> Wrong:
    values: dict[str, dict[str, Any]] = {}
    places: dict[str, Places] = {}
    for name, believes in BELIEFS.items():
        reported = believes(task)
        values[name] = {
            part: reported[part]
            for part in task.asks
            if part in reported and judge_value(task, part, reported[part]).severity != "ok"
        }
        scope = read_part("scope", values[name]["scope"]) if "scope" in values[name] else None
        if isinstance(scope, Scope):
            places[name] = named_in(task, scope, Desk())
    return Wrong(values, places)


def recognised(task: Task, one: Judged, value: Mapping[str, Any], desk: Desk) -> str | None:
    """Return the misconception that a wrong part shows: one that says the same, or nearly so."""
    if one.severity == "ok":
        return None
    known = wrong(task)
    saying = {name: parts[one.part] for name, parts in known.values.items() if one.part in parts}
    exactly = next((name for name, said in saying.items() if said == value), None)
    if exactly:
        return exactly
    made = read_part(one.part, value)
    if isinstance(made, Scope):
        return _same_people(known, made, named_in(task, made, desk))
    return next((name for name, said in saying.items() if _alike(one.part, made, said)), None)


def _same_people(known: Wrong, made: Scope, places: Places) -> str | None:
    for name, others in known.places.items():
        both = len(np.intersect1d(places, others, assume_unique=True))
        either = len(places) + len(others) - both
        stated = known.values[name]["scope"]["count"]
        near = made.count is not None and abs(made.count - stated) <= _SAME_COUNT * stated
        if either and both >= _ALIKE * either and near:
            return name
    return None


def _alike(part: str, made: Any, said: Mapping[str, Any]) -> bool:
    other = read_part(part, said)
    if made is None or other is None:
        return made is other
    if isinstance(made, When) and isinstance(other, When):
        if None in (made.since, made.until, other.since, other.until):
            return False
        ends = [millis(at) for at in (made.since, made.until, other.since, other.until) if at]
        return common(*ends) >= _SAME_TIME
    return bool(_plain(made) == _plain(other))


def _plain(made: Any) -> Any:
    """Return what a part says, whatever the order of its lists and whatever its remarks."""
    said = made.model_dump(mode="json")
    if "pins" in said:
        return {one["ref"] for one in said["pins"]}
    return {
        name: sorted(map(str, value)) if isinstance(value, list) else value
        for name, value in said.items()
    }


def _mistake(name: str) -> Mistake:
    return lambda task: dict(wrong(task).values[name])


MISTAKES: Mapping[str, Mistake] = {name: _mistake(name) for name in BELIEFS}
"""The wrong values of each misconception, only where they cost something."""
