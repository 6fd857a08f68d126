"""Vehicle identification numbers (车辆识别代号) with a model year that does not exist.

Space: ``LKT`` as maker, five characters of model, the right check digit, ``U`` or ``Z`` where the
model year stands, a plant, six digits of serial number.

Evidence: the tenth character is the model year, and its thirty codes leave out I, O, Q, U, Z and 0
in every cycle. In China, whose makers begin with L, both the year and the check digit are
mandatory. (0 was left out of the space: makers outside China who do not code the year use it.)
Nothing rests on the maker ``LKT``, since no full register of makers is public. Proof: good, by
rule, for vehicles built in China.

Source: GB 16735-2019 (structure, year codes, check digit), GB 16737-2019 (makers), 49 CFR 565.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.identifiers import ascii as letters
from kit.identifiers.rules import (
    Rows,
    passes,
    place,
    require_check,
    require_length,
    require_letters,
)

FORM = "[0-9A-HJ-NPR-Z]{17}"
ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
MAKER = "LKT"
YEARS = "UZ"
PLANTS = "ABCDEFGHJK"

VALUES = dict(
    zip(ALPHABET, [*range(10), *range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)], strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_CHARACTERS = "0123456789X"
_SERIALS = 10**6
_MODELS = [
    f"{a}{b}{c}{d}{e}" for a in "ABCF" for b in "1236" for c in "AHKP" for d in "24" for e in "BM"
]
CAPACITY = len(YEARS) * len(PLANTS) * len(_MODELS) * _SERIALS


def check_character(value: str) -> str:
    """Return the right ninth character of a number; what stands there does not matter.

    >>> check_character("11111111111111111")
    '1'
    """
    total = sum(weight * VALUES[letter] for weight, letter in zip(_WEIGHTS, value, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def generate(seed: int, names: tuple[str, ...], rows: Rows) -> pa.StringArray:
    """Return one 17-character number per row, no two alike; rows are below `CAPACITY`."""
    variant, serial = np.divmod(place("vin", seed, names, CAPACITY, rows), _SERIALS)
    model, place_and_year = np.divmod(variant, len(_MIDDLES))
    high, low = np.divmod(serial, 1000)
    total = _MODEL_SUMS.take(model) + _MIDDLE_SUMS.take(place_and_year)
    total += _HIGH_SUMS.take(high) + _LOW_SUMS.take(low)
    filled = letters.matrix(len(rows), 17)
    letters.put(filled, 0, _MODEL_WORDS, model)
    letters.put(filled, 8, _CHECK_WORDS, total)
    letters.put(filled, 9, _MIDDLE_WORDS, place_and_year)
    letters.put_digits(filled, 11, serial, 6)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, characters or check character; not the model year."""
    require_length(value, 17)
    require_letters(value, "0-9A-HJ-NPR-Z")
    require_check(value[8], check_character(value))


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("1M8GDM9AXKP042788")
    False
    """
    return value.startswith(MAKER) and value[9:10] in set(YEARS) and passes(validate, value)


def _sums(words: list[str], start: int) -> NDArray[np.int64]:
    weights = _WEIGHTS[start : start + len(words[0])]
    sums = [sum(w * VALUES[c] for w, c in zip(weights, word, strict=True)) % 11 for word in words]
    return np.array(sums)


_MODEL_PARTS = [MAKER + model for model in _MODELS]
_MODEL_WORDS, _MODEL_SUMS = letters.table(_MODEL_PARTS), _sums(_MODEL_PARTS, 0)
_MIDDLES = [year + plant for year in YEARS for plant in PLANTS]
_MIDDLE_WORDS, _MIDDLE_SUMS = letters.table(_MIDDLES), _sums(_MIDDLES, 9)
_TRIPLES = [f"{number:03d}" for number in range(1000)]
_HIGH_SUMS, _LOW_SUMS = _sums(_TRIPLES, 11), _sums(_TRIPLES, 14)
# The four shares add up to at most 40.
_CHECK_WORDS = letters.table([_CHECK_CHARACTERS[total % 11] for total in range(41)])
