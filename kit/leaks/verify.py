"""Checks a case or a company: its files, its tables, its links, and that no value is anybody's.

A sealed folder is checked by itself. Where the truth lies beside it, or nothing is hidden, it is
made again and compared byte for byte.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.actions import THINGS
from kit.activity.book import Places
from kit.activity.query import AT, SEGMENT, START, STOP, UID, codes_of, millis_of
from kit.customers.engine import schema as customer_schema
from kit.customers.ours import DESCRIPTOR
from kit.customers.part import sha256
from kit.customers.verify import Finding
from kit.errors import BadInput
from kit.identifiers.scan import ColumnReport, scan
from kit.leaks.card import NAMES
from kit.leaks.folder import TRUTH
from kit.leaks.reading import Opened
from kit.leaks.references import KEYS, OBJECTS, references
from kit.organisation.schemas import SCHEMAS

_DAY = 86_400_000
Remake = Callable[[Opened, Path], None]
"""Writes the folder that an opened one should be to a path."""


def verify_folder(
    opened: Opened,
    remake: Remake | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Finding]:
    """Return what is wrong with a folder; an untouched one has no findings.

    Args:
        opened: The folder.
        remake: Writes it again; None for a sealed one, which says not what it was made from.
        progress: Called after each of the `STEPS`.
    """
    tables: dict[str, pa.Table] = {}
    found = [*_files(opened)]
    progress(1)
    found += _readable(opened, tables)
    progress(1)
    found += _foreign(opened, tables)
    progress(1)
    for check in (_layouts, _references, _log):
        found += check(opened, tables)
    progress(1)
    if remake is not None and not found:
        found += _differences(opened, remake)
    progress(1)
    return found


STEPS = 5


def _files(opened: Opened) -> Iterator[Finding]:
    """Files that are missing, changed, or nobody's."""
    recorded = dict(opened.hashes) | dict((opened.truth or {}).get("sha256", {}))
    for path in sorted({*opened.layouts, *NAMES.values(), *recorded}):
        file = opened.folder / path
        if not file.is_file():
            yield Finding("missing_file", values={"file": path})
        elif sha256(file) != recorded.get(path):
            yield Finding("hash", values={"file": path})
    known = {*opened.layouts, *recorded, DESCRIPTOR, *NAMES.values()}
    known |= {TRUTH} if opened.truth is not None else set()
    for file in sorted(opened.folder.rglob("*")):
        name = file.relative_to(opened.folder).as_posix()
        if name not in known and not (file.is_dir() and not file.is_symlink()):
            yield Finding("extra_file", values={"file": name})


def _readable(opened: Opened, tables: dict[str, pa.Table]) -> Iterator[Finding]:
    """Read every table; those that cannot be read are left out of what follows."""
    for path in opened.layouts:
        name = path.removesuffix(f".{opened.form}")
        if (opened.folder / path).is_file():
            try:
                tables[name] = opened.table(name)
            except BadInput as error:
                yield Finding("unreadable", name, values={"file": path, **error.values})


