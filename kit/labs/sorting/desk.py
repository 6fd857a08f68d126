"""What the desk has on one record, read so that it can be put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kit.labs.results import Message
from kit.labs.sorting.columns import both, plain
from kit.labs.sorting.files import Facts
from kit.labs.sorting.pool import Candidate

if TYPE_CHECKING:
    from kit.world import World

Cell = tuple[str, str]
"""A column of a table: its decisive cells are marked."""
Row = tuple[str, str, str]
"""A table, a column and the value by which one of its rows is found."""


@dataclass(frozen=True)
class Told:
    """One thing that a record or its file shows.

    Attributes:
        message: In words, with the titles of columns and the values found.
        cells: The cells that show it.
        row: Of a table with several rows about the customer the one that shows it.
    """

    message: Message
    cells: tuple[Cell, ...]
    row: Row | None = None


@dataclass(frozen=True)
class Desk:
    """What the desk has on one record.

    Attributes:
        world: The company.
        one: The record's truth.
        fields: The record's row.
        facts: What else the desk has on the customer.
        rests: The rows that the verdict rests on.
        right: What a flawed cell should hold, by table, row and column.
    """

    world: "World"
    one: Candidate
    fields: Mapping[str, Any]
    facts: Sequence[Facts]
    rests: Sequence[Mapping[str, Any]]
    right: Mapping[tuple[str, int, str], str | None]

    def _say(
        self, code: str, cells: Sequence[Cell] = (), row: Row | None = None, **values: Any
    ) -> Told:
        own = {}
        if self.one.column != "*":
            own = {"column": self._title(*self._own()[0]), "found": self._found}
        return Told(Message(f"sorting.told.{code}", {**own, **values}), tuple(cells), row)

    def _own(self) -> list[Cell]:
        return [(self.one.table, self.one.column)]

    @property
    def _found(self) -> str:
        return text(self.fields.get(self.one.column))

    def _title(self, table: str, column: str) -> dict[str, str]:
        return both(self.world.profile.tables[table].fields[column].titles)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table on the desk about this customer; partners are left out."""
        found = []
        for fact in self.facts:
            if fact.table == table and fact.role != "partner":
                found += [dict(zip(fact.columns, row, strict=True)) for row in fact.rows]
        if table == self.one.table:
            found.append({name: plain(value) for name, value in self.fields.items()})
        return found

    def _resting(self, role: str) -> list[dict[str, Any]]:
        found = []
        for fact in self.rests:
            if fact["role"] == role:
                found += [dict(zip(fact["columns"], row, strict=True)) for row in fact["rows"]]
        return found

    @cached_property
    def _today(self) -> str:
        return self.world.spec.as_of.isoformat()


def text(value: Any) -> str:
    """Return a value as the desk shows it, nothing as an empty text."""
    return "" if value is None else str(plain(value))
