"""The log of a long time, some days after the other, so that memory stays flat."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from kit.activity.calendar import day_number
from kit.activity.company import Company
from kit.activity.faults import Fault, happens, plan_faults
from kit.activity.names import make_names
from kit.activity.rows import take
from kit.activity.table import to_table
from kit.activity.work import blocks, make_work


def log_parts(
    company: Company, first: date, last: date, faults: tuple[Fault, ...] | None = None
) -> Iterator[pa.Table]:
    """Yield the log of ordinary work, some days at a time; together they are the log of all days.

    The next days are worked in other threads while one part is written.

    Args:
        company: The company.
        first, last: Days, both inclusive.
        faults: What goes wrong; as planned for these days if not given. Nothing is done in a system
            that is down.

    Raises:
        BadInput: If the window is empty, or there are more events than ids.
    """
    wrong = plan_faults(company.organisation, first, last) if faults is None else faults
    span = day_number(first), day_number(last)
    names, before = make_names(company), 0
    for rows in blocks(make_work(company, *span), *span):
        done = happens(rows, wrong)
        made = rows if done.all() else take(rows, done)
        part = to_table(company, made, wrong, before=before, names=names)
        before += part.num_rows
        yield part
