"""Writes answers from what is right: the whole of it, or some of it as a mistake would have it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.labs.investigation.given import NONE, moment
from kit.labs.investigation.owing import code_of
from kit.labs.investigation.task import ITEMS, Task
from kit.leaks.dates import clock
from kit.organisation.incident import Duty

Places = NDArray[np.int64]


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    perfect = task.template()
    for part in task.asks:
        perfect[ITEMS][part] = right_part(task, part)
    return perfect


def right_part(task: Task, part: str) -> dict[str, Any]:
    """Return the right value of one part."""
    right = task.right
    if part == "what":
        return {"type": right.type, "ground": right.ground}
    if part == "evidence":
        return pins(task.right.proof.best)
    return _RIGHT[part](task) if right.real else dict(NONE)


def of_people(task: Task, places: Places, count: int | None = None) -> dict[str, Any]:
    """Return a scope of these people, their number stated rightly if not given."""
    text = " ".join(task.evidence.book.ids(places))
    stated = len(places) if count is None else count
    return {"parts": [{"kind": "ids", "text": text}], "count": stated}


def of_time(since: int, until: int) -> dict[str, Any]:
    """Return a window as an answer writes it."""
    return {"since": moment(clock(since)), "until": moment(clock(until))}


def of_duties(owed: Sequence[Duty]) -> dict[str, Any]:
    """Return duties as an answer lists them."""
    return {
        "list": [
            {"duty": one.code, "owed_by": _bearer(one), "clock": code_of(one.clock)} for one in owed
        ]
    }


def pins(refs: Sequence[str]) -> dict[str, Any]:
    """Return pieces of evidence as an answer pins them."""
    return {"pins": [{"ref": ref, "remark": ""} for ref in refs]}


def _bearer(duty: Duty) -> str:
    """Return who owes it; where nobody does any more, the first who may be named as well."""
    return next(one for one in (duty.owed_by, *duty.also_accept) if one != "nobody")


def _who(task: Task) -> dict[str, Any]:
    right = task.right
    hand = right.hands[0]
    return {"accounts": [] if hand == "nobody" else list(right.accounts), "hand": hand}


def _sensitive(task: Task) -> dict[str, Any]:
    kinds, children = sorted(task.right.sensitive), task.right.children
    return {"kinds": kinds, "children": "yes" if children else "no"}


_RIGHT: Mapping[str, Callable[[Task], dict[str, Any]]] = {
    "who": _who,
    "when": lambda task: of_time(*task.right.windows[0]),
    "how": lambda task: {"channel": task.right.channels[0], "control": task.right.control},
    "scope": lambda task: of_people(task, task.right.reach.exposed),
    "sensitive": _sensitive,
    "ongoing": lambda task: {"answer": task.right.ongoing[0]},
    "duties": lambda task: of_duties(task.right.owing.owed),
}
