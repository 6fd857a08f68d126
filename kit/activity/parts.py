"""Ordinary work, its log and its roll-up over a long time, some days after the other.

Work obeys the faults: nothing is done in a system that is down. Memory stays flat, and the next
days are worked in other threads while one part is looked at.
"""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from kit.activity.calendar import day_number
from kit.activity.company import Company
from kit.activity.faults import Fault, happens, plan_faults
from kit.activity.names import make_names
from kit.activity.rollup import add_up
from kit.activity.rows import Rows, take
from kit.activity.table import to_table
from kit.activity.work import blocks, make_work
from kit.errors import BadInput

Faults = tuple[Fault, ...] | None


def work_parts(company: Company, first: date, last: date, faults: Faults = None) -> Iterator[Rows]:
    """Yield the events of ordinary work, whole days at a time, in order of time.

    Args:
        company: The company.
        first, last: Days, both inclusive.
        faults: What goes wrong; as planned for these days if not given.

    Raises:
        BadInput: If the window is empty.
    """
    if last < first:
        raise BadInput("activity.window_reversed", first=first, last=last)
    wrong = _planned(company, first, last, faults)
    span = day_number(first), day_number(last)
    for rows in blocks(make_work(company, *span), *span):
        done = happens(rows, wrong)
        yield rows if done.all() else take(rows, done)


def log_parts(
    company: Company, first: date, last: date, faults: Faults = None
) -> Iterator[pa.Table]:
    """Yield the log of ordinary work; the parts together are the log of all days.

    Args:
        company, first, last, faults: As for `work_parts`.

    Raises:
        BadInput: If the window is empty, or there are more events than ids.
    """
    wrong = _planned(company, first, last, faults)
    names, before = make_names(company), 0
    for rows in work_parts(company, first, last, wrong):
        part = to_table(company, rows, wrong, before=before, names=names)
        before += part.num_rows
        yield part


def daily(company: Company, first: date, last: date, faults: Faults = None) -> pa.Table:
    """Return the daily roll-up of what was done (`kit.activity.rollup`), logged or not.

    Args:
        company, first, last, faults: As for `work_parts`.

    Raises:
        BadInput: If the window is empty.
    """
    parts = [add_up(company, rows) for rows in work_parts(company, first, last, faults)]
    return pa.concat_tables(parts).combine_chunks()


def _planned(company: Company, first: date, last: date, faults: Faults) -> tuple[Fault, ...]:
    return plan_faults(company.organisation, first, last) if faults is None else faults
