"""Whom a slot of a remark is about, and what follows where that is a child: as in the notes."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers.childhood import CHILD_ENDS, age_of, child_table, grown_up
from kit.customers.flaws.anew import position_in
from kit.customers.flaws.context import Context
from kit.customers.flaws.sections import Slot
from kit.seeding import Rows

_MINOR = "minor_under_14"


def told(context: Context, slot: Slot, places: Rows) -> tuple[pa.Array, pa.Array]:
    """Return category and subject of a slot in the remarks of some flawed customers.

    Whatever is about a child under 14 is sensitive; from 14 on only what the slot's own category
    says is, and the child is one no more: it is the customer, or somebody related to them. Who
    cannot be looked up in a table of children counts as a child, and so does whoever the slot
    says is one (``sensitive = "minor_under_14"``).

    Args:
        context: The flawed customers.
        slot: What it is.
        places: The customers, as places in `Context.flawed`.
    """
    child = _children_of(context, slot) if slot.sensitive != _MINOR else None
    if child is None:
        minor = np.full(len(places), slot.subject == "child")
    else:
        minor = _ages(context, slot, child, places) < CHILD_ENDS
    older = grown_up(context.piece.spec.profile, child)
    about = older if slot.subject == "child" else slot.subject
    sensitive = _either(slot.sensitive, slot.sensitive or _MINOR, minor)
    return sensitive, _either(about, slot.subject, minor)


def _children_of(context: Context, slot: Slot) -> str | None:
    """The table of the child that a slot is about, if it is about one and there is a table."""
    profile = context.piece.spec.profile
    of_root = child_table(profile, profile.root)
    if slot.subject == "child" and slot.column is not None:
        return child_table(profile, slot.column.partition(".")[0]) or of_root
    return of_root if slot.subject in ("child", "customer") else None


def _ages(context: Context, slot: Slot, child: str, places: Rows) -> NDArray[np.int64]:
    if child == context.root:
        return age_of(context.piece, child, context.flawed[places])
    table = (slot.column or child).partition(".")[0]
    rows, whose = context.first(table)
    first = rows[np.searchsorted(whose, places)]
    return age_of(context.piece, child, position_in(context.piece, table, child, first))


def _either(older: str | None, young: str, minor: NDArray[np.bool_]) -> pa.Array:
    return pa.array([older, young], pa.string()).take(pa.array(minor.astype(np.int64)))
