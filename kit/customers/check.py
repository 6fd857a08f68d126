"""Checks what a profile's fields are made from, before anything is made of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from kit import law
from kit.customers.layout import Layout, refuse_invalid
from kit.customers.makers import MAKERS, Maker
from kit.customers.makers.contract import FITS, LATENT, ROW, VALUE, Kind, Use
from kit.customers.seats import check_people
from kit.customers.spec import FieldSpec, Order, Profile, TableSpec
from kit.customers.worded import check_cells

_PEOPLE = ("person", "staff_person", "related_person")
_IN_ORDER = ("date", "datetime", "integer", "number")
_KINDS: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}


@dataclass(frozen=True)
class Check:
    """What pydantic cannot see: references between tables, fields and generators.

    Attributes:
        layout: Its tables.
        kinds: The kind of each field, table by table, as far as they were checked.
        keys: For each table the fields that have another value in every row.
    """

    layout: Layout
    kinds: dict[str, dict[str, Kind]] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)

    def profile(self, source: str) -> Profile:
        """Return the checked profile.

        Raises:
            BadInput: With file, key and what is wrong.
        """
        read, names = self.layout.read, self.layout.parents_first()
        order = {name: self._field_order(self.layout.tables[name]) for name in names}
        for name in names:
            for key in order[name]:
                self._field(self.layout.tables[name], self.layout.tables[name].fields[key])
        for name, table in read.tables.items():
            if table.parent and self.kinds[table.parent][table.rows or ""] != "integer":
                self.layout.fail(f"tables.{name}.rows", "rows_kind", field=table.rows)
        check_people(self.layout.tables, read.customers.ages, self.layout.fail)
        for pair in read.orders:
            self._known_columns(pair)
        return Profile(
            read.id,
            read.titles,
            read.about,
            read.customers.ages,
            {name: self.layout.tables[name] for name in names},
            order,
            read.orders,
            read.deal,
            read.flaws,
            source,
        )

    def _field_order(self, table: TableSpec) -> tuple[str, ...]:
        own = {name: set(self._own_refs(table, spec)) for name, spec in table.fields.items()}
        try:
            return tuple(TopologicalSorter(own).static_order())
        except CycleError as error:
            self.layout.fail(
                self.layout.key(table.name), "circle", names=" > ".join(error.args[1])[:200]
            )

    def _own_refs(self, table: TableSpec, spec: FieldSpec) -> Iterator[str]:
        key = f"{self.layout.key(table.name, spec.name)}.needs"
        for ref in spec.refs:
            other, _, column = ref.rpartition(".")
            if other and other not in self.layout.lineage(table):
                self.layout.fail(key, "no_parent", ref=ref, other=other, table=table.name)
            if column not in self.layout.tables[other or table.name].fields:
                self.layout.fail(key, "no_field", field=column, table=other or table.name)
            if not other:
                yield column

    def _field(self, table: TableSpec, spec: FieldSpec) -> None:
        key = self.layout.key(table.name, spec.name)
        if spec.make not in MAKERS:
            self.layout.fail(
                f"{key}.make", "no_maker", make=spec.make, known=", ".join(sorted(MAKERS))
            )
        maker = MAKERS[spec.make]
        self._stands_here(table, maker, key, spec.make)
        use = self._use(table, spec, maker, key)
        self._references(table, spec, use, key)
        try:
            kind = maker.yielded(use)
        except PydanticCustomError as error:
            self.layout.fail(f"{key}.with", error.type, **(error.context or {}))
        self._condition(table, spec, kind, key)
        if not spec.hidden:
            kind = self._visible(spec, kind, key)
        self._unique(table, spec, maker, use, key)
        check_cells(self.layout.tables, table.name, spec, key, self.layout.fail)
        self.kinds.setdefault(table.name, {})[spec.name] = kind
        if spec.unique or spec.make in _PEOPLE or (spec.make == "copy" and use.identifies):
            self.keys.setdefault(table.name, set()).add(spec.name)

    def _stands_here(self, table: TableSpec, maker: Maker, key: str, make: str) -> None:
        here = "reference" if table.count else "child" if table.parent else "root"
        if maker.where not in ("any", here):
            self.layout.fail(f"{key}.make", f"only_{maker.where}", make=make)

    def _use(self, table: TableSpec, spec: FieldSpec, maker: Maker, key: str) -> Use:
        missing = [name for name in maker.needs if name not in spec.needs]
        if missing:
            self.layout.fail(f"{key}.needs", "missing_inputs", names=", ".join(missing))
        inputs = {name: self._kind_of(table, ref) for name, ref in spec.needs.items()}
        for name, kind in inputs.items():
            accepted = maker.accepts(name)
            if accepted is None:
                self.layout.fail(f"{key}.needs", "no_input", name=name)
            if kind not in accepted:
                wanted = ", ".join(sorted(accepted))
                self.layout.fail(f"{key}.needs.{name}", "input_kind", kind=kind, wanted=wanted)
        try:
            options = maker.read(spec.options)
        except ValidationError as error:
            refuse_invalid(self.layout.file, error.errors()[0], f"{key}.with")
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
        return is_key and (not other or self.layout.rows_below(table.name, other) == 1)

    def _is_parent_key(self, table: TableSpec, ref: str) -> bool:
        other, _, column = ref.rpartition(".")
        return bool(other) and other == table.parent and column in self.keys.get(other, set())

    def _is_ordinal(self, table: TableSpec, ref: str) -> bool:
        return "." not in ref and table.fields[ref].make == "ordinal"

    def _references(self, table: TableSpec, spec: FieldSpec, use: Use, key: str) -> None:
        if not spec.make.startswith("reference"):
            return
        name = use.options.table
        other = self.layout.read.reference.get(name)
        if other is None:
            self.layout.fail(f"{key}.with.table", "no_reference", name=name[:80])
        listed = list(self.layout.read.reference)
        if table.count and listed.index(name) >= listed.index(table.name):
            self.layout.fail(f"{key}.with.table", "later_reference", name=name)
        for option in ("field", "place"):
            column = getattr(use.options, option, None)
            if column is not None and column not in other.fields:
                self.layout.fail(f"{key}.with.{option}", "no_field", field=column[:80], table=name)
        if spec.make == "reference_near" and use.column(name, use.options.place) != "place":
            kind = use.column(name, use.options.place)
            self.layout.fail(f"{key}.with.place", "input_kind", kind=kind, wanted="place")
        rows = getattr(use.options, "rows", None)
        if rows and rows[1] >= other.count:
            self.layout.fail(
                f"{key}.with.rows", "row_beyond", row=rows[1], table=name, count=other.count
            )
        if spec.make == "reference_value":
            self._same_table(table, spec, name, key)

    def _same_table(self, table: TableSpec, spec: FieldSpec, name: str, key: str) -> None:
        other, _, column = spec.needs["row"].rpartition(".")
        drawn = self.layout.tables[other or table.name].fields[column]
        if drawn.make.startswith("reference_") and drawn.options.get("table", name) != name:
            theirs = drawn.options["table"]
            self.layout.fail(f"{key}.needs.row", "other_reference", theirs=theirs, table=name)

    def _condition(self, table: TableSpec, spec: FieldSpec, kind: Kind, key: str) -> None:
        if spec.only_if is None:
            return
        if kind in LATENT:
            self.layout.fail(f"{key}.only_if", "latent_only_if", kind=kind)
        found = self._kind_of(table, spec.only_if.column)
        if found not in VALUE | ROW:
            wanted = ", ".join(sorted(VALUE))
            self.layout.fail(f"{key}.only_if.column", "input_kind", kind=found, wanted=wanted)

    def _visible(self, spec: FieldSpec, kind: Kind, key: str) -> Kind:
        """Check a field that is written; return the kind it has from then on."""
        for part in ("titles", "about", "type", "label"):
            if getattr(spec, part) is None:
                self.layout.fail(f"{key}.{part}", "incomplete")
        if kind in LATENT:
            self.layout.fail(f"{key}.make", "visible_latent", make=spec.make)
        kind_of_type = spec.type or "string"
        if kind not in FITS[kind_of_type]:
            fitting = ", ".join(name for name, kinds in FITS.items() if kind in kinds)
            self.layout.fail(f"{key}.type", "type_kind", make=spec.make, kind=kind, fitting=fitting)
        for article in spec.label.articles if spec.label else ():
            if not law.citable(article):
                self.layout.fail(f"{key}.label.articles", "no_article", article=article[:80])
        return _KINDS[kind_of_type]

    def _unique(self, table: TableSpec, spec: FieldSpec, maker: Maker, use: Use, key: str) -> None:
        if spec.unique and not maker.can_be_unique(use):
            self.layout.fail(f"{key}.unique", "not_unique", make=spec.make)
        if table.count and maker.capacity and (spec.unique or not maker.repeats):
            limit = maker.capacity(use.options, False)
            if table.count > limit:
                self.layout.fail(
                    f"{key}.make", "reference_capacity", limit=limit, count=table.count
                )

    def _known_columns(self, pair: Order) -> None:
        table = self.layout.tables.get(pair.table)
        types = []
        for column in (pair.first, pair.then):
            other, _, name = column.rpartition(".")
            owner = self.layout.tables.get(other) if other else table
            if table is None or owner is None or name not in owner.visible:
                self.layout.fail("orders", "order_column", table=pair.table, column=column)
            if other and other not in self._copied_keys(table):
                self.layout.fail("orders", "order_key", table=pair.table, other=other)
            types.append(owner.visible[name].type)
        if types[0] != types[1] or types[0] not in _IN_ORDER:
            self.layout.fail(
                "orders", "order_types", table=pair.table, first=pair.first, then=pair.then
            )

    def _copied_keys(self, table: TableSpec) -> set[str]:
        """Tables whose unique key this one carries in a field of its own."""
        found = set()
        for spec in table.visible.values():
            other, _, column = spec.needs.get("x", "").rpartition(".")
            key = (
                self.layout.tables[other].fields.get(column)
                if other in self.layout.tables
                else None
            )
            if spec.make == "copy" and key is not None and key.unique:
                found.add(other)
        return found
