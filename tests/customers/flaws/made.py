"""Flawed data to look at: ground floor, flawed tables and truth of some customers, as pandas."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from kit.customers import flaws, truth
from kit.customers.engine import Spec, piece, reference, table_of
from kit.customers.profile import load_profile

AS_OF = date(2026, 9, 30)
SHARE = 0.3


@dataclass(frozen=True)
class Made:
    """Tables by name; truth as written."""

    spec: Spec
    tables: dict
    flaws: pd.DataFrame
    spans: pd.DataFrame
    cell_labels: pd.DataFrame

    def of(self, kind, role="flaw"):
        """The rows of truth of one kind."""
        return self.flaws[(self.flaws.kind == kind) & (self.flaws.role == role)]


def make(spec, start, count):
    """Customers ``start`` to ``start + count``, made as `kit.customers.whole` makes them."""
    early = start % flaws.BLOCK
    made = piece(spec, start - early, count + early)
    found = flaws.apply(made) if spec.flaws else None
    first = {t: int(np.searchsorted(made.customer_of(t), early)) for t in made.rows}
    tables = {t: made.table(t).slice(row).combine_chunks() for t, row in first.items()}
    rows = [
        truth.cut(getattr(found, name), first) if found else layout.empty_table()
        for name, layout in (
            ("flaws", truth.FLAWS),
            ("spans", truth.SPANS),
            ("cell_labels", truth.CELL_LABELS),
        )
    ]
    return tables, rows


@lru_cache(maxsize=32)
def made(profile, share=SHARE, seed=11, locale="zh", count=5120, deal=""):
    """Flawed customers of a shipped profile."""
    spec = Spec(load_profile(profile), seed, AS_OF, locale, share, deal)
    tables, rows = make(spec, 0, count)
    frames = {name: table.to_pandas(date_as_object=True) for name, table in tables.items()}
    frames |= {name: table_of(spec, name).to_pandas() for name in reference(spec).rows}
    return Made(spec, frames, *(table.to_pandas() for table in rows))


def cells(frame):
    """The cells that rows of truth name."""
    return set(zip(frame["table"], frame["row"], frame["column"], strict=True))


def months_later(day, months):
    """The same day some months on; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    while True:
        try:
            return day.replace(year=year, month=month + 1)
        except ValueError:
            day -= timedelta(days=1)


def period_ends(row, day):
    """The last day of the period of a row of the schedule, read as its words and codes say."""
    if row.counted_from == "year_end":
        day = date(day.year, 12, 31)
    else:
        assert row.counted_from == "event"
    return months_later(day, int(row.months))
