"""Checks a data package: its invariants, without the generator, and then every cell against it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kit.customers import invariants
from kit.customers.describe import label_table
from kit.customers.engine import tables
from kit.customers.package import Progress, chunks, sha256
from kit.customers.spec import Profile
from kit.customers.stored import Stored, TableReader

MOST_CELLS = 1000
"""How many changed cells are named; all are counted."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: ``unreadable``, ``hash``, ``rows``, ``cell``, ``labels``, ``profile``, or the name of
            a broken invariant.
        table: Where; empty for the package as a whole.
        column: Which column, or empty.
        row: Row number in the table, from 0; -1 where it is not about one row.
        values: What the message names.
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
        findings: The first findings, at most `MOST_CELLS` cells among them.
        cells: How many cells were compared.
        changed: How many of them differ from what the spec makes.
        rows: Rows read, by table.
    """

    findings: list[Finding] = field(default_factory=list)
    cells: int = 0
    changed: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify_package(stored: Stored, progress: Progress = lambda done: None) -> Report:
    """Return what is wrong with a package; an untouched one has no findings.

    Args:
        stored: The package.
        progress: Called with the number of customers checked since the last call.
    """
    report = Report()
    report.findings += _files(stored)
    report.findings += _labels(stored)
    profile = stored.request.spec.profile
    readers = {name: TableReader(stored, name) for name in profile.tables}
    memory = invariants.Memory(profile)
    for made, customers in _pieces(stored):
        read = {name: readers[name].take(table.num_rows) for name, table in made.items()}
        for name, table in read.items():
            report.rows[name] = report.rows.get(name, 0) + table.num_rows
        report.findings += _broken(memory, read, report)
        _compare(report, profile, made, read)
        progress(customers)
    report.findings += [
        Finding(broken.rule, broken.table, broken.column, broken.row, {"count": broken.count})
        for broken in memory.repeated()
    ]
    report.findings += _ends(readers)
    return report


def _pieces(stored: Stored) -> Iterator[tuple[dict[str, pa.Table], int]]:
    """What the spec makes, chunk by chunk; the reference tables come with the first one."""
    spec = stored.request.spec
    first = True
    for part in stored.request.parts():
        for start, count in list(chunks(part)) or [(part.start, 0)]:
            made = tables(spec, start, count)
            if not first:
                made = {n: t for n, t in made.items() if not spec.profile.tables[n].count}
            yield made, count
            first = False


def _files(stored: Stored) -> list[Finding]:
    found = []
    for path, recorded in stored.hashes.items():
        file = stored.folder / path
        if not file.is_file():
            found.append(Finding("missing_file", values={"file": path}))
        elif sha256(file) != recorded:
            found.append(Finding("hash", values={"file": path}))
    return found


def _labels(stored: Stored) -> list[Finding]:
    request = stored.request
    found = []
    now = hashlib.sha256(request.spec.profile.source.encode()).hexdigest()
    if now != stored.profile_sha256:
        found.append(Finding("profile", values={"profile": request.spec.profile.id}))
    if request.format == "parquet":
        try:
            read = pq.read_table(stored.folder / "labels.parquet")
        except (OSError, pa.ArrowException) as error:
            return [*found, Finding("unreadable", "labels", values={"problem": _first(error)})]
        if not read.equals(label_table(request.spec.profile)):
            found.append(Finding("labels", "labels"))
    return found


def _broken(
    memory: invariants.Memory, read: dict[str, pa.Table], report: Report
) -> Iterator[Finding]:
    for broken in memory.check(read):
        first = report.rows[broken.table] - read[broken.table].num_rows
        yield Finding(
            broken.rule, broken.table, broken.column, first + broken.row, {"count": broken.count}
        )


def _compare(
    report: Report, profile: Profile, made: dict[str, pa.Table], read: dict[str, pa.Table]
) -> None:
    for name, wanted in made.items():
        got = read[name]
        first = report.rows[name] - got.num_rows
        rows = min(got.num_rows, wanted.num_rows)
        if got.num_rows < wanted.num_rows:
            values = {
                "problem": "fewer",
                "found": first + rows,
                "expected": first + wanted.num_rows,
            }
            report.findings.append(Finding("rows", name, values=values))
        report.cells += rows * wanted.num_columns
        for column in wanted.column_names:
            for row in _differing(wanted[column].slice(0, rows), got[column].slice(0, rows)):
                report.changed += 1
                if report.changed <= MOST_CELLS:
                    values = {
                        "expected": wanted[column][row].as_py(),
                        "found": got[column][row].as_py(),
                    }
                    report.findings.append(Finding("cell", name, column, first + int(row), values))


def _differing(wanted: pa.ChunkedArray, got: pa.ChunkedArray) -> NDArray[np.int64]:
    if wanted.equals(got):
        return np.empty(0, np.int64)
    same = pc.fill_null(pc.equal(wanted, got), False)
    both_null = pc.and_(pc.is_null(wanted), pc.is_null(got))
    rows: NDArray[np.int64] = np.flatnonzero(~pc.or_(same, both_null).to_numpy())
    return rows


def _ends(readers: dict[str, TableReader]) -> Iterator[Finding]:
    for name, reader in readers.items():
        extra = reader.take(1).num_rows if reader.problem is None else 0
        if reader.problem is not None:
            yield Finding("unreadable", name, values={"problem": reader.problem})
        elif extra:
            yield Finding("rows", name, values={"problem": "more", "found": "", "expected": ""})


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
