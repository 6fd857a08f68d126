"""The facts of each flawed record, read off the tables for `kit.customers.duties`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.flaws.context import Context, Mask
from kit.customers.flaws.plan import Chosen
from kit.customers.flaws.registers import (
    Holds,
    holds_of,
    of_category,
    reference_of,
    state_of,
)
from kit.customers.flaws.sections import OneOf, Period, Until
from kit.customers.makers.people import whole_years
from kit.seeding import Rows

Facts = dict[str, Any]
UNDER = 14
_WITH_RECEIVER = ("merger", "business_sale", "dissolution_with_receiver")


@dataclass(frozen=True)
class OfCustomer:
    """What holds for a customer, whatever is flawed: one value per place in `Context.flawed`."""

    served: Mask
    owed: Mask
    in_scope: Mask
    separate_consent: Mask
    child: Mask
    statutory: Mask
    holds: Holds


def of_customers(context: Context) -> OfCustomer:
    """Return what holds for the flawed customers, before anything is changed."""
    facts = context.config.facts
    everybody = np.ones(len(context.flawed), dtype=bool)
    served = [_served(context, one) for one in facts.served] or [everybody]
    owed = [_owed(context, column) for column in facts.owed] or [~everybody]
    return OfCustomer(
        served=np.logical_or.reduce(served),
        owed=np.logical_or.reduce(owed),
        in_scope=_any_row(context, facts.scope) if facts.scope else everybody,
        separate_consent=_agreed(context, facts.separate_consent),
        child=_children(context),
        statutory=_kept_by_law(context),
        holds=holds_of(context),
    )


def _served(context: Context, one: Until) -> Mask:
    table = one.column.partition(".")[0]
    until = context.values(one.column, context.rows(table))
    runs = col.is_null(until) | (col.as_days(until) + one.days >= context.today)
    return _any(context, table, runs)


def _owed(context: Context, column: str) -> Mask:
    table = column.partition(".")[0]
    amount = col.as_int(context.values(column, context.rows(table)))
    return _any(context, table, amount > 0)


def _any_row(context: Context, one: OneOf) -> Mask:
    table = one.column.partition(".")[0]
    return _any(context, table, _is_one_of(context, one, context.rows(table)))


def _is_one_of(context: Context, one: OneOf, rows: Rows) -> Mask:
    words = pa.array(one.values[context.piece.spec.locale], pa.string())
    found: Mask = pc.is_in(col.as_text(context.values(one.column, rows)), words).to_numpy(
        zero_copy_only=False
    )
    return found


def _agreed(context: Context, one: OneOf | None) -> Mask:
    if one is None:
        return np.zeros(len(context.flawed), dtype=bool)
    table = one.column.partition(".")[0]
    rows = context.rows(table)
    stands = _is_one_of(context, one, rows)
    if context.has(f"{table}.withdrawn_on"):
        stands &= col.is_null(context.values(f"{table}.withdrawn_on", rows))
    return _any(context, table, stands)


def _children(context: Context) -> Mask:
    born = context.config.customer.birth_date
    if born is None:
        return np.zeros(len(context.flawed), dtype=bool)
    days = col.as_days(context.of_customer(born, np.arange(len(context.flawed))))
    young: Mask = whole_years(days, context.piece.spec.as_of) < UNDER
    return young


def _kept_by_law(context: Context) -> Mask:
    """Whether a file of the customer must still be kept by law."""
    if not context.has("archive_files.category", "archive_files.closed_on"):
        return np.zeros(len(context.flawed), dtype=bool)
    rows = context.rows("archive_files")
    category = context.values("archive_files.category", rows)
    basis = of_category(context, category, "basis", "company")
    runs = state_of(context, context.values("archive_files.closed_on", rows), category) == "running"
    return _any(context, "archive_files", runs & (basis == "statutory"))


def _any(context: Context, table: str, mask: Mask) -> Mask:
    found: Mask = np.bincount(context.whose(table)[mask], minlength=len(context.flawed)).astype(
        bool
    )
    return found


def collected(
    context: Context, chosen: list[Chosen], known: OfCustomer, emergencies: Mask
) -> Facts:
    """Return the facts of all flaws, one after the other as they are listed.

    Args:
        context: The flawed customers, their cells changed by now.
        chosen: The flaws.
        known: What held for the customers before.
        emergencies: For each place in `Context.flawed` whether a remark can save a life.
    """
    found = [_facts(context, one, known, emergencies) for one in chosen]
    size = [len(one.rows) for one in chosen]
    return {
        name: np.concatenate(
            [np.broadcast_to(f[name], n) for f, n in zip(found, size, strict=True)]
        )
        for name in (found[0] if found else {})
    } | {"receiver": _receiver(context)}


def _facts(context: Context, one: Chosen, known: OfCustomer, emergencies: Mask) -> Facts:
    table = one.spot.table
    basis, necessary = _registered(context, one.spot.column)
    categories = _categories(context, table, one.rows)
    places = one.places
    facts: Facts = {
        "kind": one.kind,
        "basis": basis,
        "necessary": necessary and one.kind != "unneeded_field",
        "in_use": known.served[places],
        "statutory": known.statutory[places] & _is_kept_with_files(context, one),
        "hold": known.holds.state[places],
        "hold_covers": known.holds.covers(places, categories),
        "child": known.child[places],
        "in_scope": known.in_scope[places],
        "separate_consent": known.separate_consent[places],
        "owed": known.owed[places],
    }
    facts |= _period(context, one, categories)
    facts["withdrawn"] = one.kind == "consent_withdrawn"
    return facts | dict(_special(context, one, known, emergencies, basis))


def _is_kept_with_files(context: Context, one: Chosen) -> bool:
    """Whether files that the law keeps are of no use without this record: who the customer is."""
    return one.spot.table == context.root and one.kind not in _NEVER_KEPT


_NEVER_KEPT = {"unneeded_field", "test_record", "free_text_personal"}


def _special(
    context: Context, one: Chosen, known: OfCustomer, emergencies: Mask, basis: str
) -> Iterator[tuple[str, Any]]:
    """Yield the facts that the kind of record itself settles."""
    if one.spot.table == "archive_files":
        closed = context.values("archive_files.closed_on", one.rows)
        yield "in_use", col.is_null(closed) | (col.as_days(closed) >= context.today)
    if one.kind == "consent_withdrawn":
        yield "basis", _basis_of_consent(context, one.rows)
    if one.kind == "free_text_personal":
        yield "basis", np.where(emergencies[one.places], "emergency", basis)
    if one.partner is not None and one.kind == "duplicate":
        theirs = holds_of(context, one.partner)
        held = (theirs.state == "open") & theirs.covers(np.arange(len(one.places)))
        own = known.holds
        yield "hold", np.where(held, "open", own.state[one.places])
        yield "hold_covers", held | own.covers(one.places)


def _registered(context: Context, column: str) -> tuple[str, bool]:
    """Return basis and need of a column by the processing register; a field goes before ``*``."""
    register = reference_of(context, "processing_register")
    if register is None:
        return "contract", True
    table, _, field = column.partition(".")
    names = ("table_name", "field_name", "legal_basis", "necessary")
    entries = list(zip(*(register[name].to_pylist() for name in names), strict=True))
    for wanted in (field, "*"):
        for entry in entries:
            if entry[:2] == (table, wanted):
                return str(entry[2]), bool(entry[3])
    return "contract", True


def _basis_of_consent(context: Context, rows: Rows) -> NDArray[np.object_]:
    """Return what each purpose rests on: the register's word, or the profile's, or consent."""
    purposes = col.as_text(context.values("consents.purpose", rows)).to_pylist()
    rests = dict.fromkeys(
        context.config.consent_withdrawn.contract[context.piece.spec.locale], "contract"
    )
    register = reference_of(context, "processing_register")
    if register is not None:
        entries = zip(
            register["purpose"].to_pylist(), register["legal_basis"].to_pylist(), strict=True
        )
        rests |= dict(reversed(list(entries)))
    return np.array([rests.get(purpose, "consent") for purpose in purposes], object)


def _period_of(context: Context, table: str) -> Period | None:
    return next((one for one in context.config.facts.periods if one.table == table), None)


def _categories(context: Context, table: str, rows: Rows) -> Column | None:
    if table == "archive_files":
        return context.values("archive_files.category", rows)
    period = _period_of(context, table)
    return pa.array([period.category] * len(rows), pa.string()) if period else None


def _period(context: Context, one: Chosen, categories: Column | None) -> Facts:
    if categories is None:
        return {"period": "none", "period_basis": "company"}
    table = one.spot.table
    period = _period_of(context, table)
    since = context.values(
        "archive_files.closed_on" if period is None else f"{table}.{period.since}", one.rows
    )
    return {
        "period": state_of(context, since, categories),
        "period_basis": of_category(context, categories, "basis", "company"),
    }


def _receiver(context: Context) -> bool:
    form = context.piece.spec.deal
    deal = reference_of(context, "deal")
    if deal is None or "receiver" not in deal:
        return form in _WITH_RECEIVER
    return bool(deal["receiver"][0].as_py())
