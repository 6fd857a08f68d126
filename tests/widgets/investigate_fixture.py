"""A small case, the same for everybody, so that tests of its view need not make one each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kit import exercises
from kit.exercises.tasks import open_task
from kit.labs import investigation
from kit.labs.results import Score
from kit.widgets.engine import Engine

EXERCISE = "not-our-colleague-any-more"
SIZE, STAFF = 300, 30


class CaseEngine(Engine):
    """An engine with one exercise of the investigation lab, and one case of it.

    Args:
        guided: Whether each part can be checked on the way.
    """

    def __init__(self, guided: bool = False) -> None:
        self.guided = guided

    def ids(self, lab: str) -> list[str]:
        return [EXERCISE]

    def counted(self, lab: str) -> list[str]:
        return [EXERCISE]

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        return [one for one in super().catalogue(lab) if one["id"] == EXERCISE]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> Any:
        return case(self.guided, locale)

    def grade(self, task: Any, answer: Mapping[str, Any]) -> Score:
        return investigation.grade(task, answer)


@lru_cache
def case(guided: bool, locale: str) -> Any:
    """Return the case in a language; both languages have the same truth."""
    spec = exercises.load(EXERCISE)
    blueprint = spec.blueprint.model_copy(update={"staff": STAFF, "days_before": 5})
    changes = {"size": SIZE, "guided": guided, "blueprint": blueprint}
    return open_task(spec.model_copy(update=changes), "fixture", 3, locale)


def right(task: Any) -> dict[str, Any]:
    """Return the parts of a perfect report."""
    return dict(investigation.key(task)["report"])


def accounts(task: Any) -> list[str]:
    """Return the accounts of a perfect report."""
    return list(right(task)["who"]["accounts"])


def asked(lab: Any, talk: Any, **question: Any) -> dict[str, Any]:
    """Return the reply to a question of the page."""
    [reply] = talk(lab).say(type="ask_desk", ask=1, **question)
    assert (reply["type"], reply["ask"]) == ("told", 1)
    return dict(reply)


def found(lab: Any, talk: Any, **question: Any) -> Any:
    """Return what a question of the page finds."""
    return asked(lab, talk, **question)["data"]


def save(lab: Any, item: str, value: Any, key: str = "k1") -> dict[str, Any]:
    """Return the message that stores a part of the report."""
    attempt = lab.page["attempt"]["id"]
    return {"type": "save", "key": key, "attempt": attempt, "item": item, "value": value}


def is_(column: str, *values: str) -> dict[str, Any]:
    """Return a query for any of some values of a column."""
    return {"conditions": [{"column": column, "op": "is", "values": list(values)}]}
