"""Writes a case or a company as a folder of tables, whole or not at all.

What an investigator gets and what really happened lie apart: ``truth.json`` and ``truth/`` hold
everything that names the leak, and nothing else in the folder does. A sealed folder is the same
folder without them, byte for byte.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kit import __version__
from kit.customers.folder import building
from kit.customers.journal import to_json, write_text
from kit.customers.ours import DESCRIPTOR
from kit.customers.part import Written, written
from kit.leaks.card import cards
from kit.leaks.sheets import Sheet, type_text

TRUTH = "truth.json"
_ROWS = 1 << 20
_TYPES = {
    "string": "string",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[ms]": "datetime",
    "timestamp[s]": "datetime",
    "double": "number",
}
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Contents:
    """What goes into a folder.

    Attributes:
        about: What the descriptor says of it beside version, kind and hashes.
        sheets: The tables.
        facts: What really happened; None where nothing is hidden.
        hidden: The tables of the truth.
    """

    about: Mapping[str, Any]
    sheets: tuple[Sheet, ...]
    facts: Mapping[str, Any] | None = None
    hidden: tuple[Sheet, ...] = ()


def write_folder(
    kind: str,
    make: Callable[[], Contents],
    folder: Path,
    *,
    form: str = "parquet",
    sealed: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda rows: None,
) -> Contents:
    """Write a folder and return what is in it.

    Args:
        kind: ``evidence`` or ``world``.
        make: Makes what is written; it is called once the folder is known to be free.
        folder: Where; it must not exist, be empty, or (with ``overwrite``) be one of ours.
        form: ``parquet`` or ``csv`` (UTF-8 with byte order mark, for Excel).
        sealed: Whether the truth stays out.
        overwrite: Whether an earlier folder of ours is replaced, once the new one is whole.
        progress: Called with the number of rows written since the last call.

    Raises:
        BadInput: A folder that may not be replaced or written, and whatever ``make`` finds wrong.
    """
    header = {"kit": {"version": __version__, "kind": kind}}
    with building(folder, header, {}, overwrite=overwrite, restart=True) as journal:
        contents = make()
        hashes = _write_sheets(contents.sheets, journal.folder, form, progress)
        for name, text in cards(kind, contents.about, contents.sheets, form).items():
            write_text(journal.folder / name, text)
            hashes[name] = written(journal.folder / name)
        described = _descriptor(kind, contents, form, hashes)
        write_text(journal.folder / DESCRIPTOR, to_json(described))
        if contents.facts is not None and not sealed:
            hidden = _write_sheets(contents.hidden, journal.folder, form, progress)
            facts = {**contents.facts, "sha256": _by_path(hidden)}
            write_text(journal.folder / TRUTH, to_json(facts))
    return contents


def _write_sheets(
    sheets: Iterable[Sheet], folder: Path, form: str, progress: Progress
) -> dict[str, Written]:
    found = {}
    for one in sheets:
        path = folder / f"{one.path}.{form}"
        path.parent.mkdir(exist_ok=True)
        write_table(path, one.table, progress)
        found[f"{one.path}.{form}"] = written(path)
    return found


def write_table(path: Path, table: pa.Table, progress: Progress = lambda rows: None) -> None:
    """Write a table as a file; the ending of its name says which kind."""
    layout = plain_layout(table.schema)
    pieces = range(0, max(table.num_rows, 1), _ROWS)
    if path.suffix == ".csv":
        with path.open("wb") as file:
            file.write(b"\xef\xbb\xbf")
            with pa_csv.CSVWriter(file, _flat(layout.empty_table()).schema) as writer:
                for start in pieces:
                    writer.write_table(_flat(table.slice(start, _ROWS).cast(layout)))
                    progress(min(_ROWS, table.num_rows - start))
        return
    with pq.ParquetWriter(path, layout, compression="zstd", compression_level=1) as writer:
        for start in pieces:
            writer.write_table(table.slice(start, _ROWS).cast(layout), row_group_size=_ROWS)
            progress(min(_ROWS, table.num_rows - start))


def plain_layout(schema: pa.Schema) -> pa.Schema:
    """Return a schema without dictionaries and metadata, so that equal tables are equal files."""
    return pa.schema(
        [
            (one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type)
            for one in schema
        ]
    )


def _flat(table: pa.Table) -> pa.Table:
    """Lists as texts joined by ``;``."""
    for place, one in enumerate(table.schema):
        if pa.types.is_list(one.type):
            table = table.set_column(place, one.name, pc.binary_join(table[one.name], ";"))
    return table


def _descriptor(
    kind: str, contents: Contents, form: str, hashes: Mapping[str, Written]
) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": f"{kind}-{str(contents.about['profile']).lower().replace('_', '-')}",
        "description": "Synthetic by construction: no value belongs to a real person or company.",
        "version": __version__,
        "licenses": [{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
        "resources": [_resource(one, form, hashes) for one in contents.sheets],
        "kit": {
            "version": __version__,
            "kind": kind,
            **json.loads(json.dumps(dict(contents.about), default=str)),
            "format": form,
            "sha256": _by_path(hashes),
        },
    }


def _resource(one: Sheet, form: str, hashes: Mapping[str, Written]) -> dict[str, Any]:
    path = f"{one.path}.{form}"
    return {
        "name": one.name,
        "path": path,
        "profile": "tabular-data-resource",
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
        "encoding": "utf-8-sig" if form == "csv" else "utf-8",
        "title": f"{one.title.en} / {one.title.zh}",
        "description": f"{one.about.en} {one.about.zh}",
        "hash": f"sha256:{hashes[path].sha256}",
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": _TYPES.get(type_text(column.type), _rough_type(column.type, form)),
                    "description": f"{one.columns[column.name].en} {one.columns[column.name].zh}",
                    "kit:type": type_text(column.type),
                }
                for column in one.table.schema
            ]
        },
    }


def _rough_type(kind: pa.DataType, form: str) -> str:
    if pa.types.is_list(kind):
        return "string" if form == "csv" else "array"
    return "integer" if pa.types.is_integer(kind) else "string"


def _by_path(hashes: Mapping[str, Written]) -> dict[str, str]:
    return {path: one.sha256 for path, one in sorted(hashes.items())}
