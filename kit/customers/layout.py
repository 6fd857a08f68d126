"""Checks how a profile's tables hang together, before their fields are looked at."""

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, NoReturn

from pydantic_core import ErrorDetails

from kit.customers.spec import ProfileFile, TableSpec
from kit.errors import BadInput

MOST_TABLES, MOST_FIELDS, MOST_REFERENCE_ROWS, MOST_ROWS_PER_CUSTOMER = 60, 200, 200_000, 1000
_FILES = {"labels", "journal", "datapackage", "profile", "spans", "cell_labels", "flaws"}
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
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
class Layout:
    """The tables of a profile that is being checked.

    Attributes:
        file: What to call the profile in errors.
        read: The profile as it was read.
        tables: All its tables, reference tables first.
    """

    file: str
    read: ProfileFile
    tables: dict[str, TableSpec]

    def parents_first(self) -> list[str]:
        """Return the tables' names in the order they are made, once they are found sound."""
        self._sizes()
        self._table_names()
        self._parts()
        names = self._sorted()
        for name in names:
            self._rows_per_customer(name)
        return names

    def fail(self, key: str, code: str, **values: Any) -> NoReturn:
        """Raise that a key has a problem."""
        refuse(self.file, key, code, values)

    def key(self, table: str, name: str = "") -> str:
        """Return the key of a table, or of one of its fields, in the file."""
        part = "reference" if table in self.read.reference else "tables"
        return f"{part}.{table}" + (f".fields.{name}" if name else "")

    def _sizes(self) -> None:
        if len(self.read.tables) + len(self.read.reference) > MOST_TABLES:
            self.fail("tables", "too_many_tables", limit=MOST_TABLES)
        for name, table in self.tables.items():
            if len(table.fields) > MOST_FIELDS:
                self.fail(f"{self.key(name)}.fields", "too_many_fields", limit=MOST_FIELDS)
            if not table.visible:
                self.fail(f"{self.key(name)}.fields", "nothing_visible")
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
                self.fail(self.key(name), "same_name", other=seen[small])
            if small in _FILES | _DEVICES:
                self.fail(self.key(name), "reserved_name", name=name)
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

    def _sorted(self) -> list[str]:
        waits = {name: {t.parent} if t.parent else set() for name, t in self.read.tables.items()}
        try:
            list(TopologicalSorter(waits).static_order())
        except CycleError as error:
            self.fail("tables", "circle", names=" > ".join(error.args[1])[:200])
        listed = sorted(self.read.tables, key=lambda name: len(self.lineage(self.tables[name])))
        return [*self.read.reference, *listed]

    def _rows_per_customer(self, name: str) -> None:
        rows = self.rows_below(name, None)
        if rows > MOST_ROWS_PER_CUSTOMER:
            self.fail(
                f"tables.{name}.max_rows", "rows_product", rows=rows, limit=MOST_ROWS_PER_CUSTOMER
            )

    def rows_below(self, name: str, ancestor: str | None) -> int:
        """Return the most rows of a table for one row of an ancestor (None: for one customer)."""
        rows = 1
        while name != ancestor and self.tables[name].parent:
            rows *= self.tables[name].max_rows
            name = self.tables[name].parent or ""
        return rows

    def lineage(self, table: TableSpec) -> list[str]:
        """Return the names of a table's parent, grandparent …"""
        found = []
        while table.parent is not None and table.parent in self.tables:
            found.append(table.parent)
            table = self.tables[table.parent]
        return found
