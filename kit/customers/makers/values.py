"""Words and references: choices, look-ups, templates, values of other columns and tables."""

import re
from datetime import date
from math import isfinite
from typing import Annotated, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import AfterValidator, Field, field_validator, model_validator

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import (
    MOST_CASES,
    Making,
    Options,
    Scalar,
    Text,
    Weights,
    bits,
    distinct,
    folded,
    has_pool,
    pick,
    pool,
    spread,
    weighted,
    wrong,
)
from kit.customers.makers.contract import (
    ANY,
    PLACE,
    ROW,
    TEXT,
    VALUE,
    Kind,
    Maker,
    Use,
    common_kind,
)
from kit.customers.makers.places import nearest
from kit.seeding import below


def _value(value: Any) -> Any:
    """One value, or one per language."""
    kind_of_values([value])
    return value


def _list(value: Any) -> Any:
    """A list of values, or one list per language of the same length."""
    lists = _per_language(value)
    if not all(isinstance(one, list) and one for one in lists):
        raise wrong("no_values")
    if len({len(one) for one in lists}) > 1:
        raise wrong("lengths", expected=len(lists[0]), actual=len(lists[-1]))
    kind_of_values([one for each in lists for one in each])
    return value


OneValue = Annotated[Any, AfterValidator(_value)]
ValueList = Annotated[Any, AfterValidator(_list)]


class Values(Options):
    """Values, in one list or one per language, and their weights (default: equal)."""

    values: ValueList
    weights: Weights | None = None

    @model_validator(mode="after")
    def _as_many(self) -> Self:
        _as_many(self.values, self.weights)
        return self


class Cases(Options):
    """For each value of the key, the values to choose from."""

    cases: Annotated[dict[str, ValueList], Field(min_length=1, max_length=MOST_CASES)]
    weights: dict[str, Weights] = Field(default={})
    default: ValueList | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for key, weights in self.weights.items():
            if key not in self.cases:
                raise wrong("no_case", case=key[:80], known=", ".join(self.cases)[:200])
            _as_many(self.cases[key], weights)
        for key in set(self.cases) - set(self.weights):
            _as_many(self.cases[key], None)
        return self


class Map(Options):
    """For each value of the key, the value to give."""

    map: Annotated[dict[str, OneValue], Field(min_length=1)]
    default: OneValue | None = None


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
            raise wrong("pool", pool=value)
        return value


class WhenOptions(Options):
    """Constant values, where no input of that name is given."""

    then: OneValue | None = None
    otherwise: OneValue | None = None


class SelectOptions(Options):
    """For each value of the key, the name of the input to take."""

    cases: Annotated[dict[str, str], Field(min_length=1)]
    default: str | None = None


class SliceOptions(Options):
    """How many characters of the beginning or of the end."""

    first: int | None = Field(default=None, ge=1)
    last: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.first is None) == (self.last is None):
            raise wrong("one_end")
        return self


