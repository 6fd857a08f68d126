"""Writes a trainee's folder: whole or not at all, with nothing in it that tells."""

import csv
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kit.errors import BadInput
from kit.labs.protocols import Sheet, Task

_DRAFTED = re.compile(r"task\.json|answer\.json|tables|tables/[a-z0-9_]+\.csv")
# The same for every file of every trainee: times of change tell nothing.
_FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def write_sample(task: Task, folder: Path) -> None:
    """Write what a trainee sees of a task.

    Args:
        task: The task.
        folder: A folder that does not exist or is empty, or a link to one.

    Raises:
        BadInput: If the folder has something in it or cannot be written.
    """
    with _explained(folder):
        target = Path(os.path.realpath(folder))
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BadInput("exercise.out_not_empty", folder=str(folder))
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_dead_drafts(target)
        with _draft_of(target) as draft:
            _write_files(draft, _files(task))
            draft.chmod(0o755)
            if target.exists():
                target.rmdir()
            draft.rename(target)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput(
            "exercise.out_unwritable", folder=str(folder), problem=error.strerror or str(error)
        ) from error


@contextmanager
def _draft_of(target: Path) -> Iterator[Path]:
    """Give a hidden folder beside the target, locked as long as this run lives."""
    made = tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    handle = _lock(Path(made))
    try:
        yield Path(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _clear_dead_drafts(target: Path) -> None:
    """Remove what killed runs left beside the target; nothing but drafts that nobody holds."""
    name = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.partial")
    for path in target.parent.iterdir():
        if name.fullmatch(path.name) and _is_draft(path):
            handle = _lock(path)
            if handle is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(handle)


def _is_draft(path: Path) -> bool:
    """Return whether a folder holds nothing but what `write_sample` writes."""
    if path.is_symlink() or not path.is_dir():
        return False
    files = {part.relative_to(path).as_posix() for part in path.rglob("*")}
    return all(_DRAFTED.fullmatch(file) for file in files)


if sys.platform == "win32":

    def _lock(folder: Path) -> int | None:
        """Return None: folders cannot be locked there, so no draft is ever taken for dead."""
        return None

else:
    import fcntl

    def _lock(folder: Path) -> int | None:
        """Return a handle that locks a folder, or None if another run holds it."""
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle


def _files(task: Task) -> dict[str, str]:
    files = {"task.json": _dump(task.public()), "answer.json": _dump(task.template())}
    for sheet in task.sheets:
        files[f"tables/{sheet.table}.csv"] = _csv(sheet)
    return files


def _write_files(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        os.utime(path, (_FIXED_TIME, _FIXED_TIME))
    for path in (folder / "tables", folder):
        if path.is_dir():
            os.utime(path, (_FIXED_TIME, _FIXED_TIME))


def _csv(sheet: Sheet) -> str:
    """Return a sheet as CSV; the byte order mark lets Excel read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return "\ufeff" + text.getvalue()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