def _layouts(opened: Opened, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Tables that are not there or whose columns are others than they must be."""
    wanted = {f"organisation/{name}": one for name, one in SCHEMAS.items()}
    for name, spec in opened.profile.tables.items():
        wanted[f"customers/{name}"] = customer_schema(spec)
    for name, schema in wanted.items():
        if name not in tables:
            if f"{name}.{opened.form}" not in opened.layouts:
                yield Finding("missing_table", name)
            continue
        for one in schema:
            have = tables[name].schema
            if one.name not in have.names or have.field(one.name).type != one.type:
                yield Finding("column", name, one.name, values={"type": str(one.type)})


def _foreign(opened: Opened, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Numbers and addresses that may belong to somebody."""
    for name, table in tables.items():
        for column in table.column_names:
            if not pa.types.is_string(table[column].type):
                continue
            report = ColumnReport()
            for chunk in table[column].chunks:
                scan(pc.unique(chunk), report)
            for kind, tally in report.kinds.items():
                if tally.not_synthetic:
                    values = {"kind": kind, "count": tally.not_synthetic}
                    values["examples"] = ", ".join(tally.examples)
                    yield Finding("foreign", name, column, values=values)


def _references(opened: Opened, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Ids that are not unique, and ids of rows that are not there."""
    ids: dict[str, pa.Array] = {}
    for short, key in KEYS.items():
        name = f"organisation/{short}"
        if name in tables and key in tables[name].column_names:
            row = _first_repeated(tables[name][key])
            if row is not None:
                yield Finding("repeated", name, key, row)
            ids[short] = tables[name][key].combine_chunks()
    if "segments" in tables:
        ids["segments"] = tables["segments"]["segment_id"].combine_chunks()
    if set(THINGS) <= ids.keys():
        ids[OBJECTS] = pa.concat_arrays([ids[name] for name in THINGS])
    for name, table in tables.items():
        if not name.startswith("customers/"):
            yield from _lost_rows(name, table, ids)


def _lost_rows(name: str, table: pa.Table, ids: Mapping[str, pa.Array]) -> Iterator[Finding]:
    for column, other in references(name.rpartition("/")[2], table.schema).items():
        if other not in ids or column not in table.column_names:
            continue
        known = pc.is_in(table[column], ids[other])
        lost = np.flatnonzero(pc.and_not(pc.is_valid(table[column]), known))
        if len(lost):
            value = table[column][int(lost[0])].as_py()
            values = {"value": value, "other": other, "count": len(lost)}
            yield Finding("reference", name, column, int(lost[0]), values)


def _log(opened: Opened, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Events out of order, numbered twice, or about customers that were not there yet."""
    own = f"customers/{opened.profile.root}"
    if not {"events", "segments", own} <= tables.keys():
        return
    events = tables["events"]
    at = millis_of(events)
    late = np.flatnonzero(np.diff(at) < 0)
    if len(late):
        yield Finding("order", "events", AT, int(late[0]) + 1)
    repeated = _first_repeated(events[UID])
    if repeated is not None:
        yield Finding("repeated", "events", UID, repeated)
    yield from _links(opened, events, at)


def _links(opened: Opened, events: pa.Table, at: Places) -> Iterator[Finding]:
    """Events about members of a list that are not there, or were not customers yet."""
    book = opened.book
    codes, names = codes_of(events, SEGMENT)
    for name in names:
        if name not in book.segment_place:
            yield Finding("reference", "events", SEGMENT, values=_lost(name, codes, names))
            return
    numbers = np.array([*(book.segment_place[name] for name in names), -1])[codes]
    start, stop = (np.asarray(pc.fill_null(events[name], 0)) for name in (START, STOP))
    known = np.zeros(len(at), np.int64)
    for segment in np.unique(numbers[numbers >= 0]):
        rows = np.flatnonzero(numbers == segment)
        known[rows] = np.searchsorted(book.days(int(segment)), at[rows] // _DAY, side="right")
    wrong = np.flatnonzero((numbers >= 0) & ((start < 0) | (start > stop) | (stop > known)))
    if len(wrong):
        values = {"count": len(wrong), "event": events[UID][int(wrong[0])].as_py()}
        yield Finding("link", "events", STOP, int(wrong[0]), values)


def _lost(name: str, codes: Places, names: list[str]) -> dict[str, object]:
    return {"value": name, "other": "segments", "count": int((codes == names.index(name)).sum())}


def _first_repeated(column: pa.ChunkedArray) -> int | None:
    """The row of the first value that stands there twice; a null counts as such."""
    codes = np.asarray(column.combine_chunks().dictionary_encode().indices.fill_null(-1))
    first = np.unique(codes, return_index=True)[1]
    if len(first) == len(codes) and not (codes < 0).any():
        return None
    again = np.ones(len(codes), np.bool_)
    again[first] = False
    return int(np.flatnonzero(again | (codes < 0))[0])


def _differences(opened: Opened, remake: Remake) -> Iterator[Finding]:
    """Files that are other than what the recipe makes."""
    with tempfile.TemporaryDirectory() as place:
        again = Path(place) / "again"
        remake(opened, again)
        for file in sorted(path for path in again.rglob("*") if path.is_file()):
            name = file.relative_to(again).as_posix()
            mine = opened.folder / name
            if not mine.is_file() or mine.read_bytes() != file.read_bytes():
                yield Finding("differs", values={"file": name})
