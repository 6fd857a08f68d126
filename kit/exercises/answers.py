"""Reads an answer file: one clear message for whatever may be wrong with it."""

import json
from pathlib import Path
from typing import Any, NoReturn

from kit.errors import BadInput
from kit.labs.answers import shown

LARGEST_BYTES = 1_000_000


def read_answer(path: Path) -> Any:
    """Return the JSON of an answer file.

    Raises:
        BadInput: Unreadable, too large, not UTF-8 or not JSON.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            "exercise.answer_unreadable", file=str(path), problem=error.strerror or ""
        ) from error
    return parse_answer(raw, str(path))


def parse_answer(raw: bytes, file: str) -> Any:
    """Return the JSON of an answer.

    Args:
        raw: The bytes of the file.
        file: What to call it in messages.

    Raises:
        BadInput: Too large, not UTF-8, not JSON, nested too deeply, a key twice, NaN or infinity.
    """
    if len(raw) > LARGEST_BYTES:
        raise BadInput("exercise.answer_too_large", file=file, limit=LARGEST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("exercise.answer_not_utf8", file=file, byte=error.start) from error
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise BadInput(
            "exercise.answer_not_json", file=file, line=error.lineno, column=error.colno
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadInput("exercise.answer_not_plain", file=file) from error


def _no_number(text: str) -> NoReturn:
    raise BadInput("exercise.answer_not_a_number", found=text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadInput("exercise.answer_twice", key=shown(twice))
    return whole
