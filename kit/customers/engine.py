"""Makes the tables of a profile: any range of customers, the same values as in the whole.

Every table has an address per row: the customer's row number for the root, parent address times
``max_rows`` plus ordinal for child tables. Draws belong to (profile, table, field, address), so no
value depends on how the work is cut. Fields are made in the order of their needs.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers import MAKERS, Making
from kit.customers.makers.base import Options, distinct
from kit.customers.spec import DealForm, FieldSpec, Profile, TableSpec
from kit.errors import BadInput, CapacityExceeded, KitError
from kit.identifiers.people import slots
from kit.seeding import Draws, Rows, stream

DEFAULT_AS_OF = date(2026, 9, 30)
"""The reference date of this version: ages, deadlines and retention are counted at it."""
LOCALES = ("zh", "en")
MOST_FLAWS = 0.5
EARLIEST_AS_OF, LATEST_AS_OF = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Spec:
    """What fixes every byte: profile, seed, reference date and language.

    Attributes:
        profile: A checked profile.
        seed: Any whole number from 0 to 2**63 - 1.
        as_of: The reference date.
        locale: Language of values: ``"zh"`` or ``"en"``.
        flaws: Share of customers that carry a deliberate flaw, 0 to `MOST_FLAWS`.
        deal: How the company changes hands or ends; the profile's own form if not given.
    """

    profile: Profile
    seed: int
    as_of: date = DEFAULT_AS_OF
    locale: str = "zh"
    flaws: float = 0.0
    deal: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise BadInput("customers.seed_range", seed=self.seed)
        if not EARLIEST_AS_OF <= self.as_of <= LATEST_AS_OF:
            raise BadInput(
                "customers.as_of_range", as_of=self.as_of, first=EARLIEST_AS_OF, last=LATEST_AS_OF
            )
        if self.locale not in LOCALES:
            raise BadInput("customers.locale", locale=self.locale, known=", ".join(LOCALES))
        if not 0 <= self.flaws <= MOST_FLAWS:
            raise BadInput("customers.flaws_range", flaws=self.flaws, limit=MOST_FLAWS)
        if self.deal not in ("", *get_args(DealForm)):
            known = ", ".join(get_args(DealForm))
            raise BadInput("customers.deal", deal=self.deal, known=known)
        object.__setattr__(self, "deal", self.deal or self.profile.deal)

    @property
    def capacity(self) -> int:
        """How many customers there are unique numbers for."""
        return limits(self)[0].customers


class Limit(NamedTuple):
    """For how many customers a column has numbers enough."""

    table: str
    column: str
    customers: int


def limits(spec: Spec) -> list[Limit]:
    """Return every column whose unique numbers run out, the first to do so first."""
    profile = spec.profile
    found = [Limit(profile.root, _identity(profile), slots(spec.as_of, *profile.ages).capacity)]
    for table in profile.tables.values():
        rows = profile.rows_per_customer(table.name)
        for field_spec in table.fields.values():
            maker = MAKERS[field_spec.make]
            if rows and maker.capacity and (field_spec.unique or not maker.repeats):
                options = _options(profile, table.name, field_spec.name)
                values = maker.capacity(options, table.parent is None)
                if table.name == profile.root and _has_spare(spec, field_spec):
                    values //= 2
                found.append(Limit(table.name, field_spec.name, values // rows))
    return sorted(found, key=lambda limit: limit.customers)


def _has_spare(spec: Spec, field_spec: FieldSpec) -> bool:
    """Whether each customer has a spare number too, as test records need (`flaws.testers`)."""
    tested = bool(spec.flaws) and "test_record" in spec.profile.flaws
    return tested and field_spec.make == "mobile"


def _identity(profile: Profile) -> str:
    """The column that shows who the customers are: their identity number, else the hidden one."""
    fields = profile.tables[profile.root].fields
    person = next((name for name, spec in fields.items() if spec.make == "person"), "*")
    numbers = (n for n, spec in fields.items() if spec.make == "resident_id")
    return next((n for n in numbers if fields[n].needs.get("person") == person), person)


class FieldFailed(BadInput):
    """A generator failed for a reason it does not name itself; the cause says why.

    Args:
        table: The table.
        field: The field that could not be made.
    """

    def __init__(self, table: str, field: str) -> None:
        super().__init__("customers.field_failed", table=table, field=field)
        self.table, self.field = table, field


@dataclass(frozen=True)
class TableRows:
    """The rows of one table in one piece.

    Attributes:
        key: Names of the streams of this table: profile and table.
        place: Which table of the profile this is, from 0.
        span: Address of the first possible row, and how many possible rows there are.
        is_root: Whether this is the table of customers.
        kept: Which possible rows exist, as positions in the span; None: all of them.
        parent: Position of each row's parent in the parent's piece (empty for tables without).
        ordinal: Which child of its parent each row is, from 0.
    """

    key: tuple[str, ...]
    seed: int
    place: int
    span: tuple[int, int]
    is_root: bool = False
    kept: Rows | None = None
    parent: Rows = field(default_factory=lambda: np.empty(0, np.int64))
    ordinal: Rows = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return self.span[1] if self.kept is None else len(self.kept)

    @cached_property
    def address(self) -> Rows:
        """The address of each row, unique in the whole table."""
        if self.kept is None:
            return np.arange(self.span[0], sum(self.span), dtype=np.int64)
        return self.span[0] + self.kept

    def draws(self, *names: str) -> Draws:
        """Return one 64-bit draw per row from the stream of these names."""
        draws = stream(self.seed, *self.key, *names).draws(*self.span)
        return draws if self.kept is None else draws[self.kept]

    def subset(self, positions: Rows) -> "TableRows":
        """Return some of the rows; their draws and addresses stay the same."""
        own = positions if self.kept is None else self.kept[positions]
        some = positions if self.parent.size else slice(0)
        return replace(self, kept=own, parent=self.parent[some], ordinal=self.ordinal[some])

    def children(self, child: TableSpec, place: int, counts: NDArray[np.int64]) -> "TableRows":
        """Return the rows of a child table, ``counts`` of them per row, at most ``max_rows``."""
        max_rows = child.max_rows
        exists = np.arange(max_rows) < counts[:, None]
        own = np.arange(len(self), dtype=np.int64) if self.kept is None else self.kept
        parent, ordinal = np.nonzero(exists)
        return TableRows(
            key=(self.key[0], child.name),
            seed=self.seed,
            place=place,
            span=(self.span[0] * max_rows, self.span[1] * max_rows),
            kept=own[parent] * max_rows + ordinal,
            parent=parent,
            ordinal=ordinal,
        )


def piece(spec: Spec, start: int, count: int) -> "Piece":
    """Return the ground floor of customers ``start`` to ``start + count``, latent columns too.

    Raises:
        CapacityExceeded: If the range ends beyond the unique numbers there are.
    """
    check_range(spec, start, count)
    made = Piece(spec, reference(spec))
    for table in spec.profile.tables.values():
        if not table.count:
            made.add(table, made.rows_of(table, start, count))
    return made


def customer_columns(spec: Spec, names: Sequence[str], start: int, count: int) -> pa.Table:
    """Return some columns of the customers' own table, making no others than they need."""
    check_range(spec, start, count)
    table = spec.profile.tables[spec.profile.root]
    wanted = _needed(table, names)
    made = Piece(spec, reference(spec))
    made.add(table, made.rows_of(table, start, count), wanted)
    layout = pa.schema([schema(table).field(name) for name in names])
    return pa.Table.from_arrays([made.columns[table.name][n] for n in names], schema=layout)


