"""Where the kit's own material and a person's records lie."""

import os
from pathlib import Path

from kit.errors import BadInput

_PACKAGE = Path(__file__).parent


def exercises_dir() -> Path:
    """Return the folder of the exercise specs (``exercises/``)."""
    return _material("exercises")


def notebooks_dir() -> Path:
    """Return the folder of the shipped lessons (``notebooks/``)."""
    return _material("notebooks")


def kit_home() -> Path:
    """Return the folder of a person's records and working copies; it may not exist yet.

    It is ``KIT_HOME`` if that is set, else the system's place for application data.
    """
    chosen = os.environ.get("KIT_HOME")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("customer-info-kit", appauthor=False)


def _material(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise BadInput("resources.missing", name=name)
