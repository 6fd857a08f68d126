"""The labs by name. A new lab is one module, one line here and one test file."""

from types import ModuleType
from typing import Any

from kit.labs import classification
from kit.labs.spec import Spec

LABS: dict[str, ModuleType] = {
    "classify_fields": classification,
}


def lab_of(spec: Spec[Any]) -> ModuleType:
    """Return the lab of an exercise: ``make``, ``grade``, ``key`` and ``render``."""
    return LABS[spec.lab]
