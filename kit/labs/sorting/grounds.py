"""What still runs for each customer, and which grounds for deletion hold for a record.

The verdict names the ground that decides; others may hold besides, and are accepted then. Both
are read from the whole tables, by the same rules as the verdicts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.customers import columns as col
from kit.customers.engine import Piece
from kit.customers.flaws import read
from kit.customers.flaws.context import Context, Mask
from kit.customers.flaws.customers import OfCustomer, of_customers
from kit.customers.flaws.registers import state_of
from kit.labs.sorting.columns import owners_of
from kit.labs.sorting.doubts import WINDING_UP
from kit.seeding import Rows

if TYPE_CHECKING:
    from kit.world import World

Grounds = Callable[[str, int, str], frozenset[str]]
"""Returns the grounds for deletion that hold for a record: its table, row and customer."""
_NO_EVENTS = ("consents", "archive_files", "legal_holds", "transfer_notices", "notes")
"""Tables whose dates say nothing about a service, or which are looked at by themselves."""


@dataclass(frozen=True)
class Standing:
    """How the customers of a company stand.

    Attributes:
        running: Customers for whom a consent, a service, an order or an open file still runs, or
            of whom nothing is known that has ended.
        of: The grounds for deletion that hold for a record.
    """

    running: frozenset[str]
    of: Grounds


def standing(world: "World", piece: Piece) -> Standing:
    """Return what still runs for the customers and which grounds hold.

    Args:
        world: The company.
        piece: Its tables (`kit.customers.flaws.sound.laid_out`).
    """
    profile = world.profile
    everybody = np.arange(world.tables[profile.root].num_rows)
    context = Context(piece, read(profile), everybody)
    numbers = owners_of(world, profile.root)
    running, ids = _running(world, context, numbers), numbers.to_pylist()
    ended = _ended_with_company(context, of_customers(context), world.spec.deal)
    return Standing(
        running=frozenset(who for who, runs in zip(ids, running, strict=True) if runs),
        of=_grounds(context, dict(zip(ids, everybody.tolist(), strict=True)), running, ended),
    )


def _grounds(context: Context, places: dict[str, int], running: Mask, ended: Mask) -> Grounds:
    over = {table: _over(context, table) for table in _with_period(context)}
    closed = ~_open(context)
    root = context.root

    def of(table: str, row: int, customer: str) -> frozenset[str]:
        """Return the grounds that hold for a row of a customer."""
        place = places[customer]
        served = closed[row] if table == "archive_files" else not running[place]
        late = over[table][row] if table in over else False
        holds = {
            "period_over": late or (table == root and not running[place]),
            "purpose_ended": served,
            "company_ends": ended[place],
        }
        return frozenset(name for name, true in holds.items() if true)

    return of


def _running(world: "World", context: Context, ids: pa.Array) -> Mask:
    """Return for whom something still runs; without a rule for what ends a service, for all."""
    facts = context.config.facts
    if not facts.served:
        return np.ones(len(context.flawed), dtype=bool)
    known = np.zeros(len(context.flawed), dtype=bool)
    for one in facts.served:
        known[context.whose(one.column.partition(".")[0])] = True
    running = ~known
    withdrawn = context.values("consents.withdrawn_on", context.rows("consents"))
    running[context.whose("consents")[col.is_null(withdrawn)]] = True
    running[context.whose("archive_files")[_open(context)]] = True
    since = context.today - max(one.days for one in facts.served)
    for table in _eventful(world, context):
        busy = owners_of(world, table).filter(_since(world, table, since))
        running |= pc.is_in(ids, busy).to_numpy(zero_copy_only=False)
    return running


def _eventful(world: "World", context: Context) -> list[str]:
    """Return the tables of a customer whose dates are those of a service."""
    duplicate = context.config.duplicate
    people = [one.table for one in duplicate.related] if duplicate else []
    left_out = {context.root, *_NO_EVENTS, *people}
    return [
        name
        for name, table in world.profile.tables.items()
        if table.parent and name not in left_out
    ]


def _since(world: "World", table: str, day: int) -> pa.Array:
    """Return the rows of a table with any date on or after a day."""
    whole = world.tables[table]
    found = np.zeros(whole.num_rows, dtype=bool)
    for column in whole.columns:
        if pa.types.is_temporal(column.type):
            values = column.combine_chunks().cast(pa.date32(), safe=False)
            found |= ~col.is_null(values) & (col.as_days(values) >= day)
    return pa.array(found)


def _open(context: Context) -> Mask:
    """Return which files of the archive are not closed yet."""
    closed = context.values("archive_files.closed_on", context.rows("archive_files"))
    still: Mask = col.is_null(closed) | (col.as_days(closed) >= context.today)
    return still


def _with_period(context: Context) -> list[str]:
    return ["archive_files", *(one.table for one in context.config.facts.periods)]


def _over(context: Context, table: str) -> Mask:
    """Return for which rows of a table the period of the schedule is over."""
    rows: Rows = context.rows(table)
    period = next((one for one in context.config.facts.periods if one.table == table), None)
    since = f"{table}.{period.since}" if period else "archive_files.closed_on"
    category = period.category if period else context.values("archive_files.category", rows)
    over: Mask = state_of(context, context.values(since, rows), category) == "expired"
    return over


def _ended_with_company(context: Context, known: OfCustomer, deal: str) -> Mask:
    """Return whose records nobody takes and winding up does not need."""
    taken = known.in_scope & (deal == "dissolution_with_receiver")
    ends: Mask = ~taken & ~known.owed & (deal in WINDING_UP)
    return ends