def _needed(table: TableSpec, names: Sequence[str]) -> set[str]:
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += table.fields[name].refs
    return wanted


def check_range(spec: Spec, start: int, count: int) -> None:
    """Raise if customers ``start`` to ``start + count`` cannot be made."""
    if start < 0 or count < 0:
        raise BadInput("customers.negative_rows", start=start, rows=count)
    first = limits(spec)[0]
    if start + count > first.customers:
        raise CapacityExceeded(
            "customers.capacity",
            profile=spec.profile.id,
            rows=start + count,
            limit=first.customers,
            table=first.table,
            column=first.column,
        )


def table_of(spec: Spec, name: str) -> pa.Table:
    """Return one whole reference table."""
    return reference(spec).table(name)


def schema(table: TableSpec) -> pa.Schema:
    """Return the Arrow schema of a table's visible fields."""
    return pa.schema(
        [(name, col.TYPES[spec.type or "string"]) for name, spec in table.visible.items()]
    )


@dataclass
class Piece:
    """The columns made so far of one range of customers.

    Attributes:
        spec: What fixes the values.
        reference: The reference tables.
        rows: The rows of each table.
        columns: The columns of each table, latent ones too.
    """

    spec: Spec
    reference: "Piece | None" = None
    rows: dict[str, TableRows] = field(default_factory=dict)
    columns: dict[str, dict[str, Column]] = field(default_factory=dict)
    _lifted: dict[tuple[str, str], Column] = field(default_factory=dict, init=False, repr=False)

    def customer_of(self, table: str) -> Rows:
        """Return for each row of a table the position of its customer in this piece."""
        if self.spec.profile.tables[table].parent is None:
            return np.arange(len(self.rows[table]), dtype=np.int64)
        return self._position_in(table, self.spec.profile.root)

    def rows_of(self, table: TableSpec, start: int, count: int) -> TableRows:
        """Return the rows that a table has for these customers."""
        profile = self.spec.profile
        place = list(profile.tables).index(table.name)
        if table.parent is None:
            root = not table.count
            return TableRows((profile.id, table.name), self.spec.seed, place, (start, count), root)
        counts = col.as_int(self.columns[table.parent][table.rows or ""])
        return self.rows[table.parent].children(table, place, counts)

    def add(self, table: TableSpec, rows: TableRows, only: Container[str] | None = None) -> None:
        """Make the columns of a table, or only some."""
        self.rows[table.name] = rows
        self.columns[table.name] = {}
        for name in self.spec.profile.order[table.name]:
            if only is None or name in only:
                self.columns[table.name][name] = self._named(table, table.fields[name])

    def _named(self, table: TableSpec, spec: FieldSpec) -> Column:
        # Any error at all, on purpose: in a person's own profile it must lead to the field, and
        # the traceback of the cause stays for everybody else.
        try:
            return self._make(table, spec)
        except KitError:
            raise
        except Exception as error:
            raise FieldFailed(table.name, spec.name) from error

    def _make(self, table: TableSpec, spec: FieldSpec) -> Column:
        rows = self.rows[table.name]
        inputs = {name: self._input(table.name, ref) for name, ref in spec.needs.items()}
        wanted = self._wanted_rows(table, spec)
        if wanted is None:
            made = self._made(table.name, spec, rows, inputs)
        else:
            inputs = {name: col.take(column, wanted) for name, column in inputs.items()}
            made = col.scatter(
                self._made(table.name, spec, rows.subset(wanted), inputs), wanted, len(rows)
            )
        return made if spec.hidden else self._finished(spec, rows, made)

    def _wanted_rows(self, table: TableSpec, spec: FieldSpec) -> Rows | None:
        if spec.only_if is None:
            return None
        keys, group = distinct(self._input(table.name, spec.only_if.column))
        fits = np.array([key in spec.only_if.values for key in keys], dtype=bool)
        return np.flatnonzero(fits[group]) if len(fits) else np.empty(0, np.int64)

    def _made(
        self, table: str, spec: FieldSpec, rows: TableRows, inputs: dict[str, Column]
    ) -> Column:
        maker = MAKERS[spec.make]
        return maker.make(
            Making(
                rows=rows,
                field=spec.name,
                inputs=inputs,
                options=_options(self.spec.profile, table, spec.name),
                seed=self.spec.seed,
                as_of=self.spec.as_of,
                ages=self.spec.profile.ages,
                locale=self.spec.locale,
                lookup=self._reference_column,
                unique=spec.unique,
                deal=self.spec.deal,
            )
        )

    def _finished(self, spec: FieldSpec, rows: TableRows, made: Column) -> pa.Array:
        array = pa.array(made) if isinstance(made, np.ndarray) else made
        wanted = col.TYPES[spec.type or "string"]
        if array.type != wanted:
            array = array.cast(wanted)
        if spec.null_share:
            missing = rows.draws(spec.name, "null") < np.uint64(spec.null_share * 2.0**64)
            array = col.with_nulls(array, missing)
        return array

    def _input(self, table: str, ref: str) -> Column:
        other, _, column = ref.rpartition(".")
        if not other:
            return self.columns[table][column]
        if (table, ref) not in self._lifted:
            position = self._position_in(table, other)
            self._lifted[table, ref] = col.take(self.columns[other][column], position)
        return self._lifted[table, ref]

    def _position_in(self, table: str, ancestor: str) -> Rows:
        position = self.rows[table].parent
        for name in self.spec.profile.ancestors(table):
            if name == ancestor:
                break
            position = self.rows[name].parent[position]
        return position

    def _reference_column(self, table: str, column: str) -> Column:
        piece = self.reference or self
        if not column:
            return piece.rows[table].address
        return piece.columns[table][column]

    def table(self, name: str) -> pa.Table:
        """Return the visible columns of a table."""
        layout = schema(self.spec.profile.tables[name])
        return pa.Table.from_arrays([self.columns[name][f] for f in layout.names], schema=layout)


@lru_cache(maxsize=4096)
def _options(profile: Profile, table: str, name: str) -> Options:
    """Return the checked parameters of a field; every piece needs them again."""
    spec = profile.tables[table].fields[name]
    return MAKERS[spec.make].read(spec.options)


@lru_cache(maxsize=16)
def reference(spec: Spec) -> Piece:
    """Return the reference tables of a spec, made once."""
    piece = Piece(spec)
    for table in spec.profile.tables.values():
        if table.count:
            piece.add(table, piece.rows_of(table, 0, table.count))
    return piece
