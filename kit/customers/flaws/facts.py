"""The facts of each flawed record, read off the tables for `kit.customers.duties`.

A typing error decides nothing: facts are read from what the cells should hold (`rightly`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.flaws.context import Context, Mask
from kit.customers.flaws.customers import OfCustomer, papers_kept
from kit.customers.flaws.plan import Chosen
from kit.customers.flaws.registers import (
    Categories,
    holds_of,
    kept_under,
    of_category,
    of_handover,
    reference_of,
    state_of,
)
from kit.customers.flaws.sections import Period
from kit.seeding import Rows

Facts = dict[str, Any]
_WITH_RECEIVER = ("merger", "business_sale", "dissolution_with_receiver")
_AS_FOUND = {"archive_files", "consents"}
"""Tables in which what is found is right: files that are too old, consents that were withdrawn."""


def rightly(context: Context, ground: Mapping[str, Column]) -> Context:
    """Return the flawed customers with what their cells should hold.

    Args:
        context: The flawed customers, their cells changed by now.
        ground: The columns that were changed, as they were.
    """
    columns = {table: dict(some) for table, some in context.piece.columns.items()}
    for column, whole in ground.items():
        table, _, name = column.partition(".")
        if table not in _AS_FOUND:
            columns[table][name] = whole
    return replace(context, piece=replace(context.piece, columns=columns))


def collected(
    context: Context, chosen: list[Chosen], known: OfCustomer, emergencies: Mask
) -> Facts:
    """Return the facts of all flaws, one after the other as they are listed.

    Args:
        context: The flawed customers, `rightly`.
        chosen: The flaws.
        known: What holds for the customers.
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
        "statutory": known.statutory[places] if _says_whose(context, one) else "none",
        "hold": known.holds.state[places],
        "hold_covers": known.holds.covers(places, categories),
        "child": known.child[places],
        "in_scope": known.in_scope[places],
        "told": known.told[places],
        "separate_consent": known.separate_consent[places],
        "handover_refused": known.handover_refused[places],
        "owed": known.owed[places],
    }
    facts |= _period(context, one, categories)
    facts["withdrawn"] = one.kind == "consent_withdrawn"
    return facts | dict(_special(context, one, known, emergencies, basis))


def _says_whose(context: Context, one: Chosen) -> bool:
    """Whether files that the law keeps need this cell, to say whose they are: no whole row."""
    whole_row = one.kind in ("duplicate", "test_record")
    return one.spot.column in context.config.facts.named and not whole_row


def _special(
    context: Context, one: Chosen, known: OfCustomer, emergencies: Mask, basis: str
) -> Iterator[tuple[str, Any]]:
    """Yield the facts that the kind of record itself settles."""
    if one.spot.table == "archive_files":
        closed = context.values("archive_files.closed_on", one.rows)
        yield "in_use", col.is_null(closed) | (col.as_days(closed) >= context.today)
    if one.kind == "consent_withdrawn":
        handover = of_handover(context, one.rows)
        yield "withdrawn", ~handover
        yield "basis", np.where(handover, "contract", _basis_of_consent(context, one.rows))
        if handover.any():
            kept = papers_kept(context, one.places)
            yield "period", np.where(handover & kept, "running", "none")
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
    table, _, field = column.partition(".")
    register = context.once("register", _register)
    return register.get((table, field)) or register.get((table, "*")) or ("contract", True)


def _register(context: Context) -> dict[tuple[str, str], tuple[str, bool]]:
    columns = reference_of(context, "processing_register")
    if columns is None:
        return {}
    names = ("table_name", "field_name", "legal_basis", "necessary")
    entries = zip(*(columns[name].to_pylist() for name in names), strict=True)
    return {(table, field): (basis, need) for table, field, basis, need in reversed([*entries])}


def _basis_of_consent(context: Context, rows: Rows) -> NDArray[np.str_]:
    """Return what each purpose rests on: the register's word, or the profile's, or consent."""
    rests = dict.fromkeys(
        context.config.consent_withdrawn.contract[context.piece.spec.locale], "contract"
    )
    register = reference_of(context, "processing_register")
    if register is not None:
        entries = zip(
            register["purpose"].to_pylist(), register["legal_basis"].to_pylist(), strict=True
        )
        rests |= dict(reversed(list(entries)))
    purposes = col.as_text(context.values("consents.purpose", rows))
    place = pc.index_in(purposes, pa.array(list(rests), pa.string()))
    bases = np.array([*rests.values(), "consent"])
    found: NDArray[np.str_] = bases[pc.fill_null(place, len(rests)).to_numpy(zero_copy_only=False)]
    return found


def _period_of(context: Context, table: str) -> Period | None:
    return next((one for one in context.config.facts.periods if one.table == table), None)


def _categories(context: Context, table: str, rows: Rows) -> Categories | None:
    if table == "archive_files":
        return context.values("archive_files.category", rows)
    period = _period_of(context, table)
    return period.category if period else None


def _period(context: Context, one: Chosen, categories: Categories | None) -> Facts:
    if categories is None:
        return {"period": "none", "period_basis": "company"}
    table = one.spot.table
    period = _period_of(context, table)
    since = context.values(
        "archive_files.closed_on" if period is None else f"{table}.{period.since}", one.rows
    )
    facts: Facts = {
        "period": state_of(context, since, categories),
        "period_basis": of_category(context, categories, "basis", "company"),
    }
    kept = kept_under(context, since, categories)
    return facts | ({"statutory": kept} if (kept != "none").any() else {})


def _receiver(context: Context) -> bool:
    form = context.piece.spec.deal
    deal = reference_of(context, "deal")
    if deal is None or "receiver" not in deal:
        return form in _WITH_RECEIVER
    return bool(deal["receiver"][0].as_py())
