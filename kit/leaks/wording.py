"""Words of what a leak leaves behind: subjects of tickets and mails, names of files, reports."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_REPORTS = "reports"


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    """The words of every file in ``words/``, by leak and key; reports of all leaks together."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    folder = files("kit.leaks") / "words"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            for section, entries in tomllib.loads(file.read_text("utf-8")).items():
                found.setdefault(section, {}).update(entries)
    return found


def wording(leak: str, key: str, locale: str, **values: Any) -> str:
    """Return a text of a leak in a language, with its values filled in.

    Raises:
        KeyError: If there is no such text.
    """
    return _words()[leak][key][locale].format(**values)


def report_text(code: str, locale: str, **values: Any) -> str:
    """Return what a report says in a language, with its values filled in.

    Raises:
        KeyError: If there is no such report.
    """
    return wording(_REPORTS, code, locale, **values)
