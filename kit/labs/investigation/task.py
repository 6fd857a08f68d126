"""The task a trainee gets: the evidence of a case, what is asked, and the hidden truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from kit.activity.search import Search
from kit.customers.spec import Profile
from kit.errors import BadInput
from kit.i18n import in_both
from kit.labs.investigation.codes import choices
from kit.labs.investigation.given import DESK, EMPTY, Desk, Scope, read_part
from kit.labs.investigation.right import Right
from kit.labs.investigation.schemas import parts_schema
from kit.labs.investigation.scope import Places, places_of
from kit.labs.investigation.showing import (
    LOG,
    Sheet,
    columns_of,
    deal_page,
    sheets_of,
    table_pages,
)
from kit.labs.investigation.weights import points
from kit.labs.task import BaseTask, answer_schema
from kit.leaks.digest import digest_of
from kit.leaks.model import Evidence
from kit.organisation.deal import DealFile

ITEMS = "report"


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        asks: What is asked, in order.
        evidence: What an investigator has, with the report to begin with first.
        deal_file: The deal.
        profile: The profile of the company's customers.
        right: What is right; not public.
        sample: How many people each customer at the desk stands for.
    """

    asks: tuple[str, ...]
    evidence: Evidence = field(repr=False)
    deal_file: DealFile = field(repr=False)
    profile: Profile = field(repr=False)
    right: Right = field(repr=False)
    sample: int = 1

    @property
    def items(self) -> str:
        """Key of the parts in an answer."""
        return ITEMS

    @property
    def report(self) -> tuple[str, ...]:
        """The parts of an answer; the desk is never graded."""
        return (*self.asks, DESK)

    @cached_property
    def search(self) -> Search:
        """The desk's engine; made when first asked for."""
        return Search(self.evidence)

    @cached_property
    def sheets(self) -> Sequence[Sheet]:
        """Everything an investigator has, as tables; the log is ``events``."""
        return [Sheet(name, one.table) for name, one in self._sheets.items()]

    def table(self, name: str) -> pa.Table:
        """Return a table of the evidence by its name.

        Raises:
            BadInput: If there is none.
        """
        if name not in self._sheets:
            known = ", ".join(self._sheets)
            raise BadInput("investigation.no_table", name=name, known=known)
        return self._sheets[name].table

    def resolve(self, scope: Mapping[str, Any], desk: Mapping[str, Any] | None = None) -> Places:
        """Return the places in the book of everybody whom a scope names, each once, rising.

        Args:
            scope: A scope in the form of an answer.
            desk: The desk in the form of an answer, with the saved filters.

        Raises:
            BadInput: If they have another form, or name what is not there.
        """
        made, kept = read_part("scope", scope), read_part(DESK, desk or EMPTY[DESK])
        if not isinstance(made, Scope) or not isinstance(kept, Desk):
            return self.search.places_of_text("").places
        return places_of(self.search, self.evidence.book, made, kept)

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""
        return self.shown(
            {
                "asks": list(self.asks),
                "parts": [self._part(part, share) for part, share in points(self.asks).items()],
                "today": self.deal_file.today.isoformat(),
                "deal": deal_page(self.deal_file),
                "reports": self.reports,
                "sample": self.sample,
                "log": self.public_log,
                "tables": table_pages(self._sheets),
                "choices": choices(),
                "digest": self.digest,
                "answer_schema": answer_schema(self, *parts_schema(self.report)),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        return self.answer({part: _copy(EMPTY[part]) for part in self.report})

    @cached_property
    def digest(self) -> str:
        """Return a hash of the evidence: a changed case has another."""
        return digest_of(self.evidence)

    @cached_property
    def public_log(self) -> dict[str, Any]:
        """Return how long the log is, from when to when, and what its columns are."""
        times = self.evidence.events["time"]
        return {
            "events": len(times),
            "since": _clock(times[0]),
            "until": _clock(times[len(times) - 1]),
            "columns": columns_of(self._sheets[LOG]),
        }

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """Return what came in, the report to begin with first."""
        return [
            {
                "id": row["report_id"],
                "at": row["at"].isoformat(timespec="minutes"),
                "channel": row["channel"],
                "channel_titles": in_both(f"investigation.report.{row['channel']}"),
                "text": row["text"],
                "customers": list(row["customers"] or ()),
            }
            for row in self.evidence.tables["reports"].to_pylist()
        ]

    @cached_property
    def _sheets(self) -> Mapping[str, Any]:
        return sheets_of(self.evidence, self.profile, self.deal_file)

    def _part(self, part: str, share: float) -> dict[str, Any]:
        code = f"investigation.part.{part}"
        return {
            "key": part,
            "titles": in_both(code),
            "about": in_both(f"{code}.about"),
            "points": share,
        }


def _copy(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(one) if isinstance(one, list) else one for name, one in value.items()}


def _clock(value: Any) -> str:
    return str(value.as_py().isoformat(timespec="seconds"))
