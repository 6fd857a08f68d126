"""Labelled cells column by column, put together in the order of table, row and column.

A cell's key is its table, row and column in one number, so that putting in order is one sort; all
words are looked up once, after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.describe import primary_key
from kit.customers.engine import Piece
from kit.customers.grown import Cell
from kit.customers.spec import Profile
from kit.customers.truth import CELL_LABELS

WHOLE_ROW = "*"
_OF_CELL = ("classification", "sensitive", "subject", "reason", "articles")
_Keyed = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]
_TABLE, _ROW = 48, 12
_COLUMN = (1 << _ROW) - 1


@dataclass(frozen=True)
class Marks:
    """Labelled cells of one column of one table.

    Attributes:
        table: Its name.
        column: Its name, or ``*``.
        rows: Positions of the rows.
        cells: The label of each row, as a place in ``kinds``.
        kinds: The labels that occur.
        boundary: Whether the child concerned is 13 or 14.
    """

    table: str
    column: str
    rows: NDArray[np.int64]
    cells: NDArray[np.int64]
    kinds: Sequence[Cell]
    boundary: NDArray[np.bool_]


def joined(made: Piece, marks: Sequence[Marks], more: pa.Table | None) -> pa.Table:
    """Return all labelled cells in order; those in ``more`` replace others of the same cell."""
    places = _places(made.spec.profile)
    ids = customer_ids(made)
    kinds: dict[Cell, int] = {}
    parts = [_keyed(mark, made, places, kinds) for mark in marks]
    if more is not None and more.num_rows:
        parts.append(_keyed_more(more, len(ids), places, kinds))
        ids = pa.concat_arrays([ids, *more["customer_id"].chunks])
    if not parts:
        return CELL_LABELS.empty_table()
    key, who, kind, boundary = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(key, kind="stable")
    last = np.append(key[order][1:] != key[order][:-1], True)  # of the same cell: that of a flaw
    order = order[last]
    return _table(
        key[order],
        ids.take(pa.array(who[order])),
        kind[order],
        list(kinds),
        boundary[order],
        places,
    )


def customer_ids(made: Piece) -> pa.StringArray:
    """Return the numbers of the customers of a piece; nulls where customers have none."""
    root = made.spec.profile.root
    key = primary_key(made.spec.profile.tables[root])
    if key is None:
        return pa.nulls(len(made.rows[root]), pa.string())
    return col.as_text(made.columns[root][key])


def _table(
    key: NDArray[np.int64],
    who: pa.Array,
    kind: NDArray[np.int64],
    kinds: list[Cell],
    boundary: NDArray[np.bool_],
    places: Mapping[tuple[str, str], int],
) -> pa.Table:
    at = np.searchsorted(
        np.array(list(places.values())), (key >> _TABLE << _TABLE) + (key & _COLUMN)
    )
    made = {
        "table": pa.array([table for table, _ in places]).take(pa.array(at)),
        "row": pa.array((key & ((1 << _TABLE) - 1)) >> _ROW),
        "column": pa.array([column for _, column in places]).take(pa.array(at)),
        "customer_id": who,
        "boundary": pa.array(boundary),
    }
    for name in _OF_CELL:
        words = pa.array([getattr(one, name) for one in kinds], CELL_LABELS.field(name).type)
        made[name] = words.take(pa.array(kind))
    return pa.Table.from_arrays([made[name] for name in CELL_LABELS.names], schema=CELL_LABELS)


def _places(profile: Profile) -> dict[tuple[str, str], int]:
    """A number for each column; with ``row << _ROW`` it is a key that sorts as the result does."""
    return {
        (table.name, column): (number << _TABLE) + place
        for number, table in enumerate(profile.tables.values())
        for place, column in enumerate((WHOLE_ROW, *table.visible))
    }


def _keyed(
    mark: Marks,
    made: Piece,
    places: Mapping[tuple[str, str], int],
    kinds: dict[Cell, int],
) -> _Keyed:
    """Return keys, positions of customers, places in ``kinds`` and boundary of some cells."""
    kind = np.array([kinds.setdefault(cell, len(kinds)) for cell in mark.kinds], np.int64)
    key = places[mark.table, mark.column] + (mark.rows << _ROW)
    return key, made.customer_of(mark.table)[mark.rows], kind[mark.cells], mark.boundary


def _keyed_more(
    more: pa.Table, first: int, places: Mapping[tuple[str, str], int], kinds: dict[Cell, int]
) -> _Keyed:
    """Return the same of given labels; few of them differ but in row and customer."""
    named, place = coded(more, "table", "column")
    column = np.array([places[name] for name in named], np.int64)[place]
    texts = pc.binary_join_element_wise(
        *(pc.fill_null(more[name], "") for name in _OF_CELL[:-1]),
        pc.binary_join(more[_OF_CELL[-1]], ";"),
        "|",
    )
    told = texts.combine_chunks().dictionary_encode()
    cells = [Cell.of_texts(*text.split("|")) for text in told.dictionary.to_pylist()]
    kind = np.array([kinds.setdefault(cell, len(kinds)) for cell in cells], np.int64)
    kind = kind[told.indices.to_numpy()]
    key = column + (more["row"].to_numpy() << _ROW)
    return key, first + np.arange(len(key)), kind, more["boundary"].to_numpy()


def coded(table: pa.Table, *names: str) -> tuple[list[tuple[str, str]], NDArray[np.int64]]:
    """Return the pairs of values of two columns that occur, and the place of each row's."""
    one, two = (table[name].combine_chunks().dictionary_encode() for name in names)
    size = max(len(two.dictionary), 1)
    code = one.indices.to_numpy().astype(np.int64) * size + two.indices.to_numpy()
    found, place = np.unique(code, return_inverse=True)
    first, second = one.dictionary.to_pylist(), two.dictionary.to_pylist()
    return [(first[c // size], second[c % size]) for c in found], place.reshape(-1)
