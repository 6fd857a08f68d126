"""Which situation and which sentences a note is made of."""

import numpy as np
from numpy.typing import NDArray

from kit.customers.makers.base import bits, distinct, weighted
from kit.customers.notes.drawn import Drawn
from kit.customers.notes.framing import PARTS
from kit.customers.notes.plan import Choices, Plan
from kit.errors import BadInput
from kit.seeding import Rows


def situations(plan: Plan, drawn: Drawn) -> NDArray[np.int64]:
    """Return the situation of each note, by weight among those of its channel.

    Raises:
        BadInput: If a channel has no situation.
    """
    draws = drawn.rows.draws(drawn.field, "parts")
    place = bits(draws, 0)
    keys, group = distinct(drawn.channels)
    chosen = np.zeros(len(drawn), dtype=np.int64)
    for code, key in enumerate(keys):
        weights = plan.by_channel.get(key, ())
        if not any(weights):
            raise BadInput("notes.empty_channel", name=key)
        here = group == code
        chosen[here] = weighted(weights)[place[here]]
    return chosen


def sentences(plan: Plan, drawn: Drawn, situation: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sentences of each note: one column per list.

    A sentence can only be chosen where all its columns have a value.

    Raises:
        BadInput: If a list has no sentence for somebody.
    """
    draws = drawn.rows.draws(drawn.field, "parts")
    chosen = np.empty((len(drawn), len(PARTS)), dtype=np.int64)
    order = np.argsort(situation.astype(np.int16), kind="stable")  # few bits: a radix sort
    ends = np.searchsorted(situation[order], np.arange(len(plan.situations) + 1))
    for place, lists in enumerate(plan.lists):
        notes = order[ends[place] : ends[place + 1]]
        if not len(notes):
            continue
        for part, choices in enumerate(lists):
            chance = bits(draws[notes], part + 1)
            found = _pick(choices, drawn, notes, chance)
            if found is None:
                raise BadInput(
                    "notes.no_sentence", situation=plan.situations[place], part=PARTS[part]
                )
            chosen[notes, part] = found
    return chosen


def _pick(choices: Choices, drawn: Drawn, notes: Rows, chance: Rows) -> NDArray[np.int64] | None:
    """Return a sentence per note, each that fits equally likely; None if somebody has none."""
    size = len(choices.parts)
    masks = [[drawn.available(need) for need in needs] for needs in choices.needs]
    if all(mask is None for one in masks for mask in one):
        return choices.parts.take(chance * size >> 16)
    fits = np.ones((len(notes), size), dtype=bool)
    for place, one in enumerate(masks):
        for mask in one:
            if mask is not None:
                fits[:, place] &= mask[notes]
    rank = np.cumsum(fits, axis=1, dtype=np.int16)
    wanted = chance * rank[:, -1] >> 16
    if not rank[:, -1].all():
        return None
    found: NDArray[np.int64] = choices.parts[np.argmax(rank > wanted[:, None], axis=1)]
    return found
