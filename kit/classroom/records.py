"""Records about people and their attempts, and how they come out of rows of the store."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from kit.errors import BadInput

NICKNAME_LENGTH = 24


@dataclass(frozen=True)
class Person:
    """Somebody who learns on this computer, under a name of their own choice."""

    id: int
    key: str
    nickname: str
    locale: str
    created: datetime


@dataclass(frozen=True)
class Attempt:
    """One go at an exercise; `seed` and the person's key fix its variant."""

    id: int
    person: int
    exercise: str
    number: int
    seed: int
    fingerprint: str
    started: datetime
    submitted: datetime | None


@dataclass(frozen=True)
class Event:
    """One thing done in an attempt; `value` is JSON, `key` makes sending it twice harmless."""

    attempt: int
    key: str
    kind: str
    item: str
    value: str
    at: datetime
    undoes: int | None = None


@dataclass(frozen=True)
class Reflection:
    """What a person has written in answer to a question of a lesson, as it stands."""

    question: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Progress:
    """How far a person has got with one exercise.

    Attributes:
        attempts: How many are finished.
        best: The highest score, one decimal; None before a first result.
        passed: Whether one of them passed.
    """

    attempts: int
    best: float | None
    passed: bool


def clean_nickname(nickname: str) -> str:
    """Return a nickname without needless spaces.

    Raises:
        BadInput: If it is empty, too long, or holds characters that cannot be shown.

    >>> clean_nickname("  林  晓 ")
    '林 晓'
    """
    name = " ".join(nickname.split())
    if not name or len(name) > NICKNAME_LENGTH or not name.isprintable():
        raise BadInput("classroom.bad_name", limit=NICKNAME_LENGTH)
    return name


def clean_text(text: str) -> str:
    """Return a text that can be stored: half a character (a lone surrogate) becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def stamp(at: datetime) -> str:
    """Return a moment as the store writes it: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def to_person(row: Row[Any]) -> Person:
    """Return the person of a row."""
    created = datetime.fromisoformat(row.created)
    return Person(row.id, row.key, row.nickname, row.locale, created)


def to_attempt(row: Row[Any]) -> Attempt:
    """Return the attempt of a row."""
    submitted = datetime.fromisoformat(row.submitted) if row.submitted else None
    return Attempt(
        row.id,
        row.person,
        row.exercise,
        row.number,
        row.seed,
        row.fingerprint,
        datetime.fromisoformat(row.started),
        submitted,
    )


def to_reflection(row: Row[Any]) -> Reflection:
    """Return the reflection of a row."""
    return Reflection(row.question, row.text, datetime.fromisoformat(row.at))


def to_progress(scores: list[str | None]) -> Progress:
    """Return the progress that stored scores show; None stands for an unfinished attempt."""
    results = [json.loads(score) for score in scores if score]
    return Progress(
        attempts=len(results),
        best=max((round(float(result["score"]), 1) for result in results), default=None),
        passed=any(result["passed"] for result in results),
    )
