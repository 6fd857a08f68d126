"""Milliseconds of events, and how long each takes to reach the log.

Both come from one stream addressed by (account, second, which event of that second), so that they
are the same in whatever slice an event is written and say nothing about who made it. Events of one
account within a second keep their order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit.activity.rows import Rows
from kit.seeding import derive

Numbers = NDArray[np.int64]
_SECOND = 1_000
_BITS = 32  # of the account in the key of an account's second


class Stamps(NamedTuple):
    """Events in order of time.

    Attributes:
        order: Which of the events given each is.
        time: When, milliseconds.
        arrival: When it reaches the log if nothing is wrong: 0.1 to 4 seconds later.
    """

    order: Numbers
    time: Numbers
    arrival: Numbers


def stamp(seed: int, rows: Rows) -> Stamps:
    """Return events with milliseconds, in order of time.

    Args:
        seed: The seed of the world.
        rows: Events in any order; what is below a second of their time is not looked at.
    """
    second = rows["time"].astype(np.int64, copy=False) // _SECOND
    account = rows["account"].astype(np.int64, copy=False)
    key = (second << _BITS) | (account + 1)
    order = np.argsort(key, kind="stable") if (key[1:] < key[:-1]).any() else None
    if order is not None:
        key, second = key[order], second[order]
    drawn = _draws(derive(seed, "activity", "milliseconds"), key, _ordinals(key))
    time = second * _SECOND + _in_order(key, ((drawn >> 52) * _SECOND >> 12).astype(np.int64))
    delay = (drawn >> 20) & 1023
    arrival = time + 100 + ((delay * delay) >> 8).astype(np.int64)
    by_time = np.argsort(time, kind="stable")
    return Stamps(by_time if order is None else order[by_time], time[by_time], arrival[by_time])


def _ordinals(key: Numbers) -> Numbers:
    """Which event of its account's second each is, counted from 0; the key is sorted."""
    place = np.arange(len(key))
    begins = np.zeros(len(key), np.int64)
    begins[1:] = np.where(key[1:] == key[:-1], 0, place[1:])
    return place - np.maximum.accumulate(begins)


def _in_order(key: Numbers, millis: Numbers) -> Numbers:
    """The milliseconds, rising within the same account's second."""
    twin = np.flatnonzero(key[1:] == key[:-1])
    several = np.union1d(twin, twin + 1)
    own = millis[several]
    millis[several] = own[np.lexsort((own, key[several]))]
    return millis


def _draws(seed: int, key: Numbers, ordinal: Numbers) -> NDArray[np.uint64]:
    """One 64-bit draw per event: the finaliser of SplitMix64 over its address.

    Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
    """
    odd = np.uint64(0x9E3779B97F4A7C15)
    mixed = (key.view(np.uint64) + ordinal.view(np.uint64) * odd) * odd + np.uint64(seed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed
