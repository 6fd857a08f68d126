"""What every part of an organisation is made from: seed, profile, deal, size, and the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.engine import Spec
from kit.customers.spec import Words
from kit.organisation.deal import DealFile
from kit.organisation.schemas import SCHEMAS
from kit.organisation.spec import OrganisationProfile, Phase
from kit.seeding import Draws, below, stream

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]
DAY = 86_400_000
"""Milliseconds of a day."""
NEVER = 200_000
"""A day that does not come (days since 1970-01-01); it is written as null."""
_HOUR = 3_600_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Window:
    """The days of some phases, both inclusive; far ends are open."""

    first: int
    last: int


@dataclass(frozen=True)
class Setting:
    """What fixes an organisation.

    Attributes:
        spec: What fixes the customers.
        tables: The customers' tables.
        profile: The organisation without its people.
        deal: The dated deal file.
        size: Number of own staff, before a closing or a liquidation thins them.
    """

    spec: Spec
    tables: Mapping[str, pa.Table]
    profile: OrganisationProfile
    deal: DealFile
    size: int

    @property
    def today(self) -> int:
        """The day of the world, days since 1970-01-01."""
        return day_number(self.deal.today)

    @property
    def now(self) -> int:
        """The first millisecond after the day of the world."""
        return (self.today + 1) * DAY

    @property
    def locale(self) -> str:
        """Language of names."""
        return self.spec.locale

    @cached_property
    def founded(self) -> int:
        """The day on which the company began, before everything else."""
        years = 11 + int(below(self.draws(1, "founded"), 8)[0])
        return (self.today - years * 365) // 7 * 7 + 4  # a Monday

    def draws(self, count: int, *names: str) -> Draws:
        """Return draws of a stream of this organisation."""
        return stream(self.spec.seed, "organisation", self.profile.id, *names).draws(0, count)

    def words(self, words: Words) -> str:
        """Return words in the language of the data."""
        return words.zh if self.locale == "zh" else words.en

    def window(self, phases: Sequence[Phase]) -> Window | None:
        """Return the days of some phases: all days if none is named, None if the form has none.

        What has no first phase of the form begins with it; the last phase has no end.
        """
        if not phases:
            return Window(-NEVER, NEVER)
        found = [n for n, one in enumerate(self.deal.phases) if one.phase in phases]
        if not found:
            return None
        first, last = self.deal.phases[found[0]], self.deal.phases[found[-1]]
        return Window(
            day_number(first.first) if found[0] else -NEVER,
            day_number(last.last) if found[-1] < len(self.deal.phases) - 1 else NEVER,
        )

    def first_of(self, phase: Phase) -> int | None:
        """Return the first day of a phase; None if it has not begun or the form has none."""
        for one in self.deal.phases:
            if one.phase == phase and one.first <= self.deal.today:
                return day_number(one.first)
        return None

    def seen(self, window: Window | None) -> bool:
        """Return whether something of this window has existed by the day of the world."""
        return window is not None and window.first <= self.today


def day_number(day: date) -> int:
    """Return days since 1970-01-01.

    >>> day_number(date(1970, 1, 3))
    2
    """
    return (day - _EPOCH).days


def workday(days: Ints) -> Ints:
    """Return each day, or the Friday before if it is on a weekend.

    >>> workday(np.array([2, 3, 4])).tolist()  # Saturday, Sunday, Monday
    [1, 1, 4]
    """
    weekday = (days + 3) % 7
    return days - np.maximum(weekday - 4, 0)


def moment(days: Ints, draws: Draws, first: float = 9.0, last: float = 17.5) -> Ints:
    """Return a moment of each day between two hours: whole seconds, in milliseconds."""
    seconds = below(draws, int((last - first) * 3600))
    return days * DAY + int(first * _HOUR) + seconds * 1000


def table(name: str, /, **columns: Any) -> pa.Table:
    """Return a table of `SCHEMAS`; times and days are whole numbers, `NEVER` or later is null."""
    schema = SCHEMAS[name]
    return pa.Table.from_arrays([_column(columns[f.name], f.type) for f in schema], schema=schema)


def _column(values: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(values, np.ndarray) and values.dtype.kind == "i":
        if pa.types.is_date(kind):
            return col.dates(values, missing=(values >= NEVER) | (values <= -NEVER))
        if pa.types.is_timestamp(kind):
            missing = (values >= NEVER * DAY) | (values <= -NEVER * DAY)
            return pa.array(np.where(missing, 0, values), mask=missing).cast(kind)
    return pa.array(values, type=kind)
