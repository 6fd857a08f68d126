"""Numbers and codes: identifiers from `kit.identifiers`, record numbers, amounts and counts."""

import re
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, field_validator

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
from kit.customers.makers.places import province_codes
from kit.errors import BadInput
from kit.identifiers import ascii as text
from kit.identifiers import (
    bank_card,
    credit_code,
    device_id,
    ip_address,
    mac_address,
    mobile,
    passport,
    vin,
)
from kit.seeding import permute, unit

_MOBILES = 100_000_000
_CUSTOMERS = 60_000_000


class RowCode(Options):
    """Letters in front and number of digits."""

    prefix: str = Field(default="", max_length=8, pattern=r"^[ -~]*$")
    width: int = Field(default=9, ge=1, le=15)


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


class Pattern(Options):
    """``#`` digit, ``@`` capital, ``%`` hexadecimal digit, ``{A-F}`` a range, else itself."""

    pattern: str = Field(min_length=1, max_length=40)

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str) -> str:
        if not value.isascii():
            raise ValueError("use ASCII characters only")
        pattern_parts(value)
        return value


class First(Options):
    """The first number."""

    start: int = 1


def row_code(m: Making) -> Column:
    """Return record numbers: the prefix and a shuffled, unique number of ``width`` digits."""
    size = 10**m.options.width
    if len(m) and int(m.rows.address.max()) >= size:
        raise BadInput("customers.code_too_short", field=m.field, width=m.options.width)
    number = permute(m.seed, m.names, size, m.rows.address)
    prefix = m.options.prefix
    filled = text.matrix(len(m), len(prefix) + m.options.width)
    text.put_text(filled, 0, prefix)
    text.put_digits(filled, len(prefix), number, m.options.width)
    return text.fixed_width(filled)


def mobile_number(m: Making) -> Column:
    """Return mobile numbers: unique for customers; everybody else shares another block."""
    block = (0, _CUSTOMERS) if m.rows.is_root else (_CUSTOMERS, _MOBILES)
    return mobile.generate(m.seed, m.names, m.numbers(block[1] - block[0]), block=block)


def _plain(module: Any) -> Maker:
    def make(m: Making) -> Column:
        return module.generate(m.seed, m.names, m.numbers(module.CAPACITY))

    make.__doc__ = f"Return values of `{module.__name__}`."
    return Maker(make, capacity=module.CAPACITY)


def company_code(m: Making) -> Column:
    """Return unified social credit codes; with ``home``, registered in its province."""
    rows = m.numbers(credit_code.CAPACITY)
    if "home" not in m.inputs:
        return credit_code.generate(m.seed, m.names, rows)
    offices = province_codes()[m.inputs["home"]] * 10_000 + 100
    return credit_code.generate(m.seed, m.names, rows, regions=offices)


def code(m: Making) -> Column:
    """Return codes after a pattern."""
    parts = pattern_parts(m.options.pattern)
    filled = text.matrix(len(m), len(parts))
    for place, letters in enumerate(parts):
        if place % 4 == 0:
            draws = m.draws(str(place // 4))
        choice = np.frombuffer(letters.encode(), np.uint8)
        filled[:, place] = choice[bits(draws, place % 4) * len(choice) >> 16]
    return text.fixed_width(filled)


def pattern_parts(pattern: str) -> list[str]:
    """Return the characters allowed at each place.

    >>> pattern_parts("A{1-3}#")
    ['A', '123', '0123456789']
    """
    parts = []
    for piece in re.findall(r"\{.-.\}|.", pattern):
        if len(piece) == 5:
            if piece[1] > piece[3]:
                raise ValueError(f"{piece}: the range is empty")
            parts.append("".join(chr(c) for c in range(ord(piece[1]), ord(piece[3]) + 1)))
        else:
            parts.append(_CLASSES.get(piece, piece))
    return parts


_CLASSES = {"#": "0123456789", "@": "ABCDEFGHJKLMNPQRSTUVWXYZ", "%": "0123456789abcdef"}


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
    "row_code": Maker(row_code, options=RowCode),
    "mobile": Maker(mobile_number, capacity=_MOBILES - _CUSTOMERS),
    "bank_card": _plain(bank_card),
    "vin": _plain(vin),
    "passport": _plain(passport),
    "device_id": _plain(device_id),
    "imei": _plain(device_id),
    "ip_address": _plain(ip_address),
    "mac_address": _plain(mac_address),
    "uscc": Maker(company_code, (), ("home",), capacity=credit_code.CAPACITY),
    "code": Maker(code, options=Pattern),
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
