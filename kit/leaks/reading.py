"""Reads a case or a company back from its folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit import __version__
from kit.activity.book import Book, make_book
from kit.customers.ours import DESCRIPTOR, JOURNAL, Mark, read_json
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.spec import Profile
from kit.errors import BadInput
from kit.leaks.folder import TRUTH
from kit.leaks.model import Evidence
from kit.leaks.sheets import type_of


class _Column(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    kind: str = Field(alias="kit:type")


class _Columns(BaseModel):
    fields: tuple[_Column, ...]


class _Resource(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    path: str
    columns: _Columns = Field(alias="schema")


class _Section(Mark):
    profile: str
    format: str
    sha256: dict[str, str]


class _Descriptor(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    resources: tuple[_Resource, ...]
    kit: _Section


@dataclass(frozen=True)
class Opened:
    """A folder of ours that holds a case or a company.

    Attributes:
        folder: Where it lies.
        kind: ``evidence`` or ``world``.
        profile: The profile of the customers.
        form: ``parquet`` or ``csv``.
        hashes: SHA-256 of each file as recorded, by path; without the truth.
        layouts: The types of each table's columns, by path.
        described: The descriptor.
        truth: What ``truth.json`` says; None for a sealed folder.
    """

    folder: Path
    kind: str
    profile: Profile
    form: str
    hashes: Mapping[str, str]
    layouts: Mapping[str, pa.Schema]
    described: Mapping[str, Any]
    truth: Mapping[str, Any] | None

    def table(self, name: str) -> pa.Table:
        """Return a table by its path without ending, such as ``organisation/staff``.

        Raises:
            BadInput: If it cannot be read or is not what the descriptor says.
        """
        path = f"{name}.{self.form}"
        file = self.folder / path
        try:
            table = read_table(file, self.layouts.get(path))
        except (OSError, pa.ArrowException, ValueError) as error:
            problem = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise BadInput("leak.unreadable", file=str(file), problem=problem) from error
        return table

    def names(self, part: str = "") -> list[str]:
        """Return the tables of a part (``organisation``, ``customers``) without its name."""
        endless = [path.removesuffix(f".{self.form}") for path in self.layouts]
        if not part:
            return [name for name in endless if "/" not in name]
        return [name.partition("/")[2] for name in endless if name.startswith(f"{part}/")]

    @cached_property
    def customers(self) -> Mapping[str, pa.Table]:
        """The customers' tables."""
        return {name: self.table(f"customers/{name}") for name in self.names("customers")}

    @cached_property
    def organisation(self) -> Mapping[str, pa.Table]:
        """The organisation's tables."""
        return {name: self.table(f"organisation/{name}") for name in self.names("organisation")}

    @cached_property
    def book(self) -> Book:
        """The customers in order of registration, and the lists of them."""
        fields = dict.fromkeys(self.table("segments")["field"].to_pylist())
        return make_book(self.customers[self.profile.root], [name for name in fields if name])


def open_folder(folder: Path) -> Opened:
    """Return the case or company in a folder.

    Raises:
        BadInput: No folder of ours, an unfinished or damaged one, or one of another version.
    """
    path = folder / DESCRIPTOR
    if (folder / JOURNAL).exists():
        raise BadInput("leak.unfinished", folder=str(folder))
    try:
        described = read_json(path)
        checked = _Descriptor.model_validate(described)
        layouts = {one.path: _layout(one) for one in checked.resources}
        truth = read_json(folder / TRUTH) if (folder / TRUTH).is_file() else None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            "leak.bad_descriptor", file=str(path), problem=f"{where}: {first['msg']}"
        ) from error
    except (OSError, ValueError) as error:
        raise BadInput("leak.bad_descriptor", file=str(path), problem=str(error)[:200]) from error
    kit = checked.kit
    if kit.version != __version__:
        raise BadInput(
            "leak.other_version", folder=str(folder), theirs=kit.version, ours=__version__
        )
    if kit.profile not in SHIPPED:
        known = ", ".join(SHIPPED)
        raise BadInput("leak.unknown_profile", name=kit.profile, nearest="", known=known)
    profile = load_profile(kit.profile)
    return Opened(folder, kit.kind, profile, kit.format, kit.sha256, layouts, described, truth)


def read_evidence(opened: Opened) -> Evidence:
    """Return what an investigator has, from a folder."""
    others = [name for name in opened.names() if name not in ("events", "phases", "labels")]
    tables = {name: opened.table(name) for name in others} | dict(opened.organisation)
    return Evidence(opened.table("events"), tables, opened.customers, opened.book)


def read_table(path: Path, layout: pa.Schema | None) -> pa.Table:
    """Return a table file; its ending says which kind it is.

    Args:
        path: The file.
        layout: The types its columns must have; None: as they come (Parquet only).

    Raises:
        ValueError: If the columns are others.
    """
    if path.suffix == ".csv" and layout is not None:
        return _read_csv(path, layout)
    table = pq.read_table(path)
    if layout is None:
        return table
    if table.column_names != layout.names:
        odd = set(table.column_names) ^ set(layout.names)
        raise ValueError(f"columns differ: {', '.join(sorted(odd)) or 'order'}")
    for want, have in zip(layout, table.schema, strict=True):
        if want.type != have.type and not pa.types.is_list(want.type):
            raise ValueError(f"{want.name} is {have.type} instead of {want.type}")
    table.validate(full=True)
    return table.cast(layout)


def _read_csv(path: Path, layout: pa.Schema) -> pa.Table:
    flat = pa.schema(
        [one.with_type(pa.string()) if pa.types.is_list(one.type) else one for one in layout]
    )
    options = pa_csv.ConvertOptions(
        column_types=flat,
        strings_can_be_null=True,
        null_values=[""],
        quoted_strings_can_be_null=False,
    )
    table = pa_csv.read_csv(path, convert_options=options)
    if table.column_names != layout.names:
        odd = set(table.column_names) ^ set(layout.names)
        raise ValueError(f"columns differ: {', '.join(sorted(odd)) or 'order'}")
    for place, one in enumerate(layout):
        if pa.types.is_list(one.type):
            table = table.set_column(place, one, _split(table[one.name]))
    return table.cast(layout)


def _split(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts joined by ``;`` as lists; an empty text is an empty list."""
    texts = column.combine_chunks()
    lists = pc.split_pattern(texts, ";")
    return pc.if_else(pc.equal(texts, ""), pa.scalar([], lists.type), lists)


def _layout(one: _Resource) -> pa.Schema:
    return pa.schema([(column.name, type_of(column.kind)) for column in one.columns.fields])
