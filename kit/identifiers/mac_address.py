"""Hardware addresses (MAC) under the prefix of the Internet's own registry.

Space: ``00:00:5E:10:00:00`` to ``00:00:5E:8F:FF:FF``, about 8.4 million addresses.

Evidence: the prefix 00-00-5E belongs to IANA, which makes no hardware; under it only protocols get
addresses, and RFC 9542 lists none in this range. The addresses set aside for documentation
(00-00-5E-00-53-00 to -FF, also recognised as ours) are too few: 256. Locally administered
addresses were considered and left out: phones pick them at random, so each may be some phone's
today. Proof: good: no maker can own one; IANA could still assign a block to a protocol.

Source: RFC 9542 (BCP 141), sections 2.1 and 2.1.4; IEEE 802 for the form.
"""

import re

import numpy as np
import pyarrow as pa

from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, passes, place, require_form, require_length

FORM = (
    "[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})"
    r"|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}"
)
FIRST, END = 0x00005E_100000, 0x00005E_900000
CAPACITY = END - FIRST

_DOCUMENTATION = range(0x00005E_005300, 0x00005E_005400)


def generate(seed: int, names: tuple[str, ...], rows: Rows) -> pa.StringArray:
    """Return one address per row, written ``00:00:5E:1A:2B:3C``, no two alike."""
    number = FIRST % 2**24 + place("mac_address", seed, names, CAPACITY, rows)
    filled = letters.matrix(len(rows), 17)
    letters.put_text(filled, 0, "00:00:5E:..:..:..")
    for column, shift in ((9, 16), (12, 8), (15, 0)):
        letters.put(filled, column, _BYTES, (number >> shift) & 0xFF)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length or format; pairs with : or -, or fours with dots."""
    require_length(value, 14, 17)
    require_form(value, FORM)


def is_synthetic(value: str) -> bool:
    """Return whether this is an address of ours or one of the 256 for documentation.

    >>> is_synthetic("00:00:5E:1A:2B:3C"), is_synthetic("3C:5A:B4:00:00:01")
    (True, False)
    """
    if not passes(validate, value):
        return False
    number = int(re.sub("[.:-]", "", value), 16)
    return FIRST <= number < END or number in _DOCUMENTATION


_BYTES = letters.table([f"{number:02X}" for number in np.arange(256)])
