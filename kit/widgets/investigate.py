"""The investigation lab: a log and a company's papers to search, a case file, a report."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import pandas as pd
from IPython.display import clear_output, display

from kit.errors import BadInput
from kit.i18n import explain, translate
from kit.labs.cases.kinds import families
from kit.labs.investigation.given import complete, read_part
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, say
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.desk import Message, attended, lesson_locale
from kit.widgets.investigate_desk import CaseDesk
from kit.widgets.investigate_report import Told
from kit.widgets.lab import Answer, Lab
from kit.widgets.result import finding_base
from kit.widgets.wording import in_language

DESK = "desk"
SAMPLE = "sample"
PART_OF: Mapping[str, str] = {
    "accounts": "who",
    "answer": "ongoing",
    "channel": "how",
    "filters": DESK,
    "kinds": "sensitive",
    "list": "duties",
    "parts": "scope",
    "pins": "evidence",
    "since": "when",
    "type": "what",
}
"""Which part of a report has a value of that name; no two have the same."""

SHOWS = "investigation.shows."
"""Notes of a finding that say where in the evidence the truth lies."""
LINKED = frozenset(f"{SHOWS}{name}" for name in ("one", "log", "papers"))
"""Those that the view shows as links into the log and the papers."""
PINS = "investigation.evidence."
"""Notes of a finding that say of each pin why it counts, or what is missing."""
JUDGED = frozenset(f"{PINS}{name}" for name in ("item", "lacking", "more"))
"""Those that tell more than a check may; afterwards the view shows them as lists."""


class InvestigateLab(Lab):
    """The investigation lab in a notebook; `answer` and `submit` do the same from code."""

    SCRIPTS: ClassVar[tuple[str, ...]] = (
        "investigate-ask",
        "investigate-query",
        "investigate-grid",
        "investigate-time",
        "investigate-log",
        "investigate-count",
        "investigate-tables",
        "investigate-file",
        "investigate-case",
        "investigate-adder",
        "investigate-desk",
        "investigate-report",
        "investigate-duties",
        "investigate-people",
        "investigate-forms",
        "investigate-review",
        "investigate-clue",
        "investigate",
        "investigate-start",
    )

    _esm = script(*LAB_SCRIPTS, *SCRIPTS)
    _css = style(*BASE_STYLES, "investigate", "investigate-report")

    LAB: ClassVar[str] = "investigation"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-57", "PIPL-28", "PIPL-31", "PIPL-21")
    REACTIONS: ClassVar[dict[str, str]] = Lab.REACTIONS | {"ask_desk": "_on_ask_desk"}
    WORDS: ClassVar[tuple[str, ...]] = ("view", "investigate_view")

    _kept: tuple[Any, str, CaseDesk] | None = None

    # For those who code

    @property
    def log(self) -> pd.DataFrame:
        """Return the log of the case, with what the desk joins to it."""
        task: Any = self._case()
        found: pd.DataFrame = task.search.frame()
        return found

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the case by its name, such as ``"tickets"``.

        Raises:
            BadInput: If there is none of that name.
        """
        task: Any = self._case()
        found: pd.DataFrame = task.table(name).to_pandas()
        return found

    def _case(self) -> Any:
        """Return the person's task; before anybody has entered, a sample of the exercise."""
        if self.person is None:
            return self.engine.task(self.exercise, SAMPLE, 0, self.locale)
        return self._here().task

    # For the shell

    def _words(self, locale: str) -> dict[str, str]:
        """Return the words of the view; its work is called the same before, during and after."""
        words = super()._words(locale)
        own = {name: words[f"inv_{name}"] for name in ("step_work", "step_work_count")}
        return words | own

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a part of the report in its form."""
        read_part(item, value)
        return dict(value)

    def complete(self, value: Answer) -> bool:
        """Return whether nothing is missing in a part."""
        part = next((PART_OF[name] for name in value if name in PART_OF), None)
        return part is None or complete(part, value)

    def optional(self, item: str) -> bool:
        """Return whether a part may stay empty: filters and notes are for oneself."""
        return item == DESK

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the clue, the deal, the tables and what can be answered."""
        public = in_language(self.engine.public(task), self.locale)
        desk = self._desk(task)
        return {
            "lead": "",
            "items": public["asks"],
            "asks": public["asks"],
            "parts": [
                {**one, "title": one["titles"], "points": f"{one['points']:g}"}
                for one in public["parts"]
            ],
            "blank": task.template()[task.items],
            "today": public["today"],
            "sample": public["sample"],
            "deal": self._deal(public["deal"]),
            "reports": [
                {**one, "channel_title": one["channel_titles"]} for one in public["reports"]
            ],
            "marks": self._marks(public),
            "choices": self._choices(public["choices"]),
            "preview": [],
            **desk.page(),
        }

    def _choices(self, public: Mapping[str, Any]) -> dict[str, Any]:
        """Return what can be chosen; the kinds of leaks stand family by family."""
        choices = {name: _named(codes) for name, codes in public.items()}
        known = {one["code"]: one for one in choices["types"]}
        grouped = [
            known.pop(kind.name) | {"group": family.titles[self.locale]}
            for family in families()
            for kind in family.kinds
        ]
        no_leak = {"group": self.say("inv_group_nothing")}
        return choices | {"types": [*grouped, *(one | no_leak for one in known.values())]}

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return a part as it was answered and as it should be, and where the log shows it.

        Before the report is handed in, a checked part says nothing of where the evidence lies:
        that would answer the other parts.
        """
        working = self.score is None
        told = Told(self._desk(task), self.engine.public(task), self.locale, self.say)
        expected = self.engine.key(task)[task.items]
        part = finding.item
        away = [one for one in finding.notes if one.code.startswith(SHOWS) or one.code in JUDGED]
        if not working:
            away = [one for one in away if not one.code.startswith(SHOWS) or one.code in LINKED]
            away += [one for one in finding.notes if one.code == f"{PINS}beside"]
        linked = {say(one, self.locale).text for one in away}
        base = finding_base(finding, report, self.locale)
        return {
            "lines": [line for line in base["lines"] if line not in linked],
            "yours": told.lines(part, finding.details["chosen"]),
            "expected": told.lines(part, expected[part], named=not working),
            "earned": f"{finding.details['points']:g}",
            "points": told.points(part),
            "shows": [] if working else told.shows(expected),
            "papers": [] if working else told.papers(finding.details["rests_on"]),
            "pins": None if working else told.pins(finding.details),
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what each part of the report earned."""
        report = self.engine.report(score, self.locale)
        told = Told(self._desk(task), self.engine.public(task), self.locale, self.say)
        return {
            "parts": [
                {
                    "item": one.item,
                    "title": words.title,
                    "verdict": words.verdict,
                    "severity": one.severity,
                    "earned": f"{one.details['points']:g}",
                    "points": told.points(one.item),
                    "share": round(100 * one.details["share"]),
                    "lacking": told.lacking(one.details),
                }
                for one, words in zip(score.findings, report.items, strict=True)
            ]
        }

    # What the page asks of the case

    def _on_ask_desk(self, message: Message) -> None:
        """Answer a question about the case; what cannot be answered is said in words."""
        try:
            found = self._desk(self._here().task).answer(message)
            self.send({"type": "told", "ask": message.get("ask"), "data": found})
        except BadInput as error:
            words = explain(error, self.locale)
            self.send({"type": "told", "ask": message.get("ask"), "error": words})

    def _desk(self, task: Any) -> CaseDesk:
        """Return the desk of the open case; kept, for every question needs it."""
        kept = self._kept
        if kept is None or kept[0] is not task or kept[1] != self.locale:
            public = in_language(self.engine.public(task), self.locale)
            kept = self._kept = (task, self.locale, CaseDesk(task, public, self.locale, self.say))
        return kept[2]

    def _deal(self, deal: Mapping[str, Any]) -> dict[str, Any]:
        facts = {"phase": deal["phase_titles"], "closing": deal["closing_on"]}
        more = {
            "from": deal["transferor"],
            "to": deal["transferee"],
            "signed": deal["signed_on"],
        }
        return {
            "title": deal["titles"],
            "about": deal["about"],
            "facts": self._facts(facts),
            "more": self._facts(more),
        }

    def _facts(self, facts: Mapping[str, Any]) -> list[list[str]]:
        return [[self.say(f"inv_deal_{name}"), value] for name, value in facts.items() if value]

    def _marks(self, public: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return the moments that the time line names."""
        first: Sequence[Mapping[str, Any]] = public["reports"][:1]
        return [
            self._mark(f"{public['deal']['closing_on']}T00:00", "closing"),
            *(self._mark(one["at"], "report") for one in first),
        ]

    def _mark(self, at: str, kind: str) -> dict[str, str]:
        return {"at": at, "label": self.say(f"inv_mark_{kind}"), "kind": kind}


def investigate(
    exercise: str | None = None, locale: str | None = None, begin: str | None = None
) -> InvestigateLab:
    """Return the investigation lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
        begin: Where somebody begins who has opened none yet.
    """
    if not attended():
        return InvestigateLab.opened(exercise, begin, locale=locale)
    words = translate("investigate_view.inv_preparing", locale or lesson_locale())
    return _while_saying(words, lambda: InvestigateLab.opened(exercise, begin, locale=locale))


def _while_saying(words: str, make: Callable[[], InvestigateLab]) -> InvestigateLab:
    """Return what is made; meanwhile a line under the cell says what takes so long."""
    display({"text/plain": words}, raw=True)  # type: ignore[no-untyped-call]
    try:
        return make()
    finally:
        clear_output()  # type: ignore[no-untyped-call]


def _named(codes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"code": one["code"], "title": one["titles"], "about": one.get("about")} for one in codes
    ]
