"""The truth of flaws: rows of ``flaws`` and of ``spans`` for the changed cells."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.duties import Decided, Kind
from kit.customers.flaws.context import Change, Context
from kit.customers.flaws.edit import Cells
from kit.customers.flaws.plan import Chosen
from kit.customers.marks import customer_ids as numbers
from kit.customers.spec import Profile
from kit.customers.truth import FLAWS, SPANS
from kit.identifiers import ascii as letters
from kit.seeding import Rows

_FOUND_IS_RIGHT = {"duplicate", "consent_withdrawn", "retention_expired"}
_NOTHING_IS_RIGHT = {"test_record"}


def flaws(
    context: Context, chosen: Sequence[Chosen], cells: Sequence[Cells], decided: Decided
) -> pa.Table:
    """Return the rows of ``flaws``, by customer; the flaw first, then what follows from it.

    Args:
        context: The flawed customers.
        chosen: Their flaws.
        cells: The changed cells.
        decided: What to do, in the order of ``chosen``.
    """
    cells = [one for one in cells if _is_written(context.piece.spec.profile, one.column)]
    flaw_of = _flaw_of(context, chosen)
    places = np.concatenate([one.places for one in cells])
    main = np.concatenate([one.main for one in cells])
    rows = np.concatenate([one.rows for one in cells])
    column = np.repeat(np.arange(len(cells)), [len(one.rows) for one in cells])
    rank = _ranks(context.piece.spec.profile, [one.column for one in cells])[column]
    order = np.lexsort((rows, rank, ~main, places))
    kinds = _kinds(context, chosen)
    customers = places[order]
    which = pa.array(flaw_of[customers])
    texts = _texts(cells, kinds)
    made = {
        "flaw_id": flaw_ids(context.address(customers)),
        "kind": kinds.take(pa.array(customers)),
        "role": _word(["follows", "flaw"], main[order].astype(np.int64)),
        "table": _word([one.column.partition(".")[0] for one in cells], column[order]),
        "row": pa.array(rows[order]),
        "column": _word([one.column.partition(".")[2] for one in cells], column[order]),
        "customer_id": customer_ids(context, customers),
        "partner_id": _partners(context, chosen).take(pa.array(customers)),
        "found": texts[0].take(pa.array(order)),
        "right": texts[1].take(pa.array(order)),
        **{name: decided.column(name).take(which) for name in _DECIDED},
    }
    return pa.Table.from_arrays([made[name] for name in FLAWS.names], schema=FLAWS)


def _is_written(profile: Profile, column: str) -> bool:
    table, _, name = column.partition(".")
    return name in profile.tables[table].visible


_DECIDED = ("action", "also_accept", "articles", "reasons")


def _flaw_of(context: Context, chosen: Sequence[Chosen]) -> Rows:
    """The number of each flawed customer's flaw in the order of ``chosen``; -1 for none."""
    number = np.full(len(context.flawed), -1, np.int64)
    places = np.concatenate([one.places for one in chosen])
    number[places] = np.arange(len(places))
    return number


def _kinds(context: Context, chosen: Sequence[Chosen]) -> pa.Array:
    names = list(dict.fromkeys(one.kind for one in chosen))
    number = np.zeros(len(context.flawed), np.int64)
    for one in chosen:
        number[one.places] = names.index(one.kind)
    return _word(list(names), number)


def _partners(context: Context, chosen: Sequence[Chosen]) -> pa.Array:
    partner = partners(context, chosen)
    return numbers(context.piece).take(pa.array(partner, mask=partner < 0))


def partners(context: Context, chosen: Sequence[Chosen]) -> Rows:
    """Return the position of each flawed customer's partner, -1 for none."""
    partner = np.full(len(context.flawed), -1, np.int64)
    for one in chosen:
        if one.partner is not None:
            partner[one.places] = one.partner
    return partner


def _ranks(profile: Profile, columns: list[str]) -> Rows:
    """The place of each column in the profile."""
    places = {
        f"{table.name}.{name}": number * 1000 + place
        for number, table in enumerate(profile.tables.values())
        for place, name in enumerate(table.fields)
    }
    return np.array([places[column] for column in columns], np.int64)


def _texts(cells: Sequence[Cells], kinds: pa.Array) -> tuple[pa.Array, pa.Array]:
    """What each cell holds and what it should hold, as texts."""
    found = [col.as_text(one.after) for one in cells]
    right = []
    for one, after in zip(cells, found, strict=True):
        mine = kinds.take(pa.array(one.places))
        ground = col.as_text(one.before)
        usual = pc.if_else(pc.is_in(mine, pa.array(sorted(_FOUND_IS_RIGHT))), after, ground)
        nothing = pc.is_in(mine, pa.array(sorted(_NOTHING_IS_RIGHT)))
        usual = pc.if_else(nothing, pa.scalar(None, pa.string()), usual)
        right.append(pc.if_else(pa.array(one.said), col.as_text(one.right), usual))
    return pa.concat_arrays(found), pa.concat_arrays(right)


def flaw_ids(address: Rows) -> pa.Array:
    """Return the numbers of the flaws of customers, from their row numbers in the whole data."""
    filled = letters.matrix(len(address), 11)
    letters.put_text(filled, 0, "F")
    letters.put_digits(filled, 1, address, 10)
    return letters.fixed_width(filled)


def customer_ids(context: Context, places: Rows) -> pa.Array:
    """Return the numbers of customers; null where their table has none."""
    return numbers(context.piece).take(pa.array(context.flawed[places]))


def _word(words: list[str] | list[Kind], number: NDArray[np.int64]) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(number))


def spans(context: Context, changes: Sequence[Change]) -> pa.Table:
    """Return the spans of the texts that were written."""
    parts = [(change, part) for change in changes for part in change.spans]
    found = []
    for change, part in parts:
        size, slot = len(part.rows), part.slot
        has_source = slot.column is not None
        made = {
            "table": _same(change.table, size),
            "row": pa.array(part.rows),
            "column": _same(change.field, size),
            "customer_id": customer_ids(context, context.owners(change.table, part.rows)),
            "start": pa.array(part.start.astype(np.int32)),
            "end": pa.array(part.end.astype(np.int32)),
            "kind": _same(slot.kind, size),
            "personal": pa.array(np.ones(size, dtype=bool)),
            "sensitive": part.sensitive,
            "subject": part.subject,
            "text": part.text,
            "source": _same(slot.column, size),
            "value": part.text if has_source else pa.nulls(size, pa.string()),
        }
        found.append(pa.Table.from_arrays([made[n] for n in SPANS.names], schema=SPANS))
    keys = [(name, "ascending") for name in ("table", "row", "start")]
    return pa.concat_tables([SPANS.empty_table(), *found]).sort_by(keys).combine_chunks()


def _same(word: str | None, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(word, pa.string()), size)
