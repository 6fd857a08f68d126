"""Mobile numbers (手机号码) of a segment that no network has.

Space: ``154`` and eight digits, 100 million numbers. `generate` takes a block of them, so that
customers and the people around them never share a number.

Evidence: the ministry has allotted no network the segment 154; published lists count it among the
unassigned ones (with 142, 143, 161, 164, 194), and phonenumbers calls such a number possible but
not valid. Proof: good today, but the ministry can allot the segment, so look again at each release
of phonenumbers (a test does).

Source: 《电信网编号计划》 (2017 edition) for the form 1XX plus eight digits; lists of assigned
segments of 2022 and 2025; phonenumbers 9 metadata.
"""

import re

import pyarrow as pa

from kit.errors import BadInput, InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, passes, place, require_length, require_letters

FORM = r"(?:\+?86[ -]?)?1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}"
SEGMENT = "154"
CAPACITY = 10**8
CUSTOMERS = (0, 60_000_000)
RELATED_PEOPLE = (60_000_000, CAPACITY)

_SEGMENTS = re.compile("1[3-9]")


def generate(
    seed: int, names: tuple[str, ...], rows: Rows, block: tuple[int, int] = (0, CAPACITY)
) -> pa.StringArray:
    """Return one 11-digit number per row, no two alike.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below the size of the block.
        block: First number of the segment to use and the one after the last, within 0 and 10**8.

    Raises:
        CapacityExceeded: If a row number does not fit into the block.
    """
    first, end = block
    if not 0 <= first < end <= CAPACITY:
        raise BadInput("identifiers.block", first=first, end=end, limit=CAPACITY)
    filled = letters.matrix(len(rows), 11)
    letters.put_text(filled, 0, SEGMENT)
    letters.put_digits(filled, 3, first + place("mobile", seed, names, end - first, rows), 8)
    return letters.fixed_width(filled)


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: characters, length or segment. ``+86`` and gaps are allowed."""
    number = _compact(value)
    require_letters(number, "0-9")
    require_length(number, 11)
    if not _SEGMENTS.match(number):
        raise InvalidIdentifier("identifiers.segment", segment=number[:3])


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("15400000000"), is_synthetic("13800138000")
    (True, False)
    """
    return passes(validate, value) and _compact(value).startswith(SEGMENT)


def _compact(value: str) -> str:
    if len(value) == 11 or not re.fullmatch(FORM, value):
        return value
    return re.sub(r"[+ -]", "", value)[-11:]
