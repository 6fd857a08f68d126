"""The list of a lab's exercises: how far somebody has got, and what to do next."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.classroom.records import Progress
from kit.widgets.wording import in_language


def exercise_list(
    catalogue: Sequence[Mapping[str, Any]],
    progress: Mapping[str, Progress],
    here: str,
    locale: str,
) -> list[dict[str, Any]]:
    """Return the exercises in the order of the catalogue; one of them may be marked ``next``.

    Args:
        catalogue: From `Engine.catalogue`.
        progress: How far the person has got, by exercise.
        here: The exercise that is open.
        locale: Language of the titles.
    """
    entries = [_entry(entry, progress, locale) for entry in catalogue]
    advised = next((one["id"] for one in entries if not one["done"] and one["id"] != here), None)
    return [entry | {"next": entry["id"] == advised} for entry in entries]


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
