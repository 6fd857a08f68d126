"""Help on the way, as the records have it: hints asked for, items checked in guided practice."""

from collections.abc import Mapping
from typing import Any

from kit.classroom.records import Attempt
from kit.classroom.store import Store


def hints_asked(store: Store, attempt: Attempt) -> int:
    """Return how many different hints were asked for in an attempt."""
    return len(set(store.marks(attempt.id, "hint")))


def hints_known(store: Store, attempt: Attempt) -> int:
    """Return how many hints the person knew before, from earlier attempts at the exercise."""
    return len(set(store.marks_before(attempt.id, "hint")))


def hints_shown(store: Store, attempt: Attempt) -> int:
    """Return how many hints lie open in an attempt: those known before, then those asked for."""
    known = store.marks_before(attempt.id, "hint")
    return len({*known, *store.marks(attempt.id, "hint")})


def checked_items(store: Store, attempt: Attempt, answers: Mapping[str, Any]) -> set[str]:
    """Return the items checked whose answer is still the one that was checked.

    Args:
        store: The records.
        attempt: The attempt.
        answers: The answers that stand, by item.
    """
    seen = dict(store.noted(attempt.id, "check"))
    return {item for item, value in seen.items() if answers.get(item) == value}
