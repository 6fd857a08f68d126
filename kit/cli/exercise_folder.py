"""Writes a trainee's folder: whole or not at all, with nothing in it that tells."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kit.errors import BadInput

# The same for every file of every trainee: times of change tell nothing.
_FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def write_sample(task: Any, folder: Path) -> None:
    """Write what a trainee sees of a task.

    Args:
        task: A task with ``public()``, ``template()`` and ``sheets``.
        folder: A folder that does not exist or is empty.

    Raises:
        BadInput: If the folder has something in it or cannot be written.
    """
    _refuse_full(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(
            tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent)
        )
        try:
            _write_files(draft, _files(task))
            draft.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise BadInput(
            "exercise.out_unwritable", folder=str(folder), problem=error.strerror or ""
        ) from error


def _refuse_full(folder: Path) -> None:
    try:
        full = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise BadInput(
            "exercise.out_unwritable", folder=str(folder), problem=error.strerror or ""
        ) from error
    if full:
        raise BadInput("exercise.out_not_empty", folder=str(folder))


def _files(task: Any) -> dict[str, str]:
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


def _csv(sheet: Any) -> str:
    """Return a sheet as CSV; the byte order mark lets Excel read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return "\ufeff" + text.getvalue()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
