"""Applies the order of duties to one record, or to columns of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit import law
from kit.customers.duties.case import CHOICES, Case, Deal, Decision
from kit.customers.duties.rules import DELETION, HOLDS, REPAIR, RETAINED, SOUND, SPARED, Duty
from kit.errors import BadInput


def decide(case: Case, deal: Deal, as_of: date) -> Decision:
    """Return what must be done with a record in a deal, by the rules of a day.

    >>> day = date(2026, 9, 30)
    >>> decide(Case("broken_date"), "merger", day).action
    'correct'
    >>> decide(Case("broken_date", period="expired"), "merger", day).action
    'delete'
    >>> decide(Case("broken_date", period="expired", statutory="NDSR-12"), "merger", day).action
    'restrict'
    """
    if not law.citable(case.statutory, as_of):
        case = replace(case, statutory="none")
    hold = next((duty for duty in HOLDS if duty.when(case, deal)), None)
    if hold:
        afterwards = decide(replace(case, hold="none"), deal, as_of).action
        return _decision(hold, as_of, f"after_hold_{afterwards}", spared=())
    spared = tuple(duty for duty in SPARED if duty.when(case, deal))
    ground = next((duty for duty in DELETION if duty.when(case, deal)), None)
    if ground and case.kept_by_law:
        kept = replace(RETAINED, articles=(*RETAINED.articles, case.statutory))
        return _decision(kept, as_of, f"law_{case.statutory}", ground.reason, spared=())
    if ground:
        return _decision(ground, as_of, spared=spared)
    return _decision(next(d for d in REPAIR + SOUND if d.when(case, deal)), as_of, spared=spared)


def _decision(duty: Duty, as_of: date, *more: str, spared: tuple[Duty, ...]) -> Decision:
    named = dict.fromkeys(duty.articles + tuple(a for one in spared for a in one.articles))
    return Decision(
        duty.action,
        duty.also_accept,
        tuple(article for article in named if law.citable(article, as_of)),
        (duty.reason, *more, *(one.reason for one in spared)),
    )


@dataclass(frozen=True)
class Decided:
    """Decisions on many records; few of them differ.

    Attributes:
        decisions: The decisions that occur.
        which: For each record the place of its decision.
    """

    decisions: tuple[Decision, ...]
    which: NDArray[np.int64]

    def column(self, name: str) -> pa.Array:
        """Return ``action``, ``also_accept``, ``articles`` or ``reasons``, one per record."""
        kind = pa.string() if name == "action" else pa.list_(pa.string())
        return pa.array([getattr(one, name) for one in self.decisions], kind).take(
            pa.array(self.which)
        )


def decide_all(facts: Mapping[str, Any], deal: Deal, as_of: date) -> Decided:
    """Return what must be done with many records.

    Args:
        facts: The facts of `Case` by name: for each an array (NumPy or Arrow) with one value per
            record, or one value for all; what is not given has the default of `Case`.
        deal: Form of the deal.
        as_of: The reference date.

    Raises:
        BadInput: A fact that `Case` does not know, or a value that it cannot have.
    """
    places = {name: _places(name, values) for name, values in facts.items()}
    everywhere = dict(zip(places, np.broadcast_arrays(*places.values()), strict=True))
    code: Any = 0
    for name, place in everywhere.items():
        code = code * len(CHOICES[name]) + place
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    cases = [
        tuple((name, CHOICES[name][place.flat[row]]) for name, place in everywhere.items())
        for row in first
    ]
    return Decided(tuple(_decide(case, deal, as_of) for case in cases), which.reshape(-1))


def last_day(start: NDArray[Any], months: NDArray[Any]) -> NDArray[np.int64]:
    """Return the last day of a period of months; the period is over on the day after.

    That is the same day of the month or, where that month has no such day, its last one.

    Args:
        start: Day the period is counted from, as days since 1970-01-01.
        months: Its length in whole months.

    >>> last_day(np.array([0]), np.array([12])).tolist()  # from 1970-01-01 to 1971-01-01
    [365]
    """
    day = start.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = month + months.astype(np.int64)
    wanted = later.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    month_end = (later + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    last: NDArray[np.int64] = np.minimum(wanted, month_end).astype(np.int64)
    return last


@lru_cache(maxsize=65_536)
def _decide(facts: tuple[tuple[str, Any], ...], deal: Deal, as_of: date) -> Decision:
    return decide(Case(**dict(facts)), deal, as_of)


def _places(name: str, values: Any) -> NDArray[np.int64]:
    """Return the place of each value among those the fact can have; of one value, its place."""
    if name not in CHOICES:
        raise BadInput("duties.unknown_fact", name=name, known=", ".join(CHOICES))
    array = values
    if not isinstance(values, pa.Array | pa.ChunkedArray):
        array = pa.array(np.atleast_1d(np.asarray(values)))
    place = pc.index_in(array, pa.array(CHOICES[name]))
    if place.null_count:
        wrong = array.filter(place.is_null())[0].as_py()
        raise BadInput("duties.unknown_value", name=name, value=str(wrong)[:80])
    found: NDArray[np.int64] = place.to_numpy(zero_copy_only=False).astype(np.int64)
    return found if isinstance(values, pa.Array | pa.ChunkedArray | np.ndarray) else found[0]
