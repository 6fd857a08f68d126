"""What the tasks of all labs have in common: whose they are, and the outer form of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BaseTask:
    """One trainee's variant of an exercise; a lab adds its items and what they stand in.

    Attributes:
        exercise: Exercise id.
        lab: Lab name.
        head: What every task shows of its exercise (`kit.labs.head`).
        pass_mark: The least score that passes.
        token: Public name of the variant; an answer repeats it.
    """

    exercise: str
    lab: str
    head: Mapping[str, Any]
    pass_mark: int
    token: str

    @property
    def items(self) -> str:
        """Return the key of the items in an answer, e.g. ``"fields"``."""
        raise TypeError("a lab names its items")

    def shown(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """Return the public side of a task.

        Args:
            own: What only this lab shows.
        """
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            **self.head,
            "pass_mark": self.pass_mark,
            "variant": self.token,
            **own,
        }

    def answer(self, items: Mapping[str, Any]) -> dict[str, Any]:
        """Return items in the form of a whole answer."""
        return {"exercise": self.exercise, "variant": self.token, self.items: dict(items)}


def answer_schema(
    task: BaseTask, items: Mapping[str, Any], definitions: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an answer to a task.

    Args:
        task: The task.
        items: The schema of each item.
        definitions: What those refer to as ``#/$defs/…``.
    """
    whole = closed(
        {
            "exercise": {"const": task.exercise},
            "variant": {"const": task.token},
            task.items: closed(items),
        }
    )
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}
    return schema | {"$defs": dict(definitions)} if definitions else schema


def closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
