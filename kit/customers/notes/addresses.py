"""Cuts addresses into road and number, estate, building and flat.

Most Chinese addresses here end in 290号御景家园13幢2单元1501室. Their runs of digits show where to
cut: the texts are not read by an expression, their bytes are shared and cut at other places.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.makers.base import word_table

_MARKS = ("号", "幢", "单元", "室")
_CUTS = 5


class Parts(NamedTuple):
    """Parts of addresses; null where an address is of no known form, empty where it lacks one."""

    road: pa.StringArray
    estate: pa.StringArray
    building: pa.StringArray
    flat: pa.StringArray


def parts(values: pa.StringArray, locale: str) -> Parts:
    """Return the parts of addresses of a language."""
    if locale != "zh":
        return _by_expression(values, _ENGLISH)
    usual, digits = _usual(values)
    if usual.all() and len(values):
        return _cut(values, digits)
    return _by_expression(values, _chinese())


def _usual(values: pa.StringArray) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which texts have the usual four numbers, and where those of all begin and end."""
    offsets, data = _bytes(values)
    is_digit = np.zeros(len(data) + 2, dtype=np.int8)
    is_digit[1:-1] = (data >= ord("0")) & (data <= ord("9"))
    step = np.diff(is_digit)
    begins, ends = np.flatnonzero(step == 1), np.flatnonzero(step == -1)
    first = np.searchsorted(begins, offsets)
    usual = np.diff(first) == len(_MARKS)
    if not usual.all():
        return usual, np.empty((0, 0, 2), np.int64)
    own = slice(first[0], first[-1])
    digits = np.stack([begins[own], ends[own]], axis=1).reshape(len(values), len(_MARKS), 2)
    for place, mark in enumerate(_MARKS):
        usual &= _stands(data, digits[:, place, 1], mark)
    return usual & (digits[:, -1, 1] + len(_MARKS[-1].encode()) == offsets[1:]), digits


def _cut(values: pa.StringArray, digits: NDArray[np.int64]) -> Parts:
    offsets, _ = _bytes(values)
    cuts = np.empty((len(values), _CUTS), dtype=np.int32)
    cuts[:, 0] = offsets[:-1]
    cuts[:, 1] = digits[:, 0, 0]
    cuts[:, 2] = digits[:, 0, 1] + len("号".encode())
    cuts[:, 3] = digits[:, 1, 0]
    cuts[:, 4] = digits[:, 1, 1] + len("幢".encode())
    ends = np.append(cuts.reshape(-1), np.int32(offsets[-1]))
    pieces = pa.StringArray.from_buffers(
        len(values) * _CUTS, pa.py_buffer(ends), values.buffers()[2]
    )
    at = np.arange(len(values)) * _CUTS
    before, number, estate, building, flat = (
        pieces.take(pa.array(at + place)) for place in range(_CUTS)
    )
    road = pc.binary_join_element_wise(_road(before), number, "")
    return Parts(road, estate, building, flat)


def _road(before: pa.StringArray) -> pa.StringArray:
    """Return the road at the end of each text, null for an unknown one."""
    found = pa.nulls(len(before), pa.string())
    names = _roads()
    for size in sorted({len(name) for name in names.to_pylist()}):
        end = pc.utf8_slice_codeunits(before, -size, None)
        found = pc.if_else(pc.is_in(end, value_set=names), end, found)
    return found


def _by_expression(values: pa.StringArray, form: str) -> Parts:
    cut = pc.extract_regex(values, form)
    return Parts(*(pc.struct_field(cut, name) for name in Parts._fields))


def _bytes(values: pa.StringArray) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    _, offsets, data = values.buffers()
    if not len(values):
        return np.zeros(1, np.int32), np.empty(0, np.uint8)
    ends = np.frombuffer(offsets, np.int32, len(values) + 1, values.offset * 4)
    return ends, np.frombuffer(data, np.uint8)[: ends[-1]]


def _stands(data: NDArray[np.uint8], places: NDArray[np.int64], mark: str) -> NDArray[np.bool_]:
    found = np.ones(len(places), dtype=bool)
    for shift, byte in enumerate(mark.encode()):
        found &= data[np.minimum(places + shift, len(data) - 1)] == byte
    return found


_ENGLISH = (
    r"^(?:(?P<building>Building \d+), (?P<flat>unit \d+, flat \d+), (?P<estate>[^,]+), )?"
    r"(?P<road>\d+ [^,]+),"
)


@lru_cache(maxsize=1)
def _chinese() -> str:
    roads = sorted(_roads().to_pylist(), key=len, reverse=True)
    return (
        rf"(?P<road>(?:{'|'.join(roads)})\d+号)"
        r"(?P<estate>\D*)(?P<building>(?:\d+幢)?)(?P<flat>(?:\d+单元\d+室)?)$"
    )


@lru_cache(maxsize=1)
def _roads() -> pa.StringArray:
    return pa.array([row["zh"] for row in word_table("roads.csv")])
