"""An exercise with any number of made-up fields to grade, for views."""

from dataclasses import replace
from typing import Any

from kit.labs.classification import grade, key
from kit.labs.classification.questions import REASONS
from kit.labs.classification.task import Task
from kit.widgets.engine import Engine
from tests.labs.made_tasks import field, label, task

BOTH = {"zh": "很多字段", "en": "Many fields"}
DOUBTFUL = label("linked_to_person", "personal", also_accept=("sensitive",))


class ManyFields(Engine):
    """One exercise, graded 1 to 4.

    Args:
        count: How many fields.
        doubtful: Whether they are judgement calls.
    """

    def __init__(self, count: int, doubtful: bool = False) -> None:
        labels = [label(reason, one) for reason, classes in REASONS.items() for one in classes]
        truths = [DOUBTFUL] * count if doubtful else (labels * count)[:count]
        fields = [replace(field(n, truth), key=f"f{n:03}") for n, truth in enumerate(truths, 1)]
        self._made = replace(task([], "grades"), fields=tuple(fields), head=self._head())

    def _head(self) -> dict[str, Any]:
        return {
            "titles": BOTH,
            "intro": BOTH,
            "objectives": [BOTH],
            "profile": "leasing",
            "profile_titles": BOTH,
            "deal_form": "business_sale",
            "difficulty": "expert",
            "minutes": 20,
            "guided": False,
            "law": ["PIPL-4"],
            "hints": {"count": 0, "cost": 0},
        }

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        head = self._head()
        shown = ("titles", "profile_titles", "difficulty", "guided", "minutes")
        return [{"id": "many", **{name: head[name] for name in shown}}]

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return []

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> Task:
        return replace(self._made, exercise=exercise, token=f"{trainee[:4]}-{seed}")

    def grade(self, made: Any, answer: Any) -> Any:
        return grade(made, answer)

    def key(self, made: Any) -> dict[str, Any]:
        return key(made)
