"""The shell of every lab: whose attempt it is, what is stored, and when it is graded.

A lab adds its name, how its task and its result look, and which answers are complete.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from kit.classroom.records import Attempt, Person
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.labs.results import Score
from kit.widgets.desk import Desk, Message
from kit.widgets.report import score_from_json
from kit.widgets.rules import rule_entries
from kit.widgets.wording import clock_time, day_and_time, in_language

Answer = dict[str, Any]


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
        self.score: Score | None = None
        super().__init__(**others)

    # For code

    @property
    def exercise(self) -> str:
        """Return the id of the exercise that is open."""
        return self._exercise or self.engine.ids(self.LAB)[0]

    @property
    def task(self) -> Any:
        """Return the person's task."""
        return self._here()[1]

    @property
    def answers(self) -> dict[str, Answer]:
        """Return the answers on record, by item."""
        return self.store.answers(self._here()[0].id)

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Store some answers, by item or in the form of a whole answer file."""
        attempt, _ = self._here()
        for item, value in self.items_of(answers).items():
            self._store_answer(attempt, secrets.token_hex(12), item, value)
        self._show_live()

    def submit(self) -> Score:
        """Grade what is stored, store the result and return it."""
        attempt, task = self._here()
        score = self.engine.grade(task, self.whole_answer(task, self.answers))
        self.store.submit(attempt.id, score.to_json(), self.clock())
        self.changed()
        return score

    def again(self) -> None:
        """Start another attempt, with a variant of its own."""
        person = self._person()
        self._start(person)
        self.changed()

    # For each lab

    def items_of(self, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the items of an answer."""
        raise TypeError("a lab knows its answers")

    def whole_answer(self, task: Any, answers: Mapping[str, Answer]) -> Answer:
        """Return the answer as the grader wants it."""
        raise TypeError("a lab knows its answers")

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return the answer to an item, or say what is wrong with it."""
        raise TypeError("a lab knows its answers")

    def complete(self, value: Answer) -> bool:
        """Return whether nothing is missing in the answer to an item."""
        raise TypeError("a lab knows its answers")

    def task_page(self, task: Any) -> dict[str, Any]:
        """Return what this lab shows of a task: ``items`` (their keys) and more."""
        raise TypeError("a lab knows its page")

    def result_page(self, task: Any, score: Score) -> dict[str, Any]:
        """Return what this lab shows of a result."""
        raise TypeError("a lab knows its page")

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
        self._attempt, self._task, self.score = None, None, None
        if person:
            self._open(person)
        page = self.people_page() | {"exercises": self._exercises(person)}
        page |= {"task": self._task_page(), "rules": self.rule_book()}
        page |= {"attempt": None, "result": None, "earlier": []}
        if person and self._attempt:
            page |= self._attempt_page(person, self._attempt)
        self._show_live()
        self.page = page

    def _open(self, person: Person) -> None:
        place = self.store.place(person.id, self.LAB)
        known = self.engine.ids(self.LAB)
        self._exercise = self._exercise or (place if place in known else known[0])
        finished = self.store.finished(person.id, self.exercise)
        attempt = self.store.open_attempt(person.id, self.exercise)
        shown = next((pair for pair in finished if pair[0].id == self._shown), None)
        if shown or (finished and not attempt):
            self._attempt, score = shown or finished[0]
            self._task = self._make(person, self._attempt.seed)
            self.score = self._quoted(score_from_json(score))
        else:
            self._resume(person, attempt)

    def _resume(self, person: Person, attempt: Attempt | None) -> None:
        """Open the unfinished attempt, unless its task has changed since (a newer version)."""
        if attempt:
            self._attempt, self._task = attempt, self._make(person, attempt.seed)
        if not attempt or attempt.fingerprint != self._fingerprint(person, attempt.seed):
            self._start(person)

    def _start(self, person: Person) -> None:
        seed = self.store.next_seed(person.id, self.exercise)
        self._task = self._make(person, seed)
        self._attempt = self.store.start_attempt(
            person.id, self.exercise, seed, self._fingerprint(person, seed), self.clock()
        )
        self._shown = None

    def _make(self, person: Person, seed: int) -> Any:
        return self.engine.task(self.exercise, person.key, seed, self.locale)

    def _fingerprint(self, person: Person, seed: int) -> str:
        """Return a short name of all that is seen of a task, the same in every language."""
        public = self.engine.task(self.exercise, person.key, seed, LOCALES[0]).public()
        words = json.dumps(public, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    def _quoted(self, stored: Score) -> Score:
        """Return a stored score that quotes the data in the language now shown.

        Where today's grading says anything else (a newer version), what is on record stands.
        """
        assert self._attempt is not None
        answers = self.store.answers(self._attempt.id)
        try:
            fresh = self.engine.grade(self._task, self.whole_answer(self._task, answers))
        except BadInput:
            return stored
        return fresh if _verdicts(fresh) == _verdicts(stored) else stored

    def _task_page(self) -> dict[str, Any]:
        if self._task is None:
            entry = self.engine.entry(self.LAB, self.exercise)
            return {"items": [], "preview": [], **self._head(entry)}
        public = self._task.public()
        return {
            **self._head(public),
            "intro": in_language(public["intro"], self.locale).split("\n\n"),
            "objectives": in_language(public["objectives"], self.locale),
            "hints": in_language(self.engine.hints(self.exercise), self.locale),
            **self.task_page(self._task),
        }

    def _head(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "title": in_language(data["titles"], self.locale),
            "profile_title": in_language(data["profile_titles"], self.locale),
            "minutes": data["minutes"],
        }

    def _attempt_page(self, person: Person, attempt: Attempt) -> dict[str, Any]:
        page: dict[str, Any] = {
            "attempt": {"id": attempt.id, "ticket": f"{attempt.id}-{attempt.fingerprint}"},
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

    def _exercises(self, person: Person | None) -> list[dict[str, Any]]:
        progress = self.store.progress(person.id) if person else {}
        entries = in_language(list(self.engine.catalogue(self.LAB)), self.locale)
        return [
            {
                "id": entry["id"],
                "profile_title": entry["profile_titles"],
                "minutes": entry["minutes"],
                "difficulty": entry["difficulty"],
                "best": progress[entry["id"]].best if entry["id"] in progress else None,
                "passed": entry["id"] in progress and progress[entry["id"]].passed,
            }
            for entry in entries
        ]

    def _show_live(self) -> None:
        attempt = self._attempt
        answers = self.store.answers(attempt.id) if attempt else {}
        self.live = {
            "answers": answers,
            "done": [item for item, value in answers.items() if self.complete(value)],
            "hints": len(set(self.store.marks(attempt.id, "hint"))) if attempt else 0,
            "saved": clock_time(self.store.last_saved(attempt.id)) if attempt else None,
        }

    # Messages of the view

    def _on_save(self, message: Message) -> None:
        attempt = self._of(message)
        self._store_answer(attempt, str(message["key"]), str(message["item"]), message["value"])
        self._stored(message)

    def _on_undo(self, message: Message) -> None:
        item = self.store.undo(self._of(message).id, str(message["key"]), self.clock())
        self._stored(message)
        self.send({"type": "undone", "item": item})

    def _on_hint(self, message: Message) -> None:
        attempt, key = self._of(message), str(message["key"])
        self.store.record(attempt.id, key, str(message["item"]), {}, self.clock(), kind="hint")
        self._stored(message)

    def _on_submit(self, message: Message) -> None:
        self._check_shown(self._of(message), message.get("shown"))
        self.submit()
        self.send({"type": "saved", "key": message["key"]})

    def _on_again(self, _: Message) -> None:
        self.again()

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

    def _of(self, message: Message) -> Attempt:
        attempt, _ = self._here()
        if message.get("attempt") != attempt.id:
            raise BadInput("view.other_attempt")
        return attempt

    def _check_shown(self, attempt: Attempt, shown: Any) -> None:
        """Refuse to grade what the person has not in front of them, or what has gaps."""
        stored = self.store.answers(attempt.id)
        seen = shown if isinstance(shown, Mapping) else {}
        if self.whole_answer(self._task, seen) != self.whole_answer(self._task, stored):
            raise BadInput("view.changed_elsewhere")
        items = self.page["task"]["items"]
        gaps = [item for item in items if item not in stored or not self.complete(stored[item])]
        if gaps:
            raise BadInput("view.gaps", count=len(gaps))

    def _stored(self, message: Message) -> None:
        self._show_live()
        self.send({"type": "saved", "key": message["key"]})

    def _store_answer(self, attempt: Attempt, key: str, item: str, value: Any) -> None:
        checked = self.checked(self._task, item, value)
        self.store.record(attempt.id, key, item, checked, self.clock())

    def _here(self) -> tuple[Attempt, Any]:
        self._person()
        if self._attempt is None:
            self.reload()
        if self._attempt is None:
            raise BadInput("view.nobody")
        return self._attempt, self._task

    def _person(self) -> Person:
        person = self.person
        if person is None:
            raise BadInput("view.nobody")
        return person


def _verdicts(score: Score) -> tuple[Any, ...]:
    """Return what a score says, without the samples it quotes."""
    said = [(one.item, one.verdict, one.code, one.articles) for one in score.findings]
    return score.score, score.pass_mark, said
