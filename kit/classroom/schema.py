"""The tables of the records file and the steps that bring an older file up to date."""

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kit.errors import BadInput

METADATA = MetaData()

# Numbers are never used again (AUTOINCREMENT): a window left open over a deleted
# attempt must not write into somebody else's.
PEOPLE = Table(
    "people",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),
    Column("nickname", Text, nullable=False, unique=True),
    Column("locale", String(2), nullable=False),
    Column("created", Text, nullable=False),
    Column("places", Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("exercise", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("submitted", Text),
    UniqueConstraint("person", "exercise", "number"),
    sqlite_autoincrement=True,
)
EVENTS = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("attempt", ForeignKey("attempts.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("item", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("undoes", Integer),
    Column("at", Text, nullable=False),
    UniqueConstraint("attempt", "key"),
    Index("events_by_attempt", "attempt", "id"),
    sqlite_autoincrement=True,
)
RESULTS = Table(
    "results",
    METADATA,
    Column("attempt", ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Text, nullable=False),
)
SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
REFLECTIONS = Table(
    "reflections",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("lesson", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("key", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("person", "key"),
    Index("reflections_by_lesson", "person", "lesson", "id"),
    sqlite_autoincrement=True,
)


def _first(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[PEOPLE, ATTEMPTS, EVENTS, RESULTS, SETTINGS])


def _second(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[REFLECTIONS])


# Step n turns a file of version n into version n + 1; an empty file has version 0.
STEPS: tuple[Callable[[Connection], None], ...] = (_first, _second)
VERSION = len(STEPS)


def migrate(connection: Connection, path: str) -> None:
    """Bring the file behind a writing connection to the version of this program.

    Raises:
        BadInput: If the file was written by a newer version.
    """
    found = int(connection.execute(text("PRAGMA user_version")).scalar_one())
    if found > VERSION:
        raise BadInput("classroom.newer", path=path, found=found, known=VERSION)
    for step in STEPS[found:]:
        step(connection)
    if found < VERSION:
        connection.execute(text(f"PRAGMA user_version = {VERSION}"))
