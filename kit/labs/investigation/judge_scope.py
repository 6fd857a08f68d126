"""Judges whose data is concerned: nobody provable left out, nobody impossible taken in."""

from collections.abc import Iterator
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.labs.investigation.given import Scope
from kit.labs.investigation.judged import Judged, denied, message, missing
from kit.labs.investigation.otherwise import Other
from kit.labs.investigation.right import Right
from kit.labs.investigation.weighing import refs_named
from kit.labs.results import Message

Places = NDArray[np.int64]
COUNT, COUNT_SLACK = 0.15, 0.02
_NEARLY = 0.995
WIDE, FADES = 1.25, 0.6
"""To name many more than are concerned is careful and tells little: from this ratio on a scope
earns the less the wider it is, by this power of the ratio."""
_NAMED = 4
OPEN = 1.05
"""From this ratio of possible to provable on, it is said that the evidence leaves people open."""


def judge_scope(right: Right, given: Scope | None, places: Places, everybody: int) -> Judged:
    """Return the verdict on whose data is concerned.

    Args:
        right: What is right.
        given: The answer; None if it is said not to apply.
        places: Whom it names, each once.
        everybody: How many customers there are.
    """
    if given is not None and not given.parts and given.count is None:
        return missing("scope")
    if not right.real:
        empty = given is None or (not len(places) and not given.count)
        code = "scope.nothing" if empty else "scope.needless"
        return Judged("scope", float(empty), "right" if empty else "over", code)
    if given is None:
        return denied("scope")
    if not len(places):
        return Judged("scope", 0.0, "under", "scope.empty")
    return _judged(right, given, places, everybody)


def _judged(right: Right, given: Scope, places: Places, everybody: int) -> Judged:
    reach = right.reach
    found = len(np.intersect1d(places, reach.provable, assume_unique=True))
    fitting = len(np.intersect1d(places, reach.possible, assume_unique=True))
    recall, precision = found / max(1, len(reach.provable)), fitting / len(places)
    low, high = len(reach.provable), len(reach.possible)
    slack = floor(COUNT_SLACK * len(places))
    counted = given.count is not None and any(
        abs(given.count - len(places) * each) <= slack * each for each in {1, right.owing.sample}
    )
    quality = recall * precision
    values: dict[str, Any] = {
        "named": len(places),
        "missed": low - found,
        "wrong": len(places) - fitting,
        "provable": low,
        "possible": high,
        "rows": reach.rows,
        "count": "–" if given.count is None else given.count,
        "recall": f"{recall:.0%}",
        "precision": f"{precision:.0%}",
    }
    met = recall >= _NEARLY and precision >= _NEARLY
    share = (1 - COUNT) * (1.0 if met else quality) + COUNT * quality * counted
    if met and counted:
        share = 1.0
    base = max(low, len(reach.exposed), 1)
    width = len(places) / (len(_borne(right, places)) if met else base)
    vague = met and width > WIDE
    share *= min(1.0, WIDE / width) ** FADES
    return Judged(
        "scope",
        share,
        "acceptable" if vague else "right" if met else "under" if recall < precision else "over",
        "scope.vague" if vague else _code(met, recall, precision, len(places) == everybody),
        values,
        tuple(_notes(right, given, counted, values, places)),
        details={"recall": round(recall, 4), "precision": round(precision, 4)},
    )


def _taken(right: Right, places: Places) -> list[Other]:
    """Return the other lists, left open by the evidence, that a scope takes in whole."""
    return [one for one in right.others if np.isin(one.places, places).all()]


def _borne(right: Right, places: Places) -> Places:
    """Return who is concerned, with those on the other lists that a scope takes in."""
    return np.unique(
        np.concatenate([right.reach.exposed, *(one.places for one in _taken(right, places))])
    )


def _code(met: bool, recall: float, precision: float, everyone: bool) -> str:
    if met:
        return "scope.right"
    if everyone:
        return "scope.everyone"
    if not recall:
        return "scope.others"
    if recall < _NEARLY:
        return "scope.missed" if precision >= _NEARLY else "scope.both"
    return "scope.wide"


def _notes(
    right: Right, given: Scope, counted: bool, values: dict[str, Any], places: Places
) -> Iterator[Message]:
    """Yield what is to be said of the number, and of those whom the evidence leaves open."""
    if not counted:
        yield _count_note(right, given, values)
    if len(right.reach.possible) > OPEN * len(right.reach.provable):
        yield message("scope.open", **values)
    taken = [one.ref for one in _taken(right, places)]
    if taken:
        yield message("scope.other", names=refs_named(taken[:_NAMED]), count=len(taken))


def _count_note(right: Right, given: Scope, values: dict[str, Any]) -> Message:
    if given.count is None:
        return message("scope.no_count", "warn", **values)
    rows = right.reach.rows
    as_rows = abs(given.count - rows) <= COUNT_SLACK * rows and rows > len(right.reach.possible)
    return message("scope.rows" if as_rows else "scope.count_is", "warn", **values)
