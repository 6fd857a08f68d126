"""Numbers: counts of child rows, amounts, arithmetic on columns."""

from itertools import pairwise
from typing import Annotated, Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import (
    MOST_CASES,
    Finite,
    Making,
    Options,
    Share,
    Weights,
    bits,
    distinct,
    folded,
    pick,
    weighted,
    wrong,
)
from kit.customers.makers.contract import INTEGER, NUMBER, VALUE, Kind, Maker, Use
from kit.errors import BadInput
from kit.seeding import unit

_LARGEST = 2**53


class Flag(Options):
    """Share of rows that are true."""

    share: Share


class Counts(Options):
    """Weights of 0, 1, 2 … rows."""

    weights: Weights


class CountsIf(Options):
    """Weights of 0, 1, 2 … rows for each value of the key, and for any other value."""

    cases: Annotated[dict[str, Weights], Field(max_length=MOST_CASES)]
    default: Weights = Field(default=[1.0])


class AgeBand(Options):
    """Weights of 0, 1, 2 … rows up to an age, inclusive."""

    up_to: Annotated[int, Field(ge=-(10**9), le=10**9)]
    weights: Weights


class CountsByAge(Options):
    """Bands of age in rising order; the last one also takes everybody older."""

    bands: Annotated[list[AgeBand], Field(min_length=1, max_length=MOST_CASES)]

    @field_validator("bands")
    @classmethod
    def _rising(cls, value: list[AgeBand]) -> list[AgeBand]:
        for one, following in pairwise(value):
            if one.up_to >= following.up_to:
                raise wrong("rising", low=one.up_to, high=following.up_to)
        return value


class Number(Options):
    """A number from ``low`` to ``high``: evenly, skewed to low values, or bell-shaped."""

    low: Finite
    high: Finite
    step: float = Field(default=1, ge=1e-6, le=1e12)
    shape: str = Field(default="uniform", pattern="^(uniform|skewed|normal)$")
    decimals: int = Field(default=0, ge=0, le=6)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.low > self.high:
            raise wrong("rising", low=self.low, high=self.high)
        return self


class Scale(Options):
    """Multiply by ``factor``, give or take the share ``jitter``, and round."""

    factor: Finite = 1.0
    jitter: Share = 0.0
    round_to: float = Field(default=1, ge=1e-4, le=1e12)


class Rounding(Options):
    """Round to a multiple, or to decimals."""

    round_to: float | None = Field(default=None, ge=1e-4, le=1e12)
    decimals: int = Field(default=2, ge=0, le=6)


class First(Options):
    """The first number."""

    start: int = Field(default=1, ge=-(10**9), le=10**9)


def flag(m: Making) -> Column:
    """Return true for a share of the rows."""
    return pa.array(bits(m.draws(), 0) < m.options.share * 65536)


def count(m: Making) -> Column:
    """Return 0, 1, 2 … by weight."""
    return pick(m.options.weights, m.draws()).astype(np.int64)


def count_if(m: Making) -> Column:
    """Return 0, 1, 2 … by the weights of the key's value."""
    o = m.options
    keys, group = distinct(m.inputs["key"])
    cases, case = folded(keys, o.cases, group)
    return _by_group(case, [o.default if key is None else o.cases[key] for key in cases], m)


def count_by_age(m: Making) -> Column:
    """Return 0, 1, 2 … by the weights of the band the age lies in."""
    bands = m.options.bands
    group = np.searchsorted([band.up_to for band in bands], col.as_int(m.inputs["age"]))
    return _by_group(group.clip(0, len(bands) - 1), [band.weights for band in bands], m)


def number(m: Making) -> Column:
    """Return numbers between ``low`` and ``high`` in steps."""
    o = m.options
    share = unit(m.draws())
    if o.shape == "skewed":
        share = share * share
    elif o.shape == "normal":
        share = (share + unit(m.draws("2")) + unit(m.draws("3"))) / 3.0
    steps = round((o.high - o.low) / o.step) + 1
    return _rounded(m, o.low + np.floor(share * steps) * o.step, o.decimals)


