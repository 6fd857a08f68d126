"""The part of the store that reads what else happened in an attempt beside its answers."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from kit.classroom.reflections import Reflections
from kit.classroom.schema import ATTEMPTS, EVENTS


class Marks(Reflections):
    """Events of other kinds than answers, e.g. ``"hint"``, and the order of all of them."""

    def marks(self, attempt_id: int, kind: str) -> tuple[str, ...]:
        """Return the items of the events of another kind than answers, e.g. ``"hint"``."""
        return tuple(item for item, _ in self.noted(attempt_id, kind))

    def noted(self, attempt_id: int, kind: str) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Return item and value of the events of another kind than answers, the oldest first."""
        query = select(EVENTS.c.item, EVENTS.c.value)
        query = query.where(EVENTS.c.attempt == attempt_id, EVENTS.c.kind == kind)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(EVENTS.c.id)).all()
        return tuple((row.item, json.loads(row.value)) for row in rows)

    def marks_before(self, attempt_id: int, kind: str) -> tuple[str, ...]:
        """Return the items of such events in the person's earlier attempts at the exercise."""
        this, other = ATTEMPTS.alias("this"), ATTEMPTS.alias("other")
        query = (
            select(EVENTS.c.item)
            .join(other, other.c.id == EVENTS.c.attempt)
            .join(this, (this.c.person == other.c.person) & (this.c.exercise == other.c.exercise))
            .where(this.c.id == attempt_id, other.c.number < this.c.number, EVENTS.c.kind == kind)
        )
        with self._database.reading() as connection:
            return tuple(connection.execute(query.order_by(EVENTS.c.id)).scalars())

    def last_saved(self, attempt_id: int) -> datetime | None:
        """Return when the attempt last changed; None before the first answer."""
        query = select(EVENTS.c.at).where(EVENTS.c.attempt == attempt_id)
        with self._database.reading() as connection:
            stamp = connection.execute(query.order_by(EVENTS.c.id.desc())).scalars().first()
            return datetime.fromisoformat(stamp) if stamp else None

    def last_event(self, attempt_id: int) -> int:
        """Return the number of the newest event of an attempt; 0 before the first."""
        query = select(func.max(EVENTS.c.id)).where(EVENTS.c.attempt == attempt_id)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar() or 0)
