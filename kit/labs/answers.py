"""Checks the outer form of an answer, the same for every lab, with errors that name the key."""

from collections.abc import Collection, Mapping
from typing import Any

from kit.errors import BadInput
from kit.labs.task import BaseTask

_SHOWN = 60
_LISTED = 8


def check_envelope(answer: Any, exercise: str, token: str, items: str) -> Mapping[str, Any]:
    """Return the items of an answer that belongs to this exercise and variant.

    Args:
        answer: What was read, of any type.
        exercise: Id of the exercise.
        token: Public name of the variant.
        items: Key of the items, e.g. ``"fields"``.

    Raises:
        BadInput: Wrong shape, missing or unknown keys, another exercise or variant.
    """
    whole = check_object(answer, "answer")
    if whole.get("exercise", exercise) != exercise:  # said first: its other keys differ too
        raise BadInput(
            "exercise.answer_other_exercise", found=shown(whole["exercise"]), wanted=exercise
        )
    check_keys(whole, ("exercise", "variant", items), "answer")
    if whole["variant"] != token:
        raise BadInput("exercise.answer_other_variant", found=shown(whole["variant"]), wanted=token)
    return check_object(whole[items], items)


def checked_choices(
    task: BaseTask, answer: Any, allowed: Mapping[str, Mapping[str, Collection[str]]]
) -> dict[str, dict[str, str | None]]:
    """Return the answers to a task whose items each have parts that offer codes to choose from.

    Args:
        task: The task.
        answer: What was read, of any type.
        allowed: The codes of each part of each item.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    items = check_envelope(answer, task.exercise, task.token, task.items)
    check_keys(items, allowed, task.items)
    given = {}
    for name, parts in allowed.items():
        where = f"{task.items}.{name}"
        one = check_object(items[name], where)
        check_keys(one, parts, where)
        given[name] = {
            part: check_choice(one[part], codes, f"{where}.{part}") for part, codes in parts.items()
        }
    return given


def check_object(value: Any, where: str) -> Mapping[str, Any]:
    """Return the value if it is a JSON object.

    Raises:
        BadInput: If it is anything else.
    """
    if not isinstance(value, Mapping):
        raise BadInput("exercise.answer_not_object", where=where, found=shown(value))
    return value


def check_keys(found: Mapping[str, Any], wanted: Collection[str], where: str) -> None:
    """Raise unless the object has exactly the wanted keys."""
    missing = [key for key in wanted if key not in found]
    if missing:
        raise BadInput("exercise.answer_missing", where=where, names=_listed(missing))
    unknown = [key for key in found if key not in wanted]
    if unknown:
        raise BadInput(
            "exercise.answer_unknown", where=where, names=_listed(unknown), wanted=_listed(wanted)
        )


def check_choice(value: Any, allowed: Collection[str], where: str) -> str | None:
    """Return the value if it is one of the allowed codes, or None for "not answered".

    Raises:
        BadInput: If it is anything else.
    """
    if value is None or (isinstance(value, str) and value in allowed):
        return value
    raise BadInput(
        "exercise.answer_wrong_value",
        where=where,
        found=shown(value),
        allowed=", ".join(allowed),
    )


def shown(value: Any) -> str:
    """Return a short form of any value for a message.

    >>> shown("x" * 100_000)[-1], len(shown("x" * 100_000))
    ('…', 61)
    """
    if isinstance(value, str):
        text = f'"{value}"' if len(value) < _SHOWN else f'"{value[: _SHOWN + 2]}'
    elif isinstance(value, Mapping):
        text = "{…}" if value else "{}"
    elif isinstance(value, (list, tuple)):
        text = "[…]" if value else "[]"
    elif isinstance(value, bool) or value is None:
        text = {True: "true", False: "false", None: "null"}[value]
    else:
        text = "…" if isinstance(value, int) and value.bit_length() > 256 else str(value)
    return text if len(text) <= _SHOWN + 2 else text[:_SHOWN] + "…"


def _listed(names: Collection[str]) -> str:
    first = ", ".join(str(name)[:_SHOWN] for name in list(names)[:_LISTED])
    return first if len(names) <= _LISTED else f"{first} … ({len(names)})"
