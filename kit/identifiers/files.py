"""Reads tables from CSV and Parquet files in pieces, whatever their encoding."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kit.errors import BadInput
from kit.identifiers import kinds_of

SUFFIXES = (".csv", ".tsv", ".parquet")
_BATCH_ROWS = 65_536
_READ_BYTES = 1 << 20
_LONGEST_CELL = 1 << 26
_DELIMITERS = (",", "\t", ";")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Piece:
    """Some rows of a file.

    Attributes:
        columns: The columns by name; a repeated name gets its place in brackets.
        rows: How many rows there are in this piece.
        done: Share of the file read so far, 0 to 1.
    """

    columns: dict[str, pa.Array]
    rows: int
    done: float


def files_in(path: Path) -> list[Path]:
    """Return the path itself, or the tables below it if it is a folder, in order.

    Raises:
        BadInput: If there is no such file, or nothing that can be read as a table.
    """
    if not path.exists():
        raise BadInput("identifiers.file_missing", file=path)
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    tables = [file for file in found if file.is_file() and file.suffix.lower() in SUFFIXES]
    if not tables:
        raise BadInput("identifiers.file_kind", file=path)
    return tables


def read(path: Path) -> Iterator[Piece]:
    """Yield the rows of a CSV, TSV or Parquet file in order; memory stays flat.

    Raises:
        BadInput: If the file cannot be opened, is damaged or in an unknown encoding.
    """
    pieces = _read_parquet if path.suffix.lower() == ".parquet" else _read_text
    try:
        yield from pieces(path)
    except OSError as error:
        raise BadInput("identifiers.file_unreadable", file=path, reason=error.strerror) from error


def _read_parquet(path: Path) -> Iterator[Piece]:
    with path.open("rb") as stream:
        try:
            table = pq.ParquetFile(stream)
            names = _unique(table.schema_arrow.names)
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
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        header = stream.readline()
        if not header.strip():
            raise BadInput("identifiers.file_empty", file=path)
        stream.seek(0)
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(stream, delimiter=max(_DELIMITERS, key=header.count))
        try:
            names, rows = _header(reader)
            while batch := list(islice(rows, _BATCH_ROWS)):
                yield Piece(_columns(names, batch), len(batch), raw.tell() / size)
        except csv.Error as error:
            line = reader.line_num
            raise BadInput("identifiers.file_damaged_csv", file=path, line=line) from error
        except UnicodeDecodeError as error:
            raise BadInput("identifiers.file_encoding", file=path) from error


def _header(rows: Iterator[list[str]]) -> tuple[list[str], Iterator[list[str]]]:
    """Return the column names and the rows; a first row that holds identifiers is no header."""
    first = next(rows)
    if any(kinds_of(cell.strip()) for cell in first):
        return [], chain([first], rows)
    return _unique(first), rows


def _columns(names: list[str], rows: list[list[str]]) -> dict[str, pa.Array]:
    columns = list(zip_longest(*rows, fillvalue=""))
    extra = [f"#{number}" for number in range(len(names) + 1, len(columns) + 1)]
    found = zip([*names, *extra], columns, strict=False)
    return {name: pa.array(column, pa.string()) for name, column in found}


def _unique(names: list[str]) -> list[str]:
    repeated = Counter(names)
    return [
        f"{name} (#{number})" if repeated[name] > 1 or not name else name
        for number, name in enumerate(names, start=1)
    ]


def _encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else the first that fits all of it."""
    with path.open("rb") as stream:
        start = stream.read(4)
        for mark, name in _MARKS.items():
            if start.startswith(mark):
                return name
        for name in ("utf-8", "gb18030"):
            stream.seek(0)
            if _fits(stream, name):
                return name
    raise BadInput("identifiers.file_encoding", file=path)


def _fits(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_READ_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
