"""The case lab: one public case per screen, and a few questions about each."""

from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from kit.errors import BadInput
from kit.labs.cases.kinds import families
from kit.labs.cases.study import Kind
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.lab import Answer, Lab
from kit.widgets.rules import rule_entries
from kit.widgets.wording import in_language

CHOICE = "choice"


class StudyCasesLab(Lab):
    """The case lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(*LAB_SCRIPTS, "cases", "cases-review", "cases-start")
    _css = style(*BASE_STYLES, "cases")

    LAB: ClassVar[str] = "study_cases"
    WORDS: ClassVar[tuple[str, ...]] = ("view", "cases_view")
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-4", "PIPL-9", "PIPL-51", "PIPL-57")

    def rule_book(self) -> list[dict[str, Any]]:
        """Return the rules of every case, then all that any question of the task offers."""
        offered = [
            option.code
            for question in (self._task.questions if self._task else ())
            if question.kind == "rule"
            for option in question.options
        ]
        return rule_entries(dict.fromkeys((*self.RULES, *sorted(offered))), self.locale)

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a choice that the question offers."""
        offered = next(one for one in self._questions(task) if one["key"] == item)["options"]
        codes = [None, *(option["code"] for option in offered)]
        if not isinstance(value, Mapping) or set(value) != {CHOICE} or value[CHOICE] not in codes:
            raise BadInput("view.bad_answer", item=item)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether something is chosen."""
        return value[CHOICE] is not None

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the cases and the questions about each."""
        public = in_language(self.engine.public(task), self.locale)
        counts = {"cases": len(public["cases"]), "questions": len(public["questions"])}
        return {
            "lead": self.say("cases_lead", **counts),
            "preview": [],
            "cases": [
                {
                    "case": one["case"],
                    "title": one["titles"],
                    "years": one["years"],
                    "facts": one["facts"],
                    "sources": one["sources"],
                }
                for one in public["cases"]
            ],
            "questions": [_question(one) for one in public["questions"]],
            "families": self._families(),
        }

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return the case, what was chosen, what was expected, and the lesson of the case."""
        details = in_language(finding.details, self.locale)
        return {
            "case": details["title"],
            "where": self.say(f"cases_short_{details['kind']}"),
            "chosen": details["chosen"],
            "expected": details["expected"],
            "lessons": details["lessons"],
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return how many questions of each kind were answered rightly."""
        found = score.figures["by_kind"]
        rows = ((kind, found[kind]) for kind in get_args(Kind) if kind in found)
        return {
            "kinds": [{"title": self.say(f"cases_short_{kind}"), **counts} for kind, counts in rows]
        }

    def _families(self) -> list[dict[str, Any]]:
        """Return the catalogue of leaks, the same beside every question."""
        here = self.locale
        return [
            {
                "title": family.titles[here],
                "kinds": [
                    {"title": one.titles[here], "about": one.about[here]} for one in family.kinds
                ],
            }
            for family in families()
        ]

    def _questions(self, task: Any) -> list[dict[str, Any]]:
        questions: list[dict[str, Any]] = self.engine.public(task)["questions"]
        return questions


def study_cases(exercise: str | None = None, locale: str | None = None) -> StudyCasesLab:
    """Return the case lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
    """
    return StudyCasesLab.opened(exercise, locale=locale)


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": question["key"],
        "case": question["case"],
        "title": question["titles"],
        "options": [{"code": one["code"], "title": one["titles"]} for one in question["options"]],
    }
