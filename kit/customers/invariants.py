"""What must hold in the tables of any profile, checked from the values alone.

Which columns a rule speaks of follows from the profile (the columns made from one person, one
place …); whether it holds is computed here from the written values, not by the generators.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.describe import foreign_keys
from kit.customers.makers import MAKERS
from kit.customers.makers.base import word_table
from kit.customers.spec import FieldSpec, Profile, TableSpec
from kit.errors import BadInput
from kit.identifiers import kinds_of
from kit.identifiers.people import provinces
from kit.identifiers.scan import ColumnReport, scan


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold.

    Attributes:
        rule: Its name, a message code of the catalogue ``verify``.
        table: Table and
        column: column it speaks of.
        row: First row where it is broken, within the tables given.
        count: How many rows break it.
    """

    rule: str
    table: str
    column: str
    row: int
    count: int


class Memory:
    """Checks pieces one after the other and remembers what uniqueness needs across them."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._seen: dict[str, list[_Seen]] = {}
        self._rows: dict[str, int] = {}

    def check(self, read: Mapping[str, pa.Table]) -> Iterator[Broken]:
        """Yield the rules broken in these tables (whole pieces: parents with their children)."""
        for name, table in read.items():
            spec = self._profile.tables[name]
            yield from _agreement(spec, table)
            yield from _synthetic(spec, table)
            yield from _known_parents(self._profile, spec, read)
            self._remember(spec, table)
        yield from _date_order(self._profile, read)

    def repeated(self) -> Iterator[Broken]:
        """Yield the unique columns in which a value came twice; rows count from the first piece.

        Resident identity numbers must be unique in the whole company, across tables.
        """
        for pieces in self._seen.values():
            hashes = np.concatenate([piece.hashes for piece in pieces])
            _, first = np.unique(hashes, return_index=True)
            again = np.ones(len(hashes), dtype=bool)
            again[first] = False
            ends = np.cumsum([len(piece.hashes) for piece in pieces])
            for piece, bad in zip(pieces, np.split(again, ends[:-1]), strict=True):
                if bad.any():
                    row = piece.first_row + int(piece.rows[np.argmax(bad)])
                    yield Broken("unique", piece.table, piece.column, row, int(bad.sum()))

    def _remember(self, spec: TableSpec, table: pa.Table) -> None:
        start = self._rows.get(spec.name, 0)
        self._rows[spec.name] = start + table.num_rows
        for name, field in spec.visible.items():
            if field.unique:
                group = "people" if field.make == "resident_id" else f"{spec.name}.{name}"
                seen = _Seen(spec.name, name, start, *_hashes(table[name]))
                self._seen.setdefault(group, []).append(seen)


@dataclass(frozen=True)
class _Seen:
    table: str
    column: str
    first_row: int
    rows: NDArray[np.int64]
    hashes: NDArray[np.int64]


def _hashes(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows that have a value, and a hash of each (good for this process only)."""
    rows = np.flatnonzero(column.is_valid().to_numpy())
    return rows, np.array([hash(value) for value in column.drop_null().to_pylist()], np.int64)


def _agreement(spec: TableSpec, table: pa.Table) -> Iterator[Broken]:
    for name, field in spec.visible.items():
        if field.make != "resident_id":
            continue
        number = table[name].combine_chunks()
        for other, fellow in _fellows(spec, field, "person"):
            wrong = _WRONG_PERSON.get(fellow.make)
            if wrong is not None:
                bad = wrong(number, table[other].combine_chunks(), fellow)
                if bad.any():
                    yield _broken("agrees", spec, other, bad)
    yield from _places(spec, table)


def _fellows(spec: TableSpec, field: FieldSpec, need: str) -> Iterator[tuple[str, FieldSpec]]:
    source = field.needs[need]
    for name, fellow in spec.visible.items():
        if fellow.needs.get(need) == source and fellow.make != field.make:
            yield name, fellow


def _wrong_birth(number: pa.Array, birth: pa.Array, _: FieldSpec) -> NDArray[Any]:
    written = pc.strftime(birth, format="%Y%m%d")
    return _unequal(pc.utf8_slice_codeunits(number, 6, 14), written)


def _wrong_sex(number: pa.Array, sex: pa.Array, field: FieldSpec) -> NDArray[Any]:
    male = MAKERS["sex"].read(field.options).values["zh"][0]  # type: ignore[attr-defined]
    odd = pc.is_in(pc.utf8_slice_codeunits(number, 16, 17), pa.array(list("13579")))
    return _unequal(odd, pc.equal(sex, male))


def _wrong_province(number: pa.Array, province: pa.Array, _: FieldSpec) -> NDArray[Any]:
    names = {row["name"]: f"{row['code']}0000" for row in provinces()}
    wanted = pa.array([names.get(value) for value in province.to_pylist()], pa.string())
    return _unequal(pc.utf8_slice_codeunits(number, 0, 6), wanted)


_WRONG_PERSON = {
    "birth_date": _wrong_birth,
    "sex": _wrong_sex,
    "native_province": _wrong_province,
}


