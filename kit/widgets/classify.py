"""The classification lab: a class and a reason for every field."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.classification.judging import POINTS
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.lab import Answer, Lab
from kit.widgets.wording import grouped, in_language, percent

EMPTY: Answer = {"choice": None, "reason": None}


class ClassifyLab(Lab):
    """The classification lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(
        *LAB_SCRIPTS,
        "classify-row",
        "classify-keys",
        "classify",
        "classify-review",
        "classify-start",
    )
    _css = style(*BASE_STYLES, "classify")

    LAB: ClassVar[str] = "classify_fields"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-4", "PIPL-28", "PIPL-73", "CC-1034")

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a class and a reason that the task offers."""
        public = task.public()
        if not isinstance(value, Mapping) or set(value) != set(EMPTY):
            raise BadInput("view.bad_answer", item=item)
        for part, offered in (("choice", public["choices"]), ("reason", public["reasons"])):
            if value[part] not in [None, *(one["code"] for one in offered)]:
                raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether class and reason are there."""
        return value["choice"] is not None and value["reason"] is not None

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the fields, the choices and some rows of the data."""
        public = in_language(task.public(), self.locale)
        return {
            "lead": self.say("classify_lead", count=len(public["fields"])),
            "fields": [self._field(field) for field in public["fields"]],
            "choices": [_titled(one) | {"about": one["about"]} for one in public["choices"]],
            "reasons": [_titled(one) | {"choices": one["choices"]} for one in public["reasons"]],
            "preview": [{**sheet, "title": sheet["table_titles"]} for sheet in public["preview"]],
        }

    def rule_book(self) -> list[dict[str, Any]]:
        """Return the articles, and the company's own scale, which is not the law's."""
        title, text = self.say("company_scale"), self.say("company_scale_text")
        scale = {"id": "company", "citation": title, "short": title, "text": text}
        return [*super().rule_book(), scale | {"terms": [], "since": None, "reading": False}]

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the result; the cost is told on the scale that the score is reckoned with."""
        report = self.engine.report(score, self.locale)
        shown = f"{score.score:g} / 100"  # stands in large type beside these figures
        return super().result_page(task, score) | {
            "summary": self._summary(score, report),
            "figures": [self._figure(score, *one) for one in report.figures if one[1] != shown],
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the table of right and chosen classes."""
        return {"confusion": self._confusion(task, score)}

    def _summary(self, score: Score, report: Report) -> list[dict[str, Any]]:
        """Return what matters, without what stands among the figures already."""
        pairs = zip(score.summary[1:], report.summary, strict=True)  # the first is the headline
        kept = [line for said, line in pairs if "summary.kappa." not in said.code]
        return [{"text": line.text, "severity": line.severity} for line in kept]

    def _figure(self, score: Score, name: str, value: str, meaning: str) -> dict[str, Any]:
        """Return a figure; the cost is told on the scale that the score is reckoned with."""
        cost = score.figures.get("cost")
        if cost is not None and value == f"{cost} / {score.figures['max_cost']}":
            limit = POINTS * len(score.findings)
            value = f"{cost} / {limit}"
            meaning = self.say("cost_scale", cost=cost, limit=limit)
        return {"name": name, "value": value, "meaning": meaning}

    def _field(self, field: Mapping[str, Any]) -> dict[str, Any]:
        empty = percent(field["null_share"])
        counts = {"samples": len(field["samples"]), "rows": grouped(field["rows"]), "empty": empty}
        return {
            "key": field["key"],
            "name": field["name"],
            "table": field["table"],
            "table_title": field["table_titles"],
            "about": field["about"],
            "type_title": self.say(f"type_{field['type']}"),
            "count_line": self.say("count_line", **counts),
            "samples": field["samples"],
        }

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return the field, and what was expected and chosen."""
        public = in_language(task.public(), self.locale)
        titles = {one["code"]: one["titles"] for one in public["choices"] + public["reasons"]}
        details = finding.details
        tables = {field["table"]: field["table_titles"] for field in public["fields"]}
        return {
            "field": details["field"],
            "where": tables.get(details["table"], details["table"]),
            **{
                part: titles.get(details[part])
                for part in ("expected", "chosen", "expected_reason", "chosen_reason")
            },
        }

    def _confusion(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the table of right and chosen classes, its cells marked by how grave they are."""
        counts = score.figures["confusion"]
        order = [choice["code"] for choice in task.public()["choices"]]
        titles = [in_language(one["titles"], self.locale) for one in task.public()["choices"]]
        left_out = any("missing" in row and row["missing"] for row in counts.values())
        chosen = [*order, "missing"] if left_out else order
        rows = [[counts.get(true, {}).get(code, 0) for code in chosen] for true in order]
        marks = [[_mark(n, m, len(order)) for m in range(len(chosen))] for n in range(len(order))]
        sums = {
            kind: sum(
                count
                for row, kinds in zip(rows, marks, strict=True)
                for count, mark in zip(row, kinds, strict=True)
                if mark == kind
            )
            for kind in ("ok", "warn", "danger")
        }
        head = [self.say("confusion_corner"), *titles]
        head += [self.say("no_answer_given")] if left_out else []
        body = [[title, *map(str, row)] for title, row in zip(titles, rows, strict=True)]
        return {
            "rows": [head, *body],
            "marks": marks,
            "sentence": self.say("confusion_sentence", **sums),
        }


def classify(exercise: str | None = None, locale: str | None = None) -> ClassifyLab:
    """Return the classification lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return ClassifyLab.opened(exercise, locale=locale)


def _titled(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": entry["code"], "title": entry["titles"]}


def _mark(true: int, chosen: int, classes: int) -> str:
    if chosen == true:
        return "ok"
    return "warn" if true < chosen < classes else "danger"
