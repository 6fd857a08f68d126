"""Describes a data package: ``datapackage.json`` (Frictionless v1) and the table of labels."""

import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kit import __version__
from kit.customers.engine import Spec
from kit.customers.spec import FieldSpec, Profile, TableSpec, Words
from kit.customers.truth_words import TRUTH_WORDS, truth_fields

if TYPE_CHECKING:
    from kit.customers.request import Request

_LISTS = ("articles", "also_accept", "also_reasons")


def descriptor(request: "Request", hashes: dict[str, str]) -> dict[str, Any]:
    """Return the descriptor of a package.

    Args:
        request: What was written.
        hashes: SHA-256 of each written file by relative path.
    """
    spec = request.spec
    return {
        "profile": "data-package",
        "name": f"{spec.profile.id.lower().replace('_', '-')}-{spec.seed}",
        "title": f"{spec.profile.titles.en} / {spec.profile.titles.zh}",
        "description": "Synthetic by construction: no value belongs to a real person or company.",
        "version": __version__,
        "licenses": [{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
        "resources": _resources(request, hashes),
        "kit": {
            "version": __version__,
            "profile": spec.profile.id,
            "profile_sha256": hashlib.sha256(spec.profile.source.encode()).hexdigest(),
            "own_profile": request.own_profile,
            "seed": spec.seed,
            "start": request.start,
            "rows": request.rows,
            "as_of": spec.as_of.isoformat(),
            "locale": spec.locale,
            "flaws": spec.flaws,
            "deal": spec.deal,
            "format": request.format,
            "sha256": dict(sorted(hashes.items())),
        },
    }


def label_table(profile: Profile, *, flat: bool = False) -> pa.Table:
    """Return the labels of a profile, one row per field.

    Args:
        profile: The profile.
        flat: Whether lists become texts joined by ``;`` (for CSV).
    """
    rows = []
    for label in profile.labels():
        row = label.model_dump()
        titles = profile.tables[label.table].fields[label.field].titles
        row["title_zh"], row["title_en"] = (titles.zh, titles.en) if titles else ("", "")
        row["classification"] = label.classification
        for name in _LISTS:
            row[name] = ";".join(row[name]) if flat else list(row[name])
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_label_schema(flat))


def _label_schema(flat: bool) -> pa.Schema:
    text, many = pa.string(), pa.string() if flat else pa.list_(pa.string())
    return pa.schema(
        [
            ("table", text),
            ("field", text),
            ("title_zh", text),
            ("title_en", text),
            ("classification", text),
            ("personal", pa.bool_()),
            ("sensitive", text),
            ("subject", text),
            ("identifier", text),
            ("grade", pa.int64()),
            ("company_class", text),
            ("articles", many),
            ("also_accept", many),
            ("reason", text),
            ("also_reasons", many),
        ]
    )


def _resources(request: "Request", hashes: dict[str, str]) -> list[dict[str, Any]]:
    profile = request.spec.profile
    tables = [
        _resource(request, t.name, (t.titles, t.about), _schema(request.spec, t), hashes)
        for t in profile.tables.values()
    ]
    truth = [
        _resource(request, name, words, _truth_schema(request, name), hashes)
        for name, words in TRUTH_WORDS.items()
    ]
    return [*tables, *truth]


def _resource(
    request: "Request",
    name: str,
    words: tuple[Words, Words],
    layout: dict[str, Any],
    hashes: dict[str, str],
) -> dict[str, Any]:
    title, about = words
    parts = range(1 if name in request.shared else len(request.parts()))
    paths = [request.path(name, part) for part in parts]
    described: dict[str, Any] = {
        "name": name.lower(),
        "path": paths[0] if len(paths) == 1 else paths,
        "profile": "tabular-data-resource",
        "format": request.format,
        "mediatype": "text/csv" if request.format == "csv" else "application/vnd.apache.parquet",
        "encoding": "utf-8-sig" if request.format == "csv" else "utf-8",
        "title": f"{title.en} / {title.zh}",
        "description": f"{about.en} {about.zh}",
        "schema": layout,
    }
    if len(paths) == 1 and paths[0] in hashes:
        described["hash"] = f"sha256:{hashes[paths[0]]}"
    return described


def _schema(spec: Spec, table: TableSpec) -> dict[str, Any]:
    """Describe a table; flaws repeat what would be unique, but never the key of a table."""
    key = primary_key(table)
    fields = [
        _field(f, f.unique and (f.name == key or not spec.flaws)) for f in table.visible.values()
    ]
    described: dict[str, Any] = {"fields": fields}
    if key:
        described["primaryKey"] = [key]
    keys = [
        {"fields": [field], "reference": {"resource": other.lower(), "fields": [column]}}
        for field, other, column in foreign_keys(spec.profile, table)
    ]
    if keys:
        described["foreignKeys"] = keys
    return described


def _truth_schema(request: "Request", name: str) -> dict[str, Any]:
    root = request.spec.profile.tables[request.spec.profile.root]
    described: dict[str, Any] = {"fields": truth_fields(name, flat=request.format == "csv")}
    key = primary_key(root)
    if key:
        reference = {"resource": root.name.lower(), "fields": [key]}
        described["foreignKeys"] = [{"fields": ["customer_id"], "reference": reference}]
    return described


def _field(spec: FieldSpec, unique: bool) -> dict[str, Any]:
    assert spec.titles is not None  # a checked profile has titles, about and label
    assert spec.about is not None
    assert spec.label is not None
    label = spec.label.model_dump(exclude={"table", "field"})
    described: dict[str, Any] = {
        "name": spec.name,
        "type": spec.type,
        "title": f"{spec.titles.en} / {spec.titles.zh}",
        "description": f"{spec.about.en} {spec.about.zh}",
        "kit:label": {"classification": spec.label.classification, **label},
    }
    if spec.type == "datetime":
        described["format"] = "%Y-%m-%d %H:%M:%S"
    if unique:
        described["constraints"] = {"unique": True}
    return described


def primary_key(table: TableSpec) -> str | None:
    """Return the first unique field of a table, if it has one."""
    return next((name for name, spec in table.visible.items() if spec.unique), None)


def foreign_keys(profile: Profile, table: TableSpec) -> list[tuple[str, str, str]]:
    """Return (field, other table, its key) for each field that names a row of another table."""
    found = []
    for name, spec in table.visible.items():
        if spec.make == "copy":
            other, _, column = spec.needs["x"].rpartition(".")
        elif spec.make in ("reference", "reference_value"):
            other, column = spec.options.get("table", ""), spec.options.get("field", "")
        else:
            continue
        if other in profile.tables and primary_key(profile.tables[other]) == column:
            found.append((name, other, column))
    return found
