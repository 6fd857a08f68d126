"""Simple strategies and usual mistakes of whoever sorts alerts."""

from collections.abc import Mapping
from typing import Any

from kit.labs.practice import Answer, Mistake, Strategy
from kit.labs.triage.alerts import Alert
from kit.labs.triage.task import VERDICTS, Task
from kit.labs.variants import Dice

_SMALL = 12
_FEW = 5
"""The budget over this is how many harmless alerts a mistake calls real, at most three."""


def _few(task: Task) -> int:
    return max(1, min(3, task.budget // _FEW))


def _random(task: Task, dice: Dice) -> Answer:
    # Mixed with the key and every mistake, a guess stays within a small budget too.
    left = task.budget - len(task.incidents) - 2 * _few(task)
    looks = task.budget // 2 if task.budget > _SMALL else min(left, task.budget // 2)
    some = dice.sample([one.key for one in task.alerts], looks)
    return task.judged({key: dice.pick(VERDICTS) for key in some})


def _severest(task: Task, dice: Dice) -> Answer:
    """Call real whatever the rules think most severe."""
    order = sorted(task.alerts, key=lambda one: (-one.severity, -one.found.people, one.key))
    return task.judged({one.key: "real" for one in order[: task.budget]})


def _loudest(task: Task, dice: Dice) -> Answer:
    """Call real whatever concerns most people."""
    order = sorted(task.alerts, key=lambda one: (-one.found.people, one.key))
    return task.judged({one.key: "real" for one in order[: task.budget]})


def _first(task: Task, dice: Dice) -> Answer:
    return task.judged({one.key: "real" for one in task.alerts[: task.budget]})


def _nothing(task: Task, dice: Dice) -> Answer:
    return task.judged({one.key: "harmless" for one in task.alerts[: task.budget]})


STRATEGIES: Mapping[str, Strategy] = {
    "random": _random,
    "severest": _severest,
    "loudest": _loudest,
    "first": _first,
    "nothing": _nothing,
}
"""What needs no look."""


def _paper_trail(task: Task) -> Mapping[str, Any]:
    """What looks like a leak is one, whatever the tickets say."""
    return _called(task, [one for one in task.alerts if one.causes and not task.real(one)], "real")


def _night_is_guilt(task: Task) -> Mapping[str, Any]:
    """Whoever works at night, or from elsewhere, has something to hide."""
    rules = ("at_night", "new_address", "failed_logons")
    found = [one for one in task.alerts if one.rule in rules and not task.real(one)]
    return _called(task, found, "real")


def _small_is_harmless(task: Task) -> Mapping[str, Any]:
    """A handful of customers is nothing: leaks are large."""
    keys = task.first_of_each
    half = sorted(one.found.people for one in keys)[len(keys) // 2]
    return _called(task, [one for one in keys if one.found.people < half], "harmless")


def _right_is_right(task: Task) -> Mapping[str, Any]:
    """Whoever holds the right does no wrong."""
    joined = ("without_right", "gone_and_active", "api_elsewhere", "something_lost")
    return _called(task, [one for one in task.first_of_each if one.rule not in joined], "harmless")


def _called(task: Task, alerts: list[Alert], verdict: str) -> dict[str, Any]:
    most = _few(task) if verdict == "real" else len(alerts)
    return {one.key: {"verdict": verdict} for one in alerts[:most]}


MISTAKES: Mapping[str, Mistake] = {
    "paper_trail": _paper_trail,
    "night_is_guilt": _night_is_guilt,
    "small_is_harmless": _small_is_harmless,
    "right_is_right": _right_is_right,
}
"""The usual ones."""


def mistake_of(task: Task, key: str, verdict: str | None) -> str | None:
    """Return the first usual mistake that leads to a verdict on an alert; None if none does."""
    given = {"verdict": verdict}
    return next((name for name, wrong in MISTAKES.items() if wrong(task).get(key) == given), None)
