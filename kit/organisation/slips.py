"""Slips: single records of what moved by hand, and their words."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from kit.organisation.desk import Desk

Slip = tuple[int, str, str, str, str | None, str]
"""When (milliseconds), item, event, from whom, to whom, note."""


def note(desk: Desk, code: str, device: str, **values: object) -> str:
    """Return the note of a slip; the codes are the sections of ``words/custody.toml``."""
    return _words()[code][desk.setting.locale].format(device=device, **values)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    path = files("kit.organisation") / "words" / "custody.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
