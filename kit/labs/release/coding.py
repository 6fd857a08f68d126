"""Turns the values of a column into codes and labels, level by level."""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kit.i18n import translate
from kit.labs.release import values
from kit.labs.release.blueprint import ColumnPlan
from kit.labs.release.levels import EXACT, OUT
from kit.labs.release.table import Coded, Codes

if TYPE_CHECKING:
    from kit.world import World

EMPTY = "–"
_TAIL = 4
_HASH = 12
_PLACES = ("province", "city", "district", "address")

Part = tuple[Any, str]
"""What tells people apart at a level, and how it is written."""
Coarsen = Callable[..., Part]


def code_column(world: "World", plan: ColumnPlan, rows: Sequence[int]) -> dict[str, Coded]:
    """Return a column at each of its levels.

    Args:
        world: The company.
        plan: The column.
        rows: Row numbers of the customers in the table.

    Raises:
        KeyError: If the company has no such field.
    """
    read = _places(world, plan) if plan.kind == "place" else values.read(world, plan.field)
    whole = _numbered([read[row] for row in rows])
    coarsen: Coarsen = COARSEN.get(plan.kind, _plain)
    year = world.spec.as_of.year
    coded = {}
    for level in plan.levels:
        if level != OUT:
            parts = [
                ("", EMPTY) if value is None else coarsen(value, level, plan, year)
                for value in whole.labels
            ]
            kept = _numbered([part for part, _ in parts])
            labels = dict(reversed(parts))
            coded[level] = Coded(
                kept.codes[whole.codes], tuple(labels[part] for part in kept.labels)
            )
    return coded


class Numbered(NamedTuple):
    """Values as codes, numbered in the order in which they first come."""

    codes: Codes
    labels: tuple[Any, ...]


def _numbered(found: Sequence[Any]) -> Numbered:
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in found]
    return Numbered(np.array(codes, dtype=np.int64), tuple(numbers))


def _plain(value: Any, *_: Any) -> Part:
    return value, str(value)


def _code(value: Any, level: str, *_: Any) -> Part:
    """Return a code, its hash or its last digits; equal codes have equal hashes."""
    text = str(value)
    if level == "hashed":
        return text, hashlib.sha256(text.encode()).hexdigest()[:_HASH]
    if level == "tail":
        return text[-_TAIL:], "*" * (len(text) - _TAIL) + text[-_TAIL:]
    return text, text


def _date(value: Any, level: str, *_: Any) -> Part:
    text: str = value.isoformat()
    cut = text[: {EXACT: 10, "month": 7, "year": 4}[level]]
    return cut, cut


def _birth(value: Any, level: str, plan: ColumnPlan, year: int) -> Part:
    """Return a birth date or a band of the age reached this year, so that bands nest in years."""
    if level in (EXACT, "month", "year"):
        return _date(value, level)
    return _band(year - value.year, level, plan)


def _amount(value: Any, level: str, plan: ColumnPlan, _: int) -> Part:
    return _plain(value) if level == EXACT else _band(value, level, plan)


def _band(number: int, level: str, plan: ColumnPlan) -> Part:
    width = plan.bands[0 if level == "fine" else -1]
    if number < plan.low:
        return "low", "0" if plan.low == 1 else f"< {plan.low}"
    if number >= plan.high:
        return "high", f"≥ {plan.high}"
    first = plan.low + (number - plan.low) // width * width
    return first, str(first) if width == 1 else f"{first}–{first + width - 1}"


def _places(world: "World", plan: ColumnPlan) -> list[tuple[str, ...]]:
    """Return sales area, province, city, district and address of each customer."""
    table = plan.field.partition(".")[0]
    parts = [values.read(world, f"{table}.{name}") for name in _PLACES]
    area = {name: _area_title(code, world.spec.locale) for name, code in _areas().items()}
    return [(area[row[0]], *row) for row in zip(*parts, strict=True)]


def _place(value: tuple[str, ...], level: str, *_: Any) -> Part:
    depth = {"area": 1, "province": 2, "city": 3, "district": 4, EXACT: 5}[level]
    part = value[:depth]
    shown = part if depth == 1 else part[1:] if depth < len(value) else part[-1:]
    return part, " · ".join(dict.fromkeys(shown))


@lru_cache(maxsize=1)
def _areas() -> dict[str, str]:
    """Return the sales area of each province, by its name in either language."""
    text = (files("kit.labs.release") / "areas.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row[name]: row["area"] for name in ("province", "province_en") for row in rows}


def _area_title(code: str, locale: str) -> str:
    return translate(f"release.area.{code}", locale)


COARSEN: Mapping[str, Coarsen] = {
    "code": _code,
    "phone": _code,
    "birth": _birth,
    "date": _date,
    "place": _place,
    "amount": _amount,
}
"""How values of a kind are coarsened; the others are released as they are or not at all."""
