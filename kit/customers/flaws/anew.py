"""Makes fields anew for some rows from the columns as they are now."""

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.engine import Piece, reference
from kit.customers.flaws.context import Mask
from kit.customers.makers import MAKERS, Making
from kit.customers.makers.base import distinct
from kit.customers.spec import FieldSpec, Profile
from kit.seeding import Rows

CARRY = ("copy", "template", "select", "when", "slice")
"""Makers that draw nothing: what they take in is what they write."""


def position_in(piece: Piece, table: str, ancestor: str, rows: Rows) -> Rows:
    """Return for some rows of a table the positions of their rows in an ancestor."""
    while table != ancestor:
        rows = piece.rows[table].parent[rows]
        table = piece.spec.profile.tables[table].parent or ancestor
    return rows


def inputs_of(piece: Piece, table: str, spec: FieldSpec, rows: Rows) -> dict[str, Column]:
    """Return what a field is made from, at some rows."""
    return {name: _at(piece, table, ref, rows) for name, ref in spec.needs.items()}


def _at(piece: Piece, table: str, ref: str, rows: Rows) -> Column:
    other, _, column = ref.rpartition(".")
    other = other or table
    return col.take(piece.columns[other][column], position_in(piece, table, other, rows))


def remade(
    piece: Piece, table: str, field: str, rows: Rows, inputs: dict[str, Column] | None = None
) -> Column:
    """Return a field's values at some rows, whatever its ``only_if`` says."""
    profile = piece.spec.profile
    spec = profile.tables[table].fields[field]
    made = MAKERS[spec.make].make(
        Making(
            rows=piece.rows[table].subset(rows),
            field=field,
            inputs=inputs_of(piece, table, spec, rows) if inputs is None else inputs,
            options=_options(profile, table, field),
            seed=piece.spec.seed,
            as_of=piece.spec.as_of,
            ages=profile.ages,
            locale=piece.spec.locale,
            lookup=_lookup(piece),
            unique=spec.unique,
            deal=piece.spec.deal,
        )
    )
    return made if spec.hidden else as_written(made, spec)


def as_written(made: Column, spec: FieldSpec) -> pa.Array:
    """Return values in the type of a visible field."""
    array = pa.array(made) if isinstance(made, np.ndarray) else made
    wanted = col.TYPES[spec.type or "string"]
    return array if array.type == wanted else array.cast(wanted)


def left_empty(piece: Piece, table: str, field: str, rows: Rows) -> Mask:
    """Return which rows are empty by drawing lots (``null_share``)."""
    spec = piece.spec.profile.tables[table].fields[field]
    if not spec.null_share:
        return np.zeros(len(rows), dtype=bool)
    draws = piece.rows[table].subset(rows).draws(field, "null")
    found: Mask = draws < np.uint64(spec.null_share * 2.0**64)
    return found


def empty_by_rule(piece: Piece, table: str, field: str, rows: Rows) -> Mask:
    """Return which rows must have no value by the field's own rule."""
    spec = piece.spec.profile.tables[table].fields[field]
    if spec.only_if is not None:
        keys, group = distinct(_at(piece, table, spec.only_if.column, rows))
        return ~_among(keys, group, spec.only_if.values)
    cases = _cases(piece.spec.profile, table, field)
    if cases is None:
        return np.zeros(len(rows), dtype=bool)
    keys, group = distinct(_at(piece, table, spec.needs["key"], rows))
    return ~_among(keys, group, list(cases))


def filled_anyway(piece: Piece, table: str, field: str, rows: Rows) -> Column:
    """Return the values a field would have if its rule asked for one at these rows."""
    spec = piece.spec.profile.tables[table].fields[field]
    cases = _cases(piece.spec.profile, table, field)
    if cases is None or spec.only_if is not None:
        return remade(piece, table, field, rows)
    case = next(iter(cases))
    if spec.make != "select":
        inputs = inputs_of(piece, table, spec, rows)
        return remade(
            piece, table, field, rows, inputs | {"key": pa.array([case] * len(rows), pa.string())}
        )
    source = spec.needs[cases[case]]
    other, _, column = source.rpartition(".")
    if other:
        made = _at(piece, table, source, rows)
    else:
        hidden = piece.spec.profile.tables[table].fields[column]
        made = (
            remade(piece, table, column, rows)
            if hidden.only_if
            else _at(piece, table, column, rows)
        )
    return as_written(made, spec)


def _cases(profile: Profile, table: str, field: str) -> dict[str, Any] | None:
    """The cases of a field that is empty where none of them fits."""
    spec = profile.tables[table].fields[field]
    if spec.make not in ("select", "choice_by") or spec.options.get("default") is not None:
        return None
    return {str(key): value for key, value in spec.options["cases"].items()}


def _among(keys: list[str], group: Any, values: list[str]) -> Mask:
    fits = np.array([key in values for key in keys], dtype=bool)
    found: Mask = fits[group] if len(keys) else np.zeros(0, dtype=bool)
    return found


def _lookup(piece: Piece) -> Any:
    tables = reference(piece.spec)
    return lambda table, column: (
        tables.columns[table][column] if column else tables.rows[table].address
    )


@lru_cache(maxsize=4096)
def _options(profile: Profile, table: str, field: str) -> Any:
    spec = profile.tables[table].fields[field]
    return MAKERS[spec.make].read(spec.options)
