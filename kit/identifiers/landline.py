"""Landline numbers (固定电话) whose local part begins with 0.

Space: an area code, a hyphen, and a local number of seven or eight digits, the first of them 0.

Evidence: on a local exchange 0 is the prefix for long-distance calls and 1 and 9 lead to services,
so local numbers begin with 2 to 8; dialled at home, a local number with 0 in front reaches the
trunk instead of a subscriber. Proof: good, by rule, though no text says in so many words that no
such number exists; phonenumbers does not know the rule and calls these numbers valid.

An eight-digit area has ten million such numbers, a seven-digit one a million: rows beyond a million
may share a number within a seven-digit area, as people of one household do.

Source: YDN 065-1997, 7.2 (prefixes, first digits); 《电信网编号计划》 (2017 edition);
phonenumbers 9 (lengths by area).
"""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kit.errors import InvalidIdentifier
from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, passes, place, require_form, require_rows, scatter

FORM = r"\(?0[0-9]{2,3}\)?[ -]?[0-9]{7,8}"
CAPACITY = 10**7
CAPACITY_SEVEN_DIGITS = 10**6

_AREA = r"(?P<area>010|02[0-57-9]|0[3-9][0-9]{2})"
_PARTS = re.compile(rf"\(?{_AREA}\)?[ -]?(?P<local>[0-9]{{7,8}})")
# fmt: off
EIGHT_DIGIT_AREAS = frozenset((
    "010", "020", "021", "022", "023", "024", "025", "027", "028", "029",
    "0311", "0371", "0377", "0379", "0411", "0431", "0432", "0451",
    "0510", "0511", "0512", "0513", "0514", "0515", "0516", "0517", "0518", "0519", "0523", "0527",
    "0531", "0532", "0551", "0571", "0573", "0574", "0575", "0576", "0577", "0579", "0591", "0595",
    "0731", "0754", "0755", "0757", "0760", "0769", "0791", "0851", "0871", "0898",
))
# fmt: on


def generate(seed: int, names: tuple[str, ...], rows: Rows, area_codes: Any) -> pa.StringArray:
    """Return one number per row, e.g. ``0571-01234567``.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        area_codes: With the leading 0, per row; a pyarrow array or a sequence of strings.
    """
    areas = letters.texts(area_codes)
    six, layer = _split(seed, names, rows)
    eight = letters.fixed_width(letters.digits(six * 10 + layer, 8))
    seven = letters.fixed_width(letters.digits(six, 7))
    long = pc.is_in(areas, value_set=pa.array(sorted(EIGHT_DIGIT_AREAS)))
    return pc.binary_join_element_wise(areas, pc.if_else(long, eight, seven), "-")


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: format, area code or number of local digits."""
    require_form(value, FORM)
    parts = _PARTS.fullmatch(value)
    if not parts:
        raise InvalidIdentifier("identifiers.area_code")
    area, local = parts["area"], parts["local"]
    if area in EIGHT_DIGIT_AREAS and len(local) != 8:
        raise InvalidIdentifier("identifiers.length", actual=len(local), expected="8")


def is_synthetic(value: str) -> bool:
    """Return whether this is a number of ours.

    >>> is_synthetic("0571-01234567"), is_synthetic("0571-11111111")
    (True, False)
    """
    parts = _PARTS.fullmatch(value)
    return parts is not None and parts["local"].startswith("0") and passes(validate, value)


def _split(seed: int, names: tuple[str, ...], rows: Rows) -> tuple[Rows, Rows]:
    """Return six digits that no two rows below a million share, and a seventh for the others."""
    require_rows("landline", CAPACITY, rows)
    layer, within = np.divmod(rows, CAPACITY_SEVEN_DIGITS)
    six = place("landline", seed, names, CAPACITY_SEVEN_DIGITS, within)
    return six, (layer + scatter(six, 1, 10)) % 10
