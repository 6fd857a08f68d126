"""How many: Poisson numbers by inverse distribution, for many means at once."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kit.seeding import Draws, unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST, MOST = 1e-4, 2000.0
"""Means are kept between these."""
_STEP = 0.02  # means are rounded to two per cent


def poisson(means: Floats, draws: Draws) -> Ints:
    """Return a Poisson number for each mean and draw; means up to `LEAST` give 0.

    >>> poisson(np.array([0.0, 3.0]), np.array([2**63, 2**63], np.uint64)).tolist()
    [0, 3]
    """
    starts, flat = _table()
    level = np.rint(np.log(np.clip(means, LEAST, MOST) / LEAST) / _STEP).astype(np.int64)
    wanted = np.where(means > LEAST, unit(draws), 0.0) + level
    return np.searchsorted(flat, wanted, side="right") - starts[level]


@lru_cache(maxsize=1)
def _table() -> tuple[Ints, Floats]:
    """The distribution of each mean, one after the other, raised by the number of the mean.

    The last value of each is left out: what lies beyond counts as the largest number.
    """
    levels = int(np.rint(np.log(MOST / LEAST) / _STEP)) + 1
    parts = [_distribution(LEAST * np.exp(level * _STEP))[:-1] for level in range(levels)]
    sizes = np.array([len(part) for part in parts])
    flat = np.concatenate(parts) + np.repeat(np.arange(levels), sizes)
    return np.cumsum(sizes) - sizes, flat


def _distribution(mean: float) -> Floats:
    numbers = np.arange(int(mean + 9 * np.sqrt(mean) + 12))
    logs = np.concatenate(([0.0], np.cumsum(np.log(numbers[1:]))))
    chances = np.exp(numbers * np.log(mean) - mean - logs)
    found: Floats = np.minimum(np.cumsum(chances), 1 - 1e-12)
    return found
