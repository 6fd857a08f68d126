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


def points(asks: Sequence[str]) -> dict[str, int]:
    """Return the points of each part that is asked: whole numbers, 100 in all.

    What rounding down leaves over goes to the parts that lost most by it.

    >>> points(["what", "who", "evidence"])
    {'what': 43, 'who': 34, 'evidence': 23}
    """
    total = sum(WEIGHTS[part] for part in asks)
    parted = {part: divmod(100 * WEIGHTS[part], total) for part in asks}
    left = 100 - sum(whole for whole, _ in parted.values())
    more = sorted(asks, key=lambda part: -parted[part][1])[:left]
    return {part: whole + (part in more) for part, (whole, _) in parted.items()}
