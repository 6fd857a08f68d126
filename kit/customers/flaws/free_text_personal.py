"""Remarks with numbers, health and third parties in them; where each stands is known exactly.

Only an empty or a harmless remark is replaced, and it is what would be right. A listed remark that
is sensitive by itself is no flaw: whether a table may hold such remarks follows from the processing
register and its legal basis, and what is sensitive in it has a span (`kit.customers.remarks`).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers import columns as col
from kit.customers.flaws.children import told
from kit.customers.flaws.config import slots_of
from kit.customers.flaws.context import Change, Context, Edit, Mask, SpanPart, Spot
from kit.customers.flaws.plan import drawn
from kit.customers.remarks import sensitive_remarks
from kit.seeding import Rows


def spots(context: Context) -> list[Spot]:
    """Return the rows of the tables whose remarks are empty, or harmless."""
    config = context.config.free_text_personal
    if not config.sentences[context.piece.spec.locale]:
        return []
    some: Mask = np.asarray(context.once("usable", usable).any(axis=1))
    found = []
    for column in config.columns:
        table = column.partition(".")[0]
        rows = context.rows(table)
        fits = some[context.whose(table)] & _harmless(context, column, rows)
        found.append(Spot(column, rows[fits], _remark(column)))
    return found


def _harmless(context: Context, column: str, rows: Rows) -> Mask:
    """Return which remarks are not sensitive by themselves; empty ones are not."""
    table, _, name = column.partition(".")
    spec = context.piece.spec
    told = sensitive_remarks(spec.profile, table, name, spec.locale)
    found: Mask = ~pc.is_in(context.values(column, rows), told).to_numpy(zero_copy_only=False)
    return found


def emergencies(context: Context) -> Mask:
    """Return for each place in `Context.flawed` whether its sentence can save a life."""
    config = context.config.free_text_personal
    if not config.sentences["zh"]:
        return np.zeros(len(context.flawed), dtype=bool)
    return np.isin(context.once("sentence", _sentence_of), config.vital)


def _sentence_of(context: Context) -> Rows:
    """Return the number of each flawed customer's sentence, of those whose slots have values."""
    everybody = np.arange(len(context.flawed))
    return drawn(
        context.once("usable", usable).astype(np.float64), context.draws("sentence", everybody)
    )


def usable(context: Context) -> Mask:
    """Return for each flawed customer (row) which sentences (columns) have all their values."""
    config = context.config.free_text_personal
    has = {name: _has(context, slot.column) for name, slot in config.slots.items()}
    everybody = np.ones(len(context.flawed), dtype=bool)
    return np.stack(
        [
            np.logical_and.reduce([everybody, *(has[name] for name in slots_of(sentence))])
            for sentence in config.sentences["zh"]
        ],
        axis=1,
    )


def _has(context: Context, column: str | None) -> Mask:
    if column is None:
        return np.ones(len(context.flawed), dtype=bool)
    found = np.zeros(len(context.flawed), dtype=bool)
    rows, whose = context.first(column.partition(".")[0])
    found[whose] = ~col.is_null(context.values(column, rows))
    return found


def _remark(column: str) -> Edit:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        """Return remarks with a sentence about the customer, where there was none."""
        config = context.config.free_text_personal
        sentences = config.sentences[context.piece.spec.locale]
        number = context.once("sentence", _sentence_of)[places]
        mine = [np.flatnonzero(number == which) for which in range(len(sentences))]
        written = [
            _written(context, sentence, rows[here], places[here])
            for sentence, here in zip(sentences, mine, strict=True)
        ]
        order = np.argsort(np.concatenate(mine), kind="stable")
        texts = pa.concat_arrays([one.text for one in written]).take(pa.array(order))
        spans = tuple(part for one in written for part in one.spans if len(part.rows))
        return [Change(column, rows, texts, spans=spans)]

    return edit


@dataclass(frozen=True)
class _Written:
    text: pa.Array
    spans: list[SpanPart]


def _written(context: Context, sentence: str, rows: Rows, places: Rows) -> _Written:
    """Return the sentence for some rows, and where its slots stand."""
    slots = context.config.free_text_personal.slots
    parts: list[pa.Array] = []
    spans = []
    end = np.zeros(len(rows), np.int64)
    for literal, name in _pieces(sentence):
        if literal:
            parts.append(pa.repeat(pa.scalar(literal, pa.string()), len(rows)))
            end = end + len(literal)
        if name:
            text = _filling(context, name, places)
            start, end = end, end + pc.utf8_length(text).to_numpy(zero_copy_only=False)
            parts.append(text)
            sensitive, subject = told(context, slots[name], places)
            spans.append(SpanPart(rows, start, end, text, slots[name], sensitive, subject))
    return _Written(pc.binary_join_element_wise(*parts, ""), spans)


@lru_cache(maxsize=256)
def _pieces(sentence: str) -> tuple[tuple[str, str], ...]:
    """Return the literals of a sentence, each with the slot after it.

    >>> _pieces("call {phone}, now")
    (('call ', 'phone'), (', now', ''))
    """
    first, *rest = sentence.split("{")
    names = [part.partition("}")[0] for part in rest]
    literals = [first, *(part.partition("}")[2] for part in rest)]
    return tuple(zip(literals, [*names, ""], strict=True))


def _filling(context: Context, name: str, places: Rows) -> pa.Array:
    slot = context.config.free_text_personal.slots[name]
    if slot.values is not None:
        return context.word(slot.values[context.piece.spec.locale], f"slot {name}", places)
    column = slot.column or ""
    rows, whose = context.first(column.partition(".")[0])
    return col.as_text(context.values(column, rows[np.searchsorted(whose, places)]))
