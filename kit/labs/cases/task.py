"""A trainee's task: some cases, and the questions about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.i18n import LOCALES, translate
from kit.labs.cases.study import Kind, Option, titles
from kit.labs.protocols import Sheet
from kit.labs.task import BaseTask, answer_schema, closed

ITEMS = "questions"


@dataclass(frozen=True)
class Question:
    """One question about a case.

    Attributes:
        key: Its key in task and answer, e.g. ``"yto-leak"``.
        case: The case.
        kind: What is asked.
        options: What is offered, in this trainee's order.
        rules: Rules of Chinese law to compare with.
    """

    key: str
    case: str
    kind: Kind
    options: tuple[Option, ...] = field(repr=False)
    rules: tuple[str, ...] = field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(option.code for option in self.options)

    def option(self, code: str) -> Option:
        """Return what is offered under a code."""
        return next(option for option in self.options if option.code == code)

    def coded(self, verdict: str) -> tuple[str, ...]:
        """Return the codes of the options with a verdict."""
        return tuple(option.code for option in self.options if option.verdict == verdict)

    def titles(self, code: str) -> dict[str, str]:
        """Return what an option says, by language."""
        return titles(self.kind, self.option(code))

    def public(self) -> dict[str, Any]:
        """Return what a trainee may see."""
        return {
            "key": self.key,
            "case": self.case,
            "kind": self.kind,
            "titles": {one: translate(f"cases.ask.{self.kind}", one) for one in LOCALES},
            "options": [{"code": code, "titles": self.titles(code)} for code in self.codes],
        }


@dataclass(frozen=True)
class CaseSheet:
    """What is told of one case, and where it was read."""

    name: str
    titles: Mapping[str, str]
    years: str
    facts: tuple[Mapping[str, str], ...]
    sources: tuple[Mapping[str, str], ...]
    lessons: tuple[Mapping[str, str], ...]

    def public(self) -> dict[str, Any]:
        """Return what a trainee may see before answering: not yet the lesson."""
        return {
            "case": self.name,
            "titles": dict(self.titles),
            "years": self.years,
            "facts": [dict(one) for one in self.facts],
            "sources": [dict(one) for one in self.sources],
        }


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        cases: What is told.
        questions: What is asked, case by case.
    """

    cases: tuple[CaseSheet, ...]
    questions: tuple[Question, ...]

    @property
    def items(self) -> str:
        """Key of the questions in an answer."""
        return ITEMS

    @property
    def sheets(self) -> Sequence[Sheet]:
        """No data goes with it."""
        return ()

    def sheet(self, case: str) -> CaseSheet:
        """Return what is told of a case."""
        return next(one for one in self.cases if one.name == case)

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data."""
        return self.shown(
            {
                "cases": [case.public() for case in self.cases],
                "questions": [question.public() for question in self.questions],
                "answer_schema": answer_schema(
                    self,
                    {
                        one.key: closed({"choice": {"enum": [*one.codes, None]}})
                        for one in self.questions
                    },
                ),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        return self.chosen(dict.fromkeys(one.key for one in self.questions))

    def chosen(self, codes: Mapping[str, str | None]) -> dict[str, Any]:
        """Return a whole answer from the code that is chosen for each question."""
        return self.answer({key: {"choice": code} for key, code in codes.items()})
