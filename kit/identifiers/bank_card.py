"""Bank card numbers (银行卡号) under an issuer number that no list names.

Space: ``620000``, account digits, the right Luhn digit; 19 digits like most debit cards, or 16.

Evidence: UnionPay numbers begin with 62 and the first six digits name the issuer; public lists of
issuer numbers begin at 620010 and none names 620000, and a large payment service has long used
6200 0000 0000 0005 as its test card. Proof: weak, the weakest of the numbers: the full register
is not public, and longer issuer numbers (up to ten digits) exist. It shows where a number comes
from; it does not prove that no bank could ever issue it.

Source: ISO/IEC 7812-1; JR/T 0008 for issuer numbers; open lists with about 1,300 Chinese issuer
numbers (bcbc and others).
"""

import re

import pyarrow as pa

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers import luhn
from kit.identifiers.rules import (
    Rows,
    passes,
    place,
    require_check,
    require_length,
    require_letters,
    scatter,
)

FORM = "[3-6][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?"
ISSUER = "620000"
CAPACITY = 10**9
LENGTHS = (16, 17, 18, 19)

_SERIAL_DIGITS = 9


def generate(seed: int, names: tuple[str, ...], rows: Rows, length: int = 19) -> pa.StringArray:
    """Return one card number per row, no two alike.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        length: 16 to 19 digits.
    """
    if length not in LENGTHS:
        raise BadInput(
            "identifiers.card_length", length=length, shortest=LENGTHS[0], longest=LENGTHS[-1]
        )
    serial = place("bank_card", seed, names, CAPACITY, rows)
    # Nine digits make the number unique; those before them only fill a longer card.
    filler_size = 10 ** (length - len(ISSUER) - _SERIAL_DIGITS - 1)
    account = scatter(serial, 1, filler_size) * CAPACITY + serial
    bodies = int(ISSUER) * filler_size * CAPACITY + account
    filled = letters.matrix(len(rows), length)
    letters.put_digits(filled, 0, bodies, length - 1)
    filled[:, -1] = luhn.check_digits(bodies) + ord("0")
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: characters, length, network or Luhn digit; gaps are allowed."""
    number = _compact(value)
    require_letters(number, "0-9")
    require_length(number, *LENGTHS)
    if number[0] not in "3456":
        raise InvalidIdentifier("identifiers.card_network", digit=number[0])
    require_check(number[-1], luhn.check_digit(number[:-1]))


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("6200001234567890128"), is_synthetic("4111111111111111")
    (True, False)
    """
    return passes(validate, value) and _compact(value).startswith(ISSUER)


def _compact(value: str) -> str:
    return re.sub("[ -]", "", value) if re.fullmatch(FORM, value) else value