def scale(m: Making) -> Column:
    """Return ``x`` times the factor, rounded."""
    o = m.options
    value = _number(m.inputs["x"]) * o.factor
    if o.jitter:
        value = value * (1.0 + o.jitter * (2.0 * unit(m.draws()) - 1.0))
    made = _rounded(m, np.rint(value / o.round_to) * o.round_to, 0 if o.round_to >= 1 else 4)
    return col.with_nulls(made, col.is_null(m.inputs["x"]))


def product(m: Making) -> Column:
    """Return the product of all inputs."""
    return _arithmetic(m, np.multiply)


def difference(m: Making) -> Column:
    """Return ``a`` minus ``b``."""
    return _arithmetic(m, np.subtract)


def total(m: Making) -> Column:
    """Return the sum of all inputs."""
    return _arithmetic(m, np.add)


def ordinal(m: Making) -> Column:
    """Return 1, 2, 3 … within the parent; in a table without parent, the row number."""
    within = m.rows.ordinal if m.rows.ordinal.size else m.rows.address
    return pa.array(within + m.options.start)


def _by_group(group: NDArray[Any], tables: list[list[float]], m: Making) -> NDArray[np.int64]:
    if not tables:
        return np.zeros(len(m), np.int64)
    stacked = np.stack([weighted(weights) for weights in tables])
    counts: NDArray[np.int64] = stacked[group, bits(m.draws(), 0)].astype(np.int64)
    return counts


def _number(column: Column) -> NDArray[np.float64]:
    if isinstance(column, np.ndarray):
        return column.astype(np.float64)
    return np.asarray(column.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.float64)


def _rounded(m: Making, values: NDArray[np.float64], decimals: int) -> pa.Array:
    values = _in_range(m, values)
    if decimals == 0:
        return pa.array(np.rint(values).astype(np.int64))
    return pa.array(np.round(values, decimals))


def _in_range(m: Making, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values, if all are whole numbers that a float keeps exactly, or smaller."""
    if np.abs(values).max(initial=0) > _LARGEST:
        raise BadInput("customers.number_range", field=m.field, limit=_LARGEST)
    return values


def _arithmetic(m: Making, operation: np.ufunc) -> pa.Array:
    columns = list(m.inputs.values())
    value = _number(columns[0])
    missing = col.is_null(columns[0])
    for column in columns[1:]:
        value = operation(value, _number(column))
        missing = missing | col.is_null(column)
    o = m.options
    if o.round_to:
        made = _rounded(m, np.rint(value / o.round_to) * o.round_to, 0 if o.round_to >= 1 else 4)
    else:
        made = pa.array(np.round(_in_range(m, value), o.decimals))
    return col.with_nulls(made, missing)


def _by_decimals(use: Use) -> Kind:
    return "number" if use.options.decimals else "integer"


def _by_rounding(use: Use) -> Kind:
    return "number" if use.options.round_to < 1 else "integer"


def _of_arithmetic(use: Use) -> Kind:
    if use.options.round_to:
        return _by_rounding(use)
    return "integer" if set(use.inputs.values()) == {"integer"} else _by_decimals(use)


_TWO = {"a": NUMBER, "b": NUMBER}
MAKERS = {
    "flag": Maker(flag, "boolean", options=Flag),
    "count": Maker(count, "integer", options=Counts),
    "count_if": Maker(count_if, "integer", {"key": VALUE}, options=CountsIf),
    "count_by_age": Maker(count_by_age, "integer", {"age": INTEGER}, options=CountsByAge),
    "number": Maker(number, _by_decimals, options=Number),
    "scale": Maker(scale, _by_rounding, {"x": NUMBER}, options=Scale),
    "product": Maker(product, _of_arithmetic, _TWO, {"*": NUMBER}, Rounding),
    "difference": Maker(difference, _of_arithmetic, _TWO, options=Rounding),
    "total": Maker(total, _of_arithmetic, {"a": NUMBER}, {"*": NUMBER}, Rounding),
    "ordinal": Maker(ordinal, "integer", options=First, promises=lambda use: not use.is_child),
}
