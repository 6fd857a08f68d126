"""Who is flawed and how: decided by draws of the customer's own row, the same in any cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.customers.duties import Kind
from kit.customers.flaws.context import Context, Spot
from kit.customers.flaws.registers import holds_of
from kit.seeding import Draws, Rows, below, unit

_PLAIN = {"test_record", "unneeded_field", "consent_withdrawn"}
"""Kinds that are nearly always answered alike; where all is held, the answer is another."""
_HELD = 2.5


@dataclass(frozen=True)
class Chosen:
    """The flaws of a piece, those of one spot together.

    Attributes:
        kind: The kind of flaw.
        spot: Where it occurs.
        rows: The rows of the spot's table.
        places: Their customers, as places in `Context.flawed`.
    """

    kind: Kind
    spot: Spot
    rows: Rows
    places: Rows

    @property
    def partner(self) -> Rows | None:
        """The positions of the other customers who are concerned."""
        if self.spot.partner is None:
            return None
        found: Rows = self.spot.partner[np.searchsorted(self.spot.rows, self.rows)]
        return found


def flawed(draws: Draws, share: float) -> Rows:
    """Return the positions of the flawed customers: a share of all."""
    found: Rows = np.flatnonzero(draws < np.uint64(share * 2.0**64))
    return found


def choose(
    context: Context, spots: Mapping[Kind, list[Spot]], weights: Mapping[Kind, float]
) -> list[Chosen]:
    """Return one flaw per flawed customer who can have any: kind by weight, then spot, then row."""
    everybody = np.arange(len(context.flawed))
    owners = {
        kind: [context.owners(spot.table, spot.rows) for spot in found]
        for kind, found in spots.items()
    }
    counts = {kind: _counts(len(everybody), found) for kind, found in owners.items()}
    odds = {
        kind: (counts[kind] > 0) * np.array([spot.weight for spot in found])
        for kind, found in spots.items()
    }
    holds = holds_of(context)
    often = 1.0 + (_HELD - 1.0) * ((holds.state == "open") & holds.covers(everybody))
    by_kind = [
        weights.get(kind, 1.0)
        * odds[kind].max(axis=1, initial=0.0)
        * (often if kind in _PLAIN else 1.0)
        for kind in spots
    ]
    kind_no = drawn(np.stack(by_kind, axis=1), context.draws("kind", everybody))
    spot_draws = context.draws("spot", everybody)
    row_draws = context.draws("row", everybody)
    chosen = []
    for number, kind in enumerate(spots):
        mine = np.flatnonzero(kind_no == number)
        spot_no = drawn(odds[kind][mine], spot_draws[mine])
        for place, spot in enumerate(spots[kind]):
            who = mine[spot_no == place]
            if len(who):
                several = below(row_draws[who], 2**16) * counts[kind][who, place] >> 16
                first = np.searchsorted(owners[kind][place], who)
                chosen.append(Chosen(kind, spot, spot.rows[first + several], who))
    return chosen


def _counts(size: int, owners: list[Rows]) -> NDArray[np.int64]:
    """How many rows each flawed customer (row) has in each spot (column)."""
    if not owners:
        return np.empty((size, 0), np.int64)
    return np.stack([np.bincount(one, minlength=size) for one in owners], axis=1)


def drawn(weights: NDArray[np.float64], draws: Draws) -> Rows:
    """Return a drawn column per row, by weight; -1 where a row has no weight."""
    if not weights.shape[1]:
        return np.full(len(weights), -1, np.int64)
    edges = np.cumsum(weights, axis=1)
    wanted = unit(draws) * edges[:, -1]
    number = (edges <= wanted[:, None]).sum(axis=1)
    chosen: Rows = np.where(edges[:, -1] > 0, number, -1)
    return chosen
