"""Device numbers (IMEI) under the reporting body 00, which stands for test equipment.

Space: ``00``, six digits of a model, six of a serial number, the right Luhn digit.

Evidence: the first two digits name the body that allotted the number; 00 is set aside for test
equipment of countries with two-digit dialling codes, and no device on sale may carry it. Proof:
good, by rule, against any customer's device; a laboratory's prototype may carry the same number.

Source: GSMA TS.06, appendix A (reporting bodies); 3GPP TS 23.003 (structure, Luhn digit).
"""

import re

import pyarrow as pa

from kit.errors import InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers import luhn
from kit.identifiers.rules import (
    Rows,
    passes,
    place,
    require_check,
    require_length,
    require_letters,
)

FORM = "[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9]"
REPORTING_BODY = "00"
CAPACITY = 10**9

# Test bodies, those that allot today, and those that once did.
_BODIES = frozenset(
    "00 01 02 03 04 05 06 07 08 09 10 30 33 35 44 45 49 50 51 52 53 54 86 91 98 99".split()  # noqa: SIM905
)
_SERIALS_PER_MODEL = 10**6
# Coprime to a million: a thousand models spread over the six digits of a model.
_MODEL_STEP, _MODEL_START = 100_913, 101_017


def generate(seed: int, names: tuple[str, ...], rows: Rows) -> pa.StringArray:
    """Return one 15-digit IMEI per row, no two alike; rows are below `CAPACITY`."""
    place_in_space = place("device_id", seed, names, CAPACITY, rows)
    model_index = place_in_space // _SERIALS_PER_MODEL
    model = (model_index * _MODEL_STEP + _MODEL_START) % 10**6
    bodies = model * _SERIALS_PER_MODEL + place_in_space % _SERIALS_PER_MODEL
    filled = letters.matrix(len(rows), 15)
    letters.put_digits(filled, 0, bodies, 14)
    filled[:, -1] = luhn.check_digits(bodies) + ord("0")
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: characters, length, body or Luhn digit; gaps are allowed."""
    number = _compact(value)
    require_letters(number, "0-9")
    require_length(number, 15)
    if number[:2] not in _BODIES:
        raise InvalidIdentifier("identifiers.reporting_body", body=number[:2])
    require_check(number[-1], luhn.check_digit(number[:-1]))


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("001010171234568"), is_synthetic("490154203237518")
    (True, False)
    """
    return passes(validate, value) and value.startswith(REPORTING_BODY)


def _compact(value: str) -> str:
    return re.sub("[ -]", "", value) if re.fullmatch(FORM, value) else value
