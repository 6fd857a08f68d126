"""Opens the records file: durable, private to the account, and with words for what goes wrong."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from kit.classroom.schema import migrate
from kit.errors import BadInput

# A commit reaches the disk before it returns; other kernels and windows wait for their turn.
PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
# Primary SQLite result codes (sqlite.org/rescode.html): the message that tells what to do.
WORDS = {
    sqlite3.SQLITE_FULL: "classroom.disk_full",
    sqlite3.SQLITE_IOERR: "classroom.disk_full",
    sqlite3.SQLITE_READONLY: "classroom.not_writable",
    sqlite3.SQLITE_CANTOPEN: "classroom.not_writable",
    sqlite3.SQLITE_PERM: "classroom.not_writable",
    sqlite3.SQLITE_BUSY: "classroom.busy",
    sqlite3.SQLITE_LOCKED: "classroom.busy",
    sqlite3.SQLITE_CORRUPT: "classroom.damaged",
    sqlite3.SQLITE_NOTADB: "classroom.damaged",
}


class Database:
    """One records file; each block of work is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _make_private(path)
        self._engine = _engine(path)
        with self.writing() as connection:
            migrate(connection, str(path))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the file."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection that alone may write; leaving the block makes it durable."""
        writer = self._engine.execution_options(kit_write=True)
        with self._explained(), writer.begin() as connection:
            yield connection

    def scrub(self) -> bool:
        """Rewrite the file without deleted pages; return False if another program held it."""
        with self._explained(), self._engine.connect() as connection:
            # VACUUM may not run inside a transaction, so it goes past SQLAlchemy's own.
            cursor = connection.connection.cursor()
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise _in_words(error, self.path) from error


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, not the driver
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("kit_write")
        connection.execute(text("BEGIN IMMEDIATE" if writes else "BEGIN"))

    return engine


def _make_private(path: Path) -> None:
    """Create the file so that only its owner can read it (SQLite gives its journal the same)."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        full = error.errno in (28, 122)  # ENOSPC, EDQUOT
        code = "classroom.disk_full" if full else "classroom.not_writable"
        raise BadInput(code, path=str(path)) from error


def _in_words(error: DBAPIError | sqlite3.Error, path: Path) -> Exception:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    message = WORDS.get(code & 0xFF) if isinstance(code, int) else None
    return BadInput(message, path=str(path)) if message else error
