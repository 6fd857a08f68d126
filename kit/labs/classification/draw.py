"""Draws the fields of a variant by the blueprint, and the names they are shown under."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kit.customers.labels import Classification
from kit.customers.spec import FieldSpec
from kit.errors import BadInput
from kit.labs.answers import shown
from kit.labs.classification.blueprint import Blueprint, Slots
from kit.labs.classification.naming import FieldId, shared_names
from kit.labs.classification.questions import CLASSES
from kit.labs.spec import Spec
from kit.labs.variants import Dice, Variant

_MOST_OF_A_NAME = 2


@dataclass(frozen=True)
class Shown:
    """A drawn field and the name it is shown under."""

    table: str
    column: str
    name: str
    spec: FieldSpec


def draw(
    fields: Mapping[FieldId, FieldSpec], spec: Spec[Blueprint], variant: Variant
) -> list[Shown]:
    """Return the fields of a variant under the names they are shown with."""
    lines = kinds(fields, spec)
    dice = variant.dice("fields")
    drawn = [field for slots, there in lines for field in dice.sample(there, slots.count)]
    chances = {field: slots.count / len(there) for slots, there in lines for field in there}
    names = shared_names(fields, chances)
    return draw_names(fields, drawn, names, spec, variant.dice("names"))


def cell(field: FieldSpec) -> tuple[Classification, str, int]:
    """Return the kind of a field as blueprints count it: class, trap, difficulty."""
    assert field.label is not None
    return field.label.classification, field.trap or "none", field.difficulty


def kinds(
    fields: Mapping[FieldId, FieldSpec], spec: Spec[Blueprint]
) -> list[tuple[Slots, list[FieldId]]]:
    """Return for each line of the blueprint the fields it can be filled from.

    Raises:
        BadInput: If there are fewer than it wants, or a named table is not there.
    """
    _check_tables({table for table, _ in fields}, spec)
    lines = spec.blueprint.slots
    there: list[list[FieldId]] = [[] for _ in lines]
    for name, field in fields.items():
        if spec.blueprint.tables and name[0] not in spec.blueprint.tables:
            continue
        place = next((n for n, slots in enumerate(lines) if slots.fits(field)), None)
        if place is not None:
            there[place].append(name)
    for number, slots in enumerate(lines):
        if len(there[number]) < slots.count:
            raise _too_few(spec, number, slots, len(there[number]))
    return list(zip(lines, there, strict=True))


def _check_tables(known: set[str], spec: Spec[Blueprint]) -> None:
    for number, table in enumerate(spec.blueprint.tables):
        if table not in known:
            raise BadInput(
                "classification.unknown_table",
                exercise=spec.id,
                key=f"blueprint.tables[{number}]",
                found=shown(table),
                known=", ".join(sorted(known)),
            )


def _too_few(spec: Spec[Blueprint], number: int, slots: Slots, there: int) -> BadInput:
    return BadInput(
        "exercise.pool_too_small",
        exercise=spec.id,
        key=f"blueprint.slots[{number}]",
        wanted=slots.count,
        there=there,
        kind=slots.described(),
    )


def draw_names(
    fields: Mapping[FieldId, FieldSpec],
    drawn: Sequence[FieldId],
    weights: Mapping[FieldId, Mapping[str, int]],
    spec: Spec[Blueprint],
    dice: Dice,
) -> list[Shown]:
    """Return the drawn fields with the names they are shown under.

    As many of each class as the blueprint says get a shared name; the others keep their own.
    """
    names = {field: field[1] for field in drawn}
    renamed: Counter[str] = Counter()
    for classification in CLASSES:
        wanted = spec.blueprint.shared_names.of(classification)
        of_class = [field for field in drawn if cell(fields[field])[0] == classification]
        for field in dice.shuffled(of_class):
            free = _free_names(field, weights[field], names, renamed)
            if wanted and free:
                names[field] = dice.weighted(list(free), list(free.values()))
                renamed[names[field]] += 1
                wanted -= 1
    return [
        Shown(table, column, name, fields[table, column]) for (table, column), name in names.items()
    ]


def _free_names(
    field: FieldId,
    weights: Mapping[str, int],
    names: Mapping[FieldId, str],
    renamed: Mapping[str, int],
) -> dict[str, int]:
    """Return the shared names that no other column of the sheet bears, those not worn out first."""
    table, column = field
    others = {name for (other, own), name in names.items() if other == table and own != column}
    free = {name: weight for name, weight in weights.items() if name not in others}
    fresh = {name: w for name, w in free.items() if renamed.get(name, 0) < _MOST_OF_A_NAME}
    return fresh or free
