"""The shell of every lab: whose attempt it is, what is stored, and when it is graded.

A lab adds its name, how its task and its result look, and which answers are complete.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from kit.classroom.course import lessons
from kit.classroom.records import Attempt, Person
from kit.errors import BadInput
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport
from kit.widgets.attempts import REPLACED, Answer, whole_answer
from kit.widgets.desk import Message
from kit.widgets.exercise_list import exercise_list, next_lesson
from kit.widgets.guidance import checked_items, hints_shown
from kit.widgets.pages import attempt_page, task_facts, task_head
from kit.widgets.result import finding_base, practice_headline, record_page, score_page
from kit.widgets.rules import rule_entries
from kit.widgets.workplace import Workplace

__all__ = ["Answer", "Lab"]


class Lab(Workplace):
    """A view of one exercise: read, work, see the result, look back."""

    RULES: ClassVar[tuple[str, ...]] = ()
    REACTIONS: ClassVar[dict[str, str]] = Workplace.REACTIONS | {
        "again": "_on_again",
        "chart": "_on_chart",
        "check": "_on_check",
        "hint": "_on_hint",
        "open_exercise": "_on_open_exercise",
        "save": "_on_save",
        "show_attempt": "_on_show_attempt",
        "submit": "_on_submit",
        "undo": "_on_undo",
    }
    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = Workplace.NEEDS | {
        "check": ("key", "attempt", "item"),
        "hint": ("key", "attempt", "item"),
        "open_exercise": ("exercise",),
        "save": ("key", "attempt", "item", "value"),
        "show_attempt": ("attempt",),
        "submit": ("key", "attempt"),
        "undo": ("key", "attempt"),
    }

    # For each lab

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return what this lab shows of a task; ``lead`` and ``preview`` are for the shell."""
        raise TypeError("a lab knows its page")

    def finding_page(self, task: Any, finding: Finding, report: ItemReport) -> dict[str, Any]:
        """Return what this lab shows of a finding beside what every lab shows."""
        raise TypeError("a lab knows its page")

    def figures_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what this lab shows of a result beside what every lab shows."""
        return {}

    def rule_book(self) -> list[dict[str, Any]]:
        """Return the rules that lie open beside the work, the same for every item."""
        return rule_entries(self.RULES, self.locale)

    # What is shown

    def reload(self) -> None:
        """Read everything shown from the store again."""
        person = self.person
        known = self.engine.ids(self.LAB)
        for name in (self._exercise, self._begin):
            if name:
                _require_known(name, known)
        self._attempt, self._task, self.score, self._items = None, None, None, ()
        self._outdated = False
        if person:
            self._open(person, known)
        page = self.people_page() | {"exercises": self._exercises(person)}
        page |= {"next_lesson": self._next_lesson(person)}
        page |= {"task": self._task_page(), "rules": self.rule_book()}
        page |= {"attempt": None, "result": None, "earlier": []}
        if person and self._attempt:
            page |= self._attempt_page(person, self._attempt)
        self._show_live()
        self.page = page

    def _task_page(self) -> dict[str, Any]:
        if self._task is None:
            entry = self.engine.entry(self.LAB, self.exercise)
            nothing: dict[str, Any] = {"items": [], "preview": []}
            return nothing | task_head(self.LAB, self.exercise, entry, self.locale)
        public = self.engine.public(self._task)
        return {
            **task_head(self.LAB, self.exercise, public, self.locale),
            **task_facts(public, self.locale),
            "items": list(self._items),
            **self.task_page(self._task),
        }

    def _attempt_page(self, person: Person, attempt: Attempt) -> dict[str, Any]:
        replaced = self.store.marks(attempt.id, REPLACED)
        finished = self.store.finished(person.id, self.exercise)
        page = attempt_page(attempt, finished, replaced[0] if replaced else None)
        if self.score and self._outdated:
            page["result"] = record_page(self.score, self.engine, self.locale)
        elif self.score:
            page["result"] = self.result_page(self._task, self.score)
        if self.score and self.engine.public(self._task)["guided"]:
            page["result"]["headline"] = practice_headline(self.score, self.locale)
        return page

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the score in words, then its figures, then each item."""
        report = self.engine.report(score, self.locale)
        return {
            **score_page(score, report, self.locale),
            "findings": [
                self._finding(*pair) for pair in zip(score.findings, report.items, strict=True)
            ],
            **self.figures_page(task, score),
        }

    def _finding(self, finding: Finding, words: ItemReport) -> dict[str, Any]:
        own = self.finding_page(self._task, finding, words)
        return finding_base(finding, words, self.locale) | own

    def _exercises(self, person: Person | None) -> list[dict[str, Any]]:
        progress = self.store.progress(person.id) if person else {}
        begun = self.store.begun(person.id) if person else frozenset()
        known = self.engine.catalogue(self.LAB)
        return exercise_list(known, progress, begun, self.exercise, self.locale)

    def _next_lesson(self, person: Person | None) -> dict[str, str] | None:
        progress = self.store.progress(person.id) if person else {}
        return next_lesson(lessons(self.locale), self.LAB, progress, self.engine.counted)

    def _checks(self, attempt: Attempt, answers: Mapping[str, Answer]) -> dict[str, Any]:
        asked = checked_items(self.store, attempt, answers)
        if not asked or self.score:
            return {}
        score = self.engine.grade(self._task, whole_answer(self._task, answers))
        report = self.engine.report(score, self.locale)
        return {
            finding.item: self._finding(finding, words)
            | {"rules": rule_entries(finding.articles, self.locale)}
            for finding, words in zip(score.findings, report.items, strict=True)
            if finding.item in asked
        }

    # Messages of the view

    def _on_save(self, message: Message) -> None:
        here, item = self._of(message), message["item"]
        self._store_answer(here, message["key"], item, message["value"])
        self._tell(message, item)

    def _on_undo(self, message: Message) -> None:
        attempt, only = self._of(message).attempt, message.get("item")  # None: the last of all
        item = self.store.undo(attempt.id, message["key"], self.clock(), only)
        self._tell(message, item)
        self.send({"type": "undone", "item": item})

    def _on_hint(self, message: Message) -> None:
        """Give the next hint; one that lies open already is told again and costs nothing."""
        here, number = self._of(message), message["item"]
        known = len(self.engine.hints(self.exercise))
        given = hints_shown(self.store, here.attempt)
        if number not in {str(place + 1) for place in range(known)}:
            raise BadInput("view.no_such_hint", count=known)
        if int(number) > given + 1:
            raise BadInput("view.hint_too_early", number=given + 1)
        if int(number) == given + 1:
            key, at = message["key"], self.clock()
            self.store.record(here.attempt.id, key, number, {}, at, kind="hint")
        self._tell(message)

    def _on_check(self, message: Message) -> None:
        here, item = self._of(message), message["item"]
        answers = self.store.answers(here.attempt.id)
        if not self.page["task"]["guided"]:
            raise BadInput("view.not_guided")
        if item not in answers or not self.complete(answers[item]):
            raise BadInput("view.nothing_to_check")
        key, at = message["key"], self.clock()
        self.store.record(here.attempt.id, key, item, answers[item], at, kind="check")
        self._tell(message, item, self._checks(here.attempt, answers)[item])

    def _on_submit(self, message: Message) -> None:
        here = self._of(message)
        last = self.store.last_event(here.attempt.id)
        self._check_shown(here, message.get("shown"))
        self._graded(here, last)
        self.send({"type": "saved", "key": message["key"]})

    def _on_again(self, _: Message) -> None:
        self.again()
        self.send({"type": "done"})

    def _on_chart(self, _: Message) -> None:
        from kit.widgets.charts import attempts  # Altair loads slowly: only once it is wanted

        found = self.store.finished(self._person().id, self.exercise)
        points = [(one.number, score["score"]) for one, score in reversed(found)]
        drawn = attempts(points, self._here().task.pass_mark, self.locale)
        self.send({"type": "chart", **drawn})

    def _on_open_exercise(self, message: Message) -> None:
        wanted = message["exercise"]
        _require_known(wanted, self.engine.ids(self.LAB))
        self.store.set_place(self._person().id, self.LAB, wanted)
        self._exercise, self._shown = wanted, None
        self.reload()
        self.send({"type": "done"})

    def _on_show_attempt(self, message: Message) -> None:
        self._shown = message["attempt"]
        self.reload()
        self.send({"type": "done"})

    def _on_refresh(self, message: Message) -> None:
        """Show what another window has changed; a page that is still right is left alone."""
        before, person = self._attempt, self.person
        same = before and person and before.person == person.id
        same = same and self.page["exercises"] == self._exercises(person)
        if same and before and self.store.attempt(before.id) == before:
            self._show_live()
        else:
            self.reload()


def _require_known(exercise: str, known: Sequence[str]) -> None:
    """Say so if a lab has no such exercise."""
    if exercise not in known:
        raise BadInput("view.unknown_exercise", found=exercise[:60], known=", ".join(known))
