"""What a company profile is made of: tables, fields, labels and how each column is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kit.customers.labels import FieldLabel, ValuesLabel

DealForm = Literal[
    "share_sale",
    "merger",
    "business_sale",
    "dissolution_with_receiver",
    "dissolution",
    "bankruptcy",
]
"""How the company changes hands or ends; it decides what may become of the data."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,62}$")]
FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime"]
Trap = Literal[
    "looks_personal",
    "looks_harmless",
    "third_party",
    "code",
    "aggregate",
    "free_text",
    "child",
    "own_company",
    "employee",
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _not_blank(words: str) -> str:
    if not words.strip():
        raise PydanticCustomError("blank", "blank")
    return words


Phrase = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_not_blank)]


class Words(_Part):
    """The same words in both languages."""

    zh: Phrase
    en: Phrase


class OnlyIf(_Part):
    """A condition on another column: its value, as text, is one of these (true/false for flags)."""

    column: str
    values: Annotated[list[str], Field(min_length=1)]


class FieldSpec(_Part):
    """One column: how it is made and what it is.

    Attributes:
        make: Name of a generator in `kit.customers.makers.MAKERS`.
        needs: Input name of the generator to column: ``"field"`` or ``"<ancestor table>.<field>"``.
        options: Parameters of the generator (``with`` in the file).
        only_if: Rows that have a value at all; the others stay empty, and cost nothing.
        hidden: A latent column that others are made from; it is not written.
        cells: Values that have another label than the field, also where they come from a hidden
            field that stands behind a written one.
        display: Other column names under which an export may show this field.
    """

    name: str = ""
    titles: Words | None = None
    about: Words | None = None
    type: FieldType | None = None
    make: str
    needs: dict[str, str] = {}
    options: dict[str, Any] = Field(default={}, alias="with")
    only_if: OnlyIf | None = None
    hidden: bool = False
    null_share: float = Field(default=0.0, ge=0, lt=1)
    unique: bool = False
    label: FieldLabel | None = None
    cells: tuple[ValuesLabel, ...] = ()
    trap: Trap | None = None
    difficulty: int = Field(default=1, ge=1, le=3)
    display: tuple[str, ...] = ()

    @property
    def refs(self) -> list[str]:
        """The columns this one is made from."""
        return [*self.needs.values(), *([self.only_if.column] if self.only_if else [])]


class TableSpec(_Part):
    """One table: its fields and, for a child table, where its rows come from.

    Attributes:
        parent: Name of the parent table, None for the root and for reference tables.
        rows: Integer field of the parent that says how many rows it has here.
        max_rows: Upper bound of that number.
        count: Number of rows of a reference table.
    """

    name: str = ""
    titles: Words
    about: Words
    parent: str | None = None
    rows: str | None = None
    max_rows: int = Field(default=0, ge=0, le=64)
    count: int = Field(default=0, ge=0, le=100_000)
    fields: dict[Name, FieldSpec]

    @property
    def visible(self) -> dict[str, FieldSpec]:
        """The fields that are written, in order."""
        return {name: spec for name, spec in self.fields.items() if not spec.hidden}


class Customers(_Part):
    """Whom the rows of the root table are about: ages in whole years, inclusive."""

    ages: tuple[Annotated[int, Field(ge=0, le=100)], Annotated[int, Field(ge=0, le=100)]]


class Order(_Part):
    """Two columns of a table that stand in order: ``first <= then`` where both are present."""

    table: str
    first: str
    then: str


class ProfileFile(_Part):
    """A profile as it is written in a file."""

    id: Name
    titles: Words
    about: Words
    customers: Customers
    tables: dict[Name, TableSpec]
    reference: dict[Name, TableSpec] = {}
    orders: tuple[Order, ...] = ()
    deal: DealForm = "business_sale"
    flaws: dict[str, Any] = {}


@dataclass(frozen=True, eq=False)
class Profile:
    """A checked profile; two are the same only if they are the same object.

    Attributes:
        id: Its name.
        titles: Its title in both languages.
        about: One paragraph on the company.
        ages: Youngest and oldest customer at the reference date, whole years.
        tables: All tables by name, parents before children, reference tables first.
        order: For each table its fields in the order they are made.
        orders: Pairs of columns that stand in order.
        deal: How the company changes hands or ends, unless a spec says otherwise.
        flaws: How flaws are made here, as written; `kit.customers.flaws` checks and reads it.
        source: The file's text, kept beside generated data so that it can be checked later.
    """

    id: str
    titles: Words
    about: Words
    ages: tuple[int, int]
    tables: Mapping[str, TableSpec]
    order: Mapping[str, tuple[str, ...]]
    orders: tuple[Order, ...]
    deal: DealForm
    flaws: Mapping[str, Any]
    source: str

    @property
    def root(self) -> str:
        """Name of the table with one row per customer."""
        return next(n for n, t in self.tables.items() if t.parent is None and not t.count)

    def ancestors(self, table: str) -> Iterator[str]:
        """Yield the parent, grandparent … of a table."""
        parent = self.tables[table].parent
        while parent is not None:
            yield parent
            parent = self.tables[parent].parent

    def rows_per_customer(self, table: str) -> int:
        """Return the largest number of rows a customer has in a table; 0 for reference tables."""
        spec = self.tables[table]
        if spec.count:
            return 0
        return spec.max_rows * self.rows_per_customer(spec.parent) if spec.parent else 1

    @property
    def note_field(self) -> tuple[str, str] | None:
        """Table and field of the free-text notes, if the profile has them."""
        found = (
            (table.name, field.name)
            for table in self.tables.values()
            for field in table.fields.values()
            if field.make == "note"
        )
        return next(found, None)

    def labels(self) -> tuple[FieldLabel, ...]:
        """Return the label of every visible field, table by table."""
        return tuple(
            field.label.model_copy(update={"table": table.name, "field": field.name})
            for table in self.tables.values()
            for field in table.visible.values()
            if field.label
        )
