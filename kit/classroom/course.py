"""The lessons of the course and how far somebody has got with them."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.classroom.records import Progress
from kit.errors import BadInput
from kit.resources import kit_home, notebooks_dir


@dataclass(frozen=True)
class Lesson:
    """One notebook of the course, as its metadata describes it."""

    name: str
    title: str
    about: str
    minutes: int
    labs: tuple[str, ...]


def lessons(locale: str, folder: Path | None = None) -> tuple[Lesson, ...]:
    """Return the lessons in a language, in the order of the course."""
    place = (folder or notebooks_dir()) / locale
    found = (_lesson(path) for path in sorted(place.glob("*.ipynb")))
    return tuple(lesson for lesson in found if lesson)


def lesson_progress(
    course: Iterable[Lesson],
    progress: dict[str, Progress],
    exercises_of: Callable[[str], Iterable[str]],
) -> dict[str, dict[str, Any]]:
    """Return `done`, `of` and `best` for each lesson that has exercises.

    Args:
        course: The lessons.
        progress: How far the person has got, by exercise (`Store.progress`).
        exercises_of: The ids of the exercises of a lab.
    """
    return {
        lesson.name: _sum_up(
            [progress.get(name) for lab in lesson.labs for name in exercises_of(lab)]
        )
        for lesson in course
        if lesson.labs
    }


def write_progress(found: dict[str, dict[str, Any]], home: Path | None = None) -> Path:
    """Write the file that the launcher's lesson cards read; it names nobody.

    Returns:
        The path: ``lessons/progress.json`` in the folder of the records.
    """
    path = (home or kit_home()) / "lessons" / "progress.json"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, json.dumps({"lessons": found}, ensure_ascii=False, indent=2))
    except OSError as error:
        raise BadInput("classroom.not_writable", path=str(path)) from error
    return path


def _lesson(path: Path) -> Lesson | None:
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("kit")
    if not metadata:
        return None
    return Lesson(
        name=path.stem,
        title=metadata["title"],
        about=metadata["about"],
        minutes=metadata["minutes"],
        labs=tuple(metadata.get("labs", ())),
    )


def _sum_up(found: list[Progress | None]) -> dict[str, Any]:
    known = [one for one in found if one]
    return {
        "done": sum(one.passed for one in known),
        "of": len(found),
        "best": max((one.best for one in known if one.best is not None), default=None),
    }


def _replace(path: Path, words: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".progress-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(words)
    os.replace(name, path)
