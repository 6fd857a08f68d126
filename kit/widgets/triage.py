"""The triage lab: many alerts, few looks; what a look shows is told only once it is on record."""

from collections.abc import Mapping
from typing import Any, ClassVar

from kit.errors import BadInput
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.assets import BASE_STYLES, LAB_SCRIPTS, script, style
from kit.widgets.attempts import Sitting, items_of
from kit.widgets.desk import Message
from kit.widgets.lab import Answer, Lab
from kit.widgets.triage_detail import told
from kit.widgets.wording import in_language

VERDICT = "verdict"
LOOK = "look"  # kind of the event that uses up a look; nothing takes it back
LOOKED: Answer = {VERDICT: None}
"""The answer of an alert that was looked at and not yet judged."""


class TriageLab(Lab):
    """The triage lab in a notebook; `answer` and `submit` do the same from code."""

    _esm = script(*LAB_SCRIPTS, "triage-list", "triage-look", "triage", "triage-start")
    _css = style(*BASE_STYLES, "triage")

    LAB: ClassVar[str] = "triage"
    RULES: ClassVar[tuple[str, ...]] = ("PIPL-9", "PIPL-51", "PIPL-57")
    WORDS: ClassVar[tuple[str, ...]] = ("view", "investigate_view", "triage_view")
    REACTIONS: ClassVar[dict[str, str]] = Lab.REACTIONS | {"detail": "_on_detail"}
    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = Lab.NEEDS | {"detail": ("attempt", "item")}

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Store verdicts, by alert or in the form of a whole answer; no verdict is no look."""
        given = items_of(self._here().task, answers)
        super().answer({key: value for key, value in given.items() if value != LOOKED})

    # For the shell

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return a verdict on an alert, if there is a look left for it."""
        verdicts = (None, "real", "harmless")
        if not isinstance(value, Mapping) or set(value) != {VERDICT}:
            raise BadInput("view.bad_answer", item=item)
        if value[VERDICT] not in verdicts:
            raise BadInput("view.bad_answer", item=item)
        looked = self._looked()
        if item not in looked and len(looked) >= task.budget:
            raise BadInput("triage_view.no_looks", budget=task.budget)
        return dict(value)

    def _store_answer(self, here: Sitting, key: str, item: str, value: Any) -> None:
        """Use up a look before the answer that shows it; whatever happens then, it is used."""
        self.checked(here.task, item, value)
        if item in self._items and item not in self._looked():
            self.store.record(here.attempt.id, f"{key}-look", item, {}, self.clock(), kind=LOOK)
        super()._store_answer(here, key, item, value)
        self.page["task"]["looked"] = sorted(self._looked())  # in place: the page stays as it is

    def _looked(self) -> set[str]:
        """Return the alerts that were looked at in this attempt."""
        if self._attempt is None:
            return set()
        return {*self.store.marks(self._attempt.id, LOOK), *self.store.answers(self._attempt.id)}

    def complete(self, value: Answer) -> bool:
        """Return whether an alert that was looked at has its verdict."""
        return value[VERDICT] is not None

    def _check_shown(self, here: Sitting, shown: Any) -> None:
        """Refuse to grade what is not in front of the person, or a look without its verdict."""
        stored = _judged(self.store.answers(here.attempt.id))
        if _judged(shown if isinstance(shown, Mapping) else {}) != stored:
            raise BadInput("view.changed_elsewhere")
        looked = self._looked()
        if not looked or looked - set(stored):
            raise BadInput("view.gaps", count=len(looked - set(stored)) or 1)

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return the alerts in words, and how many may be looked at."""
        public = in_language(self.engine.public(task), self.locale)
        names, things = self._names(task), self._things(task)
        return {
            "lead": self.say("tri_lead", count=len(public["alerts"]), budget=public["budget"]),
            "preview": [],
            "budget": public["budget"],
            "looked": sorted(self._looked()),
            "alerts": [
                {
                    "key": one["key"],
                    "rule": one["titles"],
                    "severity": one["severity"],
                    "at": one["at"],
                    "who": names.get(one["account"] or "", one["account"] or ""),
                    "things": [
                        things.get(thing, thing) for thing in one["things"] if not one["account"]
                    ],
                    "events": one["events"],
                    "people": one["people"],
                }
                for one in public["alerts"]
            ],
        }

    def _names(self, task: Any) -> dict[str, str]:
        """Return whose account each is, as people call it."""
        people = {r["staff_id"]: r["name"] for r in task.evidence.tables["staff"].to_pylist()}
        rows = task.evidence.tables["accounts"].to_pylist()
        return {r["account_id"]: people.get(r["staff_id"], r["account_id"]) for r in rows}

    def _things(self, task: Any) -> dict[str, str]:
        """Return what files, mails and shared links are called, before their ids."""
        tables = task.evidence.tables
        files = {r["file_id"]: r["path"] for r in tables["files"].to_pylist()}
        mails = {r["mail_id"]: r["subject"] for r in tables["mails"].to_pylist()}
        links = {r["link_id"]: files[r["file_id"]] for r in tables["links"].to_pylist()}
        named = (files | mails | links).items()
        return {thing: f"{name} {thing}" for thing, name in named}

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return the alert, both verdicts, and what a look at it shows."""
        details = finding.details
        names = self._names(task)
        account = details["account"] or ""
        return {
            "alert": report.title.partition(" · ")[0],
            "where": names.get(account, account),
            "yours": self.say(f"tri_verdict_{details['chosen'] or 'none'}"),
            "expected": self.say(f"tri_verdict_{details['expected']}"),
            "detail": self._detail(task, finding.item),
        }

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what simple orders would have found, beside one's own, and how each goes."""
        head, own, *rows = self.engine.report(score, self.locale).table
        names = [name for name, count in score.figures["baselines"].items() if count is not None]
        about = (self.say(f"tri_order_{name}") for name in names)
        return {
            "orders": [head, own, *((*row, told) for row, told in zip(rows, about, strict=True))]
        }

    # Messages of the view

    def _on_detail(self, message: Message) -> None:
        """Tell what a look at an alert shows; only for one whose look is on record."""
        here, item = self._of(message), message["item"]
        if item not in self._looked() and not self.score:
            raise BadInput("triage_view.look_first")
        self.send({"type": "detail", "item": item, "sections": self._detail(here.task, item)})

    def _detail(self, task: Any, item: str) -> list[dict[str, Any]]:
        return told(task, item, self.say)


def triage(
    exercise: str | None = None, locale: str | None = None, begin: str | None = None
) -> TriageLab:
    """Return the triage lab of whoever is learning.

    Args:
        exercise: Exercise id; by default the one that was open last.
        locale: ``"zh"`` or ``"en"``; by default that of the lesson's folder.
        begin: Where somebody begins who has opened none yet.
    """
    return TriageLab.opened(exercise, begin, locale=locale)


def _judged(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of some answers that have a verdict."""
    return {key: dict(one) for key, one in answers.items() if one and one.get(VERDICT)}
