"""The part of the store that keeps what people write in answer to the questions of a lesson."""

from datetime import datetime

from sqlalchemy import select

from kit.classroom.database import Database
from kit.classroom.records import Reflection, clean_text, stamp, to_reflection
from kit.classroom.rows import add_reflection, only_person
from kit.classroom.schema import REFLECTIONS
from kit.errors import BadInput

VALUE_LENGTH = 10_000


class Reflections:
    """Words are only ever added; the last ones written to a question stand."""

    _database: Database

    def reflect(
        self, person_id: int, lesson: str, question: str, text: str, key: str, at: datetime
    ) -> None:
        """Store what somebody wrote; earlier words stay on record, a known key is not stored twice.

        Args:
            person_id: Who wrote it.
            lesson: Name of the lesson.
            question: Id of the question within the lesson.
            text: The words; empty if they were taken away.
            key: Unique name of this change, so that it can be sent again.
            at: When.
        """
        words = clean_text(text)
        if len(words) > VALUE_LENGTH or len(key) > 64 or max(len(lesson), len(question)) > 100:
            raise BadInput("classroom.too_long", item=question[:40])
        values = {"person": person_id, "lesson": lesson, "question": question, "key": key}
        with self._database.writing() as connection:
            only_person(connection, person_id)
            add_reflection(connection, values | {"text": words, "at": stamp(at)})

    def reflections(self, person_id: int, lesson: str) -> dict[str, Reflection]:
        """Return what stands of what somebody wrote in a lesson, by question."""
        mine = (REFLECTIONS.c.person == person_id) & (REFLECTIONS.c.lesson == lesson)
        with self._database.reading() as connection:
            rows = connection.execute(select(REFLECTIONS).where(mine).order_by(REFLECTIONS.c.id))
            return {row.question: to_reflection(row) for row in rows}
