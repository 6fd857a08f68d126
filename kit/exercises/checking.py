"""Checks exercise files as an author needs it: everything that is wrong, and a trial run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kit.errors import BadInput
from kit.exercises import baselines
from kit.exercises.drafting import texts, unwritten
from kit.exercises.loading import FILE_NAME, read
from kit.exercises.registry import lab_of
from kit.exercises.tasks import open_task
from kit.i18n import LOCALES
from kit.labs.spec import Spec

TRIALS = 3
MEASURED = 5
"""Variants over which tricks are tried."""
_HAN = ("\u4e00", "\u9fff")


def files(path: Path) -> list[Path]:
    """Return the exercise files of a folder, or the file itself.

    Raises:
        BadInput: If there is none.
    """
    if path.is_file():
        return [path]
    found = sorted(path.glob(f"**/{FILE_NAME}"))
    if not found:
        raise BadInput("exercise.check_nothing", path=str(path), name=FILE_NAME)
    return found


def check(paths: list[Path], measure: bool = False) -> Iterator[tuple[Path, list[BadInput]]]:
    """Yield each file with what is wrong with it, an empty list if nothing is.

    Args:
        paths: Exercise files (`files`).
        measure: Also look whether tricks pass, over a few variants.
    """
    seen: set[str] = set()
    for path in paths:
        spec, errors = read(path)
        if spec is not None:
            if spec.id in seen:
                errors.append(BadInput("exercise.spec_twice", file=str(path), id=spec.id))
            seen.add(spec.id)
            errors += _texts(spec, path)
        if spec and not errors:
            errors = list(_trial(spec, path)) or (list(_tricks(spec, path)) if measure else [])
        yield path, errors


def _texts(spec: Spec[Any], path: Path) -> Iterator[BadInput]:
    for key in unwritten(spec):
        yield BadInput("exercise.spec_unwritten", file=str(path), key=key)
    seen: dict[str, str] = {}
    for key, text in texts(spec):
        if text in seen:
            yield BadInput("exercise.spec_same_text", file=str(path), key=key, other=seen[text])
        seen.setdefault(text, key)
    words = {"titles": spec.titles, "intro": spec.intro}
    for key, one in words.items():
        if not any(_HAN[0] <= letter <= _HAN[1] for letter in one.zh):
            yield BadInput("exercise.spec_language", file=str(path), key=f"{key}.zh")


def _trial(spec: Spec[Any], path: Path) -> Iterator[BadInput]:
    """Yield what goes wrong when the exercise is handed out and answered perfectly."""
    lab = lab_of(spec)
    for number in range(TRIALS):
        for locale in LOCALES:
            try:
                task = open_task(spec, f"trial {number}", "check", locale)
            except BadInput as error:
                yield error
                return
            score = lab.grade(task, lab.key(task)).score
            if score < 100:
                yield BadInput("exercise.spec_key", file=str(path), score=f"{score:g}")
                return


def _tricks(spec: Spec[Any], path: Path) -> Iterator[BadInput]:
    """Yield the strategies, and the mistakes it is there to cure, with which somebody passes."""
    found = baselines.measure(spec, MEASURED)
    cured = [row for row in found.of("mistake") if row.name in spec.must_fail]
    for row in (*found.of("strategy"), *cured):
        if row.passes(spec.pass_mark):
            values = {"name": row.name, "score": f"{max(row.scores):g}", "mark": spec.pass_mark}
            yield BadInput("exercise.spec_trick", file=str(path), **values)
