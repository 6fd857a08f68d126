"""Partners: an earlier customer of the same block of 64, computed from row number and draws."""

import numpy as np
import pyarrow as pa

from kit.customers import columns as col
from kit.customers.flaws.context import Context, Mask
from kit.errors import BadInput
from kit.seeding import Rows

BLOCK = 64
"""Customers are paired within blocks of this many rows."""
TRIES = 16
_STEP = 4
YEARS_APART = 5


def partners(context: Context, name: str, lane: int, similar: bool) -> tuple[Rows, Rows]:
    """Return who has a partner (places in `Context.flawed`) and the partners' positions.

    The flawed one stands at an odd place of its block, the partner at an earlier one that leaves
    ``lane`` over when divided by four, so that two kinds of flaw never share a partner; nor do two
    customers: the first one has them.

    Args:
        context: The flawed customers.
        name: Name of the draws.
        lane: 0 or 2.
        similar: Whether the two must have the same sex and be born within five years.
    """
    offset = context.address(np.arange(len(context.flawed))) % BLOCK
    if (context.piece.rows[context.root].span[0]) % BLOCK:
        raise BadInput("flaws.unaligned", start=context.piece.rows[context.root].span[0])
    room = (offset - lane + _STEP - 1) // _STEP
    who = np.flatnonzero((offset % 2 == 1) & (room > 0))
    room = room[who]
    start = context.below(name, 2**16, who) * room >> 16
    tries = np.arange(TRIES)
    turn = (start[:, None] + tries) % room[:, None]
    candidate = (context.flawed[who] - offset[who])[:, None] + lane + _STEP * turn
    fits = (tries < room[:, None]) & (context.place_of[candidate] < 0)
    fits &= _alike(context, who, candidate) if similar else _later(context, who, candidate)
    found = fits.any(axis=1)
    partner = candidate[np.arange(len(who)), fits.argmax(axis=1)][found]
    _, first = np.unique(partner, return_index=True)
    first.sort()
    return who[found][first], partner[first]


def _alike(context: Context, who: Rows, candidate: Rows) -> Mask:
    roles = context.config.customer
    columns = context.piece.columns[context.root]
    own = context.flawed[who][:, None]
    born = col.as_days(columns[roles.birth_date or ""]).astype(np.int64)
    near: Mask = np.abs(born[candidate] - born[own]) <= YEARS_APART * 365
    if roles.sex is None:
        return near
    sex = columns[roles.sex].dictionary_encode().indices.to_numpy(zero_copy_only=False)
    alike: Mask = near & (sex[candidate] == sex[own])
    return alike


def _later(context: Context, who: Rows, candidate: Rows) -> Mask:
    """Whether the candidate became a customer after the flawed one."""
    since = col.as_days(context.piece.columns[context.root][context.config.customer.since or ""])
    later: Mask = since[candidate] > since[context.flawed[who]][:, None]
    return later


def text_at(context: Context, field: str, positions: Rows) -> pa.Array:
    """Return a field of the customers' table at positions in the piece."""
    return col.take(context.piece.columns[context.root][field], positions)
