"""Reads a written data package back: its descriptor, and its tables piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from pydantic import ValidationError

from kit import __version__
from kit.customers.engine import Spec, check_range
from kit.customers.ours import DESCRIPTOR, JOURNAL, Manifest, read_descriptor
from kit.customers.package import PROFILE_FILE
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.request import Request
from kit.errors import BadInput

_BATCH = 65_536


@dataclass(frozen=True)
class Stored:
    """A package on disk.

    Attributes:
        folder: Where it lies.
        request: What it says it was written from.
        hashes: SHA-256 of each file as recorded, by relative path.
        profile_sha256: Hash of the profile it was written from.
        described: The whole descriptor as it stands in the folder.
    """

    folder: Path
    request: Request
    hashes: dict[str, str]
    profile_sha256: str
    described: dict[str, Any]


def open_package(folder: Path) -> Stored:
    """Return the package in a folder.

    Raises:
        BadInput: No package of ours, an unfinished or damaged one, or one of another version.
    """
    described, kit = _described(folder)
    if kit.version != __version__:
        raise BadInput(
            "customers.other_version", folder=str(folder), theirs=kit.version, ours=__version__
        )
    if not kit.own_profile and kit.profile not in SHIPPED:
        raise BadInput("customers.unknown_profile", name=kit.profile, known=", ".join(SHIPPED))
    profile = load_profile(folder / PROFILE_FILE if kit.own_profile else kit.profile)
    spec = Spec(profile, kit.seed, kit.as_of, kit.locale, kit.flaws, kit.deal)
    check_range(spec, kit.start, kit.rows)
    request = Request(spec, kit.start, kit.rows, kit.format, kit.own_profile)
    return Stored(folder, request, kit.sha256, kit.profile_sha256, described)


def read_csv(path: Path, layout: pa.Schema) -> pa.Table:
    """Return a small CSV file of ours with the types it was written from."""
    return pa_csv.read_csv(path, convert_options=_as_written(layout))


def _as_written(layout: pa.Schema) -> pa_csv.ConvertOptions:
    return pa_csv.ConvertOptions(
        column_types=layout,
        strings_can_be_null=True,
        null_values=[""],
        quoted_strings_can_be_null=False,
    )


class TableReader:
    """Hands out the rows of one stored file in order, as many at a time as asked for.

    Args:
        path: The file; its ending says which kind it is.
        layout: The schema it must have.

    Attributes:
        problem: What stopped the reading, or None.
    """

    def __init__(self, path: Path, layout: pa.Schema) -> None:
        self._path = path
        self._layout = layout
        self._batches = self._read()
        self._waiting: list[pa.Table] = []
        self.problem: str | None = None

    def take(self, rows: int) -> pa.Table:
        """Return the next rows; fewer where the table ends or cannot be read on."""
        have = sum(table.num_rows for table in self._waiting)
        while have < rows and self.problem is None:
            try:
                batch = next(self._batches)
            except StopIteration:
                break
            except (OSError, pa.ArrowException, ValueError) as error:
                self.problem = _first_line(error)
                break
            self._waiting.append(batch)
            have += batch.num_rows
        whole = pa.concat_tables([self._layout.empty_table(), *self._waiting])
        self._waiting = [whole.slice(rows)]
        return whole.slice(0, rows)

    def _read(self) -> Iterator[pa.Table]:
        for batch in self._batches_of():
            batch.validate(full=True)
            yield self._as_described(pa.Table.from_batches([batch]))

    def _batches_of(self) -> Iterator[pa.RecordBatch]:
        if self._path.suffix == ".parquet":
            with pq.ParquetFile(self._path) as file:
                yield from file.iter_batches(batch_size=_BATCH)
            return
        with pa_csv.open_csv(self._path, convert_options=_as_written(self._layout)) as file:
            yield from file

    def _as_described(self, table: pa.Table) -> pa.Table:
        if table.column_names != self._layout.names:
            odd = set(table.column_names) ^ set(self._layout.names)
            raise ValueError(f"columns differ: {', '.join(sorted(odd)) or 'order'}")
        for want, have in zip(self._layout, table.schema, strict=True):
            if not _same_type(want.type, have.type):
                raise ValueError(f"{want.name} is {have.type} instead of {want.type}")
        return table.cast(self._layout)


def _same_type(want: pa.DataType, have: pa.DataType) -> bool:
    """Whether two types are the same; the items of a list are called differently in Parquet."""
    if pa.types.is_list(want) and pa.types.is_list(have):
        return bool(want.value_type == have.value_type)
    return bool(want == have)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _described(folder: Path) -> tuple[dict[str, Any], Manifest]:
    path = folder / DESCRIPTOR
    try:
        if not folder.is_dir():
            raise BadInput("customers.no_folder", folder=str(folder))
        if (folder / JOURNAL).exists():
            raise BadInput("customers.unfinished", folder=str(folder))
        if not path.is_file():
            raise BadInput("customers.no_package", folder=str(folder))
        return read_descriptor(folder)
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"kit.{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except (OSError, ValueError) as error:
        problem = str(error)[:200] or type(error).__name__
    raise BadInput("customers.bad_descriptor", file=str(path), problem=problem)
