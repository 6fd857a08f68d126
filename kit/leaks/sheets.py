"""The files of a case or a company, each with the words that say what it is."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from kit.activity.company import Company
from kit.customers.describe import label_table
from kit.customers.spec import Profile, Words
from kit.errors import BadInput
from kit.leaks.model import Evidence, Staged
from kit.organisation.deal import DealFile
from kit.organisation.schemas import SCHEMAS

_LABELS = ["table", "field", "title_zh", "title_en", "classification", "personal", "sensitive"]
_LABELS += ["subject", "identifier", "grade", "company_class", "articles"]

_TEXT, _DAY, _LIST = pa.string(), pa.date32(), pa.list_(pa.string())
_DAYS = [("first", _DAY), ("last", _DAY)]
_DEAL = {
    "phases": pa.schema([("phase", _TEXT), *_DAYS]),
    "transition_services": pa.schema(
        [("code", _TEXT), ("provider", _TEXT), ("recipient", _TEXT), *_DAYS]
    ),
    "entrustments": pa.schema([("party_id", _TEXT), ("tables", _LIST), ("phases", _LIST)]),
}


@dataclass(frozen=True)
class Sheet:
    """A table that becomes a file.

    Attributes:
        path: Where, relative to the folder and without ending.
        table: Its rows.
        title, about: What it is.
        columns: What each column is.
    """

    path: str
    table: pa.Table
    title: Words
    about: Words
    columns: Mapping[str, Words]

    @property
    def name(self) -> str:
        """Its name in the descriptor."""
        return self.path.replace("/", "-").lower()


def evidence_sheets(evidence: Evidence, profile: Profile, deal: DealFile) -> list[Sheet]:
    """Return what an investigator has; nothing in it names a leak."""
    tables = evidence.tables
    return [
        sheet("events", "events", evidence.events),
        *(sheet(name, name, table) for name, table in tables.items() if name not in SCHEMAS),
        *_deal(deal),
        *_organisation(tables),
        *_customers(evidence.customers, profile),
    ]


def truth_sheets(staged: Staged) -> list[Sheet]:
    """Return the tables of the truth."""
    truth = staged.truth
    return [
        sheet("truth/exposures", "exposures", truth.exposures),
        sheet("truth/exposed_customers", "exposed_customers", truth.customers),
    ]


def world_sheets(company: Company, made: Mapping[str, pa.Table]) -> list[Sheet]:
    """Return a whole company: customers, organisation, and tables made of its work."""
    organisation = company.organisation
    return [
        *(sheet(name, name, table) for name, table in made.items()),
        *_deal(organisation.deal),
        *_organisation(organisation.tables),
        *_customers(company.tables, company.spec.profile),
    ]


def sheet(path: str, name: str, table: pa.Table) -> Sheet:
    """Return a table with the words of the dictionary.

    Raises:
        BadInput: If the dictionary does not know the table or a column of it.
    """
    words = dictionary()
    entry = words["tables"].get(name)
    if entry is None:
        raise BadInput("leak.no_words", table=name, column="")
    own = entry.get("columns", {})
    known = words["columns"] | own
    missing = [column for column in table.column_names if column not in known]
    if missing:
        raise BadInput("leak.no_words", table=name, column=missing[0])
    columns = {column: Words(**known[column]) for column in table.column_names}
    return Sheet(path, table, Words(**entry["title"]), Words(**entry["about"]), columns)


@lru_cache(maxsize=1)
def dictionary() -> dict[str, Any]:
    """Return the words of tables and columns."""
    return tomllib.loads((files("kit.leaks") / "dictionary.toml").read_text("utf-8"))


def _deal(deal: DealFile) -> Iterator[Sheet]:
    """The dated facts of the deal."""
    made = {
        "phases": [
            {"phase": one.phase, "first": one.first, "last": one.last} for one in deal.phases
        ],
        "transition_services": [vars(one) for one in deal.services],
        "entrustments": [vars(one) for one in deal.vendors],
    }
    for name, rows in made.items():
        yield sheet(name, name, pa.Table.from_pylist(rows, schema=_DEAL[name]))


def _organisation(tables: Mapping[str, pa.Table]) -> Iterator[Sheet]:
    return (sheet(f"organisation/{name}", name, tables[name]) for name in SCHEMAS)


def _customers(tables: Mapping[str, pa.Table], profile: Profile) -> Iterator[Sheet]:
    for name, spec in profile.tables.items():
        columns = {
            field.name: Words(
                zh=f"{field.titles.zh}：{field.about.zh}", en=f"{field.titles.en}: {field.about.en}"
            )
            for field in spec.visible.values()
            if field.titles and field.about
        }
        yield Sheet(f"customers/{name}", tables[name], spec.titles, spec.about, columns)
    yield sheet("labels", "labels", label_table(profile).select(_LABELS))


def type_text(kind: pa.DataType) -> str:
    """Return a column's type as the descriptor names it."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return "list<string>" if pa.types.is_list(kind) else str(kind)


def type_of(text: str) -> pa.DataType:
    """Return the type that a descriptor names.

    Raises:
        ValueError: If there is none of that name.
    """
    if text == "list<string>":
        return pa.list_(pa.string())
    return pa.type_for_alias(text)
