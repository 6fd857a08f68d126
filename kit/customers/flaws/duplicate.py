"""One person twice: a second file with small differences."""

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.flaws.context import Change, Context, Spot, children
from kit.customers.flaws.pairs import partners
from kit.customers.makers.base import bits, word_table
from kit.seeding import Rows

_TYPED, _MOVED, _PHONE, _MISSING = range(4)


def spots(context: Context) -> list[Spot]:
    """Return the customers who have a partner they can be a second file of."""
    roles = context.config.customer
    if context.config.duplicate is None or not (roles.name and roles.birth_date):
        return []
    who, partner = partners(context, "partner", 0, similar=True)
    of = np.full(len(context.flawed), -1, np.int64)
    of[who] = partner
    return [
        Spot(
            f"{context.root}.{roles.name}",
            context.flawed[who],
            lambda context, rows, places: _edit(context, rows, places, of[places]),
            partner,
        )
    ]


def _edit(context: Context, rows: Rows, places: Rows, partner: Rows) -> list[Change]:
    config, roles = context.config.duplicate, context.config.customer
    assert config is not None
    draws = context.draws("difference", places)
    differs = np.zeros((4, len(places)), dtype=bool)
    differs[bits(draws, 0) * 4 >> 16, np.arange(len(places))] = True
    differs[bits(draws, 1) * 4 >> 16, np.arange(len(places))] |= bits(draws, 2) < 20_000
    if not config.missing:
        differs[_TYPED] |= differs[_MISSING]
    name = _of_partner(context, roles.name or "", partner)
    typed = _typed(context, name, places)
    changes = [
        Change(
            f"{context.root}.{roles.name}",
            rows,
            pc.if_else(pa.array(differs[_TYPED]), typed, name),
            right=name,
        )
    ]
    for field, own in _repeated(context).items():
        copied = np.flatnonzero(~differs[own]) if own is not None else np.arange(len(places))
        values = _of_partner(context, field, partner[copied])
        changes.append(Change(f"{context.root}.{field}", rows[copied], values))
    for field in config.missing:
        values = _of_partner(context, field, partner)
        kept = pc.if_else(pa.array(~differs[_MISSING]), values, pa.scalar(None, values.type))
        changes.append(Change(f"{context.root}.{field}", rows, kept))
    for table in config.related:
        changes += _related(context, table.table, table.fields, rows, partner)
    return changes


def _repeated(context: Context) -> dict[str, int | None]:
    """Return the fields that are copied, each with the difference that leaves it as it was."""
    config, roles = context.config.duplicate, context.config.customer
    assert config is not None
    always = [roles.sex, roles.birth_date, roles.resident_id, *config.same]
    fields: dict[str, int | None] = {name: None for name in always if name}
    fields |= dict.fromkeys(config.moved, _MOVED)
    if roles.mobile:
        fields[roles.mobile] = _PHONE
    for name in (roles.name, *config.missing):
        fields.pop(name or "", None)
    return fields


def _of_partner(context: Context, field: str, partner: Rows) -> Column:
    return col.take(context.piece.columns[context.root][field], partner)


def _related(
    context: Context, table: str, fields: tuple[str, ...], rows: Rows, partner: Rows
) -> list[Change]:
    """Copy the partner's rows of a child table onto the rows of the same ordinal."""
    own, whose = children(context.piece, table, rows)
    theirs, of = children(context.piece, table, partner)
    ordinal = context.piece.rows[table].ordinal
    widest = int(ordinal.max(initial=0)) + 1
    key, other = whose * widest + ordinal[own], of * widest + ordinal[theirs]
    both = np.isin(key, other)
    source = theirs[np.searchsorted(other, key[both])]
    return [
        Change(f"{table}.{name}", own[both], context.values(f"{table}.{name}", source))
        for name in fields
    ]


def _typed(context: Context, name: pa.Array, places: Rows) -> pa.Array:
    """Return names as somebody types them who hears them, or is in a hurry."""
    spaced = pa.array(context.below("typed", 3, places) == 0)
    if context.piece.spec.locale == "en":
        front = pc.utf8_slice_codeunits(name, 0, -2)
        swapped = _join(front, pc.utf8_reverse(pc.utf8_slice_codeunits(name, -2)))
        doubled = _join(name, pc.utf8_slice_codeunits(name, -1))
        swapped = pc.if_else(pc.equal(swapped, name), doubled, swapped)
        return pc.if_else(spaced, pc.replace_substring(name, " ", "  "), swapped)
    letters, sound_alike = _sound_alikes()
    front = pc.utf8_slice_codeunits(name, 0, -1)
    last = pc.utf8_slice_codeunits(name, -1)
    heard = _join(front, sound_alike.take(pc.index_in(last, letters)))
    gap = _join(pc.utf8_slice_codeunits(name, 0, 1), " ", pc.utf8_slice_codeunits(name, 1))
    return pc.if_else(pc.or_(spaced, heard.is_null()), gap, heard)


def _join(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


@lru_cache(maxsize=1)
def _sound_alikes() -> tuple[pa.Array, pa.Array]:
    """Characters of given names, and for each another one of the same sound."""
    by_sound: dict[str, list[str]] = {}
    for row in word_table("given_names.csv"):
        for letter, sound in zip(row["given"], row["pinyin"].split(), strict=True):
            heard = by_sound.setdefault(sound, [])
            if letter not in heard:
                heard.append(letter)
    pairs = {
        letter: heard[(place + 1) % len(heard)]
        for heard in by_sound.values()
        if len(heard) > 1
        for place, letter in enumerate(heard)
    }
    return pa.array(list(pairs)), pa.array(list(pairs.values()))
