"""How well two raters agree: accuracy, Cohen's kappa and the confusion table."""

from collections import Counter
from collections.abc import Iterable, Sequence


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of (expected, chosen) pairs; None where it is undefined.

    It is undefined without pairs and when chance alone would agree always, i.e. when both sides
    use one and the same category throughout.

    >>> kappa([("a", "a"), ("b", "b")]), kappa([("a", "a"), ("b", "a")]), kappa([("a", "a")])
    (1.0, 0.0, None)

    Source: Cohen, "A coefficient of agreement for nominal scales" (1960).
    """
    count = len(pairs)
    expected, chosen = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    by_chance = sum(expected[code] * chosen[code] for code in expected)
    if by_chance == count * count:
        return None
    agreed = count * sum(one == other for one, other in pairs)
    return (agreed - by_chance) / (count * count - by_chance)


def confusion(
    pairs: Iterable[tuple[str, str]], rows: Iterable[str], columns: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Return how often each expected category (rows) was answered by each chosen one (columns).

    >>> confusion([("a", "b")], "ab", "ab")
    {'a': {'a': 0, 'b': 1}, 'b': {'a': 0, 'b': 0}}
    """
    counts = Counter(pairs)
    return {row: {column: counts[row, column] for column in columns} for row in rows}
