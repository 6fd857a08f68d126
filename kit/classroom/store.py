"""Stores what people did: who they are, their attempts, every answer, and the results.

Answers are events that are only ever added; the present state is what replaying them gives, so
an answer can be taken back and nothing is overwritten. A method returns once the change is on disk.
"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from kit.classroom.database import Database
from kit.classroom.marks import Marks
from kit.classroom.records import (
    Attempt,
    Event,
    Person,
    Progress,
    clean_nickname,
    stamp,
    to_attempt,
    to_person,
    to_progress,
)
from kit.classroom.reflections import VALUE_LENGTH
from kit.classroom.rows import (
    add_event,
    attempt_contents,
    last_number,
    new_attempt,
    nothing_newer,
    only_attempt,
    only_person,
    reflections_of,
    set_setting,
    standing_answer,
    standing_answers,
    unfinished,
)
from kit.classroom.schema import ATTEMPTS, EVENTS, PEOPLE, RESULTS, SETTINGS
from kit.errors import BadInput
from kit.resources import kit_home

FILE_NAME = "records.sqlite"


class Store(Marks):
    """The records of everybody who learns under this account."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or kit_home() / FILE_NAME
        self._database = Database(self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # People

    def people(self) -> tuple[Person, ...]:
        """Return everybody on record, in the order they came."""
        with self._database.reading() as connection:
            rows = connection.execute(select(PEOPLE).order_by(PEOPLE.c.id))
            return tuple(to_person(row) for row in rows)

    def person(self, person_id: int) -> Person:
        """Return one person."""
        with self._database.reading() as connection:
            return to_person(only_person(connection, person_id))

    def add_person(self, nickname: str, locale: str, at: datetime) -> Person:
        """Record a new person and make them the present one."""
        name = clean_nickname(nickname)
        with self._database.writing() as connection:
            if connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.nickname == name)).first():
                raise BadInput("classroom.name_taken", name=name)
            row = connection.execute(
                insert(PEOPLE)
                .values(key=secrets.token_hex(16), nickname=name, locale=locale, created=stamp(at))
                .returning(*PEOPLE.c)
            ).one()
            set_setting(connection, "present", str(row.id))
            return to_person(row)

    def choose_person(self, person_id: int) -> Person:
        """Make a person the present one."""
        with self._database.writing() as connection:
            row = only_person(connection, person_id)
            set_setting(connection, "present", str(row.id))
            return to_person(row)

    def present(self) -> Person | None:
        """Return who is learning now; None if nobody has said."""
        query = (
            select(PEOPLE)
            .join(SETTINGS, SETTINGS.c.value == func.cast(PEOPLE.c.id, SETTINGS.c.value.type))
            .where(SETTINGS.c.name == "present")
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return to_person(row) if row else None

    def place(self, person_id: int, lab: str) -> str | None:
        """Return which exercise of a lab a person had open last."""
        with self._database.reading() as connection:
            found = json.loads(only_person(connection, person_id).places).get(lab)
            return str(found) if found else None

    def set_place(self, person_id: int, lab: str, exercise: str) -> None:
        """Note which exercise of a lab a person has open."""
        with self._database.writing() as connection:
            places = json.loads(only_person(connection, person_id).places) | {lab: exercise}
            row = update(PEOPLE).where(PEOPLE.c.id == person_id)
            connection.execute(row.values(places=json.dumps(places)))

    # Attempts

    def open_attempt(self, person_id: int, exercise: str) -> Attempt | None:
        """Return the person's unfinished attempt at an exercise, if there is one."""
        query = select(ATTEMPTS).where(
            ATTEMPTS.c.person == person_id,
            ATTEMPTS.c.exercise == exercise,
            ATTEMPTS.c.submitted.is_(None),
        )
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(ATTEMPTS.c.number.desc())).first()
            return to_attempt(row) if row else None

    def next_seed(self, person_id: int, exercise: str) -> int:
        """Return the seed of the person's next attempt: 1 for the first, then 2 …"""
        with self._database.reading() as connection:
            return last_number(connection, person_id, exercise) + 1

    def start_attempt(
        self, person_id: int, exercise: str, seed: int, fingerprint: str, at: datetime
    ) -> Attempt:
        """Record the start of an attempt; one that another window has just started is returned."""
        named: dict[str, Any] = {
            "person": person_id,
            "exercise": exercise,
            "seed": seed,
            "fingerprint": fingerprint,
        }
        same = [ATTEMPTS.c[name] == value for name, value in named.items()]
        query = select(ATTEMPTS).where(*same, ATTEMPTS.c.submitted.is_(None))
        with self._database.writing() as connection:
            only_person(connection, person_id)
            row = connection.execute(query).first()
            return to_attempt(row or new_attempt(connection, named | {"started": stamp(at)}))

    def attempt(self, attempt_id: int) -> Attempt:
        """Return one attempt."""
        with self._database.reading() as connection:
            return to_attempt(only_attempt(connection, attempt_id))

    def finished(self, person_id: int, exercise: str) -> tuple[tuple[Attempt, dict[str, Any]], ...]:
        """Return the person's submitted attempts at an exercise with their scores, newest first."""
        query = (
            select(ATTEMPTS, RESULTS.c.score)
            .join(RESULTS, RESULTS.c.attempt == ATTEMPTS.c.id)
            .where(ATTEMPTS.c.person == person_id, ATTEMPTS.c.exercise == exercise)
            .order_by(ATTEMPTS.c.number.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple((to_attempt(row), json.loads(row.score)) for row in rows)

    # Answers

    def record(
        self,
        attempt_id: int,
        key: str,
        item: str,
        value: dict[str, Any],
        at: datetime,
        kind: str = "answer",
        guard: Callable[[dict[str, Any] | None], None] | None = None,
    ) -> int:
        """Store one answer and return its number; a key that is already there is not stored twice.

        Args:
            attempt_id: The unfinished attempt it belongs to.
            key: Unique name of this change within the attempt, so that it can be sent again.
            item: What was answered.
            value: The answer, e.g. ``{"choice": "personal", "reason": None}``.
            at: When.
            kind: ``"answer"``, or the name of another thing done, which undo leaves alone.
            guard: Called with the last answer that stands, while nobody else can store one; what
                it raises keeps this one from being stored.
        """
        words = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if len(words) > VALUE_LENGTH or len(item) > 200 or len(key) > 64:
            raise BadInput("classroom.too_long", item=item[:40])
        with self._database.writing() as connection:
            if guard:
                last = standing_answer(connection, attempt_id, None)
                guard(json.loads(last) if last else None)
            return add_event(connection, Event(attempt_id, key, kind, item, words, at))

    def undo(self, attempt_id: int, key: str, at: datetime, item: str | None = None) -> str | None:
        """Take back the last answer that still stands; return its item, None if there is none.

        Args:
            attempt_id: The unfinished attempt.
            key: Unique name of this change, as for `record`.
            at: When.
            item: The item to stay with; by default whichever was answered last.
        """
        with self._database.writing() as connection:
            standing = standing_answers(connection, attempt_id)
            wanted = [row for row in standing if item in (None, row.item)]
            if not wanted:
                return None
            found, number = str(wanted[-1].item), int(wanted[-1].id)
            add_event(connection, Event(attempt_id, key, "undo", found, "{}", at, number))
            return found

    def answers(self, attempt_id: int) -> dict[str, dict[str, Any]]:
        """Return the answers that stand, by item."""
        with self._database.reading() as connection:
            return {
                row.item: json.loads(row.value) for row in standing_answers(connection, attempt_id)
            }

    def answer(self, attempt_id: int, item: str | None = None) -> dict[str, Any] | None:
        """Return the last answer that stands, to one item or to any; None if there is none."""
        with self._database.reading() as connection:
            found = standing_answer(connection, attempt_id, item)
        return json.loads(found) if found else None

    # Results

    def submit(
        self, attempt_id: int, score: dict[str, Any], at: datetime, last: int | None = None
    ) -> None:
        """Store the result and close the attempt.

        Args:
            attempt_id: The unfinished attempt.
            score: The result.
            at: When.
            last: The newest event that the result knows of (`last_event`); a newer one refuses it.
        """
        with self._database.writing() as connection:
            unfinished(connection, attempt_id)
            if last is not None:
                nothing_newer(connection, attempt_id, last)
            words = json.dumps(score, ensure_ascii=False, sort_keys=True)
            connection.execute(insert(RESULTS).values(attempt=attempt_id, score=words))
            closed = update(ATTEMPTS).where(ATTEMPTS.c.id == attempt_id)
            connection.execute(closed.values(submitted=stamp(at)))

    def progress(self, person_id: int) -> dict[str, Progress]:
        """Return how far a person has got, by exercise."""
        query = (
            select(ATTEMPTS.c.exercise, RESULTS.c.score)
            .join(RESULTS, RESULTS.c.attempt == ATTEMPTS.c.id, isouter=True)
            .where(ATTEMPTS.c.person == person_id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {
            exercise: to_progress([row.score for row in rows if row.exercise == exercise])
            for exercise in sorted({row.exercise for row in rows})
        }

    def begun(self, person_id: int) -> frozenset[str]:
        """Return the exercises in which a person has work that is not submitted."""
        query = (
            select(ATTEMPTS.c.exercise)
            .join(EVENTS, EVENTS.c.attempt == ATTEMPTS.c.id)
            .where(ATTEMPTS.c.person == person_id, ATTEMPTS.c.submitted.is_(None))
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    # One's own records

    def export(self, person_id: int) -> dict[str, Any]:
        """Return everything on record about a person, ready for JSON."""
        with self._database.reading() as connection:
            person = only_person(connection, person_id)._asdict()
            mine = select(ATTEMPTS).where(ATTEMPTS.c.person == person_id).order_by(ATTEMPTS.c.id)
            attempts = [row._asdict() for row in connection.execute(mine)]
            for attempt in attempts:
                attempt |= attempt_contents(connection, attempt["id"])
            written = reflections_of(connection, person_id)
        known = {"format": "customer-info-kit records 1", "person": person}
        return known | {"attempts": attempts, "reflections": written}

    def delete(self, person_id: int) -> bool:
        """Delete a person and all they did, and overwrite the space.

        Returns:
            False if the rows are gone but another program kept the file from being rewritten now.
        """
        with self._database.writing() as connection:
            only_person(connection, person_id)
            connection.execute(delete(PEOPLE).where(PEOPLE.c.id == person_id))
            present = (SETTINGS.c.name == "present") & (SETTINGS.c.value == str(person_id))
            connection.execute(delete(SETTINGS).where(present))
        return self._database.scrub()
