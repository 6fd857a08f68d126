"""Resident identity numbers (公民身份号码) that no person can hold.

Space: region part ``PP0000``, where PP is one of the 31 mainland provinces; a real birth date; any
sequence number, odd for men; the right check character.

Evidence: numbers are issued by county, so the region part is always a county or district code of
GB/T 2260; ``PP0000`` is the province itself, which issues none. Proof: strong, by rule.
id-validator accepts such numbers, and so does python-stdnum, except for Hainan (46) with a birth
before 1988 and Chongqing (50) with one before 1997, when those provinces were founded.

`validate` also knows the region parts of the residence permits for Hong Kong, Macao and Taiwan
(81, 82, 83), 71, and the 9 of the foreigner's permanent residence card, so that `kit is-synthetic`
recognises real ones.

Source: GB 11643-1999 (structure; check character of ISO 7064, MOD 11-2), GB/T 2260.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.regions import PROVINCES
from kit.identifiers.rules import passes, require_check, require_length, require_letters

FORM = "[1-9][0-9]{16}[0-9Xx]"
SEQUENCES = 1000
CAPACITY = len(PROVINCES) * SEQUENCES * (date(2100, 1, 1) - date(1900, 1, 1)).days

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_OTHER_REGIONS = {"71", "81", "82", "83"}
_KNOWN_PROVINCES = {str(province) for province in PROVINCES}
_FIRST_YEAR, _END_YEAR = 1850, 2150


def check_character(body: str) -> str:
    """Return the 18th character of a number.

    Args:
        body: The first 17 digits.

    >>> check_character("33000019900307002")
    '9'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def generate(
    provinces: NDArray[np.int64], birth_days: NDArray[np.int64], sequences: NDArray[np.int64]
) -> pa.StringArray:
    """Return one number per row, different wherever province, birth day or sequence differ.

    Args:
        provinces: Two-digit codes of the 31 mainland provinces.
        birth_days: Days since 1970-01-01, negative before.
        sequences: 0 to 999, odd for men, even for women.

    Raises:
        BadInput: If a birth day lies outside the years 1850 to 2149.
    """
    first = int(_first_day())
    calendar, calendar_sums = _calendar()
    days = np.asarray(birth_days, dtype=np.int64) - first
    if len(days) and (int(days.min()) < 0 or int(days.max()) >= len(calendar)):
        raise BadInput("identifiers.birth_day", first=_FIRST_YEAR, last=_END_YEAR - 1)
    filled = letters.matrix(len(days), 18)
    letters.put(filled, 0, _REGION_WORDS, provinces)
    letters.put(filled, 6, calendar, days)
    letters.put(filled, 14, _SEQUENCE_WORDS, sequences)
    total = _REGION_SUMS.take(provinces)
    total += calendar_sums.take(days)
    total += _SEQUENCE_SUMS.take(sequences)
    letters.put(filled, 17, _CHECK_BYTES, total)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, characters, province, date or check character."""
    require_length(value, 18)
    require_letters(value[:17], "0-9")
    require_letters(value[17], "0-9Xx")
    if not (value[:2] in _KNOWN_PROVINCES | _OTHER_REGIONS or value[0] == "9"):
        raise InvalidIdentifier("identifiers.province", province=value[:2])
    try:
        date.fromisoformat(f"{value[6:10]}-{value[10:12]}-{value[12:14]}")
    except ValueError:
        raise InvalidIdentifier("identifiers.date", date=value[6:14]) from None
    require_check(value[17].upper(), check_character(value[:17]))


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours: valid, and issued by a province.

    >>> is_synthetic("330000199003070029"), is_synthetic("990000199901010012")
    (True, False)
    """
    return value[2:6] == "0000" and value[:2] in _KNOWN_PROVINCES and passes(validate, value)


@lru_cache(maxsize=1)
def _calendar() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Return, for every day from the first on, its eight digits and their share of the sum."""
    end = np.datetime64(f"{_END_YEAR}-01-01", "D")
    days = np.arange(_first_day(), end.astype(np.int64)).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_numbers = months.astype(np.int64) + 1970 * 12
    day_of_month = (days - months).astype(np.int64) + 1
    numbers = (month_numbers // 12) * 10_000 + (month_numbers % 12 + 1) * 100 + day_of_month
    filled = letters.digits(numbers, 8)
    sums = (filled - ord("0")).astype(np.int64) @ np.array(_WEIGHTS[6:14]) % 11
    return filled.reshape(-1).view(np.uint64), sums.astype(np.uint8)


def _first_day() -> np.int64:
    first: np.int64 = np.datetime64(f"{_FIRST_YEAR}-01-01", "D").astype(np.int64)
    return first


def _sums(words: list[str], start: int) -> NDArray[np.uint8]:
    """Return the weighted digit sum, modulo 11, of words that stand at a position."""
    weights = _WEIGHTS[start : start + len(words[0])]
    sums = [sum(w * int(c) for w, c in zip(weights, word, strict=True)) % 11 for word in words]
    return np.array(sums, dtype=np.uint8)


_REGIONS = [f"{province:02d}0000" for province in range(100)]
_REGION_WORDS, _REGION_SUMS = letters.table(_REGIONS), _sums(_REGIONS, 0)
_TRIPLES = [f"{sequence:03d}" for sequence in range(SEQUENCES)]
_SEQUENCE_WORDS, _SEQUENCE_SUMS = letters.table(_TRIPLES), _sums(_TRIPLES, 14)
# The three shares add up to at most 30.
_CHECK_BYTES = letters.table([_CHECK_CHARACTERS[total % 11] for total in range(31)])