class TableName(Options):
    """A reference table and, optionally, the first and last row to draw from, from 0."""

    table: str
    rows: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] | None = None

    @field_validator("rows")
    @classmethod
    def _rising(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value and value[0] > value[1]:
            raise wrong("rising", low=value[0], high=value[1])
        return value


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
    cases, case = folded(keys, o.cases, group)
    flat: list[Any] = []
    tables = []
    for name in cases:
        values = _in(m, o.default if name is None else o.cases[name])
        values = [None] if values is None else values
        weights = o.weights.get(name) if name is not None else None
        tables.append(weighted(weights or [1.0] * len(values)) + len(flat))
        flat += values
    if not tables:
        return pa.nulls(len(m), kind)
    return _spread(flat, np.stack(tables)[case, bits(m.draws(), 0)], kind)


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


def _per_language(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return [value]
    if set(value) != {"zh", "en"}:
        raise wrong("both_languages")
    return [value["zh"], value["en"]]


def _as_many(values: Any, weights: list[float] | None) -> None:
    size = len(_per_language(values)[0])
    if weights is not None and len(weights) != size:
        raise wrong("lengths", expected=size, actual=len(weights))


def kind_of_values(values: list[Any]) -> Kind:
    """Return the kind that constants (or their forms in both languages) have together."""
    return common_kind([_kind_of(one) for value in values for one in _per_language(value)])


def _kind_of(value: Any) -> Kind:
    kind = _KINDS.get(type(value))
    if kind is None:
        raise wrong("no_value", value=str(value)[:80])
    if kind in ("integer", "number") and not (isfinite(value) and abs(value) <= _LARGEST):
        raise wrong("too_large", value=str(value)[:80])
    return kind


_KINDS: dict[type, Kind] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    float: "number",
    date: "date",
}
_LARGEST = 2**53


def _of_list(use: Use) -> Kind:
    return kind_of_values([v for each in _per_language(use.options.values) for v in each])


def _of_cases(use: Use) -> Kind:
    o = use.options
    lists = [*o.cases.values(), *([] if o.default is None else [o.default])]
    return kind_of_values([v for one in lists for each in _per_language(one) for v in each])


def _of_map(use: Use) -> Kind:
    o = use.options
    return kind_of_values([*o.map.values(), *([] if o.default is None else [o.default])])


def _of_template(use: Use) -> Kind:
    _known_inputs(use, {name for text in use.options.text.values() for name in _named(text)})
    return "text"


def _named(text: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", text)


def _of_branches(use: Use) -> Kind:
    kinds = []
    for name in ("then", "otherwise"):
        constant = getattr(use.options, name)
        if name in use.inputs:
            kinds.append(use.inputs[name])
        elif constant is not None:
            kinds.append(kind_of_values([constant]))
    if not kinds:
        raise wrong("no_branch")
    return common_kind(kinds)


def _of_selected(use: Use) -> Kind:
    default = use.options.default
    names = {*use.options.cases.values(), *([default] if default else [])}
    _known_inputs(use, names)
    return common_kind([use.inputs[name] for name in names])


def _known_inputs(use: Use, names: set[str]) -> None:
    missing = names - set(use.inputs)
    if missing:
        raise wrong("not_in_needs", names=", ".join(sorted(missing))[:200])


def _of_column(use: Use) -> Kind:
    return use.column(use.options.table, use.options.field)


def _all_differ(use: Use) -> bool:
    lists = _per_language(use.options.values)
    return 0 < use.count <= min(len(set(values)) for values in lists)


def _names_its_row(use: Use) -> bool:
    """Whether a template holds a key of its row, or its parent's key and the row's ordinal."""
    names = [set(_named(text)) for text in use.options.text.values()]
    return all(
        here & set(use.identifies) or (here & set(use.parent_keys) and here & set(use.ordinals))
        for here in names
    )


_KEY = {"key": VALUE | ROW}
MAKERS = {
    "choice": Maker(choice, _of_list, options=Values),
    "choice_by": Maker(choice_by, _of_cases, _KEY, options=Cases),
    "lookup": Maker(lookup, _of_map, _KEY, options=Map),
    "listed": Maker(listed, _of_list, options=Values, promises=_all_differ),
    "words": Maker(words, "text", options=PoolName),
    "sentence": Maker(words, "text", options=PoolName),
    "template": Maker(
        template, _of_template, also={"*": VALUE}, options=Template, promises=_names_its_row
    ),
    "copy": Maker(
        copy,
        lambda use: use.inputs["x"],
        {"x": ANY},
        promises=lambda use: "x" in use.identifies,
    ),
    "when": Maker(
        when, _of_branches, {"cond": VALUE}, {"then": VALUE, "otherwise": VALUE}, WhenOptions
    ),
    "select": Maker(select, _of_selected, _KEY, {"*": VALUE | ROW}, SelectOptions),
    "slice": Maker(part, "text", {"x": TEXT}, options=SliceOptions),
    "reference_row": Maker(reference_row, "row", options=TableName),
    "reference_near": Maker(reference_near, "row", {"home": PLACE}, options=TablePlace),
    "reference_value": Maker(reference_value, _of_column, {"row": ROW}, options=TableField),
    "reference": Maker(reference, _of_column, options=TableField),
}
