"""A number the customer gave up: the table still has it, and by now it is somebody else's.

The data shows it: another person, who became a customer later, has the same number; so whoever
registered first has the stale one. Notes go on naming the number that is right.
"""

import numpy as np

from kit.customers.flaws.context import CellLabel, Change, Context, Spot
from kit.customers.flaws.labels import of_all
from kit.customers.flaws.pairs import partners
from kit.customers.grown import Cell
from kit.seeding import Rows


def third_party(rows: Rows) -> tuple[CellLabel, ...]:
    """Return the label of cells that hold somebody else's number."""
    return of_all(rows, Cell.made(None, "related_person", "third_party"))


def spots(context: Context) -> list[Spot]:
    """Return the customers whose number an unflawed customer can have taken over."""
    roles = context.config.customer
    if not (roles.mobile and roles.since):
        return []
    who, partner = partners(context, "taken over", 2, similar=False)
    of = np.full(len(context.flawed), -1, np.int64)
    of[who] = partner
    column = f"{context.root}.{roles.mobile}"

    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        return [Change(column, rows, context.values(column, of[places]), labels=third_party(rows))]

    return [Spot(column, context.flawed[who], edit, partner)]
