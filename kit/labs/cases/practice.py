"""Simple strategies and usual mistakes of whoever reads about others' cases."""

from collections.abc import Mapping
from typing import Any

from kit.labs.cases.study import NONE, OPEN
from kit.labs.cases.task import Question, Task
from kit.labs.practice import Answer, Mistake, Strategy
from kit.labs.variants import Dice

_MISTAKES = ("claims_are_facts", "guesses_how", "rows_for_people", "duty_ends", "blames_one")


def _random(task: Task, dice: Dice) -> Answer:
    return task.chosen({one.key: dice.pick(one.codes) for one in task.questions})


def _longest(task: Task, dice: Dice) -> Answer:
    """Take the option with the longest text: it is often the careful one."""
    return _each(task, lambda one: max(one.codes, key=lambda code: len(one.titles(code)["zh"])))


def _no_leak(task: Task, dice: Dice) -> Answer:
    """Say that nothing fits wherever that is offered, else take the first option."""
    return _each(task, lambda one: next((c for c in (NONE, OPEN) if c in one.codes), one.codes[0]))


def _first(task: Task, dice: Dice) -> Answer:
    return _each(task, lambda one: one.codes[0])


def _each(task: Task, choose: Any) -> Answer:
    return task.chosen({one.key: choose(one) for one in task.questions})


STRATEGIES: Mapping[str, Strategy] = {
    "random": _random,
    "first": _first,
    "longest": _longest,
    "no_leak": _no_leak,
}
"""What needs no reading."""


def _mistake(name: str) -> Mistake:
    def answers(task: Task) -> dict[str, Any]:
        pairs = ((one.key, _of(one, name)) for one in task.questions)
        return {key: {"choice": code} for key, code in pairs if code}

    return answers


def _of(question: Question, name: str) -> str | None:
    return next((one.code for one in question.options if one.mistake == name), None)


MISTAKES: Mapping[str, Mistake] = {name: _mistake(name) for name in _MISTAKES}
"""Takes a claim for a fact, fills in how it happened, counts rows as people, thinks that a duty
ends with the company, looks for one culprit where a control was missing."""
