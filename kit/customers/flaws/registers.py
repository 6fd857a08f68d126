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
from kit.customers.flaws.sections import OneOf
from kit.seeding import Rows

Categories = Column | str
"""A retention category per record, or one for all."""


@dataclass(frozen=True)
class Holds:
    """The hold register of some customers, by place.

    Attributes:
        state: ``none``, ``open`` or ``released``.
        category: What the hold covers, null where there is none.
    """

    state: NDArray[np.str_]
    category: pa.Array

    def covers(self, places: Rows, categories: Categories | None = None) -> Mask:
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


def months_of(context: Context, categories: Categories) -> Rows:
    """Return the length of the period of each category, 0 for those not in the schedule."""
    months: Rows = of_category(context, categories, "months", 0)
    return months


def from_year_end(context: Context, categories: Categories) -> Mask:
    """Return which periods run from the end of the accounting year of the event, not from it."""
    found: Mask = of_category(context, categories, "counted_from", "event") == "year_end"
    return found


def of_category(context: Context, categories: Categories, field: str, default: Any) -> Any:
    """Return a field of the retention schedule for each category or for one, or the default."""
    schedule = context.once("schedule", _schedule)
    listed = schedule.get(field, [None] * len(schedule["category"]))
    values = np.array([*(default if one is None else one for one in listed), default])
    if isinstance(categories, str):
        known = schedule["category"]
        return values[known.index(categories) if categories in known else -1]
    names = pa.array(schedule["category"], pa.string())
    place = pc.fill_null(pc.index_in(categories, names), len(values) - 1)
    return values[place.to_numpy(zero_copy_only=False)]


def _schedule(context: Context) -> dict[str, list[Any]]:
    columns = reference_of(context, "retention_schedule") or {"category": pa.array([], pa.string())}
    return {
        name: column.to_pylist() for name, column in columns.items() if isinstance(column, pa.Array)
    }


def is_one_of(context: Context, one: OneOf, rows: Rows) -> Mask:
    """Return which rows of its table hold one of the words that count."""
    words = pa.array(one.values[context.piece.spec.locale], pa.string())
    found: Mask = pc.is_in(col.as_text(context.values(one.column, rows)), words).to_numpy(
        zero_copy_only=False
    )
    return found


def of_handover(context: Context, rows: Rows) -> Mask:
    """Return which consents are to the handover itself: the data rests on something else."""
    handover = context.config.facts.separate_consent
    if handover is None or handover.column != "consents.purpose":
        return np.zeros(len(rows), dtype=bool)
    return is_one_of(context, handover, rows)


def reference_of(context: Context, table: str) -> dict[str, Column] | None:
    """Return the columns of a reference table, None if the profile has no such table."""
    return reference(context.piece.spec).columns.get(table)


def state_of(context: Context, since: Column, categories: Categories) -> NDArray[np.str_]:
    """Return the state of each period: ``none``, ``running`` or ``expired``."""
    months = months_of(context, categories)
    event = col.as_days(since).astype(np.int64)
    start = np.where(from_year_end(context, categories), year_end(event), event)
    over = last_day(start, months) < context.today
    state = np.where(over & ~col.is_null(since), "expired", "running")
    return np.where(months > 0, state, "none")


def kept_under(context: Context, since: Column, categories: Categories) -> NDArray[np.str_]:
    """Return the rule by which each record must still be kept, ``none`` where there is none.

    That is ``rule`` of the schedule for ``least_months`` from the event, whatever period the
    company itself has set.
    """
    rule = of_category(context, categories, "rule", "none")
    least = of_category(context, categories, "least_months", 0)
    runs = last_day(col.as_days(since).astype(np.int64), least) >= context.today
    return np.where((least > 0) & (runs | col.is_null(since)), rule, "none")


def year_end(days: Rows) -> Rows:
    """Return the last day of the year of each day (since 1970-01-01).

    >>> year_end(np.array([0, 364, 365])).tolist()
    [364, 364, 729]
    """
    year = days.astype("datetime64[D]").astype("datetime64[Y]")
    last: Rows = ((year + 1).astype("datetime64[D]").astype(np.int64)) - 1
    return last
