"""Counts what a ready-made dataset holds; the cards are written from these figures alone."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kit.customers.spec import FieldSpec, Profile, TableSpec
from kit.customers.whole import Made, make
from kit.datasets.sets import LOCALES, ReadyMade
from kit.identifiers.scan import ColumnReport, checkable, scan

# Long numbers, leading zeros, 12E5, 4-6 and texts like formulas: spreadsheets change them unasked.
_CHANGED_BY_EXCEL = re.compile(
    r"\d{12,}|0\d+|\d+[eE]\d+|\d{1,4}-\d{1,2}|[=+@-](?!\d*\.?\d*$).*", re.ASCII | re.DOTALL
)


@dataclass(frozen=True)
class Kinds:
    """How often each kind of a thing occurs in the Chinese and in the English edition."""

    zh: Mapping[str, int]
    en: Mapping[str, int]

    def rows(self) -> list[tuple[str, int, int]]:
        """Return (kind, in Chinese, in English), the most frequent first."""
        kinds = sorted(self.zh.keys() | self.en.keys(), key=lambda k: (-self.zh.get(k, 0), k))
        return [(kind, self.zh.get(kind, 0), self.en.get(kind, 0)) for kind in kinds]

    def total(self, locale: str) -> int:
        """Return how many there are in a language."""
        return sum(self.zh.values() if locale == "zh" else self.en.values())


@dataclass(frozen=True)
class Figures:
    """What a card says about one dataset.

    Attributes:
        made: What it was made from.
        profile: The company.
        tables: One entry per table: its spec, its rows, its fields (`field_figures`).
        classes: Number of fields of each class.
        spans: Spans by kind, those about persons.
        look_alikes: Spans by kind, those that are not personal information.
        cell_labels: Cell labels by reason.
        boundaries: Cell labels that are boundary cases, such as 13 or 14 years of age.
        flaws: Flaws by kind: how often each action is right.
        cells: Cells that a flaw changed or concerns, by kind.
        identifiers: Identifiers by kind, each of them synthetic.
        changed_by_excel: Columns of text that a spreadsheet changes when it opens a CSV file.
    """

    made: ReadyMade
    profile: Profile
    deal: str
    as_of: str
    tables: list[dict[str, Any]]
    classes: Counter[str]
    spans: Kinds
    look_alikes: Kinds
    cell_labels: Kinds
    boundaries: int
    flaws: dict[str, Counter[str]]
    cells: Counter[str]
    identifiers: Counter[str]
    changed_by_excel: dict[str, list[str]]

    @property
    def rows(self) -> int:
        """Return the number of rows of all tables."""
        return sum(table["rows"] for table in self.tables)

    @property
    def fields(self) -> int:
        """Return the number of fields of all tables."""
        return sum(len(table["fields"]) for table in self.tables)

    @property
    def notes(self) -> int:
        """Return the number of notes."""
        return sum(table["rows"] for table in self.tables if table["name"] == "notes")


def figures(one: ReadyMade) -> Figures:
    """Return the figures of a dataset, counted from the data itself."""
    made = {locale: make(one.spec(locale), 0, one.rows) for locale in LOCALES}
    spec, chinese = one.spec("zh"), made["zh"]
    tables = [_table(table, chinese.tables[name]) for name, table in spec.profile.tables.items()]
    flaws = chinese.truth["flaws"].to_pylist()
    own = [flaw for flaw in flaws if flaw["role"] == "flaw"]
    labels = chinese.truth["cell_labels"]
    return Figures(
        made=one,
        profile=spec.profile,
        deal=spec.deal,
        as_of=spec.as_of.isoformat(),
        tables=tables,
        classes=Counter(field["class"] for table in tables for field in table["fields"]),
        spans=_kinds(made, "spans", "kind", personal=True),
        look_alikes=_kinds(made, "spans", "kind", personal=False),
        cell_labels=_kinds(made, "cell_labels", "reason"),
        boundaries=sum(labels["boundary"].to_pylist()),
        flaws=_actions(own),
        cells=Counter(flaw["kind"] for flaw in flaws),
        identifiers=_identifiers(chinese.tables.values()),
        changed_by_excel=_changed_by_excel(made),
    )


def _table(spec: TableSpec, data: pa.Table) -> dict[str, Any]:
    fields = [_field(field, data) for field in spec.visible.values()]
    return {
        "name": spec.name,
        "titles": spec.titles,
        "about": spec.about,
        "rows": data.num_rows,
        "fields": fields,
        "classes": Counter(field["class"] for field in fields),
    }


def _field(spec: FieldSpec, data: pa.Table) -> dict[str, Any]:
    assert spec.label is not None  # a checked profile labels every field that is written
    return {
        "name": spec.name,
        "titles": spec.titles,
        "type": spec.type,
        "class": spec.label.classification,
        "reason": spec.label.reason,
        "empty": data[spec.name].null_count,
    }


def _kinds(
    made: Mapping[str, Made], truth: str, column: str, *, personal: bool | None = None
) -> Kinds:
    counts = {}
    for locale, one in made.items():
        rows = one.truth[truth].to_pylist()
        wanted = [row for row in rows if personal is None or row["personal"] is personal]
        counts[locale] = Counter(row[column] for row in wanted)
    return Kinds(**counts)


def _actions(flaws: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Each flaw once, however many cells it has."""
    found: dict[str, Counter[str]] = {}
    for flaw in {flaw["flaw_id"]: flaw for flaw in flaws}.values():
        found.setdefault(flaw["kind"], Counter())[flaw["action"]] += 1
    return dict(sorted(found.items()))


def _identifiers(tables: Iterable[pa.Table]) -> Counter[str]:
    """Count the identifiers of this kit by kind; a test holds that there are no others."""
    found: Counter[str] = Counter()
    for table in tables:
        for column in table.columns:
            if checkable(column.type):
                report = ColumnReport()
                scan(column.combine_chunks(), report)
                for kind, tally in report.kinds.items():
                    found[kind] += tally.synthetic
    return found


def _changed_by_excel(made: Mapping[str, Made]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, table in made["zh"].tables.items():
        for column in table.column_names:
            values = [v for one in made.values() for v in one.tables[name][column].to_pylist()]
            if any(isinstance(v, str) and _CHANGED_BY_EXCEL.fullmatch(v) for v in values):
                found.setdefault(name, []).append(column)
    return found
