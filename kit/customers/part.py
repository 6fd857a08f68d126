"""Writes one part of a data package: up to a million customers, each table a file.

A part depends on nothing but its own range of customers, so parts can be written in any order, by
any number of processes, and again after a break, always with the same bytes.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kit.customers import truth, whole
from kit.customers.encoding import repeating, with_bounds
from kit.customers.engine import schema
from kit.customers.request import Request

Progress = Callable[[int], None]


class Written(NamedTuple):
    """A finished file: its SHA-256, hexadecimal, and its size in bytes."""

    sha256: str
    size: int


class Writer(Protocol):
    """Takes the tables of a file, one after the other."""

    def write_table(self, table: pa.Table) -> None:
        """Write the next rows."""

    def close(self) -> None:
        """Finish the file."""


def write_part(
    request: Request,
    number: int,
    folder: Path,
    *,
    workers: int = 1,
    progress: Progress = lambda done: None,
) -> dict[str, Written]:
    """Write the files of one part and return what they are, by relative path.

    Args:
        request: The package.
        number: Which part, from 0.
        folder: The folder of the package.
        workers: Number of threads that make customers, and of threads that write them.
        progress: Called with the number of customers finished since the last call.
    """
    paths = {name: request.path(name, number) for name in request.parted}
    root = request.spec.profile.root
    before = dict.fromkeys(paths, 0)
    with ThreadPoolExecutor(workers) as making, ThreadPoolExecutor(workers) as writing:
        with _open_all(request, folder, paths) as writers:
            for made in made_ahead(making, request, number, workers + 1):
                tables = made.tables | placed(made, before, flat=request.format == "csv")
                _write_all(writing, writers, tables)
                for name in before:
                    before[name] += tables[name].num_rows
                progress(tables[root].num_rows)
        return dict(zip(paths.values(), writing.map(written, _in(folder, paths)), strict=True))


def made_ahead(
    pool: ThreadPoolExecutor, request: Request, number: int, ahead: int
) -> Iterator[whole.Made]:
    """Yield the pieces of a part in order while the next ones are being made."""
    waiting: deque[Future[whole.Made]] = deque()
    try:
        for start, count in request.chunks(number):
            waiting.append(pool.submit(whole.make, request.spec, start, count))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def placed(
    made: whole.Made, before: Mapping[str, int], *, flat: bool = False
) -> dict[str, pa.Table]:
    """Return the truth of a piece with rows counted from the beginning of its part.

    Args:
        made: The piece.
        before: How many rows of each table stand in the part already.
        flat: Whether lists become texts joined by ``;`` (for CSV).
    """
    moved = {name: truth.moved(table, before) for name, table in made.truth.items()}
    return {name: flattened(table) for name, table in moved.items()} if flat else moved


def layout_of(request: Request, name: str) -> pa.Schema:
    """Return the Arrow schema of a table, or of a table of the truth, as it is written."""
    if name in truth.SCHEMAS:
        own = truth.SCHEMAS[name]
        return flattened(own.empty_table()).schema if request.format == "csv" else own
    return schema(request.spec.profile.tables[name])


def flattened(table: pa.Table) -> pa.Table:
    """Return a table whose lists of words are texts joined by ``;``."""
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            joined = pc.binary_join(table[field.name], ";")
            table = table.set_column(place, field.name, joined)
    return table


def open_writer(path: Path, layout: pa.Schema, repeating: Sequence[str] | None = None) -> Writer:
    """Return a writer for a table file; the ending of its name says which kind.

    Args:
        path: The file.
        layout: Its schema.
        repeating: Columns whose values repeat often (`kit.customers.encoding`); None: try all.
    """
    if path.suffix == ".csv":
        return _CsvFile(path, layout)
    writer: Writer = pq.ParquetWriter(
        path,
        layout,
        compression="zstd",
        compression_level=1,
        use_dictionary=True if repeating is None else list(repeating),
        write_statistics=with_bounds(layout),
    )
    return writer


def write_whole(path: Path, table: pa.Table) -> Written:
    """Write a table as one file and return what it is."""
    writer = open_writer(path, table.schema)
    writer.write_table(table)
    writer.close()
    return written(path)


def written(path: Path) -> Written:
    """Return the hash and the size of a file."""
    return Written(sha256(path), path.stat().st_size)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _in(folder: Path, paths: Mapping[str, str]) -> list[Path]:
    return [folder / path for path in paths.values()]


def _write_all(
    pool: ThreadPoolExecutor, writers: Mapping[str, Writer], made: Mapping[str, pa.Table]
) -> None:
    """Write a piece of every table; all threads have ended before an error is raised."""
    running = [pool.submit(writer.write_table, made[name]) for name, writer in writers.items()]
    wait(running)
    for future in running:
        future.result()


@contextmanager
def _open_all(
    request: Request, folder: Path, paths: Mapping[str, str]
) -> Iterator[dict[str, Writer]]:
    with ExitStack() as stack:
        writers = {}
        for name, path in paths.items():
            (folder / path).parent.mkdir(exist_ok=True)
            writer = open_writer(folder / path, layout_of(request, name), repeating(request, name))
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
