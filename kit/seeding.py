"""Named, counter-based random streams that can be cut anywhere.

A stream is fixed by a seed and a path of names. Its draw number *i* is the same whether it is
made alone, in a slice or in the whole: Philox jumps to any row, and every row owns exactly one
64-bit draw. Unique numbers come from `permute`, a keyed bijection of the row number.

Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), for Philox; Steele,
Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), for the finaliser of
SplitMix64, which `scattered` uses where addresses have no order to jump along.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from faker import Faker

Draws = NDArray[np.uint64]
Rows = NDArray[np.int64]

_WORDS_PER_STEP = 4
_ROUNDS = 6
_GOLDEN_GAMMA = 0x9E3779B97F4A7C15
LARGEST = 10**12
"""The most numbers `permute` is made for; its tables then take 50 MB."""


@dataclass(frozen=True)
class Stream:
    """An endless, addressable sequence of 64-bit draws.

    Attributes:
        key: The 128-bit Philox key: the seed and the hash of the names.
    """

    key: tuple[int, int]

    def draws(self, start: int, count: int) -> Draws:
        """Return the draws of rows ``start`` to ``start + count``, dtype uint64.

        >>> whole, part = stream(7, "a").draws(0, 100), stream(7, "a").draws(41, 9)
        >>> bool((whole[41:50] == part).all())
        True
        """
        skip = start % _WORDS_PER_STEP
        bits = np.random.Philox(key=np.array(self.key, dtype=np.uint64))
        bits.advance(start // _WORDS_PER_STEP)
        return bits.random_raw(skip + count)[skip:]


def stream(seed: int, *names: str) -> Stream:
    """Return the stream of this seed and path of names.

    Args:
        seed: Any integer; it is taken modulo 2**64.
        *names: Where the numbers are used, e.g. ``"customers", "mobile"``.
    """
    digest = hashlib.blake2b("\x1f".join(names).encode(), digest_size=8).digest()
    return Stream((seed % 2**64, int.from_bytes(digest, "little")))


def scattered(source: Stream, addresses: NDArray[np.integer]) -> Draws:
    """Return one draw for each address of a stream, dtype uint64, in whatever order they come.

    For events that have no row number of their own: an address packs account, day, action and
    ordinal into 64 bits. The numbers are others than those of `Stream.draws`, and equal addresses
    get equal draws.

    Args:
        source: The stream.
        addresses: Any whole numbers; negative ones count modulo 2**64.

    >>> some = scattered(stream(7, "a"), np.array([5, 10**15, 5]))
    >>> bool(some[0] == some[2]), bool(some[0] == some[1])
    (True, False)
    """
    first, second = (np.uint64(part) for part in source.key)
    mixed = addresses.astype(np.uint64)
    mixed *= np.uint64(_GOLDEN_GAMMA)
    mixed += first
    _mix(mixed)
    mixed ^= second
    return _mix(mixed)


def _mix(numbers: Draws) -> Draws:
    """Mix in place: SplitMix64's finaliser, a bijection in which every bit turns half of all."""
    shifted = numbers >> np.uint64(30)
    for factor, shift in ((0xBF58476D1CE4E5B9, 27), (0x94D049BB133111EB, 31)):
        numbers ^= shifted
        numbers *= np.uint64(factor)
        np.right_shift(numbers, np.uint64(shift), out=shifted)
    numbers ^= shifted
    return numbers


def derive(seed: int, *names: str) -> int:
    """Return a 63-bit seed that depends on this seed and these names only."""
    text = "\x1f".join((str(seed), *names)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little") >> 1


def below(draws: Draws, limit: int) -> Rows:
    """Return whole numbers in ``[0, limit)``, one per draw; ``limit`` is at most 2**32.

    Multiplies the upper 32 bits, so the bias is below ``limit / 2**32``.
    """
    scaled = (draws >> np.uint64(32)) * np.uint64(limit)
    return (scaled >> np.uint64(32)).astype(np.int64)


def unit(draws: Draws) -> NDArray[np.float64]:
    """Return floats in ``[0, 1)`` with 53 random bits, one per draw."""
    return (draws >> np.uint64(11)).astype(np.float64) * 2.0**-53


@lru_cache(maxsize=512)
def _round_tables(
    seed: int, names: tuple[str, ...], size: int
) -> tuple[int, int, tuple[NDArray[np.int32], ...]]:
    high = max(1, int(np.ceil(np.sqrt(size))))
    low = -(-size // high)
    tables = []
    for number in range(_ROUNDS):
        table_in, table_out = (low, high) if number % 2 == 0 else (high, low)
        draws = stream(seed, *names, f"round {number}").draws(0, table_in)
        tables.append(below(draws, table_out).astype(np.int32))
    return high, low, tuple(tables)


def permute(seed: int, names: tuple[str, ...], size: int, rows: Rows) -> Rows:
    """Return where a keyed bijection of ``[0, size)`` sends each row number.

    An alternating Feistel network in mixed radix; numbers that fall outside ``[0, size)`` walk on
    until they are inside, which keeps the mapping one to one.

    Args:
        seed: The seed of the data.
        names: The path of names, as for `stream`.
        size: How many numbers there are, 1 to `LARGEST` (the tables grow with its square root).
        rows: Row numbers, each in ``[0, size)``.

    >>> sorted(permute(7, ("ids",), 10, np.arange(10)).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    image = _one_walk(seed, names, size, rows)
    outside = np.flatnonzero(image >= size)
    while outside.size:
        image[outside] = _one_walk(seed, names, size, image[outside])
        outside = outside[image[outside] >= size]
    return image


def _one_walk(seed: int, names: tuple[str, ...], size: int, rows: Rows) -> Rows:
    high, low, tables = _round_tables(seed, names, size)
    left, right = np.divmod(np.asarray(rows, dtype=np.int64), low)
    for number, table in enumerate(tables):
        if number % 2 == 0:
            left += table[right]
            left -= high * (left >= high)
        else:
            right += table[left]
            right -= low * (right >= low)
    return left * low + right


def faker(seed: int, *names: str, locale: str = "zh_CN") -> "Faker":
    """Return a Faker of its own for pools of words; never shared, never for identifiers."""
    from faker import Faker

    made = Faker(locale)
    made.seed_instance(derive(seed, *names))
    return made
