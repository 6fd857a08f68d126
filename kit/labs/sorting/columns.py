"""Which columns of a table the list and the file show, and how values are written there."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.describe import foreign_keys
from kit.customers.flaws import Config, read
from kit.customers.spec import FieldSpec, Profile
from kit.labs.sorting.blueprint import Blueprint
from kit.labs.sorting.doubts import needless

if TYPE_CHECKING:
    from kit.world import World

_FEW = 10
_UNNEEDED = "unneeded_field"
_OWN = ("customer_id",)


def left_out(world: "World", blueprint: Blueprint) -> frozenset[str]:
    """Return the columns that an exercise leaves out of list and files, as ``table.column``.

    These are those that no purpose needs, company-wide, and those that some customers need not
    give, unless the exercise names them: from the list alone nobody could tell who must.
    """
    slots = [slot for slot in blueprint.slots if _UNNEEDED in slot.kinds]
    named = {place for slot in slots for place in slot.columns}
    fields = {str(place) for place in read(world.profile).unneeded_field.fields}
    return needless(world) | (fields - named)


def shown_columns(
    world: "World", table: str, left_out: frozenset[str], *more: str
) -> tuple[str, ...]:
    """Return the columns of a table that are shown, in the table's order.

    Of wide tables those stay that a decision may rest on.

    Args:
        world: The company.
        table: The table.
        left_out: Columns that are not shown (`left_out`); a whole such table is shown.
        more: Columns that are shown in any case.
    """
    whole = f"{table}.*" in left_out
    visible = world.profile.tables[table].visible
    fields = [n for n in visible if n in more or whole or f"{table}.{n}" not in left_out]
    if len(fields) <= _FEW:
        return tuple(fields)
    wanted = {*_decisive(world.profile, table), *_OWN, *more}
    return tuple(name for name in fields if name in wanted)


def _decisive(profile: Profile, table: str) -> Iterator[str]:
    """Yield the columns of a table that flaws, facts and orders of dates name."""
    config = read(profile)
    unneeded = config.unneeded_field.fields
    if table == profile.root:
        yield from (name for _, name in config.customer if name)
    for place in [*_places(config), *_ordered(profile)]:
        other, _, name = place.partition(".")
        if other == table:
            yield name
            yield from _behind(profile.tables[table].fields.get(name))
    for period in config.facts.periods:
        if period.table == table:
            yield period.since
    visible = profile.tables[table].visible
    yield from (n for n, spec in visible.items() if spec.unique or spec.make == "copy")
    keys = {spec.needs.get("key") for n, spec in visible.items() if f"{table}.{n}" in unneeded}
    yield from (n for n, spec in visible.items() if keys & set(spec.needs.values()))


def _places(config: Config) -> Iterator[str]:
    facts, swapped = config.facts, config.wrong_column
    yield from (one.column for one in facts.served)
    for owed in facts.owed:
        yield owed.column
        yield from [owed.settled.column] if owed.settled else []
    yield from (one.column for one in (facts.scope, facts.separate_consent) if one)
    yield from (place for pair in swapped.swapped for place in pair)
    for moved in (*swapped.misplaced, *swapped.third_party):
        yield from (moved.value, moved.into)
    yield from (*swapped.company, *config.broken_date.past, *config.unneeded_field.fields)
    yield from (*config.free_text_personal.columns, *config.guardian_missing.columns)
    yield from (*config.wrong_format.mobiles, *config.wrong_format.resident_ids)
    if config.duplicate:
        root = "customers"
        yield from (f"{root}.{n}" for n in (*config.duplicate.moved, *config.duplicate.missing))


def _ordered(profile: Profile) -> Iterator[str]:
    for order in profile.orders:
        for name in (order.first, order.then):
            yield name if "." in name else f"{order.table}.{name}"


def _behind(spec: FieldSpec | None) -> Iterable[str]:
    """Return the columns of the same table that a column is made from, if any are written."""
    return [ref for ref in spec.needs.values() if "." not in ref] if spec else []


def plain(value: Any) -> Any:
    """Return a value as plain JSON data, the way a table shows it.

    >>> plain(3.50), plain(None), plain(True)
    ('3.5', None, True)
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def titles_of(world: "World", table: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """Return the titles of some columns."""
    fields = world.profile.tables[table].fields
    return [both(fields[name].titles) for name in columns]


def both(words: Any) -> dict[str, str]:
    """Return words in both languages as plain data."""
    return {"zh": words.zh, "en": words.en}


def owners_of(world: "World", table: str) -> pa.Array:
    """Return the number of each row's customer, through the tables above where need be."""
    whole = world.tables[table]
    if _OWN[0] in whole.column_names:
        return whole[_OWN[0]].combine_chunks()
    spec = world.profile.tables[table]
    for field, other, key in foreign_keys(world.profile, spec):
        if other == spec.parent:
            place = pc.index_in(whole[field], world.tables[other][key].combine_chunks())
            return owners_of(world, other).take(place.combine_chunks())
    return pa.nulls(whole.num_rows, pa.string())
