"""The log: events as a flat Arrow table with the attribute names of OCSF.

Names with a dot are paths into OCSF objects, as flat exports of it have. Columns without an OCSF
home have names of one word: ``action`` (the code of `kit.activity.actions`), ``view`` (what was
shown), ``segment``, ``start`` and ``stop`` (which customers: members of a list of
`kit.activity.book`) and ``bytes``. ``metadata.product.name`` is the system, ``resource.uid`` the
file, link, mail, account or entitlement that the event is about. The version of OCSF is the same
in every row and stands in the schema's metadata.

Generators give whole seconds. Milliseconds, arrival and ids are added here, to all events alike,
so that nothing of them tells who made an event.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity import clock
from kit.activity.actions import VERSION, column
from kit.activity.company import Company
from kit.activity.event_ids import event_ids
from kit.activity.faults import Fault, arrival, is_logged
from kit.activity.names import TEXTS, Codes, Names, make_names
from kit.activity.rows import COLUMNS, Rows
from kit.activity.rows import take as take_rows
from kit.errors import BadInput

_TIME = pa.timestamp("ms")
_PLAIN = {"status": "status_id", "size": "bytes"}
_SMALL = {"system": pa.int16(), "view": pa.int16(), "action": pa.int8()}


def _text(name: str) -> pa.DataType:
    return pa.dictionary(_SMALL.get(name, pa.int32()), pa.string())


SCHEMA = pa.schema(
    [
        ("metadata.uid", pa.string()),
        ("time", _TIME),
        ("metadata.logged_time", _TIME),
        ("class_uid", pa.int32()),
        ("activity_id", pa.int32()),
        ("type_uid", pa.int64()),
        ("status_id", pa.int8()),
        *((TEXTS[name], _text(name)) for name in ("account", "address", "device", "system")),
        *((TEXTS[name], _text(name)) for name in ("action", "view", "segment")),
        ("start", pa.int32()),
        ("stop", pa.int32()),
        (TEXTS["thing"], _text("thing")),
        ("bytes", pa.int64()),
    ],
    {"metadata.version": VERSION},
)
"""The columns of a log; times are local (UTC+8) without a zone."""


@dataclass(frozen=True)
class Log:
    """A log and where it shows each event.

    Attributes:
        table: With the columns of `SCHEMA`, in order of time.
        place: For each event given, its row in the table; -1: the log does not show it.
    """

    table: pa.Table
    place: NDArray[np.int64]


def to_table(
    company: Company,
    rows: Rows,
    faults: Iterable[Fault] = (),
    *,
    before: int = 0,
    seed: int | None = None,
    names: Names | None = None,
) -> pa.Table:
    """Return the log of events, in order of time.

    Args:
        company: Whose tables the events point into.
        rows: Events in any order, to the second.
        faults: Gaps and lateness of the logs (`kit.activity.faults`); outages change nothing here.
        before: How many rows the parts of the same log before this one have.
        seed: The seed of ids and milliseconds; the company's if not given.
        names: What numbers stand for, from `make_names`, to make it once for many parts.

    Raises:
        BadInput: If a number points nowhere, or there are more events than ids.
    """
    return make_log(company, rows, faults, before=before, seed=seed, names=names).table


def make_log(
    company: Company,
    rows: Rows,
    faults: Iterable[Fault] = (),
    *,
    before: int = 0,
    seed: int | None = None,
    names: Names | None = None,
) -> Log:
    """Return the log of events and where it shows each; see `to_table`."""
    known, wrong = names or make_names(company), tuple(faults)
    own = company.seed if seed is None else seed
    for name in ("system", "action"):  # by which others are looked up
        known.codes(name, rows[name], rows["action"].astype(np.int32))
    stamps = clock.stamp(own, rows)
    brief = {name: rows[name][stamps.order] for name in ("time", "system")}
    shown = np.flatnonzero(is_logged(brief, wrong, known.keeps_log))
    arrives = arrival(brief, stamps.arrival, wrong)[shown]
    ordered = take_rows(rows, stamps.order[shown])
    place = np.full(len(stamps.order), -1, np.int64)
    place[stamps.order[shown]] = np.arange(len(shown))
    ids = event_ids(own, before, len(shown))
    columns = [ids, _as(_TIME, stamps.time[shown]), _as(_TIME, arrives)]
    columns += [*_ocsf(ordered["action"]), _as(pa.int8(), ordered["status"])]
    columns += _what(ordered, known)
    return Log(pa.table(columns, schema=SCHEMA), place)


def from_table(company: Company, table: pa.Table, names: Names | None = None) -> Rows:
    """Return the events of a log, to the second; the inverse of `to_table`.

    Args:
        company: Whose log it is.
        table: With the columns of `SCHEMA`; texts need not be dictionaries, order does not matter.
        names: What numbers stand for, if made already.

    Raises:
        BadInput: If a column is missing, or a text is not of this company.
    """
    known = names or make_names(company)
    for name in SCHEMA.names:
        if name not in table.column_names:
            raise BadInput("activity.not_a_log", column=name)
    action = _codes(table, "action", known)
    found = {name: known.numbers(name, _codes(table, name, known), action) for name in TEXTS}
    found["time"] = _whole(table["time"].cast(_TIME)) // 1_000 * 1_000
    found |= {name: _whole(table[_PLAIN.get(name, name)]) for name in COLUMNS if name not in found}
    return {name: found[name].astype(kind) for name, kind in COLUMNS.items()}


def _ocsf(action: NDArray[np.generic]) -> list[pa.Array]:
    """The numbers that OCSF gives to each event's action."""
    return [
        _as(
            SCHEMA.field(name).type,
            column(name).astype(SCHEMA.field(name).type.to_pandas_dtype())[action],
        )
        for name in ("class_uid", "activity_id", "type_uid")
    ]


