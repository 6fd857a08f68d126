"""Subjects of the tickets behind counterparts, in both languages."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    file = files("kit.labs.triage.counterparts") / "words.toml"
    return tomllib.loads(file.read_text("utf-8"))


def subject(name: str, locale: str, **values: object) -> str:
    """Return the subject of a counterpart's ticket in a language, with its values filled in."""
    return _words()[name]["ticket"][locale].format(**values)
