"""A person's attempts at an exercise: which one is open, what it is graded at, what it cost.

Hints: each costs its points in the attempt in which it is asked for. From then on the person knows
it, so later attempts at the same exercise show it from the start and charge nothing for it; their
score says so. Nobody starts another attempt while one with answers or hints is not submitted, so
a hint cannot be had for nothing. In guided practice hints are free.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kit.classroom.records import Attempt, Person
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.labs.protocols import Task
from kit.labs.results import Score, after_hints
from kit.widgets.engine import Engine
from kit.widgets.guidance import hints_asked, hints_known
from kit.widgets.report import score_from_json

Answer = dict[str, Any]


# Public parts of a task that an answer does not depend on: they say what the exercise is for, how
# hard it is and what help there is. Words in two languages are left out wherever they stand; what
# is asked, what can be chosen and the data itself are codes, numbers and plain text.
LEFT_OUT = frozenset(
    {
        "answer_schema",
        "difficulty",
        "guided",
        "hints",
        "intro",
        "law",
        "minutes",
        "objectives",
        "pass_mark",
        "profile_titles",
        "titles",
    }
)
REPLACED = "replaced"  # kind of the event that names the attempt whose task had changed
LANGUAGE = "language"  # kind of the event in which older records name an attempt's language


@dataclass(frozen=True)
class Sitting:
    """An attempt with its task, and with its score once it is submitted.

    Attributes:
        attempt: The attempt.
        task: The task as it is made today.
        score: The result.
        outdated: The result is of an earlier version of the task or of its grading, so only the
            record says what it was about, and today's task is not laid under it.
    """

    attempt: Attempt
    task: Task
    score: Score | None = None
    outdated: bool = False


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
        if unfinished and self._same(unfinished):
            return Sitting(unfinished, self._make(unfinished))
        return self._begin(at, unfinished)  # there is none, or its task has changed since

    def again(self, at: datetime) -> None:
        """Start a new attempt; one that is open and untouched is taken up instead.

        Raises:
            BadInput: If an attempt with answers or hints is not submitted yet.
        """
        unfinished = self.store.open_attempt(self.person.id, self.exercise)
        if unfinished is None or not self._same(unfinished):
            self._begin(at, unfinished)
        elif self._touched(unfinished):
            raise BadInput("view.unfinished_first", number=unfinished.number)

    def grade(self, sitting: Sitting) -> Score:
        """Return the score of the answers on record, less what the hints cost."""
        attempt = sitting.attempt
        answers = self.store.answers(attempt.id)
        plain = self.engine.grade(sitting.task, whole_answer(sitting.task, answers))
        known = hints_known(self.store, attempt)
        if known and not self.engine.public(sitting.task)["guided"]:
            plain = replace(plain, figures={**plain.figures, "hints_known": known})
        public = self.engine.public(sitting.task)
        if public["guided"]:
            return plain
        return after_hints(plain, hints_asked(self.store, attempt), public["hints"]["cost"])

    def _begin(self, at: datetime, outdated: Attempt | None) -> Sitting:
        """Return a new attempt, with a variant of its own; it notes which one it replaces."""
        seed = self.store.next_seed(self.person.id, self.exercise)
        attempt = self.store.start_attempt(
            self.person.id, self.exercise, seed, self._fingerprint(seed), at
        )
        if outdated and self._touched(outdated):
            key, number = secrets.token_hex(12), str(outdated.number)
            self.store.record(attempt.id, key, number, {}, at, kind=REPLACED)
        return Sitting(attempt, self._make(attempt))

    def _touched(self, attempt: Attempt) -> bool:
        return bool(self.store.answers(attempt.id) or hints_asked(self.store, attempt))

    def _same(self, attempt: Attempt) -> bool:
        return attempt.fingerprint == self._fingerprint(attempt.seed)

    def _make(self, attempt: Attempt) -> Task:
        """Return the task of an attempt in the language of its answers, else in that shown."""
        values = self.store.answers(attempt.id).values()
        older = (locale for locale, _ in self.store.noted(attempt.id, LANGUAGE))
        begun = (str(value["locale"]) for value in values if value.get("locale"))
        locale = next((one for one in (*begun, *older)), self.locale)
        return self.engine.task(self.exercise, self.person.key, attempt.seed, locale)

    def _fingerprint(self, seed: int) -> str:
        """Return a short name of all that an answer to a task depends on."""
        tasks = [
            self.engine.task(self.exercise, self.person.key, seed, locale) for locale in LOCALES
        ]
        told = [_telling(self.engine.public(task)) for task in tasks]
        words = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    def _quoted(self, attempt: Attempt, stored: Score) -> Sitting:
        """Return a result that quotes the data in the language now shown.

        Where the task has changed, or today's grading says anything else (a newer version), what
        is on record stands, by itself.
        """
        sitting = Sitting(attempt, self._make(attempt), stored)
        if not self._same(attempt):
            return replace(sitting, outdated=True)
        try:
            fresh = self.grade(sitting)
        except BadInput:
            return replace(sitting, outdated=True)
        said_again = _verdicts(fresh) == _verdicts(stored)
        return replace(sitting, score=fresh) if said_again else replace(sitting, outdated=True)


def _telling(public: Mapping[str, Any]) -> Any:
    """Return what an answer depends on."""
    return _without_words({name: part for name, part in public.items() if name not in LEFT_OUT})


def _without_words(part: Any) -> Any:
    """Return data without the words in two languages that stand anywhere in it."""
    if isinstance(part, Mapping):
        kept = {name: value for name, value in part.items() if not _is_words(value)}
        return {name: _without_words(value) for name, value in kept.items()}
    if isinstance(part, list | tuple):
        return [_without_words(value) for value in part if not _is_words(value)]
    return part


def _is_words(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == set(LOCALES)


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
