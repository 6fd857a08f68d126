"""Writes the notes of a piece: the texts, and where in them each piece of information stands.

A note is a run of pieces: literal texts and filled slots. All texts that occur go into one pool;
taking from it in the order of the notes makes a buffer that already holds the texts one after the
other, so that the column of notes is that buffer cut at other places, and the same lengths in
characters tell where each slot stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.engine import Piece
from kit.customers.makers.codes import pattern_parts
from kit.customers.notes import choose
from kit.customers.notes.drawn import Drawn
from kit.customers.notes.framing import Slot
from kit.customers.notes.plan import Plan, plan_of
from kit.customers.notes.spans import Found, spans
from kit.customers.notes.writings import WRITINGS, Use
from kit.errors import BadInput
from kit.identifiers import ascii as letters
from kit.seeding import Draws, Rows, below

_ARROW_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Filled:
    """One slot at all the places where it stands.

    Attributes:
        notes: The note of each place.
        places: The position of each place among all pieces.
        surface: What stands there, at all places if it is one text.
        value: The table's value it was written from, None where no table has it.
    """

    notes: Rows
    places: Rows
    surface: pa.StringArray
    value: pa.StringArray | None


def compose(
    piece: Piece, remap: Mapping[str, NDArray[np.int64]] | None = None
) -> tuple[pa.StringArray, pa.Table]:
    """Return the texts of the notes of a piece and their spans (`kit.customers.truth.SPANS`).

    Args:
        piece: Customers with all their tables; the text of the notes is not looked at.
        remap: Root table to the row whose data the notes of each of its rows show.

    Raises:
        BadInput: No frames, frames that do not fit the profile, or too many notes for one piece.
    """
    drawn = Drawn(piece, remap)
    return composed(plan_of(piece.spec.profile, drawn.frames, piece.spec.locale), drawn)


def composed(plan: Plan, drawn: Drawn) -> tuple[pa.StringArray, pa.Table]:
    """Return texts and spans of notes after a plan."""
    sentences = choose.sentences(plan, drawn, choose.situations(plan, drawn))
    pieces, note, first = _laid_out(plan, sentences)
    filled = _filled(plan, drawn, pieces, note)
    index, pool = _pooled(plan, pieces, filled)
    taken = pool.take(pa.array(index))
    lengths = pc.utf8_length(pool).to_numpy()[index]
    ends = np.cumsum(lengths, dtype=np.int64)
    starts = ends - lengths
    in_note = starts - (starts[first[:-1]] if len(starts) else starts)[note]
    found = [
        Found(plan.slots[slot], plan.born[slot], one.notes, one.places, one.value)
        for slot, one in filled.items()
        if plan.slots[slot].kind
    ]
    return _cut(taken, first), spans(drawn, found, in_note, lengths, taken)


def _laid_out(
    plan: Plan, sentences: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], Rows]:
    """Return the pieces of all notes in order, the note of each, and where each note begins."""
    flat = sentences.reshape(-1)
    counts = plan.count[flat]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    own = np.arange(total) - np.repeat(ends - counts - plan.first[flat], counts)
    first = np.zeros(len(sentences) + 1, dtype=np.int64)
    first[1:] = ends[sentences.shape[1] - 1 :: sentences.shape[1]]
    note = np.repeat(np.arange(len(sentences), dtype=np.int32), np.diff(first))
    return plan.pieces[own], note, first


def _filled(
    plan: Plan, drawn: Drawn, pieces: NDArray[np.int32], note: NDArray[np.int32]
) -> dict[int, Filled]:
    """Return every slot that occurs, filled."""
    literals = len(plan.literals)
    places = np.flatnonzero(pieces >= literals)
    slot = (pieces[places] - literals).astype(np.int16)
    order = np.argsort(slot, kind="stable")
    ends = np.searchsorted(slot[order], np.arange(len(plan.slots) + 1))
    found = {}
    for number, spec in enumerate(plan.slots):
        here = places[order[ends[number] : ends[number + 1]]]
        if len(here):
            notes = note[here].astype(np.int64)
            surface, value = _fill(spec, plan.names[number], drawn, notes)
            found[number] = Filled(notes, here, surface, value)
    return found


def _fill(
    slot: Slot, name: str, drawn: Drawn, notes: Rows
) -> tuple[pa.StringArray, pa.StringArray | None]:
    if slot.values and len(slot.values) == 1:
        return pa.array(slot.values, pa.string()), None
    draws = drawn.draws(notes, "slot", slot.like or name)
    if slot.values:
        words = pa.array(slot.values, pa.string())
        return words.take(pa.array(below(draws, len(words)))), None
    if slot.pattern:
        return _codes(slot.pattern, draws), None
    values = drawn.values(slot.column or "", notes)
    table = (slot.column or "").partition(".")[0]
    fields = drawn.piece.spec.profile.tables[table].fields
    beside = {
        key: drawn.values(f"{table}.{field}", notes)
        for key, field in (("sex", "sex"), ("born", "birth_date"))
        if slot.writing == "nickname" and field in fields
    }
    spec = drawn.piece.spec
    use = Use(values, draws, spec.locale, drawn.today, drawn.written[notes], **beside)
    plain = WRITINGS["text"](use)
    return (plain if slot.writing == "text" else WRITINGS[slot.writing](use)), plain


def _codes(pattern: str, draws: Draws) -> pa.StringArray:
    parts = pattern_parts(pattern)
    filled = letters.matrix(len(draws), len(parts))
    rest = draws
    for place, choice in enumerate(parts):
        allowed = np.frombuffer(choice.encode(), np.uint8)
        filled[:, place] = allowed[below(rest, len(allowed))]
        # The lower half moves up; multiplying by an odd number keeps all 64 bits in use.
        rest = rest * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return letters.fixed_width(filled)


def _pooled(
    plan: Plan, pieces: NDArray[np.int32], filled: Mapping[int, Filled]
) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Return for each piece its place in the pool, and the pool."""
    index = pieces.copy()
    end = len(plan.literals)
    for one in filled.values():
        index[one.places] = np.arange(end, end + len(one.surface), dtype=np.int32)
        end += len(one.surface)
    return index, pa.concat_arrays([plan.literals, *(one.surface for one in filled.values())])


def _cut(taken: pa.StringArray, first: Rows) -> pa.StringArray:
    """Return the same text cut at the notes."""
    _, offsets, data = taken.buffers()
    if pa.types.is_large_string(taken.type) or taken.offset:
        raise BadInput("notes.piece_too_large", limit=_ARROW_LIMIT)
    at = np.frombuffer(offsets, np.int32, len(taken) + 1) if len(taken) else np.zeros(1, np.int32)
    cuts = np.ascontiguousarray(at[first])
    return pa.StringArray.from_buffers(len(first) - 1, pa.py_buffer(cuts), data)