def _what(rows: Rows, names: Names) -> list[pa.Array]:
    """The columns of `SCHEMA` from the account on."""
    nobody = np.less(rows["segment"], 0)
    found = {
        "start": _as(pa.int32(), rows["start"], nobody),
        "stop": _as(pa.int32(), rows["stop"], nobody),
        "bytes": _as(pa.int64(), rows["size"], np.less(rows["size"], 0)),
    }
    action = rows["action"].astype(np.int32)
    for name, title in TEXTS.items():
        codes = names.codes(name, rows[name], action)
        found[title] = _texts(SCHEMA.field(title).type, codes, names.texts[name])
    return [found[name] for name in SCHEMA.names[SCHEMA.names.index(TEXTS["account"]) :]]


def _texts(kind: pa.DataType, codes: Codes, texts: pa.StringArray) -> pa.DictionaryArray:
    missing = codes < 0
    indices = _as(kind.index_type, codes.astype(kind.index_type.to_pandas_dtype()), missing)
    return pa.DictionaryArray.from_arrays(indices, texts, safe=False)


def _as(
    kind: pa.DataType, values: NDArray[np.generic], missing: NDArray[np.bool_] | None = None
) -> pa.Array:
    """The values as they lie in memory; under what is missing there are zeros."""
    bits = None
    if missing is not None and missing.any():
        bits = pa.py_buffer(np.packbits(~missing, bitorder="little"))
        values = np.where(missing, values.dtype.type(0), values)
    data = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [bits, data])


def _codes(table: pa.Table, name: str, names: Names) -> Codes:
    """The place of each text of a column among those of the company; -1: null."""
    texts = table[TEXTS[name]].combine_chunks()
    if not pa.types.is_dictionary(texts.type):
        texts = texts.cast(pa.string()).dictionary_encode()
    own, places = texts.dictionary.to_pylist(), names.place_of[name]
    used = np.asarray(pc.fill_null(texts.indices.cast(pa.int32()), -1))
    for number in np.unique(used[used >= 0]):
        if own[number] not in places:
            raise BadInput("activity.unknown_text", column=TEXTS[name], value=own[number])
    found: Codes = np.array([*(places.get(text, -1) for text in own), -1], np.int32)[used]
    return found


def _whole(values: pa.ChunkedArray) -> NDArray[np.int64]:
    """Whole numbers; null is -1."""
    return np.asarray(pc.fill_null(values.cast(pa.int64()), -1))
