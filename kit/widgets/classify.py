"""The classification lab: what is asked of every field, row by row."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.desk import Message
from kit.widgets.lab import Answer, Lab
from kit.widgets.wording import grouped, in_language, percent

PILLS = 4
"""Up to so many options stand side by side; more of them make a list."""


class ClassifyLab(Lab):
    """The classification lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(
        *LAB_SCRIPTS,
        "classify-answer",
        "classify-row",
        "classify-keys",
        "classify",
        "classify-review",
        "classify-start",
    )
    _css = style(*BASE_STYLES, "classify")

    LAB: ClassVar[str] = "classify_fields"
    WORDS: ClassVar[tuple[str, ...]] = ("view", "classify_view")
    REACTIONS: ClassVar[dict[str, str]] = Lab.REACTIONS | {"confusion_chart": "_on_confusion_chart"}
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-4", "PIPL-28", "PIPL-73", "CC-1034")

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return an answer that the task offers to each of its questions."""
        questions = self.engine.public(task)["questions"]
        if not isinstance(value, Mapping) or set(value) != {one["id"] for one in questions}:
            raise BadInput("view.bad_answer", item=item)
        for question in questions:
            offered = [option["code"] for option in question["options"]]
            if value[question["id"]] not in [None, *offered]:
                raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether every question is answered."""
        return None not in value.values()

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the fields, the questions and some rows of the data."""
        public = in_language(self.engine.public(task), self.locale)
        return {
            "lead": self.say(f"lead_{public.get('scheme', 'law')}", count=len(public["fields"])),
            "fields": [self._field(field, public["questions"]) for field in public["fields"]],
            "questions": [_question(one) for one in public["questions"]],
            "scale": public.get("scale"),
            "preview": [{**sheet, "title": sheet["table_titles"]} for sheet in public["preview"]],
        }

    def rule_book(self) -> list[dict[str, Any]]:
        """Return the articles, and the company's own scale, which is not the law's."""
        title, text = self.say("company_scale"), self.say("company_scale_text")
        scale = {"id": "company", "citation": title, "short": title, "text": text}
        return [*super().rule_book(), scale | {"terms": [], "since": None, "reading": False}]

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the result; the score itself stands in large type already."""
        report = self.engine.report(score, self.locale)
        shown = f"{score.score:g} / 100"  # stands in large type beside these figures
        return super().result_page(task, score) | {
            "summary": self._summary(score, report),
            "figures": [
                {"name": name, "value": value, "meaning": meaning}
                for name, value, meaning in report.figures
                if value != shown
            ],
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the table of right and chosen classes."""
        return {"confusion": self._confusion(task, score)}

    def _summary(self, score: Score, report: Report) -> list[dict[str, Any]]:
        """Return what matters, without what stands among the figures already."""
        pairs = zip(score.summary[1:], report.summary, strict=True)  # the first is the headline
        kept = [line for said, line in pairs if "summary.kappa." not in said.code]
        return [{"text": line.text, "severity": line.severity} for line in kept]

    def _field(self, field: Mapping[str, Any], questions: list[dict[str, Any]]) -> dict[str, Any]:
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
            "old": self._old(field.get("old", {}), questions),
        }

    def _old(self, old: Mapping[str, str], questions: list[dict[str, Any]]) -> str | None:
        """Return what the last inventory said of a field, None where there is none."""
        said = [
            option["titles"]
            for question in questions
            for option in question["options"]
            if old.get(question["id"]) == option["code"]
        ]
        return self.say("old_label", said=" · ".join(said)) if said else None

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return the field, and what was expected and chosen, question by question."""
        public = in_language(self.engine.public(task), self.locale)
        titles = {
            question["id"]: {one["code"]: one["titles"] for one in question["options"]}
            for question in public["questions"]
        }
        tables = {field["table"]: field["table_titles"] for field in public["fields"]}
        details = finding.details
        return {
            "field": details["field"],
            "where": tables.get(details["table"], details["table"]),
            "judgement": finding.verdict == "acceptable",
            "parts": [
                {
                    "expected": titles[part["question"]].get(part["expected"]),
                    "chosen": titles[part["question"]].get(part["chosen"]),
                    "right": part["verdict"] in ("right", "acceptable"),
                }
                for part in _parts(details)
            ],
        }

    def _on_confusion_chart(self, _: Message) -> None:
        from kit.widgets.charts import confusion  # Altair loads slowly: only once it is wanted

        if self.score:
            table = self._confusion(self._task, self.score)
            drawn = confusion(table["rows"], self.locale, table["marks"])
            self.send({"type": "confusion_chart", **drawn})

    def _confusion(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the table of right and chosen answers, its cells marked by how grave they are."""
        counts = score.figures["confusion"]
        options = self.engine.public(task)["questions"][0]["options"]
        order = [one["code"] for one in options]
        titles = [in_language(one["titles"], self.locale) for one in options]
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


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    options = [
        {
            "code": one["code"],
            "title": one["titles"],
            "about": one["about"],
            "goes_with": one["goes_with"],
        }
        for one in question["options"]
    ]
    style = "pills" if len(options) <= PILLS else "list"
    return {
        "id": question["id"],
        "title": question["titles"],
        "options": options,
        "style": style,
    }


def _parts(details: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the answers by question; records of an older version know class and reason."""
    if "parts" in details:
        return list(details["parts"])
    pairs = {"choice": "", "reason": "_reason"}
    return [
        {
            "question": question,
            "expected": details[f"expected{end}"],
            "chosen": details[f"chosen{end}"],
            "verdict": "right" if details[f"expected{end}"] == details[f"chosen{end}"] else "wrong",
        }
        for question, end in pairs.items()
    ]


def _mark(true: int, chosen: int, classes: int) -> str:
    if chosen == true:
        return "ok"
    return "warn" if true < chosen < classes else "danger"
