"""Numbers: counts of child rows, amounts, arithmetic on columns."""

from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import (
    Maker,
    Making,
    Options,
    Share,
    Weights,
    bits,
    distinct,
    pick,
    weighted,
)
from kit.seeding import unit


class Flag(Options):
    """Share of rows that are true."""

    share: Share


class Counts(Options):
    """Weights of 0, 1, 2 … rows."""

    weights: Weights


class CountsIf(Options):
    """Weights of 0, 1, 2 … rows for each value of the key, and for any other value."""

    cases: dict[str, Weights]
    default: Weights = Field(default=[1.0])


class AgeBand(Options):
    """Weights of 0, 1, 2 … rows up to an age, inclusive."""

    up_to: int
    weights: Weights


class CountsByAge(Options):
    """Bands of age in rising order; the last one also takes everybody older."""

    bands: Annotated[list[AgeBand], Field(min_length=1)]


class Number(Options):
    """A number from ``low`` to ``high``: evenly, skewed to low values, or bell-shaped."""

    low: float
    high: float
    step: float = Field(default=1, gt=0)
    shape: str = Field(default="uniform", pattern="^(uniform|skewed|normal)$")
    decimals: int = Field(default=0, ge=0, le=6)


class Scale(Options):
    """Multiply by ``factor``, give or take the share ``jitter``, and round."""

    factor: float = 1.0
    jitter: Share = 0.0
    round_to: float = Field(default=1, gt=0)


class Rounding(Options):
    """Round to a multiple, or to decimals."""

    round_to: float | None = Field(default=None, gt=0)
    decimals: int = Field(default=2, ge=0, le=6)


class First(Options):
    """The first number."""

    start: int = 1


def flag(m: Making) -> Column:
    """Return true for a share of the rows."""
    return pa.array(bits(m.draws(), 0) < m.options.share * 65536)


def count(m: Making) -> Column:
    """Return 0, 1, 2 … by weight."""
    return pick(m.options.weights, m.draws()).astype(np.int64)


def count_if(m: Making) -> Column:
    """Return 0, 1, 2 … by the weights of the key's value."""
    keys, group = distinct(m.inputs["key"])
    tables = [m.options.cases.get(key, m.options.default) for key in keys]
    return _by_group(group, tables, m)


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
    return _rounded(o.low + np.floor(share * steps) * o.step, o.decimals)


def scale(m: Making) -> Column:
    """Return ``x`` times the factor, rounded."""
    o = m.options
    value = _number(m.inputs["x"]) * o.factor
    if o.jitter:
        value = value * (1.0 + o.jitter * (2.0 * unit(m.draws()) - 1.0))
    made = _rounded(np.rint(value / o.round_to) * o.round_to, 0 if o.round_to >= 1 else 4)
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


def _rounded(values: NDArray[np.float64], decimals: int) -> pa.Array:
    if decimals == 0:
        return pa.array(np.rint(values).astype(np.int64))
    return pa.array(np.round(values, decimals))


def _arithmetic(m: Making, operation: np.ufunc) -> pa.Array:
    columns = list(m.inputs.values())
    value = _number(columns[0])
    missing = col.is_null(columns[0])
    for column in columns[1:]:
        value = operation(value, _number(column))
        missing = missing | col.is_null(column)
    o = m.options
    if o.round_to:
        made = _rounded(np.rint(value / o.round_to) * o.round_to, 0 if o.round_to >= 1 else 4)
    else:
        made = pa.array(np.round(value, o.decimals))
    return col.with_nulls(made, missing)


MAKERS = {
    "flag": Maker(flag, options=Flag),
    "count": Maker(count, options=Counts),
    "count_if": Maker(count_if, ("key",), options=CountsIf),
    "count_by_age": Maker(count_by_age, ("age",), options=CountsByAge),
    "number": Maker(number, options=Number),
    "scale": Maker(scale, ("x",), options=Scale),
    "product": Maker(product, ("a", "b"), ("*",), Rounding),
    "difference": Maker(difference, ("a", "b"), (), Rounding),
    "total": Maker(total, ("a",), ("*",), Rounding),
    "ordinal": Maker(ordinal, options=First),
}
