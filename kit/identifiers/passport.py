"""Passport numbers (护照号码) with a letter that the series leave out.

Space: ``EI`` or ``EO`` and seven digits, 20 million numbers.

Evidence: ordinary passports run E and eight digits, then E, a second letter from A to Z without I
and O, and seven digits, as the exit and entry administration explains. Proof: strong, by rule;
but a reader who takes I for 1 or O for 0 makes a number that may exist, so never print them in a
font where the two look alike.

`validate` knows the series of today (E, and DE, SE, PE for officials) and the older G. The D, S and
P of before 2012 have all run out, and too many product codes look like them.

Source: 广州市公安局出入境, answer on numbering rules (2024-02-19); ICAO Doc 9303 (nine characters).
"""

import pyarrow as pa

from kit.identifiers import ascii as letters
from kit.identifiers.rules import (
    Rows,
    passes,
    place,
    require_form,
    require_length,
    require_letters,
)

FORM = "E[0-9A-Z][0-9]{7}|G[0-9]{8}|(?:DE|SE|PE)[0-9]{7}"
CAPACITY = 20_000_000

_SERIES = ("EI", "EO")
_SERIES_SIZE = 10**7


def generate(seed: int, names: tuple[str, ...], rows: Rows) -> pa.StringArray:
    """Return one passport number per row, no two alike; rows are below `CAPACITY`."""
    serial = place("passport", seed, names, CAPACITY, rows)
    filled = letters.matrix(len(rows), 9)
    letters.put(filled, 0, _SERIES_WORDS, serial // _SERIES_SIZE)
    letters.put_digits(filled, 2, serial % _SERIES_SIZE, 7)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, characters, or a series that China does not use."""
    require_length(value, 9)
    require_letters(value, "0-9A-Z")
    require_form(value, FORM)


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("EI1234567"), is_synthetic("EA0000000")
    (True, False)
    """
    return passes(validate, value) and value.startswith(_SERIES)


_SERIES_WORDS = letters.table(_SERIES)
