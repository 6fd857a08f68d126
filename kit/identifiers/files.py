"""Reads tables from CSV and Parquet files in pieces, whatever their encoding."""

import codecs
import csv
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, zip_longest
from pathlib import Path
from typing import BinaryIO, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq

from kit.errors import BadInput
from kit.identifiers import kinds_of

SUFFIXES = (".csv", ".tsv", ".parquet")
MOST_COLUMNS = 16_384
_BATCH_ROWS = 65_536
_BATCH_CELLS = 1 << 22
_BATCH_BYTES = 1 << 26
_READ_BYTES = 1 << 20
_LONGEST_CELL = 1 << 26
_DELIMITERS = (",", "\t", ";")
# The mark of UTF-32 begins with that of UTF-16, so it comes first.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Piece:
    """Some rows of a file.

    Attributes:
        columns: The columns by name; a repeated name gets its place in brackets. A column may
            have more values than there are rows: identifiers inside cells of several lines.
        rows: How many rows there are in this piece.
        done: Share of the file read so far, 0 to 1.
        misquoted: The line where the quotation marks of a text file go wrong; every line of
            such a file is read as a row of its own. None if they are in order.
    """

    columns: dict[str, pa.Array]
    rows: int
    done: float
    misquoted: int | None = None


def files_in(path: Path) -> list[Path]:
    """Return the path itself, or the tables below it if it is a folder, in order.

    Raises:
        BadInput: If there is no such file, a folder cannot be looked into, or nothing can be
            read as a table.
    """
    try:
        if not path.exists():
            raise BadInput("identifiers.file_missing", file=path)
        found = sorted(_below(path)) if path.is_dir() else [path]
        tables = [file for file in found if file.is_file() and file.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise _unreadable(path, error) from error
    if not tables:
        raise BadInput("identifiers.file_kind", file=path)
    return tables


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; one that cannot be looked into is an error, not skipped."""

    def stop(error: OSError) -> NoReturn:
        raise error

    for place, _, names in os.walk(folder, onerror=stop):
        yield from (Path(place) / name for name in names)


def read(path: Path) -> Iterator[Piece]:
    """Yield the rows of a CSV, TSV or Parquet file in order; memory stays flat.

    Raises:
        BadInput: If the file cannot be opened, is damaged, too wide or in an unknown encoding.
    """
    pieces = _read_parquet if path.suffix.lower() == ".parquet" else _read_text
    try:
        yield from pieces(path)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> BadInput:
    reason = error.strerror or str(error)
    return BadInput("identifiers.file_unreadable", file=error.filename or path, reason=reason)


def _read_parquet(path: Path) -> Iterator[Piece]:
    with path.open("rb") as stream:
        try:
            table = pq.ParquetFile(stream)
            names = _unique(table.schema_arrow.names)
            _check_width(path, len(names))
            total, seen = max(table.metadata.num_rows, 1), 0
            for batch in table.iter_batches(_BATCH_ROWS):
                seen += batch.num_rows
                yield Piece(
                    dict(zip(names, batch.columns, strict=True)), batch.num_rows, seen / total
                )
        except (pa.ArrowException, OSError) as error:
            raise BadInput("identifiers.file_damaged_parquet", file=path) from error


def _read_text(path: Path) -> Iterator[Piece]:
    size = max(path.stat().st_size, 1)
    encoding = _encoding(path)
    csv.field_size_limit(_LONGEST_CELL)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        header = stream.readline()
        if not header.strip():
            raise BadInput("identifiers.file_empty", file=path)
        delimiter = max(_DELIMITERS, key=header.count)
        misquoted = _misquoted_line(stream, delimiter)
        stream.seek(0)
        lines = _lines(stream, delimiter, path, quoted=misquoted is None)
        names, rows = _header(lines)
        for batch in _batches(rows, raw):
            columns = _columns(names, batch, delimiter)
            yield Piece(columns, len(batch), raw.tell() / size, misquoted)


def _misquoted_line(stream: TextIOWrapper, delimiter: str) -> int | None:
    """Return the line whose row has a quotation mark that never closes or closes too early.

    A forgotten mark swallows whatever follows it, numbers and all, so nothing is read before
    this is known.
    """
    stream.seek(0)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error:
        return line + 1
    return None


def _lines(stream: TextIOWrapper, delimiter: str, path: Path, quoted: bool) -> Iterator[list[str]]:
    """Yield the rows; without trust in quotation marks every line is a row."""
    reader = (
        csv.reader(stream, delimiter=delimiter)
        if quoted
        else csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    try:
        for row in reader:
            _check_width(path, len(row))
            yield row if quoted else [cell.strip(' "') for cell in row]
    except csv.Error as error:
        line = reader.line_num
        raise BadInput("identifiers.file_damaged_csv", file=path, line=line) from error


def _check_width(path: Path, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise BadInput("identifiers.file_too_wide", file=path, columns=columns, limit=MOST_COLUMNS)


def _batches(rows: Iterator[list[str]], raw: BinaryIO) -> Iterator[list[list[str]]]:
    """Yield the rows in batches that stay small however wide a row or long a cell is."""
    batch: list[list[str]] = []
    width, start = 1, raw.tell()
    for row in rows:
        batch.append(row)
        width = max(width, len(row))
        full = len(batch) >= _BATCH_ROWS or len(batch) * width >= _BATCH_CELLS
        if full or raw.tell() - start >= _BATCH_BYTES:
            yield batch
            batch, width, start = [], 1, raw.tell()
    if batch:
        yield batch


def _header(rows: Iterator[list[str]]) -> tuple[list[str], Iterator[list[str]]]:
    """Return the column names and the rows; a first row that holds identifiers is no header."""
    first = next(rows)
    if any(kinds_of(cell.strip()) for cell in first):
        return [], chain([first], rows)
    return _unique(first), rows


def _columns(names: list[str], rows: list[list[str]], delimiter: str) -> dict[str, pa.Array]:
    columns = list(zip_longest(*rows, fillvalue=""))
    extra = [f"#{number}" for number in range(len(names) + 1, len(columns) + 1)]
    found = zip([*names, *extra], columns, strict=False)
    return {
        name: pa.array([*column, *_inside(column, delimiter)], pa.string())
        for name, column in found
    }


def _inside(column: tuple[str, ...], delimiter: str) -> Iterator[str]:
    """Yield the identifiers inside cells of several lines: two stray marks can make a cell."""
    for cell in column:
        if "\n" in cell or "\r" in cell:
            parts = (part for line in cell.splitlines() for part in line.split(delimiter))
            yield from (part for part in (p.strip(' "') for p in parts) if kinds_of(part))


def _unique(names: list[str]) -> list[str]:
    repeated = Counter(names)
    return [
        f"{name} (#{number})" if repeated[name] > 1 or not name else name
        for number, name in enumerate(names, start=1)
    ]


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: that of its mark, else the first that fits."""
    with path.open("rb") as stream:
        start = stream.read(4)
        marked = [name for mark, name in _MARKS.items() if start.startswith(mark)]
        for name in marked[:1] or ("utf-8", "gb18030"):
            stream.seek(0)
            if _fits(stream, name):
                return name
    raise BadInput("identifiers.file_encoding", file=path)


def _fits(stream: BinaryIO, encoding: str) -> bool:
    """Return whether all of a stream is text in this encoding.

    Text holds no zero characters: UTF-16 without its mark looks like ASCII with zeros between.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_READ_BYTES):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
