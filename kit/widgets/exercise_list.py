"""The list of a lab's exercises: how far somebody has got, and what to do next."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from kit.classroom.course import Lesson, lesson_progress
from kit.classroom.records import Progress
from kit.labs.spec import DIFFICULTIES
from kit.widgets.wording import in_language


def exercise_list(
    catalogue: Sequence[Mapping[str, Any]],
    progress: Mapping[str, Progress],
    begun: Collection[str],
    here: str,
    locale: str,
) -> list[dict[str, Any]]:
    """Return the exercises in the order of the catalogue; one of them may be marked ``next``.

    That is the first one not done; after a pass one of the same level, else of a higher, else of
    a lower one, and never practice for what has been passed already.

    Args:
        catalogue: From `Engine.catalogue`.
        progress: How far the person has got, by exercise.
        begun: Exercises with work that is not submitted; the open one is not marked.
        here: The exercise that is open.
        locale: Language of the titles.
    """
    entries = [_entry(entry, progress, locale) for entry in catalogue]
    entries = [entry | {"begun": entry["id"] in begun and entry["id"] != here} for entry in entries]
    advised = _advised(entries, here)
    return [entry | {"next": entry["id"] == advised} for entry in entries]


def next_lesson(
    course: Sequence[Lesson],
    lab: str,
    progress: Mapping[str, Progress],
    exercises_of: Callable[[str], Iterable[str]],
) -> dict[str, str] | None:
    """Return name and title of the next lesson with something to do, None after the last one.

    Args:
        course: The lessons in their order.
        lab: The lab that is open.
        progress: How far the person has got, by exercise.
        exercises_of: The ids of the exercises of a lab that count.
    """
    places = [place for place, lesson in enumerate(course) if lab in lesson.labs]
    if not places:
        return None
    found = lesson_progress(course, dict(progress), exercises_of)
    done = {name for name, one in found.items() if 0 < one["of"] == one["done"]}
    later = (lesson for lesson in course[places[0] + 1 :] if lesson.name not in done)
    return next(({"name": one.name, "title": one.title} for one in later), None)


def _advised(entries: Sequence[Mapping[str, Any]], here: str) -> str | None:
    reached = max((_level(one) for one in entries if one["passed"]), default=-1)
    left = [
        one
        for one in entries
        if not one["done"] and one["id"] != here and not (one["guided"] and _level(one) <= reached)
    ]
    passed = next((one for one in entries if one["id"] == here and one["done"]), None)
    if passed:
        order, level = [one["id"] for one in entries], _level(passed)
        left.sort(
            key=lambda one: (_turn(_level(one), level), order.index(one["id"]) < order.index(here))
        )
    return left[0]["id"] if left else None


def _level(entry: Mapping[str, Any]) -> int:
    return DIFFICULTIES.index(entry["level"])


def _turn(level: int, passed: int) -> int:
    """Return how late a level comes after one was passed: itself, then up, then down."""
    return level - passed if level >= passed else len(DIFFICULTIES) + passed - level


def _entry(
    entry: Mapping[str, Any], progress: Mapping[str, Progress], locale: str
) -> dict[str, Any]:
    known = progress.get(entry["id"])
    tried, passed = bool(known and known.best is not None), bool(known and known.passed)
    counts = not entry["guided"]
    return {
        "id": entry["id"],
        "title": in_language(entry["titles"], locale),
        "profile_title": in_language(entry["profile_titles"], locale),
        "level": entry["difficulty"],
        "minutes": entry["minutes"],
        "guided": entry["guided"],
        "tried": tried,
        "best": known.best if known and counts else None,
        "passed": passed and counts,
        "done": passed if counts else tried,
    }
