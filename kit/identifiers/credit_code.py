"""Unified social credit codes (统一社会信用代码) whose inner check digit is wrong on purpose.

Space: ``91``, a region of six digits, ``MA`` and six letters or digits, an inner check digit that
is *not* the one of GB 11714, the right outer check character of GB 32100.

Evidence: characters 9 to 17 are the organisation code with a check digit of its own, given out by
one body by rule; every published code that was checked has it right. Proof: good, by rule, as far
as registrars keep it: a single code registered with a wrong inner digit would break it.
python-stdnum, which checks the outer character only, accepts such codes.

Source: GB 32100-2015 (structure, outer character: ISO 7064 style, modulus 31), GB 11714-1997.
"""

import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.errors import InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.regions import PROVINCES
from kit.identifiers.rules import (
    Rows,
    passes,
    place,
    require_check,
    require_form,
    require_length,
    require_letters,
    scatter,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FORM = "[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}"
CAPACITY = len(ALPHABET) ** 6

_MANAGERS = re.compile("[1-9ANY][1-59]")
_OUTER_WEIGHTS = tuple(3**position % 31 for position in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_CHARACTERS = "0123456789X"
_REGION_STEP = 1000


def outer_character(body: str) -> str:
    """Return the 18th character of a code.

    Args:
        body: The first 17 characters.

    >>> outer_character("91110000600037341")
    'L'
    """
    total = sum(
        weight * ALPHABET.index(letter) for weight, letter in zip(_OUTER_WEIGHTS, body, strict=True)
    )
    return ALPHABET[-total % 31]


def inner_character(body: str) -> str:
    """Return the right ninth character of an organisation code.

    Args:
        body: Its first eight characters, the ninth to sixteenth of the whole code.

    >>> inner_character("60003734")
    '1'
    """
    values = (int(letter, 36) for letter in body)
    total = sum(weight * value for weight, value in zip(_INNER_WEIGHTS, values, strict=True))
    return _INNER_CHARACTERS[-total % 11]


def generate(
    seed: int, names: tuple[str, ...], rows: Rows, regions: NDArray[np.int64] | None = None
) -> pa.StringArray:
    """Return one code of a company per row, no two alike.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        regions: Six-digit code of the registrar's region per row; provincial capitals if None.
    """
    serial = place("credit_code", seed, names, CAPACITY, rows)
    if regions is None:
        regions = _CAPITALS.take(scatter(serial, 1, len(_CAPITALS)))
    first, second = np.divmod(serial, len(ALPHABET) ** 3)
    tables = _tables()
    inner_sum = tables.inner_first.take(first) + tables.inner_second.take(second)
    # Adding 1 to 10 to the right digit, modulo 11, never gives the right one.
    inner = (-inner_sum + 1 + scatter(serial, 2, 10)) % 11
    region_high, region_low = np.divmod(regions, _REGION_STEP)
    outer_sum = tables.region_high.take(region_high) + tables.region_low.take(region_low)
    outer_sum += tables.outer_first.take(first) + tables.outer_second.take(second)
    outer_sum += tables.outer_inner.take(inner)
    filled = letters.matrix(len(rows), 18)
    letters.put_text(filled, 0, "91......MA........")
    letters.put_digits(filled, 2, np.asarray(regions), 6)
    letters.put(filled, 10, tables.words, first)
    letters.put(filled, 13, tables.words, second)
    letters.put(filled, 16, _INNER_WORDS, inner)
    letters.put(filled, 17, _OUTER_WORDS, -outer_sum % 31)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, characters, format, manager, province or outer character.

    The inner digit is not checked, as common validators do not check it either.
    """
    code = value.upper()
    require_length(value, 18)
    require_letters(code, "0-9A-HJ-NPQRTUWXY")
    require_form(value, FORM)
    if not _MANAGERS.match(code):
        raise InvalidIdentifier("identifiers.manager", manager=code[:2])
    if int(code[2:4]) not in {10, *PROVINCES}:
        raise InvalidIdentifier("identifiers.province", province=code[2:4])
    require_check(code[17], outer_character(code[:17]))


def is_synthetic(value: str) -> bool:
    """Return whether this is a code of ours: a company's, right outside, wrong inside.

    >>> is_synthetic("91110000600037341L")
    False
    """
    code = value.upper()
    ours = code.startswith("91") and code[8:10] == "MA" and passes(validate, value)
    return ours and code[16] in _INNER_CHARACTERS and code[16] != inner_character(code[8:16])


class _Tables:
    """The triples of letters that make up a code, and their shares of both sums."""

    def __init__(self) -> None:
        size = len(ALPHABET)
        index = np.arange(size**3)
        parts = np.stack([index // size**2, index // size % size, index % size], axis=1)
        codes = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[parts]
        values = np.array([int(letter, 36) for letter in ALPHABET])[parts]
        self.words = np.ascontiguousarray(codes).reshape(-1).view("V3")
        prefix = 10 * _INNER_WEIGHTS[1] + 22 * _INNER_WEIGHTS[0]
        self.inner_first = (values @ np.array(_INNER_WEIGHTS[2:5]) + prefix) % 11
        self.inner_second = values @ np.array(_INNER_WEIGHTS[5:8]) % 11
        self.outer_first = parts @ np.array(_OUTER_WEIGHTS[10:13]) % 31
        self.outer_second = parts @ np.array(_OUTER_WEIGHTS[13:16]) % 31
        fixed = sum(
            weight * ALPHABET.index(letter)
            for weight, letter in zip(_OUTER_WEIGHTS, "91......MA", strict=False)
            if letter != "."
        )
        digits = np.arange(_REGION_STEP)
        triple = np.stack([digits // 100, digits // 10 % 10, digits % 10], axis=1)
        self.region_high = (triple @ np.array(_OUTER_WEIGHTS[2:5]) + fixed) % 31
        self.region_low = triple @ np.array(_OUTER_WEIGHTS[5:8]) % 31
        inner_values = np.array([ALPHABET.index(letter) for letter in _INNER_CHARACTERS])
        self.outer_inner = inner_values * _OUTER_WEIGHTS[16] % 31


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    return _Tables()


_CAPITALS = np.array([province * 10_000 + 100 for province in PROVINCES])
_INNER_WORDS = letters.table(list(_INNER_CHARACTERS))
_OUTER_WORDS = letters.table(list(ALPHABET))
