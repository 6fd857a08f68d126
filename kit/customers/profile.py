"""Reads company profiles from TOML files, with errors that name file, key and fix."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kit.customers.check import Check
from kit.customers.engine import FieldFailed, Spec
from kit.customers.flaws.config import check as check_flaws
from kit.customers.layout import Layout, refuse_invalid
from kit.customers.spec import Profile, ProfileFile, TableSpec
from kit.customers.whole import tables
from kit.errors import BadInput

SHIPPED = ("leasing", "sanitary_ware", "swim_school")
LARGEST_FILE = 1_000_000
"""Bytes of a profile file; the shipped ones have a tenth of it."""
_MOST_DOTS = 500
_DEEPEST = 16
_TRIAL_ROWS = 3


def load_profile(name: str | Path) -> Profile:
    """Return a shipped profile by id, or one read from a file.

    Args:
        name: ``"leasing"``, ``"sanitary_ware"``, ``"swim_school"`` or the path of a TOML file.

    Raises:
        BadInput: Unknown profile, or a file with a problem (file, key and fix are named).
    """
    if isinstance(name, Path):
        return _load_file(name)
    if name not in SHIPPED:
        raise BadInput("customers.unknown_profile", name=name[:80], known=", ".join(SHIPPED))
    return _load_shipped(name)


@lru_cache(maxsize=8)
def _load_shipped(name: str) -> Profile:
    path = files("kit.customers") / "profiles" / f"{name}.toml"
    return _checked(path.read_text(encoding="utf-8"), f"{name}.toml")


def _load_file(path: Path) -> Profile:
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError) and len(content) > LARGEST_FILE:
            raise BadInput("customers.profile_large", file=str(path), limit=LARGEST_FILE) from error
        raise BadInput(
            "customers.profile_unreadable", file=str(path), problem=str(error)
        ) from error
    return parse_profile(text, str(path))


def parse_profile(text: str, file: str) -> Profile:
    """Return the profile written in a TOML text, after making a few customers of it.

    Args:
        text: The file's content.
        file: What to call it in errors.

    Raises:
        BadInput: With file, key and what is wrong.
    """
    profile = _checked(text, file)
    for locale in ("zh", "en"):
        try:
            tables(Spec(profile, seed=1, locale=locale), 0, _TRIAL_ROWS)
        except FieldFailed as error:
            raise BadInput(
                "customers.profile_trial",
                file=file,
                key=f"{error.table}.{error.field}",
                problem=str(error.__cause__)[:200],
            ) from error
    return profile


def _checked(text: str, file: str) -> Profile:
    try:
        read = ProfileFile.model_validate(_toml(text.removeprefix("\ufeff"), file))
    except ValidationError as error:
        refuse_invalid(file, error.errors()[0])
    named = {name: _named(name, spec) for name, spec in (read.reference | read.tables).items()}
    profile = Check(Layout(file, read, named)).profile(text)
    check_flaws(profile, file)
    return profile


def _toml(text: str, file: str) -> dict[str, Any]:
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise BadInput("customers.profile_large", file=file, limit=LARGEST_FILE)
    # tomllib takes quadratic time for a key of very many parts.
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise BadInput("customers.profile_deep", file=file)
    try:
        read = tomllib.loads(text)
    except RecursionError as error:
        raise BadInput("customers.profile_deep", file=file) from error
    except ValueError as error:  # not only its own errors: also a number of thousands of digits
        problem = str(error)[:200]
        raise BadInput("customers.profile_toml", file=file, problem=problem) from error
    if any(depth > _DEEPEST for depth in _depths(read)):
        raise BadInput("customers.profile_deep", file=file)
    return read


def _depths(value: Any) -> Iterator[int]:
    """Yield how deep each value inside lies; without recursion, which depth would end."""
    waiting = [(value, 0)]
    while waiting:
        here, depth = waiting.pop()
        yield depth
        inside = here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
        if depth <= _DEEPEST:
            waiting += [(one, depth + 1) for one in inside]


def _named(name: str, table: TableSpec) -> TableSpec:
    fields = {key: spec.model_copy(update={"name": key}) for key, spec in table.fields.items()}
    return table.model_copy(update={"name": name, "fields": fields})
