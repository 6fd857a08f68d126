"""Checks what a profile's tables and fields are to each other, before anything is made of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kit import law
from kit.customers.makers import MAKERS, Maker
from kit.customers.makers.contract import FITS, LATENT, ROW, VALUE, Kind, Use
from kit.customers.seats import check_people
from kit.customers.spec import FieldSpec, Order, Profile, ProfileFile, TableSpec
from kit.errors import BadInput

MOST_TABLES, MOST_FIELDS, MOST_REFERENCE_ROWS, MOST_ROWS_PER_CUSTOMER = 60, 200, 200_000, 1000
_PEOPLE = ("person", "staff_person", "related_person")
_FILES = {"labels", "journal", "datapackage", "profile"}
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
_IN_ORDER = ("date", "datetime", "integer", "number")
_WORDED = {
    "missing",
    "extra_forbidden",
    "greater_than_equal",
    "less_than_equal",
    "too_short",
    "too_long",
    "literal_error",
    "finite_number",
}
"""Errors of pydantic that have words of ours; the others keep pydantic's."""
_KINDS: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}


def refuse(file: str, key: str, code: str, values: dict[str, Any]) -> NoReturn:
    """Raise that this key of a profile file has this problem."""
    raise BadInput(f"customers.problem.{code}", file=file, key=key, **values)


def refuse_invalid(file: str, first: ErrorDetails, before: str = "") -> NoReturn:
    """Raise what pydantic found wrong with a key."""
    key = ".".join([*([before] if before else []), *(str(part) for part in first["loc"])])
    ours = "url" not in first
    if ours or first["type"] in _WORDED:
        refuse(file, key, first["type"], first.get("ctx", {}))
    raise BadInput("customers.profile_key", file=file, key=key, problem=first["msg"])


