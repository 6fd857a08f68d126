"""Writes the tables of a profile as a Frictionless Data Package, whole or not at all.

Customers come in chunks (one row group each) and, above a million, in parts; both depend on the
range alone, so the bytes are the same with any number of workers. `kit.customers.folder` sees to
it that a killed run leaves nothing that looks whole.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kit.customers.describe import DESCRIPTOR, descriptor, label_table
from kit.customers.engine import Spec, check_range, schema, table_of
from kit.customers.folder import building, to_json, write_journal, write_text
from kit.customers.whole import tables

CHUNK = 65_536
"""Customers per row group."""
PART = 1_000_000
"""Customers per file; above that a table is a folder of parts."""
FORMATS = ("parquet", "csv")
PROFILE_FILE = "profile.toml"
Progress = Callable[[int], None]


class Writer(Protocol):
    """Takes the tables of a file, one after the other."""

    def write_table(self, table: pa.Table) -> None:
        """Write the next rows."""

    def close(self) -> None:
        """Finish the file."""


@dataclass(frozen=True)
class Request:
    """A data package to be written.

    Attributes:
        spec: What fixes the values.
        start: First customer.
        rows: Number of customers.
        format: ``"parquet"`` (zstd) or ``"csv"`` (UTF-8 with byte order mark, for Excel).
        own_profile: Whether the profile is not one of the shipped ones, so that it goes along.
    """

    spec: Spec
    start: int
    rows: int
    format: str = "parquet"
    own_profile: bool = False

    def parts(self) -> list[range]:
        """Return the customers of each part."""
        last = self.start + self.rows
        starts = range(self.start, last, PART) or [self.start]
        return [range(first, min(first + PART, last)) for first in starts]

    def files(self) -> list[str]:
        """Return every data file of the package, relative to the folder."""
        tables = self.spec.profile.tables.values()
        parts = range(len(self.parts()))
        paths = [
            self.path(t.name, part) for t in tables for part in (parts if not t.count else [0])
        ]
        return [*paths, f"labels.{self.format}"]

    def path(self, table: str, part: int) -> str:
        """Return where a part of a table is written, relative to the folder."""
        if len(self.parts()) == 1 or self.spec.profile.tables[table].count:
            return f"{table}.{self.format}"
        return f"{table}.{self.format}/part-{part:05d}.{self.format}"


def write_package(
    request: Request,
    folder: Path,
    *,
    workers: int = 2,
    overwrite: bool = False,
    progress: Progress = lambda done: None,
) -> Path:
    """Write the package and return its folder.

    Args:
        request: What to write.
        folder: Where; it must not exist, be empty, or (with ``overwrite``) be a package of ours.
        workers: Number of threads.
        overwrite: Whether an earlier package of ours is replaced, once the new one is whole.
        progress: Called with the number of customers finished since the last call.

    Raises:
        BadInput: A folder that may not be replaced or written, or a range beyond capacity.
    """
    check_range(request.spec, request.start, request.rows)
    spec = descriptor(request, {})["kit"]
    with building(folder, overwrite, spec) as partial:
        hashes = _write_tables(request, partial, workers, progress)
        _write_extras(request, partial, hashes)
    return folder


def chunks(customers: range) -> Iterator[tuple[int, int]]:
    """Yield (start, count) of the chunks of a part."""
    for start in range(customers.start, customers.stop, CHUNK):
        yield start, min(CHUNK, customers.stop - start)


def open_writer(path: Path, layout: pa.Schema) -> Writer:
    """Return a writer for a table file; the ending of its name says which kind."""
    if path.suffix == ".csv":
        return _CsvFile(path, layout)
    writer: Writer = pq.ParquetWriter(path, layout, compression="zstd", compression_level=1)
    return writer


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_tables(
    request: Request, partial: Path, workers: int, progress: Progress
) -> dict[str, str]:
    hashes: dict[str, str] = {}
    children = [n for n, t in request.spec.profile.tables.items() if not t.count]
    with ThreadPoolExecutor(workers) as pool, ThreadPoolExecutor(workers) as writing:
        for name, table in request.spec.profile.tables.items():
            if table.count:
                path = _write_one(request, partial, name)
                hashes[path] = sha256(partial / path)
        for number, customers in enumerate(request.parts()):
            paths = {name: request.path(name, number) for name in children}
            with _open_all(request, partial, paths) as writers:
                for made in _made_ahead(pool, request.spec, customers, workers):
                    _write_all(writing, writers, made)
                    progress(made[request.spec.profile.root].num_rows)
            hashes |= {path: sha256(partial / path) for path in paths.values()}
            write_journal(partial, descriptor(request, {})["kit"], hashes)
    return hashes


def _write_all(
    pool: ThreadPoolExecutor, writers: dict[str, Writer], made: dict[str, pa.Table]
) -> None:
    """Write a piece of every table; all threads have ended before an error is raised."""
    running = [pool.submit(writer.write_table, made[name]) for name, writer in writers.items()]
    wait(running)
    for future in running:
        future.result()


def _made_ahead(
    pool: ThreadPoolExecutor, spec: Spec, customers: range, workers: int
) -> Iterator[dict[str, pa.Table]]:
    """Yield the chunks in order while the next ones are being made."""
    waiting: deque[Future[dict[str, pa.Table]]] = deque()
    plan = list(chunks(customers)) or [(customers.start, 0)]
    for start, count in plan:
        waiting.append(pool.submit(tables, spec, start, count))
        if len(waiting) >= workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _open_all(
    request: Request, partial: Path, paths: dict[str, str]
) -> Iterator[dict[str, Writer]]:
    with ExitStack() as stack:
        writers = {}
        for name, path in paths.items():
            (partial / path).parent.mkdir(exist_ok=True)
            writer = open_writer(partial / path, schema(request.spec.profile.tables[name]))
            stack.push(_closing(writer))
            writers[name] = writer
        yield writers


def _closing(writer: Writer) -> Callable[..., None]:
    """Close the writer; after an earlier error, a second one while closing is of no interest."""

    def close(kind: type[BaseException] | None, *_: object) -> None:
        with suppress(OSError, pa.ArrowException) if kind else nullcontext():
            writer.close()

    return close


def _to_seconds(field: pa.Field) -> pa.Field:
    """Times of day are whole seconds; as such CSV shows them without decimals."""
    return field.with_type(pa.timestamp("s")) if pa.types.is_timestamp(field.type) else field


class _CsvFile:
    """A CSV writer that starts with a byte order mark, so that Excel reads Chinese right."""

    def __init__(self, path: Path, layout: pa.Schema) -> None:
        self._file = path.open("wb")
        self._file.write(b"\xef\xbb\xbf")
        self._layout = pa.schema([_to_seconds(field) for field in layout])
        self._csv = pa_csv.CSVWriter(self._file, self._layout)

    def write_table(self, table: pa.Table) -> None:
        self._csv.write_table(table.cast(self._layout))

    def close(self) -> None:
        self._csv.close()
        self._file.close()


def _write_one(request: Request, partial: Path, name: str) -> str:
    path = request.path(name, 0)
    table = table_of(request.spec, name)
    writer = open_writer(partial / path, table.schema)
    writer.write_table(table)
    writer.close()
    return path


def _write_extras(request: Request, partial: Path, hashes: dict[str, str]) -> None:
    labels = label_table(request.spec.profile, flat=request.format == "csv")
    path = f"labels.{request.format}"
    writer = open_writer(partial / path, labels.schema)
    writer.write_table(labels)
    writer.close()
    hashes = hashes | {path: sha256(partial / path)}
    if request.own_profile:
        write_text(partial / PROFILE_FILE, request.spec.profile.source)
    write_text(partial / DESCRIPTOR, to_json(descriptor(request, hashes)))