def _places(spec: TableSpec, table: pa.Table) -> Iterator[Broken]:
    """Districts lie in their city, cities in their province; addresses and numbers fit them."""
    columns = {field.make: name for name, field in spec.visible.items()}
    if not {"province", "city", "district"} <= columns.keys():
        return
    homes = {make: spec.fields[name].needs.get("home") for make, name in columns.items()}
    triples = zip(*(table[columns[part]].to_pylist() for part in _PARTS), strict=True)
    rows = [_regions().get(triple) for triple in triples]
    unknown = np.array([row is None for row in rows], dtype=bool)
    if unknown.any():
        yield _broken("region", spec, columns["district"], unknown)
    for make, wrong in _WRONG_PLACE.items():
        if make in columns and homes[make] == homes["province"]:
            values = table[columns[make]].to_pylist()
            bad = _where_wrong(values, rows, wrong)
            if bad.any():
                yield _broken("place", spec, columns[make], bad)


_PARTS = ("province", "city", "district")
Region = dict[str, str]


@lru_cache(maxsize=1)
def _regions() -> dict[tuple[str, ...], Region]:
    return {tuple(row[part] for part in _PARTS): row for row in word_table("regions.csv")}


def _where_wrong(
    values: list[str | None], rows: list[Region | None], wrong: Callable[[str, Region], bool]
) -> NDArray[Any]:
    pairs = zip(values, rows, strict=True)
    return np.array([bool(v and row and wrong(v, row)) for v, row in pairs], dtype=bool)


def _wrong_address(value: str, row: Region) -> bool:
    top = "" if row["province"] == row["city"] else row["province"]
    return not value.startswith(top + row["city"] + row["district"])


_WRONG_PLACE: dict[str, Callable[[str, Region], bool]] = {
    "address": _wrong_address,
    "road_address": _wrong_address,
    "area_code": lambda value, row: value != row["area_code"],
    "landline": lambda value, row: not value.startswith(row["area_code"] + "-"),
    "plate": lambda value, row: not value.startswith(row["plate"]),
}


def _synthetic(spec: TableSpec, table: pa.Table) -> Iterator[Broken]:
    """Nothing in any column of text is a well-formed identifier outside our spaces."""
    for name in spec.visible:
        column = table[name].combine_chunks()
        if not pa.types.is_string(column.type):
            continue
        report = ColumnReport()
        scan(column, report)
        if any(tally.not_synthetic for tally in report.kinds.values()):
            yield _broken("synthetic", spec, name, _foreign(column))


def _foreign(column: pa.StringArray) -> NDArray[Any]:
    """Which values are well-formed identifiers that are not ours."""
    verdicts = (kinds_of(value) if value else [] for value in column.to_pylist())
    return np.array([bool(found) and not found[0].synthetic for found in verdicts], dtype=bool)


def _known_parents(
    profile: Profile, spec: TableSpec, read: Mapping[str, pa.Table]
) -> Iterator[Broken]:
    for name, other, column in foreign_keys(profile, spec):
        if other in read:
            keys = read[other][column].combine_chunks()
            value = read[spec.name][name].combine_chunks()
            bad = ~pc.or_(pc.is_in(value, keys), pc.is_null(value)).to_numpy(zero_copy_only=False)
            if bad.any():
                yield _broken("parent", spec, name, bad)


def _date_order(profile: Profile, read: Mapping[str, pa.Table]) -> Iterator[Broken]:
    for order in profile.orders:
        if order.table not in read:
            continue
        spec = profile.tables[order.table]
        first, then = (_days(_of_row(profile, read, spec, c)) for c in (order.first, order.then))
        bad = pc.fill_null(pc.greater(first, then), False).to_numpy(zero_copy_only=False)
        if bad.any():
            yield _broken("order", spec, order.then.rpartition(".")[2], bad)


def _of_row(profile: Profile, read: Mapping[str, pa.Table], spec: TableSpec, ref: str) -> pa.Array:
    """A column of the table, or of another one that the table's foreign key leads to."""
    other, _, column = ref.rpartition(".")
    if not other:
        return read[spec.name][column].combine_chunks()
    for name, target, key in foreign_keys(profile, spec):
        if target == other:
            keys = read[other][key].combine_chunks()
            place = pc.index_in(read[spec.name][name].combine_chunks(), keys)
            return read[other][column].combine_chunks().take(place)
    raise BadInput("customers.order_without_key", table=spec.name, column=ref)


def _days(column: pa.Array) -> pa.Array:
    return column if column.type == pa.date32() else column.cast(pa.date32())


def _unequal(a: pa.Array, b: pa.Array) -> NDArray[Any]:
    differ: NDArray[Any] = pc.fill_null(pc.not_equal(a, b), False).to_numpy(zero_copy_only=False)
    return differ


def _broken(rule: str, spec: TableSpec, column: str, bad: NDArray[Any]) -> Broken:
    return Broken(rule, spec.name, column, int(np.argmax(bad)), int(bad.sum()))
