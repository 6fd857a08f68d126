"""Checks a data package: its invariants, without the generator, and then every cell against it."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kit.customers import invariants
from kit.customers.describe import descriptor, label_table
from kit.customers.ours import DESCRIPTOR
from kit.customers.package import PROFILE_FILE
from kit.customers.part import Progress, layout_of, made_ahead, placed, sha256
from kit.customers.request import Request
from kit.customers.stored import Stored, TableReader, read_csv
from kit.customers.truth import moved
from kit.customers.whole import Made

MOST_CELLS = 1000
"""How many changed cells are shown with their values; the rows of all are named."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: ``missing_file``, ``extra_file``, ``hash``, ``metadata``, ``descriptor``,
            ``unreadable``, ``rows_more``, ``rows_fewer``, ``cell``, ``labels``, ``profile``, or the
            name of a broken invariant (`kit.customers.invariants`).
        table: Where; empty for the package as a whole.
        column: Which column, or empty.
        row: Row number in the whole table, from 0; -1 where it is not about one row.
        values: What the message names; ``file`` and ``at``, the row in that file, from 0.
    """

    code: str
    table: str = ""
    column: str = ""
    row: int = -1
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Report:
    """What was checked and found.

    Attributes:
        findings: All findings, but at most `MOST_CELLS` changed cells among them.
        cells: How many cells were compared.
        changed_rows: For each changed column (``table.column``) the rows that differ, as ranges
            ``[first, last]``.
        rows: Rows read, by table.
        starts: For each table the number of the first row of each of its parts.
    """

    findings: list[Finding] = field(default_factory=list)
    cells: int = 0
    changed_rows: dict[str, list[list[int]]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)

    def add_broken(self, request: Request, broken: invariants.Broken) -> None:
        """Add a broken rule, with the file and the row in it."""
        starts = self.starts[broken.table]
        part = bisect_right(starts, broken.row) - 1
        values = {
            "count": broken.count,
            "file": request.path(broken.table, part),
            "at": broken.row - starts[part],
        }
        found = Finding(broken.rule, broken.table, broken.column, broken.row, values)
        self.findings.append(found)

    @property
    def changed(self) -> int:
        """How many cells differ from what the spec makes."""
        ranges = (pair for pairs in self.changed_rows.values() for pair in pairs)
        return sum(last - first + 1 for first, last in ranges)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify_package(
    stored: Stored, progress: Progress = lambda done: None, *, workers: int = 2
) -> Report:
    """Return what is wrong with a package; an untouched one has no findings.

    Args:
        stored: The package.
        progress: Called with the number of customers checked since the last call.
        workers: Number of threads that make what the package is compared with.
    """
    report = Report()
    for check in (_files, _described, _labels):
        report.findings += check(stored)
    request = stored.request
    memory = invariants.Memory(request.spec.profile, request.spec.locale)
    with ThreadPoolExecutor(workers) as pool:
        for number in range(len(request.parts())):
            part = _Part(stored, number, report, memory)
            for made in made_ahead(pool, request, number, workers):
                part.check(made)
                progress(made.tables[request.spec.profile.root].num_rows)
            part.end()
    for broken in memory.repeated():
        report.add_broken(request, broken)
    return report


class _Part:
    """Compares the files of one part with what the spec makes, piece by piece."""

    def __init__(
        self, stored: Stored, number: int, report: Report, memory: invariants.Memory
    ) -> None:
        self._request = stored.request
        self._report = report
        self._memory = memory
        names = [*(stored.request.shared if number == 0 else ()), *stored.request.parted]
        self._files = {name: stored.request.path(name, number) for name in names}
        self._readers = {
            name: TableReader(stored.folder / path, layout_of(stored.request, name))
            for name, path in self._files.items()
        }
        self._before = dict.fromkeys(names, 0)
        for name in names:
            report.starts.setdefault(name, []).append(report.rows.setdefault(name, 0))

    def check(self, made: Made) -> None:
        """Check the next piece: the rules first, from the files alone, then every cell."""
        truth = placed(made, self._before, flat=self._request.format == "csv")
        wanted = {name: table for name, table in (made.tables | truth).items() if self._due(name)}
        read = {name: self._readers[name].take(table.num_rows) for name, table in wanted.items()}
        for name, table in read.items():
            self._report.rows[name] += table.num_rows
        tables = {name: table for name, table in read.items() if name in made.tables}
        named = invariants.Named.of(made.truth["flaws"])
        spans = truth_rows(read["spans"], self._before)
        unread = {name for name in wanted if read[name].num_rows < wanted[name].num_rows}
        for broken in self._memory.check(tables, named, spans, unread):
            first = self._report.rows[broken.table] - read[broken.table].num_rows
            row = replace(broken, row=first + broken.row)
            self._report.add_broken(self._request, row)
        for name, table in wanted.items():
            self._compare(name, table, read[name])
            self._before[name] += table.num_rows

    def end(self) -> None:
        """Look for rows beyond the last one, and for what stopped the reading."""
        for name, reader in self._readers.items():
            extra = reader.take(1).num_rows if reader.problem is None else 0
            found = self._report.rows[name] - self._report.starts[name][-1]
            values: dict[str, Any] = {"file": self._files[name], "at": found}
            if reader.problem is not None:
                values["problem"] = reader.problem
                self._report.findings.append(Finding("unreadable", name, "", found, values))
            elif extra:
                values |= {"expected": self._before[name]}
                self._report.findings.append(Finding("rows_more", name, "", found, values))
            elif found < self._before[name]:
                values |= {"expected": self._before[name]}
                self._report.findings.append(Finding("rows_fewer", name, "", found, values))

    def _due(self, name: str) -> bool:
        """Reference tables come with every piece, and are read with the first one."""
        return name in self._readers and not (self._before[name] and name in self._request.shared)

    def _compare(self, name: str, wanted: pa.Table, got: pa.Table) -> None:
        report = self._report
        first = report.rows[name] - got.num_rows
        rows = min(got.num_rows, wanted.num_rows)
        report.cells += rows * wanted.num_columns
        for column in wanted.column_names:
            rows_off = _differing(wanted[column].slice(0, rows), got[column].slice(0, rows))
            if not len(rows_off):
                continue
            shown = MOST_CELLS - report.changed
            ranges = report.changed_rows.setdefault(f"{name}.{column}", [])
            ranges += _ranges(first + rows_off)
            for row in rows_off[: max(0, shown)].tolist():
                values = {
                    "file": self._files[name],
                    "at": self._before[name] + row,
                    "expected": wanted[column][row].as_py(),
                    "found": got[column][row].as_py(),
                }
                report.findings.append(Finding("cell", name, column, first + row, values))


def truth_rows(spans: pa.Table, before: Mapping[str, int]) -> pa.Table:
    """Return spans as read, with rows counted from the first one of the piece."""
    return moved(spans, {name: -rows for name, rows in before.items()})


def _files(stored: Stored) -> Iterator[Finding]:
    """Files that are missing, changed, or nobody's."""
    expected = stored.request.files()
    for path in expected:
        file = stored.folder / path
        if not file.is_file():
            yield Finding("missing_file", values={"file": path})
        elif sha256(file) != stored.hashes.get(path):
            yield Finding("hash", values={"file": path})
        elif file.suffix == ".parquet" and _odd_metadata(file):
            yield Finding("metadata", values={"file": path})
    known = {*expected, DESCRIPTOR, *([PROFILE_FILE] if stored.request.own_profile else [])}
    for file in sorted(stored.folder.rglob("*")):
        name = file.relative_to(stored.folder).as_posix()
        if name not in known and not (file.is_dir() and not file.is_symlink()):
            yield Finding("extra_file", values={"file": name})


