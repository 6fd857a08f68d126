"""Reads company profiles from TOML files, with errors that name file, key and fix."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from kit.customers.makers import check_field
from kit.customers.spec import FieldSpec, Order, Profile, ProfileFile, TableSpec
from kit.errors import BadInput

SHIPPED = ("leasing", "sanitary_ware", "swim_school")


def load_profile(name: str | Path) -> Profile:
    """Return a shipped profile by id, or one read from a file.

    Args:
        name: ``"leasing"``, ``"sanitary_ware"``, ``"swim_school"`` or the path of a TOML file.

    Raises:
        BadInput: Unknown profile, or a file with a problem (file, key and fix are named).
    """
    if isinstance(name, Path):
        return _load_file(name)
    if name not in SHIPPED:
        raise BadInput("customers.unknown_profile", name=name[:80], known=", ".join(SHIPPED))
    return _load_shipped(name)


@lru_cache(maxsize=8)
def _load_shipped(name: str) -> Profile:
    path = files("kit.customers") / "profiles" / f"{name}.toml"
    return parse_profile(path.read_text(encoding="utf-8"), f"{name}.toml")


def _load_file(path: Path) -> Profile:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "customers.profile_unreadable", file=str(path), problem=str(error)
        ) from error
    return parse_profile(text, str(path))


def parse_profile(text: str, file: str) -> Profile:
    """Return the profile written in a TOML text.

    Args:
        text: The file's content.
        file: What to call it in errors.

    Raises:
        BadInput: With file, key and what is wrong.
    """
    try:
        read = ProfileFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("customers.profile_toml", file=file, problem=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput("customers.profile_key", file=file, key=key, problem=first["msg"]) from error
    tables = {name: _named(name, spec) for name, spec in (read.reference | read.tables).items()}
    return _Check(file, read, tables).profile(text)


def _named(name: str, table: TableSpec) -> TableSpec:
    fields = {key: spec.model_copy(update={"name": key}) for key, spec in table.fields.items()}
    return table.model_copy(update={"name": name, "fields": fields})


@dataclass(frozen=True)
class _Check:
    """What pydantic cannot see: references between tables, fields and generators."""

    file: str
    read: ProfileFile
    tables: dict[str, TableSpec]

    def profile(self, source: str) -> Profile:
        self._one_root()
        names = self._parents_first()
        order = {name: self._field_order(self.tables[name]) for name in names}
        for name in names:
            for field in self.tables[name].visible.values():
                self._complete(name, field)
        for pair in self.read.orders:
            self._known_columns(pair)
        ages = self.read.customers.ages
        if ages[0] > ages[1]:
            self.fail("customers.ages", "the first age is above the second")
        ordered = {name: self.tables[name] for name in names}
        return Profile(
            self.read.id,
            self.read.titles,
            self.read.about,
            ages,
            ordered,
            order,
            self.read.orders,
            source,
        )

    def fail(self, key: str, problem: str) -> None:
        raise BadInput("customers.profile_key", file=self.file, key=key, problem=problem)

    def _one_root(self) -> None:
        both = self.read.reference.keys() & self.read.tables.keys()
        if both:
            self.fail(f"reference.{min(both)}", "a table of that name exists already")
        roots = [name for name, table in self.read.tables.items() if table.parent is None]
        if len(roots) != 1:
            self.fail(
                "tables", f"exactly one table has no parent; here: {', '.join(roots) or 'none'}"
            )
        for name, table in self.read.reference.items():
            if table.count < 1 or table.parent:
                self.fail(
                    f"reference.{name}.count", "a reference table has count >= 1 and no parent"
                )
        for name, table in self.read.tables.items():
            if table.parent and (table.rows is None or table.max_rows < 1):
                self.fail(
                    f"tables.{name}.rows",
                    "a child table needs rows (a field of its parent) and max_rows",
                )
            parent = self.read.tables.get(table.parent or "")
            if table.parent and parent is None:
                self.fail(f"tables.{name}.parent", f"no table is called {table.parent}")
            if parent is not None and table.rows not in parent.fields:
                self.fail(f"tables.{name}.rows", f"{table.parent} has no field {table.rows}")

    def _parents_first(self) -> list[str]:
        waits = {name: {t.parent} if t.parent else set() for name, t in self.read.tables.items()}
        for name in self.read.reference:
            waits[name] = set()
        try:
            sorted_names = list(TopologicalSorter(waits).static_order())
        except CycleError as error:
            self.fail("tables", f"tables are each other's parent: {' > '.join(error.args[1])}")
        first = list(self.read.reference)
        listed = list(self.read.tables)
        rank = {name: sorted_names.index(name) for name in listed}
        depth = {name: self._depth(name) for name in listed}
        return first + sorted(
            listed, key=lambda name: (depth[name], listed.index(name), rank[name])
        )

    def _depth(self, name: str) -> int:
        parent = self.tables[name].parent
        return 0 if parent is None else 1 + self._depth(parent)

    def _field_order(self, table: TableSpec) -> tuple[str, ...]:
        own = {name: self._own_needs(table, spec) for name, spec in table.fields.items()}
        try:
            return tuple(TopologicalSorter(own).static_order())
        except CycleError as error:
            self.fail(
                f"tables.{table.name}", f"fields need each other: {' > '.join(error.args[1])}"
            )
            raise

    def _own_needs(self, table: TableSpec, spec: FieldSpec) -> set[str]:
        key = f"tables.{table.name}.fields.{spec.name}"
        problem = check_field(spec)
        if problem:
            self.fail(f"{key}.{problem[0]}", problem[1])
        self._known_reference(key, spec)
        own = set()
        for ref in spec.refs:
            other, _, column = ref.rpartition(".")
            if other and other not in self._lineage(table):
                self.fail(f"{key}.needs", f"{ref}: {other} is not a parent of {table.name}")
            if column not in self.tables[other or table.name].fields:
                self.fail(f"{key}.needs", f"{ref}: no such field")
            if not other:
                own.add(column)
        return own

    def _known_reference(self, key: str, spec: FieldSpec) -> None:
        if not spec.make.startswith("reference"):
            return
        table = spec.options["table"]
        field = spec.options.get("field") or spec.options.get("place")
        if table not in self.read.reference:
            self.fail(f"{key}.with.table", f"no reference table is called {table}")
        if field is not None and field not in self.read.reference[table].fields:
            self.fail(f"{key}.with.field", f"{table} has no field {field}")

    def _lineage(self, table: TableSpec) -> list[str]:
        found = []
        while table.parent is not None and table.parent in self.tables:
            found.append(table.parent)
            table = self.tables[table.parent]
        return found

    def _complete(self, table: str, field: FieldSpec) -> None:
        for part in ("titles", "about", "type", "label"):
            if getattr(field, part) is None:
                self.fail(
                    f"tables.{table}.fields.{field.name}.{part}",
                    "is missing (or set hidden = true)",
                )

    def _known_columns(self, pair: Order) -> None:
        table = self.tables.get(pair.table)
        for column in (pair.first, pair.then):
            other, _, name = column.rpartition(".")
            owner = self.tables.get(other) if other else table
            if table is None or owner is None or name not in owner.visible:
                self.fail("orders", f"{pair.table}: {column} is no visible column")
            elif other and other not in self._keys_of(table):
                self.fail("orders", f"{pair.table}: no field copies the unique key of {other}")

    def _keys_of(self, table: TableSpec) -> set[str]:
        """Tables whose unique key this one carries in a field of its own."""
        found = set()
        for spec in table.visible.values():
            other, _, column = spec.needs.get("x", "").rpartition(".")
            key = self.tables[other].fields.get(column) if other in self.tables else None
            if spec.make == "copy" and key is not None and key.unique:
                found.add(other)
        return found
