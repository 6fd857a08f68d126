"""WeChat-like handles (微信号) that carry a mark and a check of ours.

Space: a handle of one to ten letters or digits that begins with a letter, ``_eg``, five serial
characters, two check characters: ``wangwei_eg0k3f9ab``. Twenty characters at most.

Evidence: none by rule. Any text of 6 to 20 letters, digits, hyphens and underscores that begins
with a letter can be somebody's handle, and no part of that space is reserved; ``wxid_`` marks real
handles that the system gave out. A handle that the system forbids would fail the very format that
people learn here. So ours are only *recognisable*: a stranger's handle that happens to have the
mark also has the right check in one case of about 1,300. Proof: weak; a person could own one.

Source: the form is the one WeChat shows when a handle is set.
"""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.identifiers import ascii as letters
from kit.identifiers.rules import Rows, place, require_form, require_length, require_letters

MARK = "_eg"
# Any word has the form of a handle, so values are taken for handles only with one of the marks.
FORM = "[A-Za-z][0-9A-Za-z]{0,9}_eg[0-9a-z]{7}|wxid_[0-9a-z]{10,15}"
CAPACITY = 36**5

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST_HANDLE = 10
_OURS = re.compile("[A-Za-z][0-9A-Za-z]{0,9}_eg([0-9a-z]{5})([0-9a-z]{2})")
_CHECK_SIZE = 36**2
_CHECK_FACTOR, _CHECK_START = 641, 77


def generate(seed: int, names: tuple[str, ...], rows: Rows, handles: Any) -> pa.StringArray:
    """Return one handle per row, no two alike.

    Args:
        seed: The seed of the data.
        names: The path of names.
        rows: Row numbers below `CAPACITY`.
        handles: What each begins with: letters and digits, a letter first; a pyarrow array or a
            sequence of strings. Only the first ten characters are used.
    """
    serial = place("wechat", seed, names, CAPACITY, rows)
    check = (serial % 10**6 * _CHECK_FACTOR + serial // 10**6 + _CHECK_START) % _CHECK_SIZE
    filled = letters.matrix(len(rows), 10)
    letters.put_text(filled, 0, MARK)
    for column, power in ((3, 3), (5, 1)):
        letters.put(filled, column, _PAIRS, serial // 36**power % _CHECK_SIZE)
    letters.put(filled, 7, _SINGLES, serial % 36)
    letters.put(filled, 8, _PAIRS, check)
    start = pc.utf8_slice_codeunits(letters.texts(handles), 0, _LONGEST_HANDLE)
    return pc.binary_join_element_wise(start, letters.fixed_width(filled), "")


def validate(value: str) -> None:
    """Raise `InvalidIdentifier`: length, characters, or a first character that is no letter."""
    require_length(value, *range(6, 21))
    require_letters(value, "0-9A-Za-z_-")
    require_form(value, "[A-Za-z].*")


def is_synthetic(value: str) -> bool:
    """Return whether the handle has our mark and the right check characters.

    >>> is_synthetic("wxid_a1b2c3d4e5f622"), is_synthetic("wangwei_eg0000000")
    (False, False)
    """
    parts = _OURS.fullmatch(value)
    if parts is None:
        return False
    serial = int(parts[1], 36)
    check = (serial % 10**6 * _CHECK_FACTOR + serial // 10**6 + _CHECK_START) % _CHECK_SIZE
    return int(parts[2], 36) == check


_SINGLES = letters.table(list(_ALPHABET))
_PAIRS = letters.table([a + b for a in _ALPHABET for b in _ALPHABET])
