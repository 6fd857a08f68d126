"""Makes a trainee's task: the company's people, a purpose, a least group size, all solutions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TYPE_CHECKING

from kit.errors import BadInput
from kit.i18n import in_both
from kit.labs.head import head
from kit.labs.release.blueprint import Blueprint, ColumnPlan, Purpose
from kit.labs.release.coding import code_column
from kit.labs.release.levels import EXACT, OUT
from kit.labs.release.solutions import (
    MOST_TRIED,
    Range,
    Solution,
    leaves_a_choice,
    solve,
    try_all,
)
from kit.labs.release.table import Coded, Table
from kit.labs.release.task import Ask, Column, Task, Titles, compared
from kit.labs.release.values import DERIVED, DERIVED_TABLE, customers
from kit.labs.spec import Spec
from kit.labs.variants import Dice, Variant

if TYPE_CHECKING:
    from kit.world import World

FEWEST_PEOPLE = 20


def make(world: "World", spec: Spec[Blueprint], variant: Variant) -> Task:
    """Return the task of one variant; it has a solution, and no careless answer is one.

    Args:
        world: The company, built from ``variant.seed("world")``.
        spec: The exercise.
        variant: Whose task it is.

    Raises:
        BadInput: If the company lacks a table or field, has too few people for any of the least
            group sizes, or if even a careless release keeps the groups large enough.
    """
    plan = spec.blueprint
    drawn = variant.dice("purpose").below(len(plan.purposes))
    draft = _first_open(
        [
            partial(_drafted, world, spec, (drawn + step) % len(plan.purposes), variant)
            for step in range(len(plan.purposes))
        ]
    )
    purpose, columns, table = draft.purpose, draft.columns, draft.table
    keys = {column.name: column.key for column in columns}
    asks = tuple(
        Ask(need.words.both(), keys[need.column], need.column == purpose.first)
        for need in purpose.needs
    )
    task = Task(
        exercise=spec.id,
        lab=spec.lab,
        head=head(spec, world),
        locale=world.spec.locale,
        pass_mark=spec.pass_mark,
        token=variant.token,
        columns=columns,
        purpose=purpose.words.both(),
        asks=asks,
        k=draft.k,
        diverse=plan.diverse,
        table=table,
        solutions=draft.solutions,
    )
    _check_careless_fails(spec, task)
    return task


@dataclass(frozen=True)
class _Draft:
    purpose: Purpose
    columns: tuple[Column, ...]
    table: Table
    k: int
    solutions: tuple[Solution, ...]


def _first_open(drafts: Sequence[Callable[[], _Draft]]) -> _Draft:
    """Return the first draft that leaves something to decide.

    Raises:
        BadInput: What is wrong with the first, if there is none.
    """
    wrong: list[BadInput] = []
    for draft in drafts:
        try:
            return draft()
        except BadInput as error:
            if error.code not in ("release.no_solution", "release.no_choice"):
                raise
            wrong.append(error)
    raise wrong[0]


def _drafted(world: "World", spec: Spec[Blueprint], number: int, variant: Variant) -> _Draft:
    purpose = spec.blueprint.purposes[number]
    columns = _columns(world, spec, purpose, variant)
    plans = {column.key: spec.blueprint.column(column.name) for column in columns}
    table = _table(world, spec, plans)
    sensitive = compared(next(column for column in columns if column.sensitive))
    where = f"blueprint.purposes[{number}].needs"
    first = next(column.key for column in columns if column.name == purpose.first)
    k, solutions = _solved(spec, table, columns, sensitive, first, where, variant.dice("k"))
    return _Draft(purpose, columns, table, k, solutions)


def _columns(
    world: "World", spec: Spec[Blueprint], purpose: Purpose, variant: Variant
) -> tuple[Column, ...]:
    plan = spec.blueprint
    needs = {need.column: need for need in purpose.needs}
    columns = []
    for number, one in enumerate(variant.dice("order").shuffled(plan.columns), start=1):
        useful: tuple[str, ...] = (OUT,)
        if one.id in needs:
            need = needs[one.id]
            first = one.levels.index(need.wanted or need.least)
            useful = one.levels[first : one.levels.index(need.least) + 1]
        columns.append(
            Column(
                key=f"c{number:02}",
                name=one.id,
                titles=_titles(world, spec, one),
                kind=one.kind,
                levels=one.levels,
                useful=useful,
                widths=one.bands,
                high=one.high,
                sensitive=one.id == plan.sensitive,
            )
        )
    return tuple(columns)


def _titles(world: "World", spec: Spec[Blueprint], plan: ColumnPlan) -> Titles:
    """Return the title of a column: its own, or that of the field.

    Raises:
        BadInput: If the company has no such field.
    """
    table, _, name = plan.field.partition(".")
    if table == DERIVED_TABLE:
        if name not in DERIVED:
            raise _no_field(spec, plan)
        found = in_both(f"release.derived.{name}")
        return plan.titles.both() if plan.titles else found
    fields = world.profile.tables[table].visible if table in world.tables else {}
    titles = fields[name].titles if name in fields else None
    if titles is None:
        raise _no_field(spec, plan)
    return plan.titles.both() if plan.titles else {"zh": titles.zh, "en": titles.en}


def _no_field(spec: Spec[Blueprint], plan: ColumnPlan) -> BadInput:
    number = spec.blueprint.columns.index(plan)
    return BadInput(
        "release.no_field",
        exercise=spec.id,
        key=f"blueprint.columns[{number}].field",
        found=plan.field,
        company=spec.profile,
    )


def _table(world: "World", spec: Spec[Blueprint], plans: Mapping[str, ColumnPlan]) -> Table:
    wanted = spec.blueprint.rows
    if wanted and (
        wanted not in world.tables or "customer_id" not in world.tables[wanted].schema.names
    ):
        raise BadInput(
            "release.no_field",
            exercise=spec.id,
            key="blueprint.rows",
            found=wanted,
            company=spec.profile,
        )
    rows = customers(world, wanted)
    if len(rows) < FEWEST_PEOPLE:
        raise BadInput(
            "release.too_few_people",
            exercise=spec.id,
            key="size",
            there=len(rows),
            least=FEWEST_PEOPLE,
        )
    coded: dict[str, dict[str, Coded]] = {}
    for key, plan in plans.items():
        try:
            coded[key] = code_column(world, plan, rows)
        except (KeyError, TypeError, AttributeError) as error:
            raise _no_field(spec, plan) from error
    return Table(len(rows), coded)


def _solved(
    spec: Spec[Blueprint],
    table: Table,
    columns: Sequence[Column],
    sensitive: tuple[str, str],
    first: str,
    where: str,
    dice: Dice,
) -> tuple[int, tuple[Solution, ...]]:
    """Return a least group size that leaves something to decide, and every way to reach it.

    It is one of the exercise's, or one near them where these happen to leave nothing to decide
    with the people of this company.

    Raises:
        BadInput: If there is none, or too much to try.
    """
    ranges = [Range(one.key, one.useful) for one in columns if one.needed and not one.sensitive]
    tries = prod(len(one.levels) for one in ranges)
    if tries > MOST_TRIED:
        raise BadInput(
            "release.too_many", exercise=spec.id, key=where, there=tries, limit=MOST_TRIED
        )
    tried, diverse = try_all(table, ranges, sensitive), spec.blueprint.diverse
    wanted = spec.blueprint.k
    solved = partial(solve, tried, ranges, first, diverse=diverse)
    if not any(solved(k=k) for k in wanted):
        raise BadInput(
            "release.no_solution",
            exercise=spec.id,
            key=where,
            smallest=tried[-1].smallest,
            k=min(wanted),
            diverse=tried[-1].least_diverse,
            wanted=diverse,
        )
    for sizes in (wanted, range(max(2, min(wanted) // 2), 2 * max(wanted) + 1)):
        open_ones = [k for k in sizes if leaves_a_choice(solved(k=k), ranges, first)]
        if open_ones:
            k = dice.pick(open_ones)
            return k, solved(k=k)
    key = where.replace("needs", "first")
    raise BadInput("release.no_choice", exercise=spec.id, key=key, k=min(wanted))


def _check_careless_fails(spec: Spec[Blueprint], task: Task) -> None:
    """Raise if names alone, or all that the purpose does not need, could be given out as it is."""
    best = {one.key: task.best[one.key] for one in task.formers}
    kept = {one.key: EXACT for one in task.columns if not one.identifier}
    for careless in (kept, kept | best):
        if task.groups(careless).smallest >= task.k:
            raise BadInput("release.too_easy", exercise=spec.id, key="blueprint.columns", k=task.k)
