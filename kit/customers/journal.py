"""The journal of a data package that is being written: what it is to be, and which parts are whole.

After a break the next run of the same spec keeps the parts whose files still have their hashes,
drops everything else, and goes on.
"""

import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit.customers.ours import JOURNAL, journal_of
from kit.customers.part import Written, written
from kit.errors import BadInput

Parts = Mapping[int, Collection[str]]
"""The files of each part, by relative path."""


@dataclass
class Journal:
    """What a run has finished so far.

    Attributes:
        folder: The unfinished package.
        header: What is being made and how it is cut.
        finished: The files of each finished part, by relative path.
        kept: Parts that an earlier run had finished.
    """

    folder: Path
    header: dict[str, Any]
    finished: dict[int, dict[str, Written]] = field(default_factory=dict)
    kept: tuple[int, ...] = ()

    def keep(self, earlier: Any, parts: Parts) -> None:
        """Keep the parts whose files are all there as they were written; drop everything else."""
        for number, paths in parts.items():
            files = earlier.get(str(number)) if isinstance(earlier, dict) else None
            if isinstance(files, dict) and set(files) == set(paths):
                found = _as_written(self.folder, files)
                if found is not None:
                    self.finished[number] = found
        self.kept = tuple(self.finished)
        _drop_all_but(self.folder, self._files())
        self.save()

    def finish(self, number: int, files: Mapping[str, Written]) -> None:
        """Note that a part is whole."""
        self.finished[number] = dict(files)
        self.save()

    def save(self) -> None:
        """Write the journal; the file is replaced whole."""
        parts = {str(number): files for number, files in sorted(self.finished.items())}
        fresh = self.folder / f"{JOURNAL}.new"
        write_text(fresh, to_json(self.header | {"parts": parts}))
        fresh.replace(self.folder / JOURNAL)

    def leave(self) -> None:
        """Leave finished parts for the next run; without any, leave nothing."""
        if not self.finished:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        with suppress(OSError):  # the next run drops it, and why this one ended matters more
            _drop_all_but(self.folder, self._files())

    def _files(self) -> set[str]:
        return {JOURNAL, *(path for files in self.finished.values() for path in files)}


def open_journal(partial: Path, header: dict[str, Any], parts: Parts, restart: bool) -> Journal:
    """Return the journal of an unfinished package: a new one, or that of an earlier run.

    Args:
        partial: The folder, which need not exist.
        header: What is being made; a journal of something else is refused.
        parts: The files of each part.
        restart: Whether what an earlier run left is dropped.

    Raises:
        BadInput: The folder is not ours, or holds unfinished work on something else.
    """
    if partial.is_symlink() or (partial.exists() and not _is_leftover(partial)):
        raise BadInput("customers.foreign_folder", folder=str(partial))
    earlier = journal_of(partial)
    header = json.loads(json.dumps(header))
    if earlier is None or restart:
        if partial.exists():
            shutil.rmtree(partial)
        partial.mkdir(parents=True)
        journal = Journal(partial, header)
        journal.save()
        return journal
    _refuse_other(partial, earlier, header)
    journal = Journal(partial, header)
    journal.keep(earlier.get("parts"), parts)
    return journal


def to_json(content: Any) -> str:
    """Return indented JSON with a final newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with the same line ends on every system, down to the disk."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _is_leftover(partial: Path) -> bool:
    if not partial.is_dir():
        return False
    return journal_of(partial) is not None or all(
        entry.name == f"{JOURNAL}.new" for entry in partial.iterdir()
    )


def _refuse_other(partial: Path, earlier: Mapping[str, Any], header: Mapping[str, Any]) -> None:
    """Name every value in which the unfinished package is another one."""
    others = []
    for section, wanted in header.items():
        theirs = earlier.get(section)
        theirs = theirs if isinstance(theirs, dict) else {}
        for key in [*wanted, *(key for key in theirs if key not in wanted)]:
            if wanted.get(key) != theirs.get(key):
                others.append(f"{key} {theirs.get(key)} ≠ {wanted.get(key)}"[:200])
    if others:
        raise BadInput("customers.other_unfinished", folder=str(partial), others="; ".join(others))


def _as_written(partial: Path, files: Mapping[str, Any]) -> dict[str, Written] | None:
    """Return the files of a part if they are still what was written, else None."""
    found = {}
    for path, noted in files.items():
        file = partial / path
        if not isinstance(noted, list) or not file.is_file() or file.is_symlink():
            return None
        if [file.stat().st_size] != noted[1:]:
            return None
        found[path] = written(file)
        if found[path].sha256 != noted[0]:
            return None
    return found


def _drop_all_but(partial: Path, names: set[str]) -> None:
    for path in partial.rglob("*"):
        if path.relative_to(partial).as_posix() not in names and not path.is_dir():
            path.unlink(missing_ok=True)
