"""Words and references: choices, look-ups, templates, values of other columns and tables."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import (
    Making,
    Scalar,
    bits,
    distinct,
    folded,
    pick,
    pool,
    spread,
    weighted,
    wrong,
)
from kit.customers.makers.constants import (
    Cases,
    Map,
    PoolName,
    SelectOptions,
    SliceOptions,
    TableField,
    TableName,
    TablePlace,
    Template,
    Values,
    WhenOptions,
    kind_of_values,
    per_language,
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
from kit.errors import BadInput
from kit.seeding import below


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
    column, rows = m.lookup(m.options.table, m.options.field), col.as_int(m.inputs["row"])
    if len(rows) and not 0 <= rows.min() <= rows.max() < len(column):
        raise BadInput(
            "customers.reference_rows", field=m.field, table=m.options.table, count=len(column)
        )
    return col.take(column, rows)


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


def _of_list(use: Use) -> Kind:
    return kind_of_values([v for each in per_language(use.options.values) for v in each])


def _of_cases(use: Use) -> Kind:
    o = use.options
    lists = [*o.cases.values(), *([] if o.default is None else [o.default])]
    return kind_of_values([v for one in lists for each in per_language(one) for v in each])


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
    lists = per_language(use.options.values)
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
