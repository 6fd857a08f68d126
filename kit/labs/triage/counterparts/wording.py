"""What papers behind counterparts say, in both languages."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    file = files("kit.labs.triage.counterparts") / "words.toml"
    return tomllib.loads(file.read_text("utf-8"))


def subject(name: str, locale: str, paper: str = "ticket", **values: object) -> str:
    """Return what a counterpart's ticket, or another paper of it, says, values filled in."""
    return _words()[name][paper][locale].format(**values)
