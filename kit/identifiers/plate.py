"""Number plates (机动车号牌号码) with a letter that the series leave out.

Space: a province's character and an issuing letter, then five characters of which exactly one is I
or O; new-energy plates put D or F before them. Row numbers below 1,060,000 get at most one other
letter, as most real plates have; higher ones may get more.

Evidence: the serial part uses ten digits and 24 letters, without I and O, because they read like 1
and 0. (O as the issuing letter was used by the police, so that position proves nothing and is not
used.) Proof: strong, by rule; a careless reader may still take I for 1.

Source: GA 36-2018 (serial part, new-energy letters); GA 36-2014.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.regions import PLATE_CHARACTERS
from kit.identifiers.rules import Rows, passes, place, require_form, require_letters

CHARACTERS = "".join(PLATE_CHARACTERS.values())
FORM = (
    f"[{CHARACTERS}][A-Z][ ·•-]?"
    "(?:[0-9A-Z]{4}[0-9A-Z挂学警港澳领]|[A-HJK][0-9A-Z]{5}|[0-9A-Z]{5}[A-HJK])"
)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
FORBIDDEN = "IO"

_PLACES = 5 * len(FORBIDDEN)
_PLAIN_RESTS = 10**4 + 4 * 24 * 10**3
_PLAIN = _PLAIN_RESTS * _PLACES
CAPACITY = len(ALPHABET) ** 4 * _PLACES

_PREFIX_BYTES = 4
_SEPARATORS = str.maketrans("", "", " ·•-")


def generate(
    seed: int,
    names: tuple[str, ...],
    rows: Rows,
    prefixes: Any,
    new_energy: bool | NDArray[np.bool_] = False,
) -> pa.StringArray:
    """Return one plate per row, no two alike even without their prefixes.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        prefixes: Province character and issuing letter per row, e.g. ``"浙A"``; a pyarrow array
            (plain or dictionary) or a sequence of strings.
        new_energy: Whether the plates are new-energy ones, with one character more; per row or
            for all.

    Raises:
        BadInput: If a prefix is none.
    """
    position = _tiered(seed, names, rows)
    words, index = _prefix_words(prefixes)
    if not isinstance(new_energy, np.ndarray):
        return _write(position, words, index, extra=new_energy)
    ordinary = _write(position, words, index, extra=False)
    return pc.if_else(pa.array(new_energy), _write(position, words, index, extra=True), ordinary)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: province character, characters or format.

    I and O are let through: the point of the space is that only the register's rule excludes them.
    """
    if value[:1] not in PLATE_CHARACTERS.values():
        raise InvalidIdentifier("identifiers.plate_province", character=value[:1])
    require_letters(value[1:], "0-9A-Z挂学警港澳领 ·•-")
    require_form(value, FORM)


def is_synthetic(value: str) -> bool:
    """Return whether this is a plate of ours: exactly one I or O in the serial part.

    >>> is_synthetic("浙A12I45"), is_synthetic("浙A00000")
    (True, False)
    """
    if not passes(validate, value):
        return False
    serial = value[2:].translate(_SEPARATORS)
    return serial.isascii() and sum(serial.count(letter) for letter in FORBIDDEN) == 1


def _tiered(seed: int, names: tuple[str, ...], rows: Rows) -> Rows:
    """Return where rows go: the first rows into bodies with few letters, later ones beyond."""
    if not len(rows) or int(rows.max()) < _PLAIN:
        return place("plate", seed, (*names, "plain"), _PLAIN, rows)
    late = rows >= _PLAIN
    position = np.empty(len(rows), dtype=np.int64)
    position[~late] = place("plate", seed, (*names, "plain"), _PLAIN, rows[~late])
    size = CAPACITY - _PLAIN
    position[late] = _PLAIN + place("plate", seed, (*names, "more"), size, rows[late] - _PLAIN)
    return position


def _write(position: Rows, words: NDArray[Any], index: NDArray[Any], extra: bool) -> pa.StringArray:
    rest, mark = np.divmod(position, _PLACES)
    start = _PREFIX_BYTES + extra
    filled = letters.matrix(len(position), start + 5)
    letters.put(filled, 0, words, index)
    if extra:
        letters.put(filled, _PREFIX_BYTES, _ENERGY_WORDS, rest & 1)
    characters = _rests().take(rest).view(np.uint8).reshape(-1, 4)
    # The forbidden letter goes first; every place but the first then swaps it with what is there.
    filled[:, start] = _FORBIDDEN_BYTES.take(mark % len(FORBIDDEN))
    filled[:, start + 1 :] = characters
    swaps = np.flatnonzero(mark >= len(FORBIDDEN))
    column = start + mark[swaps] // len(FORBIDDEN)
    filled[swaps, start], filled[swaps, column] = filled[swaps, column], filled[swaps, start]
    return letters.fixed_width(filled)


def _prefix_words(prefixes: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the prefixes that occur, four bytes each, and which of them each row has."""
    if isinstance(prefixes, pa.DictionaryArray):
        array = prefixes
    else:
        array = letters.texts(prefixes).dictionary_encode()
    texts = array.dictionary.to_pylist()
    for text in texts if not array.null_count else [None, *texts]:
        if text is None or not re.fullmatch(f"[{CHARACTERS}][A-Z]", text):
            raise BadInput("identifiers.plate_prefix", prefix=text)
    joined = np.frombuffer("".join(texts).encode(), dtype=np.uint8)
    return joined.view(np.uint32), array.indices.to_numpy(zero_copy_only=False)


@lru_cache(maxsize=1)
def _rests() -> NDArray[np.uint32]:
    """Return all four-character strings of the alphabet, those with the fewest letters first."""
    size = len(ALPHABET)
    index = np.arange(size**4)
    parts = np.stack([index // size**power % size for power in (3, 2, 1, 0)], axis=1)
    order = np.argsort((parts >= 10).sum(axis=1), kind="stable")
    codes = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[parts[order]]
    return np.ascontiguousarray(codes).reshape(-1).view(np.uint32)


_ENERGY_WORDS = letters.table(["D", "F"])
_FORBIDDEN_BYTES = letters.table(list(FORBIDDEN))
