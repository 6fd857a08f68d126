"""What the registers say that trainees see too: holds, periods, purposes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.duties import last_day
from kit.customers.engine import reference
from kit.customers.flaws.context import Context, Mask, children
from kit.seeding import Rows


@dataclass(frozen=True)
class Holds:
    """The hold register of some customers, by place.

    Attributes:
        state: ``none``, ``open`` or ``released``.
        category: What the hold covers, null where there is none.
    """

    state: NDArray[np.str_]
    category: pa.Array

    def covers(self, places: Rows, categories: Column | None = None) -> Mask:
        """Return whether the holds of customers cover records of these categories (or none)."""
        named = self.category.take(pa.array(places))
        fits = pc.equal(named, "all")
        if categories is not None:
            fits = pc.or_kleene(fits, pc.equal(named, categories))
        found: Mask = pc.fill_null(fits, False).to_numpy(zero_copy_only=False)
        return found


def holds_of(context: Context, customers: Rows | None = None) -> Holds:
    """Return the state of the hold register for each flawed customer, or for others."""
    wanted = context.flawed if customers is None else customers
    size = len(wanted)
    state = np.full(size, "none", dtype="U8")
    if not context.has("legal_holds.covers", "legal_holds.released_on"):
        return Holds(state, pa.nulls(size, pa.string()))
    rows, places = children(context.piece, "legal_holds", wanted)
    places, first = np.unique(places, return_index=True)
    rows = rows[first]
    released = ~col.is_null(context.values("legal_holds.released_on", rows))
    state[places] = np.where(released, "released", "open")
    named = context.values("legal_holds.covers", rows)
    return Holds(state, col.scatter(named, places, size))


def years_of(context: Context, categories: Column) -> Rows:
    """Return the length of the period of each category, 0 for those not in the schedule."""
    years: Rows = of_category(context, categories, "years", 0)
    return years


def of_category(context: Context, categories: Column, field: str, default: Any) -> Any:
    """Return a field of the retention schedule for each category, or the default."""
    schedule = reference_of(context, "retention_schedule")
    if schedule is None:
        return np.full(len(categories), default)
    place = pc.index_in(categories, schedule["category"])
    values = np.array([*schedule[field].to_pylist(), default])
    return values[pc.fill_null(place, len(values) - 1).to_numpy(zero_copy_only=False)]


def reference_of(context: Context, table: str) -> dict[str, Column] | None:
    """Return the columns of a reference table, None if the profile has no such table."""
    return reference(context.piece.spec).columns.get(table)


def state_of(context: Context, since: Column, categories: Column) -> NDArray[np.str_]:
    """Return the state of each period: ``none``, ``running`` or ``expired``."""
    years = years_of(context, categories)
    over = last_day(col.as_days(since), years) < context.today
    state = np.where(over & ~col.is_null(since), "expired", "running")
    return np.where(years > 0, state, "none")
