"""Checks that districts lie in their cities, and that addresses and numbers fit the region."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.makers.base import word_table
from kit.customers.spec import TableSpec

Bad = NDArray[np.bool_]
PARTS = ("province", "city", "district")
_BEGINS = {"landline", "plate"}
_MADE = (*PARTS, "address", "road_address", "area_code", "landline", "plate")


def wrong_places(
    spec: TableSpec, table: pa.Table, locale: str
) -> Iterator[tuple[str, tuple[str, ...], Bad]]:
    """Yield the broken rule, the columns it speaks of (the wrong one last), and the rows."""
    columns = {field.make: name for name, field in spec.visible.items() if field.make in _MADE}
    if not set(PARTS) <= columns.keys():
        return
    parts = tuple(columns[part] for part in PARTS)
    known, by_region = _regions(locale)
    keys = pc.binary_join_element_wise(*(_flat(table, name) for name in parts), _BETWEEN)
    region = pc.index_in(keys, value_set=known)
    none = pc.and_(*(pc.is_null(_flat(table, name)) for name in parts[:2]))
    yield "region", parts, _rows(pc.and_not(pc.is_null(region), none))
    homes = {make: spec.fields[name].needs.get("home") for make, name in columns.items()}
    for make, wanted in by_region.items():
        if make in columns and homes[make] == homes["province"]:
            values = _flat(table, columns[make])
            fits = _FITS.get(make, _equal)(values, wanted.take(region), locale)
            yield "place", (*parts, columns[make]), _rows(pc.invert(fits))


_BETWEEN = "\x1f"


def _equal(values: pa.Array, wanted: pa.Array, _: str) -> pa.Array:
    return pc.equal(values, wanted)


def _begins(values: pa.Array, wanted: pa.Array, _: str) -> pa.Array:
    return pc.equal(_cut(values, wanted, begins=True), wanted)


def _lies(values: pa.Array, wanted: pa.Array, locale: str) -> pa.Array:
    return pc.equal(_cut(values, wanted, begins=locale == "zh"), wanted)


_FITS = {"address": _lies, "road_address": _lies, "landline": _begins, "plate": _begins}


def _cut(values: pa.Array, wanted: pa.Array, *, begins: bool) -> pa.Array:
    """Return as much of each value, from its beginning or its end, as is wanted of it."""
    lengths = pc.utf8_length(wanted)
    made = pa.nulls(len(values), pa.string())
    for length in pc.unique(lengths.drop_null()).to_pylist():
        if begins:
            cut = pc.utf8_slice_codeunits(values, 0, length)
        else:
            cut = pc.utf8_slice_codeunits(values, -length)
        made = pc.if_else(pc.fill_null(pc.equal(lengths, length), False), cut, made)
    return pc.if_else(pc.and_(pc.is_valid(values), pc.is_null(made)), "", made)


@lru_cache(maxsize=2)
def _regions(locale: str) -> tuple[pa.Array, Mapping[str, pa.Array]]:
    """The regions as joined names, and for each what its addresses and numbers must show."""
    rows: list[dict[str, Any]] = word_table("regions.csv")
    ending = "" if locale == "zh" else "_en"
    names = [[row[part + ending] for part in PARTS] for row in rows]
    if locale == "zh":
        lies = [(p if p != c else "") + c + d for p, c, d in names]
    else:
        lies = [", " + ", ".join(dict.fromkeys((d, c, p))) for p, c, d in names]
    wanted = {
        "address": lies,
        "road_address": lies,
        "area_code": [row["area_code"] for row in rows],
        "landline": [row["area_code"] + "-" for row in rows],
        "plate": [row["plate"] for row in rows],
    }
    known = pa.array([_BETWEEN.join(name) for name in names])
    return known, {make: pa.array(values) for make, values in wanted.items()}


def _flat(table: pa.Table, name: str) -> pa.Array:
    return table[name].combine_chunks()


def _rows(bad: pa.Array) -> Bad:
    """A comparison with a missing value is not broken."""
    found: Bad = pc.fill_null(bad, False).to_numpy(zero_copy_only=False)
    return found
