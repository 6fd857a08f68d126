"""What must hold in the tables of any profile, checked from the values alone.

Which columns a rule speaks of follows from the profile (the columns made from one person, one
place …); whether it holds is computed here from the written values, not by the generators. Cells
that the truth names as flaws are wrong on purpose and break no rule; all others must hold.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.describe import foreign_keys
from kit.customers.makers import MAKERS
from kit.customers.makers.base import word_table
from kit.customers.offsets import wrong_spans
from kit.customers.regional import wrong_places
from kit.customers.repeats import Repeats
from kit.customers.spec import FieldSpec, Profile, TableSpec
from kit.errors import BadInput
from kit.identifiers import kinds_of
from kit.identifiers.scan import ColumnReport, scan

Bad = NDArray[np.bool_]
Found = tuple[str, tuple[str, ...], Bad]
"""A rule, the columns it speaks of (the one that is reported last), and the rows that break it."""


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


@dataclass(frozen=True)
class Named:
    """The cells that the truth of flaws names, by table and column, as rows of one piece."""

    cells: Mapping[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict)

    @classmethod
    def of(cls, flaws: pa.Table) -> "Named":
        """Return the cells named in a table of flaws."""
        columns = pc.fill_null(flaws["column"], "")
        keys = pc.binary_join_element_wise(flaws["table"], columns, "\x1f")
        coded = keys.combine_chunks().dictionary_encode()
        code = coded.indices.to_numpy(zero_copy_only=False)
        rows = flaws["row"].to_numpy()
        named = enumerate(coded.dictionary.to_pylist())
        return cls({tuple(key.split("\x1f")): rows[code == place] for place, key in named})

    def rows(self, table: str, columns: Iterable[str], count: int) -> Bad:
        """Return which rows of a table have one of these columns named."""
        mask = np.zeros(count, dtype=bool)
        for column in columns:
            rows = self.cells.get((table, column), _NONE)
            mask[rows[rows < count]] = True  # a file may end before them
        return mask


NOTHING_NAMED = Named()
_NONE = np.empty(0, np.int64)


class Memory:
    """Checks pieces one after the other and remembers what uniqueness needs across them."""

    def __init__(self, profile: Profile, locale: str = "zh") -> None:
        self._profile = profile
        self._locale = locale
        self._repeats = Repeats()
        self._rows: dict[str, int] = {}
        self._shared: dict[str, pa.Table] = {}

    def check(
        self,
        read: Mapping[str, pa.Table],
        named: Named = NOTHING_NAMED,
        spans: pa.Table | None = None,
        unread: Container[str] = (),
    ) -> Iterator[Broken]:
        """Yield the rules broken in these tables (whole pieces: parents with their children).

        Args:
            read: The tables; reference tables with the first piece only.
            named: Cells that are wrong on purpose.
            spans: The spans in these tables, rows counted from their first one.
            unread: Tables that end too early; it is said elsewhere.
        """
        self._shared |= {n: t for n, t in read.items() if self._profile.tables[n].count}
        known = self._shared | dict(read)
        for name, table in read.items():
            spec = self._profile.tables[name]
            rules = (
                *_agreement(spec, table, self._locale),
                *wrong_places(spec, table, self._locale),
                *_synthetic(spec, table, named),
                *_known_parents(self._profile, spec, known),
            )
            for rule, columns, bad in rules:
                yield from _broken(
                    rule, name, columns[-1], bad & ~named.rows(name, columns, len(bad))
                )
            self._remember(spec, table, named)
        yield from _date_order(self._profile, known, named)
        if spans is not None:
            for rule, column, bad in wrong_spans(self._profile, known, spans, unread):
                yield from _broken(rule, "spans", column, bad)
            yield from _broken("synthetic", "spans", "text", _span_not_ours(spans))

    def repeated(self) -> Iterator[Broken]:
        """Yield the unique columns in which a value came twice; rows count from the first piece.

        Resident identity numbers must be unique in the whole company, across tables.
        """
        for again in self._repeats.found():
            yield Broken("unique", again.table, again.column, again.row, again.count)

    def _remember(self, spec: TableSpec, table: pa.Table, named: Named) -> None:
        start = self._rows.get(spec.name, 0)
        self._rows[spec.name] = start + table.num_rows
        for name, written in spec.visible.items():
            if written.unique:
                group = "people" if written.make == "resident_id" else f"{spec.name}.{name}"
                left_out = named.rows(spec.name, [name], table.num_rows)
                values = table[name].combine_chunks()
                self._repeats.remember(group, (spec.name, name), start, values, left_out)


def _agreement(spec: TableSpec, table: pa.Table, locale: str) -> Iterator[Found]:
    for name, written in spec.visible.items():
        if written.make != "resident_id":
            continue
        number = table[name].combine_chunks()
        for other, fellow in _fellows(spec, written, "person"):
            wrong = _WRONG_PERSON.get(fellow.make)
            if wrong is not None:
                bad = wrong(number, table[other].combine_chunks(), fellow, locale)
                yield "agrees", (name, other), bad


def _fellows(spec: TableSpec, written: FieldSpec, need: str) -> Iterator[tuple[str, FieldSpec]]:
    source = written.needs[need]
    for name, fellow in spec.visible.items():
        if fellow.needs.get(need) == source and fellow.make != written.make:
            yield name, fellow


def _wrong_birth(number: pa.Array, birth: pa.Array, _: FieldSpec, locale: str) -> Bad:
    written = pc.strftime(birth, format="%Y%m%d")
    return _unequal(pc.utf8_slice_codeunits(number, 6, 14), written)


def _wrong_sex(number: pa.Array, sex: pa.Array, spec: FieldSpec, locale: str) -> Bad:
    male = MAKERS["sex"].read(spec.options).values[locale][0]  # type: ignore[attr-defined]
    odd = pc.is_in(pc.utf8_slice_codeunits(number, 16, 17), pa.array(list("13579")))
    return _unequal(odd, pc.equal(sex, male))


def _wrong_province(number: pa.Array, province: pa.Array, _: FieldSpec, locale: str) -> Bad:
    column = "province" if locale == "zh" else "province_en"
    names = {row[column]: f"{row['province_code']}0000" for row in word_table("regions.csv")}
    place = pc.index_in(province, value_set=pa.array(names))
    wanted = pa.array(list(names.values())).take(place)
    return _unequal(pc.utf8_slice_codeunits(number, 0, 6), wanted)


_WRONG_PERSON = {
    "birth_date": _wrong_birth,
    "sex": _wrong_sex,
    "native_province": _wrong_province,
}


def _synthetic(spec: TableSpec, table: pa.Table, named: Named) -> Iterator[Found]:
    """Nothing in any column of text is a well-formed identifier outside our spaces."""
    for name in spec.visible:
        column = table[name].combine_chunks()
        if not pa.types.is_string(column.type):
            continue
        flawed = named.rows(spec.name, [name], len(column))
        if flawed.any():
            column = pc.if_else(pa.array(flawed), pa.scalar(None, pa.string()), column)
        yield "synthetic", (name,), _not_ours(column)


def _span_not_ours(spans: pa.Table) -> Bad:
    """Which pieces of personal information in texts are well-formed but outside our spaces."""
    text, personal = (spans[name].combine_chunks() for name in ("text", "personal"))
    return _not_ours(pc.if_else(personal, text, pa.scalar(None, pa.string())))


def _not_ours(column: pa.StringArray) -> Bad:
    report = ColumnReport()
    scan(column, report)
    if any(tally.not_synthetic for tally in report.kinds.values()):
        return _foreign(column)
    return np.zeros(len(column), dtype=bool)


def _foreign(column: pa.StringArray) -> Bad:
    """Which values are well-formed identifiers that are not ours."""
    verdicts = (kinds_of(value) if value else [] for value in column.to_pylist())
    return np.array([bool(found) and not found[0].synthetic for found in verdicts], dtype=bool)


def _known_parents(
    profile: Profile, spec: TableSpec, read: Mapping[str, pa.Table]
) -> Iterator[Found]:
    for name, other, column in foreign_keys(profile, spec):
        if other in read:
            keys = read[other][column].combine_chunks()
            value = read[spec.name][name].combine_chunks()
            known = pc.or_(pc.is_in(value, value_set=keys), pc.is_null(value))
            yield "parent", (name,), ~known.to_numpy(zero_copy_only=False)


def _date_order(profile: Profile, read: Mapping[str, pa.Table], named: Named) -> Iterator[Broken]:
    for order in profile.orders:
        if order.table not in read:
            continue
        spec = profile.tables[order.table]
        ends = [_of_row(profile, read, spec, ref) for ref in (order.first, order.then)]
        first, then = (_days(values.take(place)) for values, place, _ in ends)
        bad = pc.fill_null(pc.greater(first, then), False).to_numpy(zero_copy_only=False)
        for values, place, cell in ends:
            flawed = pa.array(named.rows(cell[0], [cell[1]], len(values)))
            bad = bad & ~pc.fill_null(flawed.take(place), False).to_numpy(zero_copy_only=False)
        yield from _broken("order", spec.name, order.then.rpartition(".")[2], bad)


def _of_row(
    profile: Profile, read: Mapping[str, pa.Table], spec: TableSpec, ref: str
) -> tuple[pa.Array, pa.Array, tuple[str, str]]:
    """A column of the table, or of another one that the table's foreign key leads to.

    Returns its values, which of them belongs to each row of the table, and whose they are.
    """
    other, _, column = ref.rpartition(".")
    if not other:
        values = read[spec.name][column].combine_chunks()
        return values, pa.array(np.arange(len(values))), (spec.name, column)
    for name, target, key in foreign_keys(profile, spec):
        if target == other:
            keys = read[other][key].combine_chunks()
            place = pc.index_in(read[spec.name][name].combine_chunks(), value_set=keys)
            return read[other][column].combine_chunks(), place, (other, column)
    raise BadInput("customers.order_without_key", table=spec.name, column=ref)


def _days(column: pa.Array) -> pa.Array:
    return column if column.type == pa.date32() else column.cast(pa.date32())


def _unequal(a: pa.Array, b: pa.Array) -> Bad:
    differ: Bad = pc.fill_null(pc.not_equal(a, b), False).to_numpy(zero_copy_only=False)
    return differ


def _broken(rule: str, table: str, column: str, bad: Bad) -> Iterator[Broken]:
    if bad.any():
        yield Broken(rule, table, column, int(np.argmax(bad)), int(bad.sum()))
