"""Makes a folder whole or not at all, and never touches what is not ours.

Work happens in ``<folder>.partial`` beside the target. Its journal marks it as unfinished until the
folder has its final name; a killed run is cleared away by the next one, a living run holds a lock.
An earlier package is set aside, not deleted, until the new one stands in its place.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kit.customers.describe import JOURNAL, is_ours, is_unfinished, journal_of
from kit.errors import BadInput


@contextmanager
def building(folder: Path, overwrite: bool, spec: dict[str, Any]) -> Iterator[Path]:
    """Yield an empty folder to fill; when the block ends well, it stands at ``folder``.

    Args:
        folder: The target; it must not exist, be empty, unfinished, or (with ``overwrite``) ours.
        overwrite: Whether an earlier package of ours is replaced.
        spec: What is being made, for the journal.

    Raises:
        BadInput: A target that may not be replaced or written, or that another run is writing.
    """
    with _explained(folder):
        target = folder.resolve()
        if not target.name:
            raise BadInput("customers.foreign_folder", folder=str(folder))
        with _locked(target, folder):
            _restore(target)
            _refuse_foreign(target, folder, overwrite)
            partial = _start_fresh(target, spec)
            try:
                yield partial
                _flush(partial)
                _move_into_place(partial, target)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise


def write_journal(partial: Path, spec: dict[str, Any], parts: dict[str, str]) -> None:
    """Write what is finished; the file is replaced whole."""
    fresh = partial / f"{JOURNAL}.new"
    write_text(fresh, to_json({"kit": spec, "parts": parts}))
    fresh.replace(partial / JOURNAL)


def to_json(content: Any) -> str:
    """Return indented JSON with a final newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with the same line ends on every system."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def _refuse_foreign(target: Path, folder: Path, overwrite: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise BadInput("customers.not_a_folder", folder=str(folder))
    if not any(target.iterdir()) or is_unfinished(target):
        return
    if not is_ours(target):
        raise BadInput("customers.foreign_folder", folder=str(folder))
    if not overwrite:
        raise BadInput("customers.folder_exists", folder=str(folder))


def _start_fresh(target: Path, spec: dict[str, Any]) -> Path:
    """Clear what a killed run left; a folder that is not ours is left alone."""
    partial = target.with_name(target.name + ".partial")
    if partial.is_symlink() or (partial.exists() and not _is_leftover(partial)):
        raise BadInput("customers.foreign_folder", folder=str(partial))
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    write_journal(partial, spec, {})
    return partial


def _is_leftover(partial: Path) -> bool:
    if not partial.is_dir():
        return False
    return journal_of(partial) is not None or all(
        entry.name == f"{JOURNAL}.new" for entry in partial.iterdir()
    )


def _move_into_place(partial: Path, target: Path) -> None:
    aside = None
    if target.exists():
        aside = Path(tempfile.mkdtemp(prefix=_aside_prefix(target), dir=target.parent))
        target.rename(aside / target.name)
    try:
        partial.rename(target)
    except OSError:
        if aside is not None:
            (aside / target.name).rename(target)
            aside.rmdir()
        raise
    (target / JOURNAL).unlink()
    _flush_folder(target.parent)
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)


def _restore(target: Path) -> None:
    """Put back what a killed run had set aside, or clear it away if its successor stands."""
    for aside in target.parent.glob(f"{_aside_prefix(target)}*"):
        earlier = aside / target.name
        if not any(aside.iterdir()):
            aside.rmdir()
            continue
        if not (is_ours(earlier) or is_unfinished(earlier)):
            continue
        if target.exists():
            shutil.rmtree(aside)
        else:
            earlier.rename(target)
            aside.rmdir()


def _aside_prefix(target: Path) -> str:
    return f".{target.name}.replaced-"


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise BadInput("customers.cannot_write", folder=str(folder), problem=reason) from error
    except RuntimeError as error:  # a loop of symbolic links
        raise BadInput("customers.cannot_write", folder=str(folder), problem=str(error)) from error


@contextmanager
def _locked(target: Path, folder: Path) -> Iterator[None]:
    """Hold a lock on the target's path for this user, released even if the process is killed."""
    digest = hashlib.sha256(os.fsencode(target)).hexdigest()[:24]
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    path = Path(tempfile.gettempdir()) / f"customer-info-kit-{owner}-{digest}.lock"
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    try:
        if not _take(handle):
            raise BadInput("customers.busy", folder=str(folder))
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _flush(partial: Path) -> None:
    """Bring every file to the disk before the folder gets its name."""
    for path in partial.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    _flush_folder(partial)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    with suppress(OSError):  # some file systems do not know it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
