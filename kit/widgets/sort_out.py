"""The sorting lab: a decision for every record on the list before a transfer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.lab import Answer, Lab
from kit.widgets.sorting_sheets import BOOK_TABLES, Reading, Sheets, words_of
from kit.widgets.wording import in_language

PREVIEWED = 12
PARTS = ("problem", "action", "reason")


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
    WORDS: ClassVar[tuple[str, ...]] = ("view", "sorting_view")

    _read: tuple[int, str, Reading] | None = None

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
        public = task.public()
        sheets = Sheets(self.locale, self.say)
        asked = public.get("asks", PARTS)
        books = [self._book(name, public[name], sheets) for name in BOOK_TABLES]
        return {
            "lead": self.say("sort_lead", count=len(public["records"])),
            "asks": [part for part in PARTS if part in asked],
            "blank": self._reading(task).blank,
            "deal": in_language(public["deal"], self.locale),
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
            "where": f"{record['table_title']} · {record['customer']}",
            "yours": desk.parts(details["chosen"]),
            "expected": desk.parts(details["expected"]),
            "judgement": finding.verdict == "acceptable",
            "also": [desk.title("action", one) for one in accepted],
            "rests_on": [desk.evidence(one) for one in details.get("rests_on", ())],
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what was done with the records, as a table of right and chosen actions."""
        if "action" not in task.public().get("asks", PARTS):
            return {"confusion": None}
        titles = {
            one["code"]: one["title"] for one in words_of(task.public()["actions"], self.locale)
        }
        return {"confusion": self._confusion(titles, score)}

    def _reading(self, task: Any) -> Reading:
        """Return the task laid out for results; kept, for every finding asks."""
        if self._read is None or self._read[:2] != (id(task), self.locale):
            self._read = (id(task), self.locale, Reading(task, self.locale, self.say))
        return self._read[2]

    def _book(self, name: str, book: Mapping[str, Any], sheets: Sheets) -> dict[str, Any]:
        return {
            "code": name,
            "title": in_language(book["titles"], self.locale),
            "names": list(book["columns"]),
            "columns": in_language(book["titles_of_columns"], self.locale),
            "rows": [[sheets.shown(value) for value in row] for row in book["rows"]],
        }

    def _confusion(self, titles: Mapping[str, str], score: Score) -> dict[str, Any]:
        counts: dict[tuple[str, str], list[Finding]] = {}
        for one in score.findings:
            right = one.details["expected"]["action"]
            counts.setdefault((right, one.details["chosen"]["action"] or "missing"), []).append(one)
        rights = [code for code in titles if any(right == code for right, _ in counts)]
        chosen = [code for code in titles if code in rights or any(c == code for _, c in counts)]
        chosen += ["missing"] if any(c == "missing" for _, c in counts) else []
        heads = [titles.get(code, self.say("sort_no_decision")) for code in chosen]
        cells = [[counts.get((right, code), []) for code in chosen] for right in rights]
        body = [
            [titles[right], *(str(len(cell)) for cell in row)]
            for right, row in zip(rights, cells, strict=True)
        ]
        return {
            "rows": [[self.say("sort_confusion_corner"), *heads], *body],
            "marks": [[_mark(cell) for cell in row] for row in cells],
        }


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
