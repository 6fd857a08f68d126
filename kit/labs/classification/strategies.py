"""Simple strategies: what somebody scores who does not look at what a field says."""

from collections.abc import Mapping
from typing import Any

from kit.labs.classification.questions import SCHEMES
from kit.labs.classification.scanning import in_scheme, inventoried, scanned
from kit.labs.classification.task import Task
from kit.labs.practice import Answer, Strategy
from kit.labs.variants import Dice

_ALL: Mapping[str, dict[str, str]] = {
    "all_public": {"class": "non_personal"},
    "all_personal": {"class": "personal", "identifier": "quasi", "grade": "3"},
    "all_sensitive": {
        "class": "sensitive",
        "reason": "minor_under_14",
        "category": "minor_under_14",
        "subject": "child",
        "grade": "4",
    },
    "all_internal": {"class": "non_personal", "reason": "internal_process", "grade": "2"}
    | {"company_class": "sensitive"},
}


def nothing(task: Task, _: Dice) -> Answer:
    """Return an empty answer."""
    return task.template()


def at_random(task: Task, dice: Dice) -> Answer:
    """Return answers drawn at random, each of them possible."""
    return _answer(task, {one.key: _random_item(task, dice) for one in task.fields})


def keyword_scanner(task: Task, _: Dice) -> Answer:
    """Return what a scanner of names and sample formats finds."""
    return _answer(
        task,
        {one.key: in_scheme(task.scheme, scanned(one.name, one.samples)) for one in task.fields},
    )


def old_labels(task: Task, _: Dice) -> Answer:
    """Return the classes of the last inventory, or what its rules say of the names shown."""
    items = {}
    for one in task.fields:
        by_name = in_scheme(task.scheme, inventoried(one.name))
        old = one.old or {}
        said = {"class": old["choice"], **old} if "choice" in old else None
        items[one.key] = (in_scheme(task.scheme, said) if said else by_name) | dict(old)
    return _answer(task, items)


def _one_for_all(name: str) -> Strategy:
    def strategy(task: Task, _: Dice) -> Answer:
        same = in_scheme(task.scheme, _ALL[name])
        return _answer(task, {one.key: dict(same) for one in task.fields})

    return strategy


def _random_item(task: Task, dice: Dice) -> dict[str, str]:
    first, *others = SCHEMES[task.scheme]
    lead = dice.pick(first.codes)
    return {first.id: lead} | {one.id: dice.pick(one.fitting(lead)) for one in others}


def _answer(task: Task, items: dict[str, Any]) -> Answer:
    return task.template() | {"fields": items}


STRATEGIES: Mapping[str, Strategy] = {
    "random": at_random,
    "nothing": nothing,
    **{name: _one_for_all(name) for name in _ALL},
    "keyword_scanner": keyword_scanner,
    "old_labels": old_labels,
}
