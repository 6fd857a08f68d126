"""Checks the form of what a page sends, before anything is done about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from kit.errors import BadInput

KEY_LENGTH = 64
LARGEST = 2**53  # of the numbers that a script writes without loss
NAMES = ("exercise", "item", "key", "locale")
TEXTS = ("nickname", "text")
NUMBERS = ("attempt", "person")
OPTIONAL = ("item",)
"""May also be null, where nothing needs it."""


def check_envelope(message: Mapping[str, Any], needed: Iterable[str]) -> None:
    """Say so if a message lacks a part or has one of the wrong kind.

    Args:
        message: What the page sent.
        needed: The parts that this kind of message must have.

    Raises:
        BadInput: With the name of the first part that is wrong.
    """
    for name in needed:
        if name not in message or (message[name] is None and name != "value"):
            raise BadInput("view.bad_message", part=name)
    for name, value in message.items():
        if name in OPTIONAL and value is None:
            continue
        wrong = (
            (name in NAMES and not is_text(value))
            or (name in TEXTS and not isinstance(value, str))
            or (name in NUMBERS and not _is_number(value))
        )
        if wrong:
            raise BadInput("view.bad_message", part=name)
    if len(message.get("key", "")) > KEY_LENGTH:
        raise BadInput("view.bad_message", part="key")


def is_text(value: Any) -> bool:
    """Return whether something is text that can be stored: no half of a character alone."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST
