"""Loads and checks exercise files; errors name the file, the key and the fix."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.customers.profile import SHIPPED
from kit.errors import BadInput
from kit.exercises.registry import LABS
from kit.labs.answers import shown
from kit.labs.spec import Spec
from kit.law import citable
from kit.resources import exercises_dir

FILE_NAME = "exercise.toml"
LARGEST_BYTES = 256_000
# Reading a dotted key takes time with the square of its parts.
_MOST_DOTS_IN_A_LINE = 200
_LONGEST_NAME = 100
_LIMITS = {"ge": "≥", "le": "≤", "min_length": "# ≥", "max_length": "# ≤"}
"""Limits as signs, the same in every language; # is the number of letters or entries."""


def load_all() -> tuple[Spec[Any], ...]:
    """Return every exercise, sorted by id.

    Raises:
        BadInput: If a file has an error, or two exercises have the same id.
    """
    return tuple(_all(exercises_dir()).values())


def load(exercise: str) -> Spec[Any]:
    """Return one exercise by id.

    Raises:
        BadInput: If there is none of that id.
    """
    found = _all(exercises_dir())
    if exercise not in found:
        near = get_close_matches(exercise[:_LONGEST_NAME], found, n=3, cutoff=0.5)
        if near:
            raise BadInput("exercise.unknown_near", name=shown(exercise), near=", ".join(near))
        raise BadInput("exercise.unknown", name=shown(exercise))
    return found[exercise]


def find(name: str) -> Spec[Any]:
    """Return a shipped exercise by id, or the exercise of a file or folder by its path.

    Raises:
        BadInput: As for `load` and `load_file`.
    """
    path = Path(name)
    if path.suffix == ".toml":
        return load_file(path)
    inside = path / FILE_NAME
    return load_file(inside) if os.sep in name and inside.is_file() else load(name)


@lru_cache(maxsize=4)
def _all(folder: Path) -> dict[str, Spec[Any]]:
    specs: dict[str, Spec[Any]] = {}
    for path in sorted(folder.glob(f"*/*/{FILE_NAME}")):
        spec = load_file(path)
        if spec.id in specs:
            raise BadInput("exercise.spec_twice", file=str(path), id=spec.id)
        specs[spec.id] = spec
    return dict(sorted(specs.items()))


def load_file(path: Path) -> Spec[Any]:
    """Return the exercise of a file.

    Raises:
        BadInput: Unreadable or endless file, TOML error, unknown or missing key, wrong value,
            unknown lab, company or rule, or an id other than the folder's name.
    """
    spec, errors = read(path)
    if errors or spec is None:
        raise errors[0]
    return spec


def read(path: Path) -> tuple[Spec[Any] | None, list[BadInput]]:
    """Return the exercise of a file, if it can be read, and everything that is wrong with it."""
    file = str(path)
    try:
        raw = _read(path)
    except BadInput as error:
        return None, [error]
    lab = raw.get("lab")
    if not isinstance(lab, str) or lab not in LABS:
        return None, [_wrong(file, "lab", lab, ", ".join(LABS))]
    try:
        spec = model(lab).model_validate(raw)
    except ValidationError as error:
        return None, [_in_words(file, dict(one)) for one in error.errors()]
    return spec, list(_errors(spec, path))


def _errors(spec: Spec[Any], path: Path) -> Iterator[BadInput]:
    """Yield what only the rest of the kit can know to be wrong."""
    file = str(path)
    if spec.id != path.parent.name:
        yield _wrong(file, "id", spec.id, path.parent.name)
    if spec.profile not in SHIPPED:
        yield _wrong(file, "profile", spec.profile, ", ".join(SHIPPED))
    known = LABS[spec.lab].MISTAKES
    for number, name in enumerate(spec.must_fail):
        if name not in known:
            yield _wrong(file, f"must_fail[{number}]", name, ", ".join(known))
    for number, article in enumerate(spec.law):
        if not citable(article):
            key = f"law[{number}]"
            yield BadInput("exercise.spec_rule", file=file, key=key, found=shown(article))


def model(lab: str) -> type[Spec[Any]]:
    """Return the form of an exercise file of this lab."""
    spec: Any = Spec
    whole: type[Spec[Any]] = spec[LABS[lab].Blueprint]
    return whole


def _read(path: Path) -> dict[str, Any]:
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            "exercise.spec_unreadable", file=file, problem=error.strerror or ""
        ) from error
    if len(raw) > LARGEST_BYTES:
        raise BadInput("exercise.spec_too_large", file=file, limit=LARGEST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
        if any(line.count(".") > _MOST_DOTS_IN_A_LINE for line in text.splitlines()):
            raise BadInput("exercise.spec_not_plain", file=file)
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("exercise.spec_not_toml", file=file, problem=str(error)) from error
    except (RecursionError, ValueError) as error:
        raise BadInput("exercise.spec_not_plain", file=file) from error


def _in_words(file: str, first: Mapping[str, Any]) -> BadInput:
    """Return one of pydantic's errors in our words."""
    key = _key(first["loc"])
    context = first.get("ctx", {})
    if first["type"] == "missing":
        return BadInput("exercise.spec_missing", file=file, key=key)
    if first["type"] == "extra_forbidden":
        return BadInput("exercise.spec_unknown", file=file, key=key)
    for limit in _LIMITS:
        if limit in context:
            wanted = f"{_LIMITS[limit]} {context[limit]}"
            return BadInput(
                "exercise.spec_wrong",
                file=file,
                key=key,
                found=shown(first["input"]),
                wanted=wanted,
            )
    wanted = str(context.get("expected") or context.get("pattern") or first["msg"])
    return BadInput(
        "exercise.spec_wrong", file=file, key=key, found=shown(first["input"]), wanted=wanted
    )


def _key(location: tuple[int | str, ...]) -> str:
    """Return a location as it is written, e.g. ``blueprint.slots[2].count``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _wrong(file: str, key: str, found: Any, wanted: str) -> BadInput:
    return BadInput("exercise.spec_wrong", file=file, key=key, found=shown(found), wanted=wanted)
