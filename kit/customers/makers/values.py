"""Words and references: choices, look-ups, templates, values of other columns and tables."""

import re
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import Field, field_validator

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import (
    Maker,
    Making,
    Options,
    Scalar,
    Text,
    Weights,
    bits,
    distinct,
    has_pool,
    pick,
    pool,
    spread,
    weighted,
)
from kit.customers.makers.places import nearest
from kit.seeding import below


class Values(Options):
    """Values, in one list or one per language, and their weights (default: equal)."""

    values: Any
    weights: Weights | None = None


class Cases(Options):
    """For each value of the key, the values to choose from."""

    cases: dict[str, Any]
    weights: dict[str, Weights] = Field(default={})
    default: Any = None


class Map(Options):
    """For each value of the key, the value to give."""

    map: dict[str, Any]
    default: Any = None


class Template(Options):
    """A text with input names in braces."""

    text: Text


class PoolName(Options):
    """Name of a file in ``kit/customers/words`` without ``.csv``."""

    pool: str = Field(pattern=r"^[a-z0-9_]+$")

    @field_validator("pool")
    @classmethod
    def _exists(cls, value: str) -> str:
        if not has_pool(value):
            raise ValueError(f"there is no word pool {value}")
        return value


class WhenOptions(Options):
    """Constant values, where no input of that name is given."""

    then: Any = None
    otherwise: Any = None


class SelectOptions(Options):
    """For each value of the key, the name of the input to take."""

    cases: Annotated[dict[str, str], Field(min_length=1)]
    default: str | None = None


class SliceOptions(Options):
    """How many characters of the beginning or of the end."""

    first: int | None = Field(default=None, ge=1)
    last: int | None = Field(default=None, ge=1)


class TableName(Options):
    """A reference table and, optionally, the first and last row to draw from, from 0."""

    table: str
    rows: tuple[int, int] | None = None


class TablePlace(Options):
    """A reference table and its (hidden) column of places."""

    table: str
    place: str


class TableField(Options):
    """A column of a reference table."""

    table: str
    field: str


def choice(m: Making) -> Column:
    """Return one of the values per row, by weight."""
    values = _in(m, m.options.values)
    return _spread(values, _pick(m, m.options.weights, len(values)))


def choice_by(m: Making) -> Column:
    """Return one of the values listed for the key of the row."""
    keys, group = distinct(m.inputs["key"])
    o = m.options
    kind = _kind([v for case in (*o.cases.values(), o.default) for v in _in(m, case) or []])
    flat: list[Any] = []
    tables = []
    for key in keys:
        values = _in(m, o.cases.get(key, o.default))
        values = [None] if values is None else values
        tables.append(weighted(o.weights.get(key) or [1.0] * len(values)) + len(flat))
        flat += values
    if not tables:
        return pa.nulls(len(m), kind)
    return _spread(flat, np.stack(tables)[group, bits(m.draws(), 0)], kind)


def lookup(m: Making) -> Column:
    """Return the value that the map gives to the key."""
    keys, group = distinct(m.inputs["key"])
    kind = _kind([_in(m, value) for value in (*m.options.map.values(), m.options.default)])
    values = [_in(m, m.options.map.get(key, m.options.default)) for key in keys]
    return _spread(values, group, kind)


def listed(m: Making) -> Column:
    """Return the values in their order, row after row, and again from the first."""
    values = _in(m, m.options.values)
    return _spread(values, m.rows.address % len(values))


def words(m: Making) -> Column:
    """Return words of a pool, by their weights."""
    found, weights = pool(m.options.pool)
    return spread(found[m.locale], pick(weights, m.draws()))


def template(m: Making) -> Column:
    """Return the text with its inputs put in; null where one of them is null."""
    pieces = re.split(r"\{(\w+)\}", m.options.text[m.locale])
    parts: list[Any] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            parts.append(col.as_text(m.inputs[piece]))
        elif piece:
            parts.append(pa.scalar(piece))
    if not any(isinstance(part, pa.Array) for part in parts):
        return spread(["".join(part.as_py() for part in parts)], np.zeros(len(m), np.int64))
    return pc.binary_join_element_wise(*parts, "")


def copy(m: Making) -> Column:
    """Return another column's values."""
    return m.inputs["x"]


