"""The contract of a generator: what it takes, what it yields, and what it can promise."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kit.customers.columns import Column
from kit.customers.makers.base import Making, Options, wrong

Kind = Literal[
    "person",
    "name",
    "place",
    "row",
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "datetime",
]
Kinds = frozenset[Kind]
LATENT: Kinds = frozenset({"person", "name", "place", "row"})
"""Kinds that other columns are made from and that are never written."""
PERSON: Kinds = frozenset({"person"})
NAME: Kinds = frozenset({"name"})
PLACE: Kinds = frozenset({"place"})
TEXT: Kinds = frozenset({"text"})
INTEGER: Kinds = frozenset({"integer"})
NUMBER: Kinds = frozenset({"integer", "number"})
DATE: Kinds = frozenset({"date"})
VALUE: Kinds = frozenset({"text", "integer", "number", "boolean", "date", "datetime"})
ROW: Kinds = frozenset({"row", "integer"})
ANY: Kinds = VALUE | LATENT
FITS: dict[str, Kinds] = {
    "string": frozenset({"text", "integer"}),
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": frozenset({"boolean"}),
    "date": DATE,
    "datetime": frozenset({"datetime"}),
}
"""Which kinds a field of each type can be written from."""
Where = Literal["any", "root", "reference", "child"]


@dataclass(frozen=True)
class Use:
    """How a field uses a generator.

    Attributes:
        options: The checked parameters.
        inputs: The kind of each input.
        column: Returns the kind of a column of a reference table.
        identifies: Inputs that have another value in every row of the field's table.
        parent_keys: Inputs that have another value in every row of the parent table.
        ordinals: Inputs that number the rows of one parent.
        count: Number of rows of a reference table, else 0.
        is_child: Whether the table has a parent.
    """

    options: Any
    inputs: Mapping[str, Kind]
    column: Callable[[str, str], Kind]
    identifies: Collection[str] = ()
    parent_keys: Collection[str] = ()
    ordinals: Collection[str] = ()
    count: int = 0
    is_child: bool = False


def _never(use: Use) -> bool:
    return False


@dataclass(frozen=True)
class Maker:
    """A generator: the function, what it takes and yields, and where it may stand.

    Attributes:
        make: Returns the column.
        yields: The kind of its values, or a function that says so (or raises `wrong`).
        needs: Inputs that must be given, and the kinds each accepts.
        also: Inputs that may be given; ``"*"`` stands for any others.
        options: Model of the parameters.
        kind: Which of `kit.identifiers.KINDS` the values are, if any.
        capacity: How many different values there are, by parameters and whether the table is the
            root; None where values may repeat.
        repeats: Whether the values start again beyond the capacity in a field that is not unique.
        promises: Whether the values differ from row to row; generators with a capacity do.
        where: In which tables it may stand.
    """

    make: Callable[[Making], Column]
    yields: Kind | Callable[[Use], Kind]
    needs: Mapping[str, Kinds] = field(default_factory=dict)
    also: Mapping[str, Kinds] = field(default_factory=dict)
    options: type[Options] = Options
    kind: str | None = None
    capacity: Callable[[Any, bool], int] | None = None
    repeats: bool = True
    promises: Callable[[Use], bool] = _never
    where: Where = "any"

    def read(self, given: Mapping[str, Any]) -> Options:
        """Return the checked parameters."""
        return self.options.model_validate(given)

    def accepts(self, name: str) -> Kinds | None:
        """Return the kinds an input may have; None if there is no such input."""
        return self.needs.get(name) or self.also.get(name) or self.also.get("*")

    def yielded(self, use: Use) -> Kind:
        """Return the kind of the values."""
        return self.yields(use) if callable(self.yields) else self.yields

    def can_be_unique(self, use: Use) -> bool:
        """Return whether the values differ from row to row."""
        return self.capacity is not None or self.promises(use)


def common_kind(kinds: Collection[Kind]) -> Kind:
    """Return the kind that values of these kinds have together, or raise `wrong`."""
    found = set(kinds)
    if found == {"integer", "number"}:
        return "number"
    if found == {"row", "integer"}:
        return "integer"
    if len(found) != 1:
        raise wrong("mixed_kinds", kinds=", ".join(sorted(found)) or "–")
    return found.pop()