@dataclass(frozen=True)
class Check:
    """What pydantic cannot see: references between tables, fields and generators.

    Attributes:
        file: What to call the profile in errors.
        read: The profile as it was read.
        tables: All its tables, reference tables first.
        kinds: The kind of each field, table by table, as far as they were checked.
        keys: For each table the fields that have another value in every row.
    """

    file: str
    read: ProfileFile
    tables: dict[str, TableSpec]
    kinds: dict[str, dict[str, Kind]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def profile(self, source: str) -> Profile:
        """Return the checked profile.

        Raises:
            BadInput: With file, key and what is wrong.
        """
        self._sizes()
        self._table_names()
        self._parts()
        names = self._parents_first()
        for name in names:
            self._rows_per_customer(name)
        order = {name: self._field_order(self.tables[name]) for name in names}
        for name in names:
            for key in order[name]:
                self._field(self.tables[name], self.tables[name].fields[key])
        for name, table in self.read.tables.items():
            if table.parent and self.kinds[table.parent][table.rows or ""] != "integer":
                self.fail(f"tables.{name}.rows", "rows_kind", field=table.rows)
        check_people(self.tables, self.read.customers.ages, self.fail)
        for pair in self.read.orders:
            self._known_columns(pair)
        return Profile(
            self.read.id,
            self.read.titles,
            self.read.about,
            self.read.customers.ages,
            {name: self.tables[name] for name in names},
            order,
            self.read.orders,
            source,
        )

    def fail(self, key: str, code: str, **values: Any) -> NoReturn:
        """Raise that a key has a problem."""
        refuse(self.file, key, code, values)

    def _key(self, table: str, name: str = "") -> str:
        part = "reference" if table in self.read.reference else "tables"
        return f"{part}.{table}" + (f".fields.{name}" if name else "")

    def _sizes(self) -> None:
        if len(self.read.tables) + len(self.read.reference) > MOST_TABLES:
            self.fail("tables", "too_many_tables", limit=MOST_TABLES)
        for name, table in self.tables.items():
            if len(table.fields) > MOST_FIELDS:
                self.fail(f"{self._key(name)}.fields", "too_many_fields", limit=MOST_FIELDS)
            if not table.visible:
                self.fail(f"{self._key(name)}.fields", "nothing_visible")
        if sum(table.count for table in self.read.reference.values()) > MOST_REFERENCE_ROWS:
            self.fail("reference", "too_many_rows", limit=MOST_REFERENCE_ROWS)
        ages = self.read.customers.ages
        if ages[0] > ages[1]:
            self.fail("customers.ages", "rising", low=ages[0], high=ages[1])

    def _table_names(self) -> None:
        """Table names become file names, on disks that do not tell capitals apart."""
        seen: dict[str, str] = {}
        for name in (*self.read.reference, *self.read.tables):
            small = name.lower()
            if small in seen:
                self.fail(self._key(name), "same_name", other=seen[small])
            if small in _FILES | _DEVICES:
                self.fail(self._key(name), "reserved_name", name=name)
            seen[small] = name

    def _parts(self) -> None:
        roots = [name for name, table in self.read.tables.items() if table.parent is None]
        if len(roots) != 1:
            self.fail("tables", "one_root", found=", ".join(roots)[:200] or "–")
        for name, table in self.read.reference.items():
            if table.count < 1 or table.parent:
                self.fail(f"reference.{name}.count", "reference_count")
        for name, table in self.read.tables.items():
            if table.count:
                self.fail(f"tables.{name}.count", "no_count")
            if table.parent:
                self._child(name, table, self.read.tables.get(table.parent))

    def _child(self, name: str, table: TableSpec, parent: TableSpec | None) -> None:
        if table.rows is None or table.max_rows < 1:
            self.fail(f"tables.{name}.rows", "no_rows")
        if parent is None:
            self.fail(f"tables.{name}.parent", "no_table", name=table.parent)
        if table.rows not in parent.fields:
            self.fail(f"tables.{name}.rows", "no_field", field=table.rows, table=table.parent)

    def _parents_first(self) -> list[str]:
        waits = {name: {t.parent} if t.parent else set() for name, t in self.read.tables.items()}
        try:
            list(TopologicalSorter(waits).static_order())
        except CycleError as error:
            self.fail("tables", "circle", names=" > ".join(error.args[1])[:200])
        listed = sorted(self.read.tables, key=lambda name: len(self._lineage(self.tables[name])))
        return [*self.read.reference, *listed]

    def _rows_per_customer(self, name: str) -> None:
        rows = self._rows_below(name, None)
        if rows > MOST_ROWS_PER_CUSTOMER:
            self.fail(
                f"tables.{name}.max_rows", "rows_product", rows=rows, limit=MOST_ROWS_PER_CUSTOMER
            )

    def _rows_below(self, name: str, ancestor: str | None) -> int:
        """The most rows of a table for one row of an ancestor (None: for one customer)."""
        rows = 1
        while name != ancestor and self.tables[name].parent:
            rows *= self.tables[name].max_rows
            name = self.tables[name].parent or ""
        return rows

    def _lineage(self, table: TableSpec) -> list[str]:
        found = []
        while table.parent is not None and table.parent in self.tables:
            found.append(table.parent)
            table = self.tables[table.parent]
        return found

    def _field_order(self, table: TableSpec) -> tuple[str, ...]:
        own = {name: set(self._own_refs(table, spec)) for name, spec in table.fields.items()}
        try:
            return tuple(TopologicalSorter(own).static_order())
        except CycleError as error:
            self.fail(self._key(table.name), "circle", names=" > ".join(error.args[1])[:200])

    def _own_refs(self, table: TableSpec, spec: FieldSpec) -> Iterator[str]:
        key = f"{self._key(table.name, spec.name)}.needs"
        for ref in spec.refs:
            other, _, column = ref.rpartition(".")
            if other and other not in self._lineage(table):
                self.fail(key, "no_parent", ref=ref, other=other, table=table.name)
            if column not in self.tables[other or table.name].fields:
                self.fail(key, "no_field", field=column, table=other or table.name)
            if not other:
                yield column

    def _field(self, table: TableSpec, spec: FieldSpec) -> None:
        key = self._key(table.name, spec.name)
        if spec.make not in MAKERS:
            self.fail(f"{key}.make", "no_maker", make=spec.make, known=", ".join(sorted(MAKERS)))
        maker = MAKERS[spec.make]
        self._stands_here(table, maker, key, spec.make)
        use = self._use(table, spec, maker, key)
        self._references(table, spec, use, key)
        try:
            kind = maker.yielded(use)
        except PydanticCustomError as error:
            self.fail(f"{key}.with", error.type, **(error.context or {}))
        self._condition(table, spec, kind, key)
        if not spec.hidden:
            kind = self._visible(spec, kind, key)
        self._unique(table, spec, maker, use, key)
        self.kinds.setdefault(table.name, {})[spec.name] = kind
        if spec.unique or spec.make in _PEOPLE or (spec.make == "copy" and use.identifies):
            self.keys.setdefault(table.name, set()).add(spec.name)

    def _stands_here(self, table: TableSpec, maker: Maker, key: str, make: str) -> None:
        here = "reference" if table.count else "child" if table.parent else "root"
        if maker.where not in ("any", here):
            self.fail(f"{key}.make", f"only_{maker.where}", make=make)

    def _use(self, table: TableSpec, spec: FieldSpec, maker: Maker, key: str) -> Use:
        missing = [name for name in maker.needs if name not in spec.needs]
        if missing:
            self.fail(f"{key}.needs", "missing_inputs", names=", ".join(missing))
        inputs = {name: self._kind_of(table, ref) for name, ref in spec.needs.items()}
        for name, kind in inputs.items():
            accepted = maker.accepts(name)
            if accepted is None:
                self.fail(f"{key}.needs", "no_input", name=name)
            if kind not in accepted:
                wanted = ", ".join(sorted(accepted))
                self.fail(f"{key}.needs.{name}", "input_kind", kind=kind, wanted=wanted)
        try:
            options = maker.read(spec.options)
        except ValidationError as error:
            refuse_invalid(self.file, error.errors()[0], f"{key}.with")
        return Use(
            options=options,
            inputs=inputs,
            column=lambda other, name: self.kinds[other][name],
            identifies=[n for n, ref in spec.needs.items() if self._identifies(table, ref)],
            parent_keys=[n for n, ref in spec.needs.items() if self._is_parent_key(table, ref)],
            ordinals=[n for n, ref in spec.needs.items() if self._is_ordinal(table, ref)],
            count=table.count,
            is_child=table.parent is not None,
        )

    def _kind_of(self, table: TableSpec, ref: str) -> Kind:
        other, _, column = ref.rpartition(".")
        return self.kinds[other or table.name][column]

    def _identifies(self, table: TableSpec, ref: str) -> bool:
        other, _, column = ref.rpartition(".")
        is_key = column in self.keys.get(other or table.name, set())
        return is_key and (not other or self._rows_below(table.name, other) == 1)

    def _is_parent_key(self, table: TableSpec, ref: str) -> bool:
        other, _, column = ref.rpartition(".")
        return bool(other) and other == table.parent and column in self.keys.get(other, set())

    def _is_ordinal(self, table: TableSpec, ref: str) -> bool:
        return "." not in ref and table.fields[ref].make == "ordinal"

    def _references(self, table: TableSpec, spec: FieldSpec, use: Use, key: str) -> None:
        if not spec.make.startswith("reference"):
            return
        name = use.options.table
        other = self.read.reference.get(name)
        if other is None:
            self.fail(f"{key}.with.table", "no_reference", name=name[:80])
        listed = list(self.read.reference)
        if table.count and listed.index(name) >= listed.index(table.name):
            self.fail(f"{key}.with.table", "later_reference", name=name)
        for option in ("field", "place"):
            column = getattr(use.options, option, None)
            if column is not None and column not in other.fields:
                self.fail(f"{key}.with.{option}", "no_field", field=column[:80], table=name)
        if spec.make == "reference_near" and use.column(name, use.options.place) != "place":
            kind = use.column(name, use.options.place)
            self.fail(f"{key}.with.place", "input_kind", kind=kind, wanted="place")
        rows = getattr(use.options, "rows", None)
        if rows and rows[1] >= other.count:
            self.fail(f"{key}.with.rows", "row_beyond", row=rows[1], table=name, count=other.count)
        if spec.make == "reference_value":
            self._same_table(table, spec, name, key)

    def _same_table(self, table: TableSpec, spec: FieldSpec, name: str, key: str) -> None:
        other, _, column = spec.needs["row"].rpartition(".")
        drawn = self.tables[other or table.name].fields[column]
        if drawn.make.startswith("reference_") and drawn.options.get("table", name) != name:
            theirs = drawn.options["table"]
            self.fail(f"{key}.needs.row", "other_reference", theirs=theirs, table=name)

    def _condition(self, table: TableSpec, spec: FieldSpec, kind: Kind, key: str) -> None:
        if spec.only_if is None:
            return
        if kind in LATENT:
            self.fail(f"{key}.only_if", "latent_only_if", kind=kind)
        found = self._kind_of(table, spec.only_if.column)
        if found not in VALUE | ROW:
            wanted = ", ".join(sorted(VALUE))
            self.fail(f"{key}.only_if.column", "input_kind", kind=found, wanted=wanted)

    def _visible(self, spec: FieldSpec, kind: Kind, key: str) -> Kind:
        """Check a field that is written; return the kind it has from then on."""
        for part in ("titles", "about", "type", "label"):
            if getattr(spec, part) is None:
                self.fail(f"{key}.{part}", "incomplete")
        if kind in LATENT:
            self.fail(f"{key}.make", "visible_latent", make=spec.make)
        kind_of_type = spec.type or "string"
        if kind not in FITS[kind_of_type]:
            fitting = ", ".join(name for name, kinds in FITS.items() if kind in kinds)
            self.fail(f"{key}.type", "type_kind", make=spec.make, kind=kind, fitting=fitting)
        for article in spec.label.articles if spec.label else ():
            if not law.citable(article):
                self.fail(f"{key}.label.articles", "no_article", article=article[:80])
        return _KINDS[kind_of_type]

    def _unique(self, table: TableSpec, spec: FieldSpec, maker: Maker, use: Use, key: str) -> None:
        if spec.unique and not maker.can_be_unique(use):
            self.fail(f"{key}.unique", "not_unique", make=spec.make)
        if table.count and maker.capacity and (spec.unique or not maker.repeats):
            limit = maker.capacity(use.options, False)
            if table.count > limit:
                self.fail(f"{key}.make", "reference_capacity", limit=limit, count=table.count)

    def _known_columns(self, pair: Order) -> None:
        table = self.tables.get(pair.table)
        types = []
        for column in (pair.first, pair.then):
            other, _, name = column.rpartition(".")
            owner = self.tables.get(other) if other else table
            if table is None or owner is None or name not in owner.visible:
                self.fail("orders", "order_column", table=pair.table, column=column)
            if other and other not in self._copied_keys(table):
                self.fail("orders", "order_key", table=pair.table, other=other)
            types.append(owner.visible[name].type)
        if types[0] != types[1] or types[0] not in _IN_ORDER:
            self.fail("orders", "order_types", table=pair.table, first=pair.first, then=pair.then)

    def _copied_keys(self, table: TableSpec) -> set[str]:
        """Tables whose unique key this one carries in a field of its own."""
        found = set()
        for spec in table.visible.values():
            other, _, column = spec.needs.get("x", "").rpartition(".")
            key = self.tables[other].fields.get(column) if other in self.tables else None
            if spec.make == "copy" and key is not None and key.unique:
                found.add(other)
        return found
