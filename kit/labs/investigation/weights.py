"""How many points each part of a report is worth."""

from collections.abc import Mapping, Sequence

WEIGHTS: Mapping[str, int] = {
    "what": 15,
    "who": 12,
    "when": 12,
    "how": 8,
    "scope": 25,
    "sensitive": 6,
    "ongoing": 4,
    "evidence": 8,
    "duties": 10,
}


def points(asks: Sequence[str]) -> dict[str, float]:
    """Return the points of each part that is asked, 100 in all but for rounding.

    >>> points(["what", "who"])
    {'what': 55.6, 'who': 44.4}
    """
    total = sum(WEIGHTS[part] for part in asks)
    return {part: round(100 * WEIGHTS[part] / total, 1) for part in asks}
