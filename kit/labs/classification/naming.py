"""Names that do not tell: which shown names fields of several classes can bear.

A list of names learned from other variants must not pass. So part of the fields are shown under a
name that stands above fields of other classes too (``no`` above a card number, a contract number
or a stock number), weighted so that each class bears each name about equally often.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import fsum

from kit.customers.labels import Classification
from kit.customers.spec import FieldSpec, Profile
from kit.labs.classification.questions import CLASSES

FieldId = tuple[str, str]

_SCALE = 10_000
_AUTHOR_WEIGHT = 12
_ROUNDS = 4
_TWO_CLASSES = 0.5  # a name of two classes tells more than one of three


def pool(profile: Profile) -> dict[FieldId, FieldSpec]:
    """Return every labelled field that is written, by table and name."""
    return {
        (table.name, name): field
        for table in profile.tables.values()
        for name, field in table.visible.items()
        if field.label
    }


def shared_names(
    fields: Mapping[FieldId, FieldSpec], chances: Mapping[FieldId, float]
) -> dict[FieldId, dict[str, int]]:
    """Return the names that fields of other classes bear too, with how likely each is.

    The likelihoods are evened out in a few rounds: a name that one class would bear too often is
    given to its fields more rarely, until no class owns a name.

    Args:
        fields: All labelled fields of the company.
        chances: The fields that can be drawn, each with its chance.
    """
    weights = {
        field: {name: float(weight) for name, weight in _possible(field, fields).items()}
        for field in chances
    }
    for _ in range(_ROUNDS):
        masses = _masses(fields, chances, weights)
        weights = {
            field: _scaled(
                {
                    name: w * _evened(masses[name], _class(fields[field]))
                    for name, w in names.items()
                }
            )
            for field, names in weights.items()
        }
    return {
        field: {
            name: round(weight * _SCALE) for name, weight in names.items() if weight * _SCALE >= 1
        }
        for field, names in weights.items()
    }


def _masses(
    fields: Mapping[FieldId, FieldSpec],
    chances: Mapping[FieldId, float],
    weights: Mapping[FieldId, Mapping[str, float]],
) -> dict[str, dict[Classification, float]]:
    """Return how often fields of each class are expected to bear each name."""
    masses: dict[str, dict[Classification, float]] = defaultdict(lambda: defaultdict(float))
    for field, names in weights.items():
        for name, weight in names.items():
            masses[name][_class(fields[field])] += chances[field] * weight
    return masses


def _evened(mass: Mapping[Classification, float], own: Classification) -> float:
    """Return the factor that brings a class down to the rarest class that bears the name."""
    if len(mass) == 1:
        return 0.0
    return min(mass.values()) / mass[own] * (1.0 if len(mass) == len(CLASSES) else _TWO_CLASSES)


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    total = fsum(weights.values())  # exact, so the same in every Python
    return {name: weight / total for name, weight in weights.items() if weight > 0} if total else {}


def _possible(field: FieldId, fields: Mapping[FieldId, FieldSpec]) -> dict[str, int]:
    """Return every name a field can be shown under, with a first weight."""
    taken = {name for table, name in fields if table == field[0]} - {field[1]}
    spec = fields[field]
    names = dict.fromkeys((spec.name, *spec.display), _AUTHOR_WEIGHT)
    for listed in _lists():
        if listed.fits(spec):
            names |= {name: listed.weight for name in listed.names if name not in names}
    return {name: weight for name, weight in names.items() if name not in taken}


def _class(spec: FieldSpec) -> Classification:
    assert spec.label is not None
    return spec.label.classification


@dataclass(frozen=True)
class _Names:
    """A list of ``names.toml``."""

    names: tuple[str, ...]
    weight: int
    types: frozenset[str]
    makes: frozenset[str]

    def fits(self, spec: FieldSpec) -> bool:
        """Return whether a field can be shown under these names."""
        return spec.type in (self.types or {spec.type}) and spec.make in (self.makes or {spec.make})


@lru_cache(maxsize=1)
def _lists() -> tuple[_Names, ...]:
    text = (files("kit.labs.classification") / "names.toml").read_text(encoding="utf-8")
    return tuple(
        _Names(
            tuple(entry["names"]),
            entry["weight"],
            frozenset(entry.get("types", ())),
            frozenset(entry.get("makes", ())),
        )
        for entry in tomllib.loads(text)["lists"]
    )
