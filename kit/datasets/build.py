"""Writes the ready-made datasets with their cards, and compares a folder with a fresh build."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from kit.customers.ours import DESCRIPTOR
from kit.customers.package import write_package
from kit.datasets.card import cards
from kit.datasets.sets import SETS

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Difference:
    """A file that is not as a fresh build makes it.

    Attributes:
        path: The file, relative to the folder of the datasets.
        kind: ``missing``, ``extra`` or ``differs``.
    """

    path: str
    kind: Literal["missing", "extra", "differs"]


def rebuild(folder: Path, progress: Progress = lambda done: None) -> list[str]:
    """Write every ready-made dataset and its cards, in place of earlier ones.

    Args:
        folder: The folder of the datasets; it may be new.
        progress: Called with the number of customers written since the last call.

    Returns:
        The folders of the packages, relative to ``folder``.

    Raises:
        BadInput: A folder in the way that is not a package of this kit, or one that cannot be
            written.
    """
    written = []
    for one in SETS:
        for path, request in one.requests().items():
            write_package(request, folder / path, overwrite=True, progress=progress)
            written.append(path.as_posix())
    for name, text in cards(SETS).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return written


def differences(folder: Path, progress: Progress = lambda done: None) -> Iterator[Difference]:
    """Yield each file of a folder that is not as a fresh build makes it.

    Parquet files written by another PyArrow than the one at hand are compared by their values.
    """
    with tempfile.TemporaryDirectory() as fresh:
        rebuild(Path(fresh), progress)
        yield from compare(Path(fresh), folder)


def compare(fresh: Path, folder: Path) -> Iterator[Difference]:
    """Yield each file of a folder that is not as in a fresh build."""
    wanted, found = _files(fresh), _files(folder)
    for path in sorted(wanted | found):
        if path not in found:
            yield Difference(path, "missing")
        elif path not in wanted:
            yield Difference(path, "extra")
        elif not _same(fresh / path, folder / path):
            yield Difference(path, "differs")


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def _same(wanted: Path, found: Path) -> bool:
    if wanted.read_bytes() == found.read_bytes():
        return True
    try:
        if found.suffix == ".parquet" and _other_writer(wanted, found):
            return bool(pq.read_table(wanted).equals(pq.read_table(found)))
        if found.name == DESCRIPTOR and found.parent.name == "parquet":
            labels = [path.with_name("labels.parquet") for path in (wanted, found)]
            return _other_writer(*labels) and _without_hashes(wanted) == _without_hashes(found)
    except (OSError, ValueError, pa.ArrowException):
        return False
    return False


def _other_writer(wanted: Path, found: Path) -> bool:
    """Whether two Parquet files name different versions of the library that wrote them."""
    writers = [pq.read_metadata(path).created_by for path in (wanted, found)]
    return bool(writers[0] != writers[1])


def _without_hashes(path: Path) -> Any:
    described = json.loads(path.read_text(encoding="utf-8"))
    described["kit"].pop("sha256")
    for resource in described["resources"]:
        resource.pop("hash", None)
    return described
