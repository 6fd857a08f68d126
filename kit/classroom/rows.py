"""Reads and writes single rows of the store, inside a transaction that the caller holds."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from kit.classroom.records import Event, stamp
from kit.classroom.schema import ATTEMPTS, EVENTS, PEOPLE, REFLECTIONS, RESULTS, SETTINGS
from kit.errors import BadInput


def only_person(connection: Connection, person_id: int) -> Row[Any]:
    """Return a person's row, or say that they are not on record."""
    row = connection.execute(select(PEOPLE).where(PEOPLE.c.id == person_id)).first()
    if row is None:
        raise BadInput("classroom.no_such_person")
    return row


def only_attempt(connection: Connection, attempt_id: int) -> Row[Any]:
    """Return an attempt's row, or say that it is not on record."""
    row = connection.execute(select(ATTEMPTS).where(ATTEMPTS.c.id == attempt_id)).first()
    if row is None:
        raise BadInput("classroom.no_such_attempt")
    return row


def unfinished(connection: Connection, attempt_id: int) -> None:
    """Say so if an attempt is closed."""
    if only_attempt(connection, attempt_id).submitted is not None:
        raise BadInput("classroom.already_submitted")


def nothing_newer(connection: Connection, attempt_id: int, last: int) -> None:
    """Say so if an attempt has changed after its event of that number."""
    newer = (EVENTS.c.attempt == attempt_id) & (EVENTS.c.id > last)
    if connection.execute(select(EVENTS.c.id).where(newer)).first():
        raise BadInput("classroom.changed_meanwhile")


def set_setting(connection: Connection, name: str, value: str) -> None:
    """Replace a setting."""
    connection.execute(delete(SETTINGS).where(SETTINGS.c.name == name))
    connection.execute(insert(SETTINGS).values(name=name, value=value))


def last_number(connection: Connection, person_id: int, exercise: str) -> int:
    """Return the number of a person's newest attempt at an exercise; 0 before the first."""
    query = select(func.max(ATTEMPTS.c.number)).where(
        ATTEMPTS.c.person == person_id, ATTEMPTS.c.exercise == exercise
    )
    return connection.execute(query).scalar_one() or 0


def new_attempt(connection: Connection, values: dict[str, Any]) -> Row[Any]:
    """Add an attempt and return its row."""
    number = last_number(connection, values["person"], values["exercise"]) + 1
    row = insert(ATTEMPTS).values(values | {"number": number}).returning(*ATTEMPTS.c)
    return connection.execute(row).one()


def add_event(connection: Connection, event: Event) -> int:
    """Add an event and return its number; one whose key is there already is not added again."""
    same = (EVENTS.c.attempt == event.attempt) & (EVENTS.c.key == event.key)
    number = connection.execute(select(EVENTS.c.id).where(same)).scalar()
    if number is None:
        unfinished(connection, event.attempt)
        values = asdict(event) | {"at": stamp(event.at)}
        number = connection.execute(insert(EVENTS).values(values).returning(EVENTS.c.id)).scalar()
    return int(number or 0)


def standing_answers(connection: Connection, attempt_id: int) -> list[Row[Any]]:
    """Return the answers of an attempt that no undo has taken back, oldest first."""
    query = select(EVENTS).where(EVENTS.c.attempt == attempt_id).order_by(EVENTS.c.id)
    rows = connection.execute(query).all()
    undone = {row.undoes for row in rows}
    return [row for row in rows if row.kind == "answer" and row.id not in undone]


def standing_answer(connection: Connection, attempt_id: int, item: str | None) -> str | None:
    """Return the last answer, to one item or to any, that no undo has taken back, as JSON."""
    mine = EVENTS.c.attempt == attempt_id
    if item is not None:
        mine &= EVENTS.c.item == item
    undone = select(EVENTS.c.undoes).where(mine, EVENTS.c.undoes.is_not(None))
    query = select(EVENTS.c.value).where(mine, EVENTS.c.kind == "answer")
    query = query.where(EVENTS.c.id.not_in(undone)).order_by(EVENTS.c.id.desc())
    return connection.execute(query.limit(1)).scalar()


def attempt_contents(connection: Connection, attempt_id: int) -> dict[str, Any]:
    """Return the events and the score of an attempt, ready for JSON."""
    events = select(EVENTS).where(EVENTS.c.attempt == attempt_id).order_by(EVENTS.c.id)
    score = connection.execute(
        select(RESULTS.c.score).where(RESULTS.c.attempt == attempt_id)
    ).scalar()
    return {
        "events": [
            row._asdict() | {"value": json.loads(row.value)} for row in connection.execute(events)
        ],
        "score": json.loads(score) if score else None,
    }


def add_reflection(connection: Connection, values: dict[str, Any]) -> None:
    """Add what somebody wrote; one whose key is there already is not added again."""
    same = [REFLECTIONS.c[name] == values[name] for name in ("person", "key")]
    if connection.execute(select(REFLECTIONS.c.id).where(*same)).first() is None:
        connection.execute(insert(REFLECTIONS).values(values))


def reflections_of(connection: Connection, person_id: int) -> list[dict[str, Any]]:
    """Return all that a person has written, the oldest first, ready for JSON."""
    mine = select(REFLECTIONS).where(REFLECTIONS.c.person == person_id)
    return [row._asdict() for row in connection.execute(mine.order_by(REFLECTIONS.c.id))]
