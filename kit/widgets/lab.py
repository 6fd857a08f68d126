"""The shell of every lab: whose attempt it is, what is stored, and when it is graded.

A lab adds its name, how its task and its result look, and which answers are complete.
"""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from kit.classroom.records import Attempt, Person
from kit.errors import BadInput
from kit.i18n import translate
from kit.labs.protocols import Task
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.attempts import Answer, Attempts, Sitting, item_keys, items_of, whole_answer
from kit.widgets.desk import Desk, Message
from kit.widgets.exercise_list import exercise_list
from kit.widgets.guidance import checked_items, hints_asked
from kit.widgets.result import finding_base, score_page
from kit.widgets.rules import rule_entries
from kit.widgets.wording import clock_time, day_and_time, in_language, short_token

__all__ = ["Answer", "Lab"]


class Lab(Desk):
    """A view of one exercise: read, work, see the result, look back.

    Args:
        exercise: Exercise id; by default the one the person had open last, or the first.
        **others: As for `Desk`.
    """

    live = traitlets.Dict().tag(sync=True)

    LAB: ClassVar[str]
    RULES: ClassVar[tuple[str, ...]] = ()
    REACTIONS: ClassVar[dict[str, str]] = Desk.REACTIONS | {
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

    def __init__(self, exercise: str | None = None, **others: Any) -> None:
        self._exercise = exercise
        self._attempt: Attempt | None = None
        self._shown: int | None = None
        self._task: Any = None
        self._items: tuple[str, ...] = ()
        self.score: Score | None = None
        super().__init__(**others)

    def __repr__(self) -> str:
        if self._attempt is None:
            return f"<{self.LAB} {self.exercise}>"
        if self.score:
            return f"<{self.LAB} {self.exercise}: {self.score.score:g} / 100>"
        done = len(self.live["done"])
        return f"<{self.LAB} {self.exercise}: {done} of {len(self._items)} answered>"

    # For code

    @property
    def exercise(self) -> str:
        """Return the id of the exercise that is open."""
        return self._exercise or self.engine.ids(self.LAB)[0]

    @property
    def task(self) -> Task:
        """Return the person's task."""
        return self._here().task

    @property
    def answers(self) -> dict[str, Answer]:
        """Return the answers on record, by item."""
        return self.store.answers(self._here().attempt.id)

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Store some answers, by item or in the form of a whole answer file."""
        here = self._here()
        for item, value in items_of(here.task, answers).items():
            self._store_answer(here, secrets.token_hex(12), item, value)
        self._show_live()

    def submit(self) -> Score:
        """Grade what is stored, store the result and return it."""
        here = self._here()
        score = self._attempts(self._person()).grade(here)
        self.store.submit(here.attempt.id, score.to_json(), self.clock())
        self.changed()
        return score

    def again(self) -> None:
        """Start another attempt, with a variant of its own."""
        self._shown = None
        self._attempts(self._person()).start(self.clock())
        self.changed()

    # For each lab

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return the answer to an item of the task, or say what is wrong with it."""
        raise TypeError("a lab knows its answers")

    def complete(self, value: Answer) -> bool:
        """Return whether nothing is missing in the answer to an item."""
        raise TypeError("a lab knows its answers")

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
        if self._exercise and self._exercise not in known:
            listed = ", ".join(known)
            raise BadInput("view.unknown_exercise", found=self._exercise[:60], known=listed)
        self._attempt, self._task, self.score, self._items = None, None, None, ()
        if person:
            self._open(person, known)
        page = self.people_page() | {"exercises": self._exercises(person)}
        page |= {"task": self._task_page(), "rules": self.rule_book()}
        page |= {"attempt": None, "result": None, "earlier": []}
        if person and self._attempt:
            page |= self._attempt_page(person, self._attempt)
        self._show_live()
        self.page = page

    def _open(self, person: Person, known: list[str]) -> None:
        place = self.store.place(person.id, self.LAB)
        self._exercise = self._exercise or (place if place in known else known[0])
        sitting = self._attempts(person).open(self._shown, self.clock())
        self._attempt, self._task, self.score = sitting.attempt, sitting.task, sitting.score
        self._items = item_keys(sitting.task)

    def _attempts(self, person: Person) -> Attempts:
        return Attempts(self.store, self.engine, person, self.exercise, self.locale)

    def _task_page(self) -> dict[str, Any]:
        if self._task is None:
            entry = self.engine.entry(self.LAB, self.exercise)
            return {"items": [], "preview": [], **self._head(entry)}
        public = self._task.public()
        return {
            **self._head(public),
            "items": list(self._items),
            "variant": short_token(public["variant"]),
            "deal_form": self._deal_form(public["deal_form"]),
            "intro": in_language(public["intro"], self.locale).split("\n\n"),
            "objectives": in_language(public["objectives"], self.locale),
            "hints": public["hints"],
            **self.task_page(self._task),
        }

    def _head(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "lab": self.LAB,
            "exercise": self.exercise,
            "title": in_language(data["titles"], self.locale),
            "profile_title": in_language(data["profile_titles"], self.locale),
            "level": data["difficulty"],
            "guided": data["guided"],
            "minutes": data["minutes"],
        }

    def _deal_form(self, code: str) -> str | None:
        return translate(f"duties.deal.{code}", self.locale) if code else None

    def _attempt_page(self, person: Person, attempt: Attempt) -> dict[str, Any]:
        page: dict[str, Any] = {
            "attempt": {
                "id": attempt.id,
                "number": attempt.number,
                "ticket": f"{attempt.id}-{attempt.fingerprint}",
            },
            "earlier": [
                {
                    "id": one.id,
                    "number": one.number,
                    "when": day_and_time(one.submitted or one.started),
                    "score": f"{score['score']:g}",
                    "passed": score["passed"],
                }
                for one, score in self.store.finished(person.id, self.exercise)
            ],
        }
        if self.score:
            page["result"] = self.result_page(self._task, self.score)
        return page

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return the score in words, then its figures, then each item."""
        report = self.engine.report(score, self.locale)
        return {
            **score_page(score, report, self.locale),
            "findings": self._findings(task, score, report),
            **self.figures_page(task, score),
        }

    def _findings(self, task: Any, score: Score, report: Report) -> list[dict[str, Any]]:
        return [
            {
                **finding_base(finding, words, self.locale),
                **self.finding_page(task, finding, words),
            }
            for finding, words in zip(score.findings, report.items, strict=True)
        ]

    def _exercises(self, person: Person | None) -> list[dict[str, Any]]:
        progress = self.store.progress(person.id) if person else {}
        return exercise_list(self.engine.catalogue(self.LAB), progress, self.exercise, self.locale)

    def _show_live(self) -> None:
        """Show all that changes while somebody works."""
        self.live = self._live()

    def _live(self) -> dict[str, Any]:
        attempt = self._attempt
        if attempt is None:
            return {"answers": {}, "done": [], "hints": [], "checked": {}, "saved": None}
        answers = self.store.answers(attempt.id)
        hints = in_language(self.engine.hints(self.exercise), self.locale)
        return {
            "answers": answers,
            "done": [item for item, value in answers.items() if self.complete(value)],
            "hints": hints[: hints_asked(self.store, attempt)],
            "checked": self._checks(attempt, answers),
            "saved": clock_time(self.store.last_saved(attempt.id)),
        }

    def _checks(self, attempt: Attempt, answers: Mapping[str, Answer]) -> dict[str, Any]:
        """Return the findings that a guided exercise has shown and that still hold."""
        asked = checked_items(self.store, attempt, answers)
        if not asked or self.score:
            return {}
        score = self.engine.grade(self._task, whole_answer(self._task, answers))
        found = self._findings(self._task, score, self.engine.report(score, self.locale))
        return {
            one["item"]: one | {"rules": rule_entries(one["articles"], self.locale)}
            for one in found
            if one["item"] in asked
        }

    def _tell(self, message: Message, item: str | None = None) -> None:
        """Tell the page that something is stored, and only what has changed by it.

        The whole of `live` would be heavy to send at every choice among thousands of items.
        """
        fresh = self._live()
        change = {name: fresh[name] for name in ("hints", "saved")}
        if item is not None:
            change |= {
                "item": item,
                "value": fresh["answers"].get(item),
                "done": item in fresh["done"],
                "checked": fresh["checked"].get(item),
            }
        self.live.clear()
        self.live.update(fresh)  # in place: the page has heard of it already
        self.send({"type": "saved", "key": message["key"], "change": change})

    # Messages of the view

    def _on_save(self, message: Message) -> None:
        here, item = self._of(message), str(message["item"])
        self._store_answer(here, str(message["key"]), item, message["value"])
        self._tell(message, item)

    def _on_undo(self, message: Message) -> None:
        item = self.store.undo(self._of(message).attempt.id, str(message["key"]), self.clock())
        self._tell(message, item)
        self.send({"type": "undone", "item": item})

    def _on_hint(self, message: Message) -> None:
        here, number = self._of(message), str(message["item"])
        known = len(self.engine.hints(self.exercise))
        if number not in {str(place + 1) for place in range(known)}:
            raise BadInput("view.no_such_hint", count=known)
        key = str(message["key"])
        self.store.record(here.attempt.id, key, number, {}, self.clock(), kind="hint")
        self._tell(message)

    def _on_check(self, message: Message) -> None:
        here, item = self._of(message), str(message["item"])
        answers = self.store.answers(here.attempt.id)
        if not self.page["task"]["guided"]:
            raise BadInput("view.not_guided")
        if item not in answers or not self.complete(answers[item]):
            raise BadInput("view.nothing_to_check")
        key = str(message["key"])
        self.store.record(here.attempt.id, key, item, answers[item], self.clock(), kind="check")
        self._tell(message, item)

    def _on_submit(self, message: Message) -> None:
        self._check_shown(self._of(message), message.get("shown"))
        self.submit()
        self.send({"type": "saved", "key": message["key"]})

    def _on_again(self, _: Message) -> None:
        self.again()

    def _on_chart(self, _: Message) -> None:
        from kit.widgets.charts import attempts  # Altair loads slowly: only once it is wanted

        found = self.store.finished(self._person().id, self.exercise)
        points = [(one.number, score["score"]) for one, score in reversed(found)]
        drawn = attempts(points, self._here().task.pass_mark, self.locale)
        self.send({"type": "chart", **drawn})

    def _on_open_exercise(self, message: Message) -> None:
        self._exercise, self._shown = str(message["exercise"]), None
        self.store.set_place(self._person().id, self.LAB, self._exercise)
        self.reload()

    def _on_show_attempt(self, message: Message) -> None:
        self._shown = int(message["attempt"])
        self.reload()

    def _on_refresh(self, message: Message) -> None:
        """Show what another window has changed; a page that is still right is left alone."""
        before, person = self._attempt, self.person
        same = before and person and before.person == person.id
        if same and before and self.store.attempt(before.id) == before:
            self._show_live()
        else:
            self.reload()

    def _of(self, message: Message) -> Sitting:
        here = self._here()
        if message.get("attempt") != here.attempt.id:
            raise BadInput("view.other_attempt")
        return here

    def _check_shown(self, here: Sitting, shown: Any) -> None:
        """Refuse to grade what the person has not in front of them, or what has gaps."""
        stored = self.store.answers(here.attempt.id)
        seen = shown if isinstance(shown, Mapping) else {}
        if whole_answer(here.task, seen) != whole_answer(here.task, stored):
            raise BadInput("view.changed_elsewhere")
        gaps = [
            item for item in self._items if item not in stored or not self.complete(stored[item])
        ]
        if gaps:
            raise BadInput("view.gaps", count=len(gaps))

    def _store_answer(self, here: Sitting, key: str, item: str, value: Any) -> None:
        if item not in self._items:
            raise BadInput("view.unknown_item", item=item[:40])
        checked = self.checked(here.task, item, value)
        self.store.record(here.attempt.id, key, item, checked, self.clock())

    def _here(self) -> Sitting:
        self._person()
        if self._attempt is None:
            self.reload()
        if self._attempt is None:
            raise BadInput("view.nobody")
        return Sitting(self._attempt, self._task, self.score)

    def _person(self) -> Person:
        person = self.person
        if person is None:
            raise BadInput("view.nobody")
        return person
