"""What a trainee sees of the evidence: tables with titles, and the deal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.spec import Profile
from kit.i18n import in_both
from kit.leaks.model import Evidence
from kit.leaks.sheets import Sheet as EvidenceSheet
from kit.leaks.sheets import evidence_sheets
from kit.organisation.deal import DealFile

LOG = "events"
_TRANSFERS = ("merger", "business_sale", "dissolution_with_receiver")
_LABELS = "labels"
"""Which fields are sensitive: that is asked."""


@dataclass(frozen=True)
class Sheet:
    """A table of the evidence, as a file that goes with the task.

    Attributes:
        table: Its name.
        source: Its rows.
    """

    table: str
    source: pa.Table

    @property
    def columns(self) -> Sequence[str]:
        """Its columns."""
        names: list[str] = self.source.column_names
        return names

    @cached_property
    def rows(self) -> Sequence[Sequence[str]]:
        """Its rows as text; an empty text where there is no value."""
        columns = [_texts(self.source[name]) for name in self.columns]
        return list(zip(*columns, strict=True))


def sheets_of(evidence: Evidence, profile: Profile, deal: DealFile) -> dict[str, EvidenceSheet]:
    """Return everything an investigator has by its name, the log first."""
    named: dict[str, EvidenceSheet] = {}
    for one in evidence_sheets(evidence, profile, deal):
        if one.path == _LABELS:
            continue
        name = one.path.rpartition("/")[2]  # the customers' tables may have one of staff, too
        named[one.path.replace("/", "_") if name in named else name] = one
    return named


def table_pages(sheets: Mapping[str, EvidenceSheet]) -> list[dict[str, Any]]:
    """Return what the tables are, without their rows; the log has a page of its own."""
    return [
        {
            "name": name,
            "titles": _both(one.title),
            "about": _both(one.about),
            "rows": one.table.num_rows,
            "columns": columns_of(one),
        }
        for name, one in sheets.items()
        if name != LOG
    ]


def columns_of(sheet: EvidenceSheet) -> list[dict[str, Any]]:
    """Return names and titles of a table's columns."""
    return [
        {"name": name, "titles": _both(sheet.columns[name])} for name in sheet.table.column_names
    ]


def deal_page(deal: DealFile) -> dict[str, Any]:
    """Return the deal in words: its form, its days, who takes part, and the phase of today."""
    return {
        "form": deal.form,
        "titles": in_both(f"duties.deal.{deal.form}"),
        "about": in_both(f"duties.deal.{deal.form}.about"),
        "signed_on": deal.signed_on.isoformat(),
        "closing_on": deal.closing_on.isoformat(),
        "transferor": deal.transferor,
        "transferee": deal.transferee,
        "receiver": deal.form in _TRANSFERS,
        "phase": deal.phase_on(deal.today),
        "phase_titles": in_both(f"deal_duties.phase.{deal.phase_on(deal.today)}"),
        "phases": [
            {
                "phase": one.phase,
                "titles": in_both(f"deal_duties.phase.{one.phase}"),
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
            }
            for one in deal.phases
        ],
    }


def _both(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _texts(column: pa.ChunkedArray) -> list[str]:
    if pa.types.is_list(column.type):
        return [";".join(one or ()) for one in column.to_pylist()]
    found: list[str] = pc.fill_null(column.cast(pa.string()), "").to_pylist()
    return found
