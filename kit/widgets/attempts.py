"""A person's attempts at an exercise: which one is open, what it is graded at, what it cost."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.classroom.records import Attempt, Person
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.labs.protocols import Task
from kit.labs.results import Score, after_hints
from kit.widgets.engine import Engine
from kit.widgets.report import score_from_json

Answer = dict[str, Any]


@dataclass(frozen=True)
class Sitting:
    """An attempt with its task, and with its score once it is submitted."""

    attempt: Attempt
    task: Task
    score: Score | None = None


@dataclass(frozen=True)
class Attempts:
    """The attempts of one person at one exercise.

    Attributes:
        store: The records.
        engine: Makes and grades tasks.
        person: Whose attempts.
        exercise: Exercise id.
        locale: Language of the data shown.
    """

    store: Store
    engine: Engine
    person: Person
    exercise: str
    locale: str

    def open(self, shown: int | None, at: datetime) -> Sitting:
        """Return the attempt to show: the wanted one, the unfinished one, the last, or a new one.

        Args:
            shown: Id of a finished attempt that the person asks for.
            at: The present moment, in case an attempt starts.
        """
        finished = self.store.finished(self.person.id, self.exercise)
        unfinished = self.store.open_attempt(self.person.id, self.exercise)
        wanted = next((pair for pair in finished if pair[0].id == shown), None)
        if wanted or (finished and not unfinished):
            attempt, score = wanted or finished[0]
            return self._quoted(attempt, score_from_json(score))
        if unfinished and unfinished.fingerprint == self._fingerprint(unfinished.seed):
            return Sitting(unfinished, self._make(unfinished.seed))
        return self.start(at)  # there is none, or its task has changed since (a newer version)

    def start(self, at: datetime) -> Sitting:
        """Return a new attempt, with a variant of its own."""
        seed = self.store.next_seed(self.person.id, self.exercise)
        attempt = self.store.start_attempt(
            self.person.id, self.exercise, seed, self._fingerprint(seed), at
        )
        return Sitting(attempt, self._make(seed))

    def grade(self, sitting: Sitting) -> Score:
        """Return the score of the answers on record, less what the hints cost."""
        answers = self.store.answers(sitting.attempt.id)
        plain = self.engine.grade(sitting.task, whole_answer(sitting.task, answers))
        hints = len(set(self.store.marks(sitting.attempt.id, "hint")))
        return after_hints(plain, hints, sitting.task.public()["hints"]["cost"])

    def _make(self, seed: int) -> Task:
        return self.engine.task(self.exercise, self.person.key, seed, self.locale)

    def _fingerprint(self, seed: int) -> str:
        """Return a short name of all that is seen of a task, the same in every language."""
        task = self.engine.task(self.exercise, self.person.key, seed, LOCALES[0])
        words = json.dumps(task.public(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    def _quoted(self, attempt: Attempt, stored: Score) -> Sitting:
        """Return a result that quotes the data in the language now shown.

        Where today's grading says anything else (a newer version), what is on record stands.
        """
        sitting = Sitting(attempt, self._make(attempt.seed), stored)
        try:
            fresh = self.grade(sitting)
        except BadInput:
            return sitting
        said_again = _verdicts(fresh) == _verdicts(stored)
        return Sitting(attempt, sitting.task, fresh) if said_again else sitting


def item_keys(task: Task) -> tuple[str, ...]:
    """Return the items of a task, in order."""
    return tuple(task.template()[task.items])


def items_of(task: Task, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return answers by item, whether given so or as a whole answer.

    Raises:
        BadInput: If the items of a whole answer are no JSON object.
    """
    items = answers.get(task.items, answers)
    if not isinstance(items, Mapping):
        raise BadInput("view.bad_answer", item=task.items)
    return items


def whole_answer(task: Task, answers: Mapping[str, Any]) -> Answer:
    """Return the answer as the grader wants it, an empty one for each item without.

    An answer that names the language of the text it was given on is used without that name; one
    on the text of another language is none.
    """
    whole = task.template()
    given = {
        item: _unnamed(task, answers.get(item), empty) for item, empty in whole[task.items].items()
    }
    return whole | {task.items: given}


def _unnamed(task: Task, value: Any, empty: Any) -> Any:
    if value is None:
        return empty
    if not isinstance(value, Mapping) or "locale" not in value:
        return value
    if value["locale"] != getattr(task, "locale", None):
        return empty
    return {name: part for name, part in value.items() if name != "locale"}


def _verdicts(score: Score) -> tuple[Any, ...]:
    """Return what a score says, without the samples it quotes."""
    said = [(one.item, one.verdict, one.code, one.articles) for one in score.findings]
    return score.score, score.pass_mark, said