def _odd_metadata(file: Path) -> bool:
    """Whether a Parquet file carries texts that this kit did not put there."""
    try:
        metadata = pq.read_metadata(file).metadata or {}
    except (OSError, pa.ArrowException):
        return False  # reported as unreadable
    return bool(set(metadata) - {b"ARROW:schema"})


def _described(stored: Stored) -> Iterator[Finding]:
    request = stored.request
    now = hashlib.sha256(request.spec.profile.source.encode()).hexdigest()
    if now != stored.profile_sha256:
        yield Finding("profile", values={"profile": request.spec.profile.id})
    hashes = {path: stored.hashes.get(path, "") for path in request.files()}
    wanted = json.loads(json.dumps(descriptor(request, hashes)))
    key = _first_difference(wanted, stored.described)
    if key is not None:
        yield Finding("descriptor", values={"key": key or DESCRIPTOR})


def _first_difference(wanted: Any, found: Any, key: str = "") -> str | None:
    """The path of the first place where two JSON values differ; None if they are the same."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name in sorted(wanted.keys() | found.keys()):
            if name not in wanted or name not in found:
                return f"{key}.{name}".lstrip(".")
            inner = _first_difference(wanted[name], found[name], f"{key}.{name}".lstrip("."))
            if inner is not None:
                return inner
        return None
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        inner_keys = (_first_difference(a, b, f"{key}[{place}]") for place, (a, b) in pairs)
        return next((inner for inner in inner_keys if inner is not None), None)
    return None if wanted == found and type(wanted) is type(found) else key


def _labels(stored: Stored) -> Iterator[Finding]:
    request = stored.request
    flat = request.format == "csv"
    wanted = label_table(request.spec.profile, flat=flat)
    path = stored.folder / f"labels.{request.format}"
    try:
        read = read_csv(path, wanted.schema) if flat else pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        values = {"file": path.name, "at": 0, "problem": _first(error)}
        yield Finding("unreadable", "labels", values=values)
        return
    if not read.equals(wanted):
        yield Finding("labels", "labels")


def _ranges(rows: NDArray[np.int64]) -> list[list[int]]:
    """Rows in rising order as ``[first, last]`` of each unbroken stretch."""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate([[0], breaks + 1])]
    lasts = rows[np.concatenate([breaks, [len(rows) - 1]])]
    return np.stack([firsts, lasts], axis=1).tolist()  # type: ignore[no-any-return]


def _differing(wanted: pa.ChunkedArray, got: pa.ChunkedArray) -> NDArray[np.int64]:
    if wanted.equals(got):
        return np.empty(0, np.int64)
    if pa.types.is_list(wanted.type):
        wanted, got = (pc.binary_join(lists, ";") for lists in (wanted, got))
    same = pc.fill_null(pc.equal(wanted, got), False)
    both_null = pc.and_(pc.is_null(wanted), pc.is_null(got))
    rows: NDArray[np.int64] = np.flatnonzero(~pc.or_(same, both_null).to_numpy())
    return rows


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
