"""The sorting lab: a decision for every record on the list before a transfer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.desk import Message
from kit.widgets.lab import Answer, Lab
from kit.widgets.sorting_sheets import BOOK_TABLES, Reading, Sheets, words_of
from kit.widgets.wording import grouped, in_language

MISSING = "missing"
PREVIEWED = 12
HANDING_OVER = ("merger", "business_sale", "dissolution_with_receiver", "bankruptcy")
"""Forms of a deal in which somebody else may get the customers; the shares' buyer does not."""


class SortOutLab(Lab):
    """The sorting lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(
        *LAB_SCRIPTS,
        "sorting-table",
        "sorting-period",
        "sorting-books",
        "sorting-file",
        "sorting-decide",
        "sorting-keys",
        "sorting",
        "sorting-review",
        "sorting-start",
    )
    _css = style(*BASE_STYLES, "sorting")

    LAB: ClassVar[str] = "sort_out"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-47", "PIPL-19", "PIPL-8", "PIPL-22", "PIPL-23")
    REACTIONS: ClassVar[dict[str, str]] = Lab.REACTIONS | {"sorting_chart": "_on_sorting_chart"}
    WORDS: ClassVar[tuple[str, ...]] = ("view", "sorting_view")

    _read: tuple[Any, str, Reading] | None = None

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a decision whose parts are asked for and offered."""
        reading = self._reading(task)
        if item not in reading.records:
            raise BadInput("view.unknown_item", item=item[:40])
        if not isinstance(value, Mapping) or set(value) != set(reading.blank):
            raise BadInput("view.bad_answer", item=item)
        for part, code in value.items():
            if code is not None and not reading.offers(part, code):
                raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether every part that is asked for is there."""
        return all(part is not None for part in value.values())

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the deal, the list, the books of the desk and what can be decided."""
        public = self.engine.public(task)
        sheets = Sheets(self.locale, self.say, public["schedule"])
        books = [self._book(name, public[name], sheets) for name in BOOK_TABLES]
        return {
            "lead": self.say("sort_lead", count=grouped(len(public["records"]))),
            "asks": public["asks"],
            "blank": self._reading(task).blank,
            "deal": self._deal(in_language(public["deal"], self.locale)),
            "today": public["today"],
            "records": [sheets.record(record) for record in public["records"]],
            "layouts": sheets.layouts,
            "books": books,
            "preview": [_preview(book) for book in books],
            "problems": words_of(public["problems"], self.locale),
            "actions": words_of(public["actions"], self.locale),
            "reasons": words_of(public["reasons"], self.locale, "actions"),
        }

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return both decisions in words and the rows that the right one rests on."""
        desk = self._reading(task)
        details = finding.details
        record = desk.records[finding.item]
        accepted = details.get("also_accept", ())
        return {
            "record": record["title"],
            "where": record["customer"],
            "yours": desk.parts(details["chosen"]),
            "expected": desk.parts(details["expected"]),
            "judgement": finding.verdict == "acceptable",
            "also": [desk.title("action", one) for one in accepted],
            "rests_on": [desk.evidence(one) for one in details.get("rests_on", ())],
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what was done with the records, as a table of right and chosen actions."""
        return {"confusion": self._confusion(self._reading(task).titles("action"), score)}

    def _on_sorting_chart(self, _: Message) -> None:
        from kit.widgets.charts import confusion  # Altair loads slowly: only once it is wanted

        if self.score:
            table = self._confusion(self._reading(self._task).titles("action"), self.score)
            self.send({"type": "sorting_chart", **confusion(table["rows"], self.locale)})

    def _reading(self, task: Any) -> Reading:
        """Return the task laid out for results; kept, for every finding asks."""
        kept = self._read
        if kept is None or kept[0] is not task or kept[1] != self.locale:
            kept = self._read = (task, self.locale, Reading(task, self.locale, self.say))
        return kept[2]

    def _deal(self, deal: Mapping[str, Any]) -> dict[str, Any]:
        """Return the deal in short; who receives the customers is named, if anybody does."""
        told = {"closing": deal["closing_on"], "to": self.say("sort_nobody")}
        if deal["receiver"] and deal["form"] in HANDING_OVER:
            told["to"] = deal["transferee"]
        more = {"from": deal["transferor"], "signed": deal["signed_on"]}
        if deal["form"] == "share_sale":
            more["buyer"] = deal["transferee"]
        return {
            "title": deal["titles"],
            "about": deal["about"],
            "facts": self._named(told),
            "more": self._named(more),
        }

    def _named(self, facts: Mapping[str, str | None]) -> list[list[str]]:
        return [[self.say(f"sort_{name}"), value] for name, value in facts.items() if value]

    def _book(self, name: str, book: Mapping[str, Any], sheets: Sheets) -> dict[str, Any]:
        return {
            "code": name,
            "title": in_language(book["titles"], self.locale),
            "names": list(book["columns"]),
            "columns": in_language(book["titles_of_columns"], self.locale),
            "rows": [sheets.entry(BOOK_TABLES[name], book["columns"], row) for row in book["rows"]],
        }

    def _confusion(self, titles: Mapping[str, str], score: Score) -> dict[str, Any]:
        """Return the table of right and chosen actions; a judgement call counts as right."""
        counts: dict[tuple[str, str], list[Finding]] = {}
        for one in score.findings:
            right, chosen = one.details["expected"]["action"], one.details["chosen"]["action"]
            met = one.verdict == "acceptable"
            counts.setdefault((right, right if met else chosen or MISSING), []).append(one)
        named = {**titles, MISSING: self.say("sort_no_decision")}
        rights = [code for code in titles if any(code == right for right, _ in counts)]
        heads = [code for code in named if code in rights or any(code == c for _, c in counts)]
        head = [self.say("sort_confusion_corner"), *(named[code] for code in heads)]
        cells = [[counts.get((right, code), []) for code in heads] for right in rights]
        body = [
            [titles[right], *(str(len(cell)) for cell in row)]
            for right, row in zip(rights, cells, strict=True)
        ]
        marks = [
            ["ok" if code == right else _mark(cell) for code, cell in zip(heads, row, strict=True)]
            for right, row in zip(rights, cells, strict=True)
        ]
        return {"rows": [head, *body], "marks": marks}


def sort_out(exercise: str | None = None, locale: str | None = None) -> SortOutLab:
    """Return the sorting lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return SortOutLab.opened(exercise, locale=locale)


def _preview(book: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "table": book["code"],
        "title": book["title"],
        "columns": book["columns"],
        "rows": book["rows"][:PREVIEWED],
    }


def _mark(findings: Sequence[Finding]) -> str:
    """Return how grave the gravest of some findings is."""
    order = ("ok", "note", "warn", "danger")
    return max((one.severity for one in findings), key=order.index, default="ok")