def when(m: Making) -> Column:
    """Return ``then`` where the condition is true, else ``otherwise``; both inputs or constants."""
    condition = m.inputs["cond"]
    if isinstance(condition, np.ndarray):
        condition = pa.array(condition.astype(bool))
    elif condition.type != pa.bool_():
        condition = pc.is_valid(condition)
    if "then" in m.inputs and "otherwise" not in m.inputs and m.options.otherwise is None:
        return col.with_nulls(_array(m.inputs["then"]), ~_true(condition))
    branches = [_branch(m, name) for name in ("then", "otherwise")]
    return pc.if_else(condition, *branches)


def select(m: Making) -> Column:
    """Return, row by row, the value of the input that the key names; null where it names none."""
    keys, group = distinct(m.inputs["key"])
    o = m.options
    sources = list(dict.fromkeys([*o.cases.values(), *([o.default] if o.default else [])]))
    chosen = [o.cases.get(key, o.default) for key in keys]
    place = np.array([sources.index(name) if name else -1 for name in chosen], np.int64)
    source = place[group] if len(place) else np.empty(0, np.int64)
    made = _array(m.inputs[sources[0]])
    for number, name in enumerate(sources[1:], 1):
        made = pc.if_else(pa.array(source == number), _array(m.inputs[name]), made)
    return col.with_nulls(made, source < 0)


def part(m: Making) -> Column:
    """Return the first or last characters of a text."""
    if m.options.last:
        return pc.utf8_slice_codeunits(m.inputs["x"], -m.options.last)
    return pc.utf8_slice_codeunits(m.inputs["x"], 0, m.options.first)


def reference_row(m: Making) -> Column:
    """Return (latent) a row number of a reference table."""
    first, last = m.options.rows or (0, len(m.lookup(m.options.table, "")) - 1)
    return first + below(m.draws(), last - first + 1)


def reference_near(m: Making) -> Column:
    """Return (latent) the row of a reference table whose place is nearest to ``home``."""
    places = m.lookup(m.options.table, m.options.place)
    return nearest(places)[m.inputs["home"]]


def reference_value(m: Making) -> Column:
    """Return a column of a reference table at the row that ``row`` names."""
    return col.take(m.lookup(m.options.table, m.options.field), col.as_int(m.inputs["row"]))


def reference(m: Making) -> Column:
    """Return a column of a reference table at a row drawn for this field alone."""
    column = m.lookup(m.options.table, m.options.field)
    return col.take(column, below(m.draws(), len(column)))


def _array(column: Column) -> pa.Array:
    return pa.array(column) if isinstance(column, np.ndarray) else column


def _true(condition: pa.Array) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = pc.fill_null(condition, False).to_numpy(zero_copy_only=False)
    return known


def _in(m: Making, value: Any) -> Any:
    """The value in the language of the data, where it is given per language."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return value[m.locale]
    return value


def _pick(m: Making, weights: list[float] | None, size: int) -> NDArray[Any]:
    draws = m.draws()
    return pick(weights, draws) if weights else bits(draws, 0) * size >> 16


def _spread(
    values: list[Scalar | None], index: NDArray[Any], kind: pa.DataType | None = None
) -> pa.Array:
    return pa.array(values, kind).take(pa.array(index))


def _kind(values: list[Scalar | None]) -> pa.DataType:
    """The type of all values a field can have, whichever of them occur in a piece."""
    return pa.array(values).type


def _branch(m: Making, name: str) -> Any:
    if name in m.inputs:
        return m.inputs[name]
    return pa.scalar(_in(m, getattr(m.options, name)))


MAKERS = {
    "choice": Maker(choice, options=Values),
    "choice_by": Maker(choice_by, ("key",), options=Cases),
    "lookup": Maker(lookup, ("key",), options=Map),
    "listed": Maker(listed, options=Values),
    "words": Maker(words, options=PoolName),
    "sentence": Maker(words, options=PoolName),
    "template": Maker(template, (), ("*",), Template),
    "copy": Maker(copy, ("x",)),
    "when": Maker(when, ("cond",), ("then", "otherwise"), WhenOptions),
    "select": Maker(select, ("key",), ("*",), SelectOptions),
    "slice": Maker(part, ("x",), options=SliceOptions),
    "reference_row": Maker(reference_row, options=TableName),
    "reference_near": Maker(reference_near, ("home",), options=TablePlace),
    "reference_value": Maker(reference_value, ("row",), options=TableField),
    "reference": Maker(reference, options=TableField),
}
