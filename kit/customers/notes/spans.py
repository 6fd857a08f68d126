"""The spans of composed notes: where in a text what stands, about whom, and from which column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.childhood import CHILD_ENDS, grown_up
from kit.customers.labels import Subject
from kit.customers.makers.people import whole_years
from kit.customers.notes.drawn import Drawn
from kit.customers.notes.framing import Slot
from kit.customers.notes.plan import ALWAYS_CHILD
from kit.customers.truth import SPANS
from kit.seeding import Rows

MINOR = "minor_under_14"


@dataclass(frozen=True)
class Found:
    """One slot with a kind, at all its places.

    Attributes:
        slot: What it is.
        born: The date column that tells whether it is about a child.
        notes: The note of each place.
        places: The position of each place among all pieces.
        value: The table's values, None where no table has them.
    """

    slot: Slot
    born: str | None
    notes: Rows
    places: Rows
    value: pa.StringArray | None


def spans(
    drawn: Drawn,
    found: Sequence[Found],
    starts: Rows,
    lengths: NDArray[np.int64],
    taken: pa.StringArray,
) -> pa.Table:
    """Return the spans of the notes of a piece, in the order of the texts.

    Args:
        drawn: The notes.
        found: The slots that make spans.
        starts: Where each piece begins in its note, in characters.
        lengths: How many characters each piece has.
        taken: The text of each piece.
    """
    if not found:
        return SPANS.empty_table()
    places = np.concatenate([one.places for one in found])
    order = _sorting(places, len(starts))
    places = places[order]
    notes = np.concatenate([one.notes for one in found])[order]
    which = np.repeat(np.arange(len(found)), [len(one.notes) for one in found])[order]
    slots = [one.slot for one in found]
    start = starts[places]
    minor = [_is_minor(drawn, one) for one in found]
    columns = {
        "table": _same(drawn.table, len(places)),
        "row": pa.array(notes),
        "column": _same(drawn.field, len(places)),
        "customer_id": _customers(drawn, notes),
        "start": pa.array(start.astype(np.int32)),
        "end": pa.array((start + lengths[places]).astype(np.int32)),
        "kind": _word([slot.kind for slot in slots], which),
        "personal": pa.array(np.array([slot.personal for slot in slots], dtype=bool)[which]),
        "sensitive": _sensitive(found, minor, order),
        "subject": _subjects(drawn, found, minor, order),
        "text": taken.take(pa.array(places)),
        "source": _word([slot.column for slot in slots], which),
        "value": _values(found, order),
    }
    return pa.Table.from_arrays([columns[name] for name in SPANS.names], schema=SPANS)


def _sorting(places: Rows, limit: int) -> Rows:
    """Return what sorts different numbers below a limit; no comparing is needed."""
    found = np.full(limit, -1, dtype=np.int64)
    found[places] = np.arange(len(places))
    return found[found >= 0]


def _same(word: str, count: int) -> pa.StringArray:
    return pa.repeat(pa.scalar(word, pa.string()), count)


def _word(words: list[str | None], which: Rows) -> pa.StringArray:
    return pa.array(words, pa.string()).take(pa.array(which))


def _customers(drawn: Drawn, notes: Rows) -> pa.StringArray:
    ids = drawn.customer_ids
    if ids is None:
        return pa.nulls(len(notes), pa.string())
    return col.as_text(col.take(ids, notes))


def _values(found: Sequence[Found], order: Rows) -> pa.StringArray:
    columns = [
        pa.nulls(len(one.notes), pa.string()) if one.value is None else one.value for one in found
    ]
    return pa.concat_arrays(columns).take(pa.array(order))


def _subjects(
    drawn: Drawn, found: Sequence[Found], minor: Sequence[NDArray[np.bool_]], order: Rows
) -> pa.StringArray:
    """Whom the spans are about; a child of 14 is the customer, or somebody related to them."""
    words = list(get_args(Subject))
    codes = []
    for one, young in zip(found, minor, strict=True):
        about = words.index(one.slot.about)
        older = about
        if one.slot.about == "child" and one.slot.sensitive != MINOR and one.born is not None:
            older = words.index(grown_up(drawn.piece.spec.profile, one.born.partition(".")[0]))
        codes.append(np.where(young, about, older))
    return pa.array(words, pa.string()).take(pa.array(np.concatenate(codes)[order]))


def _sensitive(
    found: Sequence[Found], minor: Sequence[NDArray[np.bool_]], order: Rows
) -> pa.StringArray:
    words = list(dict.fromkeys([None, MINOR, *(one.slot.sensitive for one in found)]))
    codes = [
        np.where(
            young,
            words.index(one.slot.sensitive or MINOR),
            words.index(one.slot.sensitive),
        )
        for one, young in zip(found, minor, strict=True)
    ]
    return pa.array(words, pa.string()).take(pa.array(np.concatenate(codes)[order]))


def _is_minor(drawn: Drawn, one: Found) -> NDArray[np.bool_]:
    if one.born is None or one.born == ALWAYS_CHILD:
        return np.full(len(one.notes), one.born is not None)
    born = drawn.values(one.born, one.notes)
    younger: NDArray[np.bool_] = whole_years(col.as_days(born), drawn.piece.spec.as_of) < CHILD_ENDS
    return younger & ~col.is_null(born)
