"""Where somebody works on an exercise: the attempt that is open, its answers, its score.

It can be used from code alone; `kit.widgets.lab` adds the page and what the page asks for.
"""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from kit.classroom.records import Attempt, Person
from kit.errors import BadInput
from kit.labs.protocols import Task
from kit.labs.results import Score
from kit.widgets.attempts import Answer, Attempts, Sitting, item_keys, items_of, whole_answer
from kit.widgets.desk import Desk, Message
from kit.widgets.guidance import hints_known, hints_shown
from kit.widgets.wording import clock_time, in_language

NOTHING: dict[str, Any] = {
    "answers": {},
    "done": [],
    "hints": [],
    "hints_known": 0,
    "checked": {},
    "saved": None,
}


class Workplace(Desk):
    """A person's work on one exercise of a lab.

    Which one is open: what the person chose on this page; else the one that the lesson names; else
    what the person chose last in this lab, if it still exists; else where the lesson begins. So a
    lesson with two cells of a lab names an exercise in each.

    Args:
        exercise: Exercise id; by default the one that the person chose last in this lab.
        begin: Where somebody begins who has chosen none yet; by default the first to count.
        **others: As for `Desk`.
    """

    live = traitlets.Dict().tag(sync=True)

    LAB: ClassVar[str]

    def __init__(
        self, exercise: str | None = None, begin: str | None = None, **others: Any
    ) -> None:
        self._exercise = self._given = exercise
        self._begin = begin
        self._whose: int | None = None
        self._attempt: Attempt | None = None
        self._shown: int | None = None
        self._task: Any = None
        self._items: tuple[str, ...] = ()
        self.score: Score | None = None
        self._outdated = False
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
        return self._exercise or self._begin or self.engine.first(self.LAB)

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
        return self._graded(here, self.store.last_event(here.attempt.id))

    def again(self) -> None:
        """Start another attempt, with a variant of its own; one that is untouched is taken up.

        Raises:
            BadInput: If an attempt with answers or hints is not submitted yet.
        """
        self._shown = None
        self._attempts(self._person()).again(self.clock())
        self.changed()

    # For each lab

    def checked(self, task: Any, item: str, value: Any) -> Answer:
        """Return the answer to an item of the task, or say what is wrong with it."""
        raise TypeError("a lab knows its answers")

    def complete(self, value: Answer) -> bool:
        """Return whether nothing is missing in the answer to an item."""
        raise TypeError("a lab knows its answers")

    def optional(self, item: str) -> bool:
        """Return whether an item may stay empty."""
        return False

    # What is open

    def _open(self, person: Person, known: list[str]) -> None:
        if self._whose not in (None, person.id):  # somebody else's choice is not this person's
            self._exercise, self._shown = self._given, None
        self._whose = person.id
        place = self.store.place(person.id, self.LAB)
        if self._exercise is None:
            self._exercise = place if place in known else self.exercise
        sitting = self._attempts(person).open(self._shown, self.clock())
        self._attempt, self._task, self.score = sitting.attempt, sitting.task, sitting.score
        self._outdated = sitting.outdated
        self._items = item_keys(sitting.task)

    def _attempts(self, person: Person) -> Attempts:
        return Attempts(self.store, self.engine, person, self.exercise, self.locale)

    def _show_live(self) -> None:
        """Show all that changes while somebody works."""
        self.live = self._live()

    def _live(self) -> dict[str, Any]:
        attempt = self._attempt
        if attempt is None or self._outdated:  # answers to another task are nothing to show
            return dict(NOTHING)
        answers = self.store.answers(attempt.id)
        return {
            "answers": answers,
            "done": [item for item, value in answers.items() if self.complete(value)],
            "hints": self._hints(attempt),
            "hints_known": hints_known(self.store, attempt),
            "checked": self._checks(attempt, answers),
            "saved": clock_time(self.store.last_saved(attempt.id)),
        }

    def _hints(self, attempt: Attempt) -> list[str]:
        texts = in_language(self.engine.hints(self.exercise), self.locale)
        return [str(text) for text in texts[: hints_shown(self.store, attempt)]]

    def _checks(self, attempt: Attempt, answers: Mapping[str, Answer]) -> dict[str, Any]:
        """Return what a guided exercise has shown about items, by item."""
        raise TypeError("a lab knows its page")

    def _tell(self, message: Message, item: str | None = None, checked: Any = None) -> None:
        """Tell the page that something is stored, and only what has changed by it.

        The whole of `live` would be heavy to send at every choice among thousands of items, so it
        changes in place here and in the page.

        Args:
            message: What is stored now.
            item: The item it was about, if it was.
            checked: What a guided exercise says of the item's present answer.
        """
        attempt = self._here().attempt
        live = self.live
        live["saved"] = clock_time(self.store.last_saved(attempt.id))
        live["hints"] = self._hints(attempt)
        change = {name: live[name] for name in ("hints", "saved")}
        if item is not None:
            value = self.store.answer(attempt.id, item)
            done = value is not None and self.complete(value)
            _put(live["answers"], item, value)
            _put(live["checked"], item, checked)
            live["done"] = [
                *(one for one in live["done"] if one != item),
                *([item] if done else []),
            ]
            change |= {"item": item, "value": value, "done": done, "checked": checked}
        self.send({"type": "saved", "key": message["key"], "change": change})

    def _of(self, message: Message) -> Sitting:
        here = self._here()
        if message.get("attempt") != here.attempt.id:
            raise BadInput("view.other_attempt")
        return here

    def _graded(self, here: Sitting, last: int) -> Score:
        """Grade, and store the result unless something is newer than the event of that number."""
        score = self._attempts(self._person()).grade(here)
        self.store.submit(here.attempt.id, score.to_json(), self.clock(), last)
        self.changed()
        return score

    def _check_shown(self, here: Sitting, shown: Any) -> None:
        """Refuse to grade what the person has not in front of them, or what has gaps."""
        stored = self.store.answers(here.attempt.id)
        seen = shown if isinstance(shown, Mapping) else {}
        if whole_answer(here.task, seen) != whole_answer(here.task, stored):
            raise BadInput("view.changed_elsewhere")
        asked = [item for item in self._items if not self.optional(item)]
        gaps = [item for item in asked if item not in stored or not self.complete(stored[item])]
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
        return Sitting(self._attempt, self._task, self.score, self._outdated)

    def _person(self) -> Person:
        person = self.person
        if person is None:
            raise BadInput("view.nobody")
        return person


def _put(found: dict[str, Any], item: str, value: Any) -> None:
    if value is None:
        found.pop(item, None)
    else:
        found[item] = value
