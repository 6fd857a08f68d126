"""Makes a folder whole or not at all, and never touches what is not ours.

Work happens in ``<folder>.partial`` beside the target. Its journal (`kit.customers.journal`) marks
it as unfinished until the folder has its final name; a killed run is gone on with by the next one,
a living run holds a lock. An earlier package is set aside, not deleted, until the new one stands in
its place.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sized
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kit.customers.journal import Journal, Parts, open_journal
from kit.customers.ours import JOURNAL, is_ours, is_unfinished, is_whole
from kit.errors import BadInput


@contextmanager
def building(
    folder: Path,
    header: dict[str, Any],
    parts: Parts,
    *,
    overwrite: bool = False,
    restart: bool = False,
) -> Iterator[Journal]:
    """Yield the journal of a folder to fill; when the block ends well, it stands at ``folder``.

    Whatever ends the block early, the parts that are finished stay for the next run.

    Args:
        folder: The target; it must not exist, be empty, unfinished, or (with ``overwrite``) ours.
        header: What is being made and how it is cut: only the same can be gone on with.
        parts: The files of each part.
        overwrite: Whether an earlier package of ours is replaced.
        restart: Whether what an earlier run left unfinished is dropped.

    Raises:
        BadInput: A target that may not be replaced or written, that another run is writing, or
            that holds unfinished work on something else.
    """
    kept: list[int] = []
    with _explained(folder, kept):
        target = folder.resolve()
        if not target.name:
            raise BadInput("customers.foreign_folder", folder=str(folder))
        with _locked(target, folder):
            _restore(target)
            _refuse_foreign(target, folder, overwrite)
            journal = open_journal(_partial(target), header, parts, restart)
            try:
                yield journal
                _flush(journal.folder)
                _move_into_place(journal.folder, target)
            except BaseException:
                kept += journal.finished
                journal.leave()
                raise


def _refuse_foreign(target: Path, folder: Path, overwrite: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise BadInput("customers.not_a_folder", folder=str(folder))
    if not any(target.iterdir()):
        return
    if not is_ours(target):
        raise BadInput("customers.foreign_folder", folder=str(folder))
    if not overwrite:
        raise BadInput("customers.folder_exists", folder=str(folder))


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
    """End what a killed run was doing last: give names, put back or clear away what was aside."""
    if is_unfinished(target):
        if is_whole(target):  # it had its name already, and only the journal was still to go
            (target / JOURNAL).unlink()
        elif not _partial(target).exists():
            target.rename(_partial(target))
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


def _partial(target: Path) -> Path:
    return target.with_name(f"{target.name}.partial")


def _aside_prefix(target: Path) -> str:
    return f".{target.name}.replaced-"


@contextmanager
def _explained(folder: Path, kept: Sized) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        code = "customers.cannot_write_on" if kept else "customers.cannot_write"
        raise BadInput(code, folder=str(folder), problem=reason, parts=len(kept)) from error
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
