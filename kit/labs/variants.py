"""A trainee's own variant of an exercise, and the dice it is drawn with."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kit.seeding import stream

T = TypeVar("T")

_BATCH = 64


@dataclass(frozen=True)
class Variant:
    """What makes one trainee's task differ from another's.

    Attributes:
        secret: 32 bytes from which everything is drawn; it never leaves the kit.
    """

    secret: bytes = field(repr=False)

    @property
    def token(self) -> str:
        """Return a public name of the variant; neither secret nor seed can be worked out from it.

        >>> Variant(b"a").token == Variant(b"a").token != Variant(b"b").token
        True
        """
        return self._derive("token").hex()[:20]

    def seed(self, *names: str) -> int:
        """Return a 63-bit seed for one use, e.g. ``seed("world")``."""
        return int.from_bytes(self._derive("seed", *names)[:8], "little") >> 1

    def dice(self, *names: str) -> "Dice":
        """Return dice of their own for one use."""
        return Dice(self.seed("dice", *names))

    def _derive(self, *names: str) -> bytes:
        return hmac.new(self.secret, "\x1f".join(names).encode(), hashlib.sha256).digest()


def variant(seed: str | int, trainee: str, exercise: str) -> Variant:
    """Return the variant of a trainee: HMAC-SHA256 of who and what, keyed by the class's seed.

    >>> variant(7, "lin", "a") == variant("7", "lin", "a")
    True
    """
    parts = [text.encode("utf-8", "surrogatepass") for text in (trainee, exercise)]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    key = str(seed).encode("utf-8", "surrogatepass")
    return Variant(hmac.new(key, message, hashlib.sha256).digest())


class Dice:
    """Draws one after the other from a named stream; the same seed throws the same numbers.

    Args:
        seed: Seed of the stream.
    """

    def __init__(self, seed: int) -> None:
        self._stream = stream(seed, "dice")
        self._next = 0
        self._batch: list[int] = []

    def below(self, limit: int) -> int:
        """Return a whole number in ``[0, limit)``."""
        if self._next % _BATCH == 0:
            self._batch = self._stream.draws(self._next, _BATCH).tolist()
        drawn = self._batch[self._next % _BATCH]
        self._next += 1
        return (drawn * limit) >> 64

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[int]) -> T:
        """Return one of the items, each as likely as its whole-number weight."""
        point = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            point -= weight
            if point < 0:
                return item
        raise ValueError("weights must not all be zero")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order.

        >>> sorted(Dice(1).shuffled("abcd"))
        ['a', 'b', 'c', 'd']
        """
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different items in random order."""
        return self.shuffled(items)[:count]
