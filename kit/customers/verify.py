"""Checks a data package: its invariants, without the generator, and then every cell against it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kit.customers import invariants
from kit.customers.describe import DESCRIPTOR, descriptor, label_table
from kit.customers.package import PROFILE_FILE, Progress, chunks, sha256
from kit.customers.spec import Profile
from kit.customers.stored import Stored, TableReader, read_csv
from kit.customers.whole import tables

MOST_CELLS = 1000
"""How many changed cells are shown with their values; the rows of all are named."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: ``missing_file``, ``extra_file``, ``hash``, ``metadata``, ``descriptor``,
            ``unreadable``, ``rows``, ``cell``, ``labels``, ``profile``, or the name of a broken
            invariant (`kit.customers.invariants`).
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
        findings: All findings, but at most `MOST_CELLS` changed cells among them.
        cells: How many cells were compared.
        changed_rows: For each changed column (``table.column``) the rows that differ, as ranges
            ``[first, last]``.
        rows: Rows read, by table.
    """

    findings: list[Finding] = field(default_factory=list)
    cells: int = 0
    changed_rows: dict[str, list[list[int]]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many cells differ from what the spec makes."""
        ranges = (pair for pairs in self.changed_rows.values() for pair in pairs)
        return sum(last - first + 1 for first, last in ranges)

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
    for check in (_files, _described, _labels):
        report.findings += check(stored)
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


def _files(stored: Stored) -> Iterator[Finding]:
    """Files that are missing, changed, or nobody's; and a descriptor that says something else."""
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
        yield Finding("unreadable", "labels", values={"problem": _first(error)})
        return
    if not read.equals(wanted):
        yield Finding("labels", "labels")


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
            rows_off = _differing(wanted[column].slice(0, rows), got[column].slice(0, rows))
            if not len(rows_off):
                continue
            named = MOST_CELLS - report.changed
            ranges = report.changed_rows.setdefault(f"{name}.{column}", [])
            ranges += _ranges(first + rows_off)
            for row in rows_off[: max(0, named)].tolist():
                values = {
                    "expected": wanted[column][row].as_py(),
                    "found": got[column][row].as_py(),
                }
                report.findings.append(Finding("cell", name, column, first + row, values))


def _ranges(rows: NDArray[np.int64]) -> list[list[int]]:
    """Rows in rising order as ``[first, last]`` of each unbroken stretch."""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.concatenate([[0], breaks + 1])]
    lasts = rows[np.concatenate([breaks, [len(rows) - 1]])]
    return np.stack([firsts, lasts], axis=1).tolist()  # type: ignore[no-any-return]


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
