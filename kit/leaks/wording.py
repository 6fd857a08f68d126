"""Words of what a leak leaves behind: subjects of tickets and mails, names of files, notes."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = (files("kit.leaks") / "words" / "traces.toml").read_text("utf-8")
    return tomllib.loads(text)


def wording(leak: str, key: str, locale: str, **values: Any) -> str:
    """Return a text of a leak in a language, with its values filled in.

    Raises:
        KeyError: If there is no such text.
    """
    text: str = _words()[leak][key][locale]
    return text.format(**values)
