"""What a view needs of exercises: a list of them, a task, its score, the score in words."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kit import exercises
from kit.customers.profile import load_profile
from kit.labs.protocols import Lab, Task
from kit.labs.results import Score
from kit.labs.spec import DIFFICULTIES, Spec
from kit.labs.words import Report

PUBLIC_KEPT = 8
"""Of so many tasks the public side is kept."""
_PUBLIC: dict[int, tuple[Task, dict[str, Any]]] = {}


class Engine:
    """The shipped exercises; tests bring smaller ones of the same shape."""

    def ids(self, lab: str) -> list[str]:
        """Return the ids of a lab's exercises, the easiest first."""
        return [entry["id"] for entry in self.catalogue(lab)]

    def counted(self, lab: str) -> list[str]:
        """Return the ids of those whose results count, which leaves out guided practice."""
        return [entry["id"] for entry in self.catalogue(lab) if not entry["guided"]]

    def first(self, lab: str) -> str:
        """Return the exercise to begin with: the easiest whose result counts."""
        return (self.counted(lab) or self.ids(lab))[0]

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        """Return what a list of a lab's exercises shows, the easiest first, practice before all."""
        found = [spec for spec in exercises.load_all() if spec.lab == lab]
        return [_entry(spec) for spec in sorted(found, key=_by_level)]

    def entry(self, lab: str, exercise: str) -> dict[str, Any]:
        """Return the entry of one exercise."""
        return next(entry for entry in self.catalogue(lab) if entry["id"] == exercise)

    def hints(self, exercise: str) -> list[dict[str, str]]:
        """Return the hints of an exercise, which cost points and are shown only when asked for."""
        return [hint.both() for hint in exercises.load(exercise).hints]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> Task:
        """Return a trainee's task; only the words of the data depend on the language."""
        return _task(exercise, trainee, seed, locale)

    def public(self, task: Task) -> dict[str, Any]:
        """Return all that a trainee may see of a task; it is made once, so nobody changes it."""
        return public_of(task)

    def grade(self, task: Task, answer: Mapping[str, Any]) -> Score:
        """Return the score of an answer."""
        return exercises.grade(exercises.load(task.exercise), task, answer)

    def key(self, task: Task) -> dict[str, Any]:
        """Return a perfect answer."""
        return _lab(task).key(task)

    def report(self, score: Score, locale: str) -> Report:
        """Return a score in words."""
        return exercises.LABS[score.lab].render(score, locale)


def _by_level(spec: Spec[Any]) -> tuple[int, bool, str]:
    return DIFFICULTIES.index(spec.difficulty), not spec.guided, spec.id


def _lab(task: Task) -> Lab[Any, Any]:
    return exercises.LABS[task.lab]


@lru_cache(maxsize=6)  # a case of the investigation lab takes up to 100 MB
def _task(exercise: str, trainee: str, seed: int, locale: str) -> Task:
    return exercises.open_task(exercises.load(exercise), trainee, seed, locale)


def public_of(task: Task) -> dict[str, Any]:
    """Return the public side of a task, kept by the task itself: tasks cannot be hashed."""
    kept = _PUBLIC.get(id(task))
    if kept is None or kept[0] is not task:
        while len(_PUBLIC) >= PUBLIC_KEPT:
            _PUBLIC.pop(next(iter(_PUBLIC)))
        kept = _PUBLIC[id(task)] = (task, task.public())
    return kept[1]


def _entry(spec: Spec[Any]) -> dict[str, Any]:
    profile = load_profile(spec.profile)
    return {
        "id": spec.id,
        "titles": spec.titles.both(),
        "profile_titles": {"zh": profile.titles.zh, "en": profile.titles.en},
        "difficulty": spec.difficulty,
        "guided": spec.guided,
        "minutes": spec.minutes,
    }
