"""What holds for each flawed customer, whatever is flawed."""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.childhood import CHILD_ENDS
from kit.customers.flaws.anew import position_in
from kit.customers.flaws.context import Context, Mask
from kit.customers.flaws.registers import (
    Holds,
    holds_of,
    is_one_of,
    kept_under,
    state_of,
)
from kit.customers.flaws.sections import OneOf, Owed, Until
from kit.customers.makers.people import whole_years
from kit.seeding import Rows


@dataclass(frozen=True)
class OfCustomer:
    """What holds for a customer, whatever is flawed: one value per place in `Context.flawed`."""

    served: Mask
    owed: Mask
    in_scope: Mask
    told: Mask
    separate_consent: Mask
    handover_refused: Mask
    child: Mask
    statutory: NDArray[np.str_]
    holds: Holds


def of_customers(context: Context) -> OfCustomer:
    """Return what holds for the flawed customers; the context must be `rightly`."""
    facts = context.config.facts
    everybody = np.ones(len(context.flawed), dtype=bool)
    served = [_served(context, one) for one in facts.served] or [everybody]
    owed = [_owed(context, one) for one in facts.owed] or [~everybody]
    stands, refused = _agreed(context, facts.separate_consent)
    return OfCustomer(
        served=np.logical_or.reduce(served),
        owed=np.logical_or.reduce(owed),
        in_scope=_any_row(context, facts.scope) if facts.scope else everybody,
        told=_told(context),
        separate_consent=stands,
        handover_refused=refused,
        child=_children(context),
        statutory=_kept_by_law(context),
        holds=holds_of(context),
    )


def _served(context: Context, one: Until) -> Mask:
    table = one.column.partition(".")[0]
    until = context.values(one.column, context.rows(table))
    runs = col.is_null(until) | (col.as_days(until) + one.days >= context.today)
    return _any(context, table, runs)


def _owed(context: Context, one: Owed) -> Mask:
    table = one.column.partition(".")[0]
    rows = context.rows(table)
    owed = col.as_int(context.values(one.column, rows)) > 0
    if one.settled is not None:
        other = one.settled.column.partition(".")[0]
        below = context.rows(other)
        paid = below[is_one_of(context, one.settled, below)]
        owed &= ~np.isin(rows, position_in(context.piece, other, table, paid))
    return _any(context, table, owed)


def _told(context: Context) -> Mask:
    """Whether a notice of the handover has reached the customer; without such notices, all."""
    if not context.has("transfer_notices.delivered"):
        return np.ones(len(context.flawed), dtype=bool)
    rows = context.rows("transfer_notices")
    reached = pc.fill_null(context.values("transfer_notices.delivered", rows), False)
    return _any(context, "transfer_notices", reached.to_numpy(zero_copy_only=False))


def _any_row(context: Context, one: OneOf) -> Mask:
    table = one.column.partition(".")[0]
    return _any(context, table, is_one_of(context, one, context.rows(table)))


def _agreed(context: Context, one: OneOf | None) -> tuple[Mask, Mask]:
    """Return who agreed to the handover itself and who took that back."""
    nobody = np.zeros(len(context.flawed), dtype=bool)
    if one is None:
        return nobody, nobody
    table = one.column.partition(".")[0]
    rows = context.rows(table)
    given = is_one_of(context, one, rows)
    if not context.has(f"{table}.withdrawn_on"):
        return _any(context, table, given), nobody
    stands = col.is_null(context.values(f"{table}.withdrawn_on", rows))
    return _any(context, table, given & stands), _any(context, table, given & ~stands)


def _children(context: Context) -> Mask:
    born = context.config.customer.birth_date
    if born is None:
        return np.zeros(len(context.flawed), dtype=bool)
    days = col.as_days(context.of_customer(born, np.arange(len(context.flawed))))
    young: Mask = whole_years(days, context.piece.spec.as_of) < CHILD_ENDS
    return young


def _kept_by_law(context: Context) -> NDArray[np.str_]:
    """Return the rule by which a file of each customer must still be kept, or ``none``."""
    kept = np.full(len(context.flawed), "none", dtype="U32")
    if not context.has("archive_files.category", "archive_files.closed_on"):
        return kept
    rows = context.rows("archive_files")
    category = context.values("archive_files.category", rows)
    rule = kept_under(context, context.values("archive_files.closed_on", rows), category)
    some = np.flatnonzero(rule != "none")
    kept[context.whose("archive_files")[some]] = rule[some]
    return kept


def papers_kept(context: Context, places: Rows) -> Mask:
    """Return whether the company still keeps rows about customers for a period of its own."""
    kept = np.zeros(len(context.flawed), dtype=bool)
    for period in context.config.facts.periods:
        mine = np.isin(context.whose(period.table), places[~kept[places]])
        rows, whose = context.rows(period.table)[mine], context.whose(period.table)[mine]
        since = context.values(f"{period.table}.{period.since}", rows)
        kept[whose[state_of(context, since, period.category) == "running"]] = True
    return kept[places]


def _any(context: Context, table: str, mask: Mask) -> Mask:
    found: Mask = np.bincount(context.whose(table)[mask], minlength=len(context.flawed)).astype(
        bool
    )
    return found
