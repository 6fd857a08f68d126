"""Makes a trainee's task: the drawn fields with samples, and the sheets they stand in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from kit.labs.classification.blueprint import Blueprint
from kit.labs.classification.draw import Shown, draw
from kit.labs.classification.naming import pool
from kit.labs.classification.scanning import old_answer
from kit.labs.classification.task import SAMPLES, Sheet, Task, TaskField
from kit.labs.head import head
from kit.labs.spec import Spec
from kit.labs.variants import Dice, Variant

if TYPE_CHECKING:
    from kit.world import World

SHEET_ROWS = 30
_CONTEXT_COLUMNS = 4
_TRIED = 40


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant.

    Args:
        world: The company, built from ``variant.seed("world")``.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If the company has too few fields for the blueprint.
    """
    shown = variant.dice("order").shuffled(draw(pool(world.profile), spec, variant))
    sheets = _sheet_names(shown, variant.dice("sheets"))
    task_fields = tuple(
        _with_old(_task_field(world, one, f"f{number:02}", sheets[one.table], variant), spec)
        for number, one in enumerate(shown, start=1)
    )
    drawn_sheets = tuple(
        _sheet(world, table, name, [one for one in shown if one.table == table], variant)
        for table, name in sheets.items()
    )
    return Task(
        spec.id,
        spec.lab,
        head(spec, world),
        spec.pass_mark,
        variant.token,
        task_fields,
        drawn_sheets,
        spec.blueprint.scheme,
        spec.blueprint.points,
    )


def _sheet_names(shown: Sequence[Shown], dice: Dice) -> dict[str, str]:
    """Return for each table the letter of its export sheet, in the order of the letters.

    Tables appear as nameless exports: what a sheet holds is seen from its columns and rows, and
    pairs of table and column name cannot be learned by heart.
    """
    tables = dice.shuffled(sorted({one.table for one in shown}))
    return dict(zip(tables, ascii_uppercase, strict=False))


def _task_field(world: "World", one: Shown, key: str, sheet: str, variant: Variant) -> TaskField:
    table = world.tables[one.table]
    column = table.column(one.column)
    spec = one.spec
    assert spec.label is not None
    return TaskField(
        key=key,
        name=one.name,
        sheet=sheet,
        about=_both(spec.about),
        type=spec.type or "string",
        rows=table.num_rows,
        null_share=round(column.null_count / max(1, table.num_rows), 3),
        samples=_samples(column, variant.dice("samples", one.table, one.column)),
        table=one.table,
        table_titles=_both(world.profile.tables[one.table].titles),
        column=one.column,
        titles=_both(spec.titles),
        label=world.label(one.table, one.column),
        make=spec.make,
        trap=spec.trap,
        difficulty=spec.difficulty,
    )


def _with_old(field: TaskField, spec: Spec[Blueprint]) -> TaskField:
    """Return a field with its class in the company's last inventory, where the exercise shows it.

    That inventory was made from the real column names.
    """
    if not spec.blueprint.old_labels:
        return field
    return replace(field, old=old_answer(spec.blueprint.scheme, field.column, field.samples))


def _samples(column: Any, dice: Dice) -> tuple[str, ...]:
    """Return some values of an Arrow column as text, different ones first."""
    there = column.drop_null()
    rows = (
        range(len(there))
        if len(there) <= _TRIED
        else [dice.below(len(there)) for _ in range(_TRIED)]
    )
    values = [as_text(there[row].as_py()) for row in dice.shuffled(rows)]
    different = list(dict.fromkeys(values))
    spare = Counter(values) - Counter(different)
    return tuple([*different, *spare.elements()][:SAMPLES])


def _sheet(
    world: "World", table: str, letter: str, shown: Sequence[Shown], variant: Variant
) -> Sheet:
    spec, data, dice = (
        world.profile.tables[table],
        world.tables[table],
        variant.dice("sheet", table),
    )
    columns = {one.name: one.column for one in shown}
    others = [n for n in spec.visible if n not in columns.values() and n not in columns]
    columns |= {name: name for name in others[:_CONTEXT_COLUMNS]}
    order = dice.shuffled(sorted(columns))
    part = data.slice(dice.below(max(1, data.num_rows - SHEET_ROWS + 1)), SHEET_ROWS)
    values = [
        [as_text(value) for value in part.column(columns[name]).to_pylist()] for name in order
    ]
    return Sheet(letter, _both(spec.about), tuple(order), tuple(zip(*values, strict=True)))


def as_text(value: Any) -> str:
    """Return a value as an export shows it.

    >>> as_text(True), as_text(None), as_text(3.50)
    ('true', '', '3.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def _both(words: Any) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
