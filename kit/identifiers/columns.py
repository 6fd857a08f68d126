"""Is each value of a whole column one of ours? The same answer as `is_synthetic`, much faster.

For each kind a regular expression finds the values written as `generate` writes them, and a table
of character weights checks their check digits, column of characters by column. What that quick way
does not settle goes to `is_synthetic`, one value at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.identifiers import KINDS, bank_card, credit_code, device_id, email, plate, vin
from kit.identifiers import ascii as letters
from kit.identifiers.regions import PROVINCES

Mask = NDArray[np.bool_]

_PROVINCE = "(?:" + "|".join(map(str, PROVINCES)) + ")"
_DATE = "(?:18[5-9]|19[0-9]|20[0-9])[0-9](?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])"
_OCTET = "(?:[1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_PLAIN = f"[{plate.ALPHABET}]"
_BODIES = "|".join(f"{_PLAIN}{{{n}}}[{plate.FORBIDDEN}]{_PLAIN}{{{4 - n}}}" for n in range(5))
_CODE = f"[{credit_code.ALPHABET}]"
_VIN = f"[{vin.ALPHABET}]"

# How values of ours are usually written. Each is a promise: with a right check digit, it is ours.
_USUAL = {
    "resident_id": f"{_PROVINCE}0000{_DATE}[0-9]{{3}}[0-9X]",
    "credit_code": f"91{_PROVINCE}[0-9]{{4}}MA{_CODE}{{6}}[0-9X]{_CODE}",
    "mobile": "154[0-9]{8}",
    "landline": "(?:010|02[0-57-9]|0[3-9][0-9]{2})-0[0-9]{7}",
    "bank_card": f"{bank_card.ISSUER}[0-9]{{13}}",
    "plate": f"[{plate.CHARACTERS}][A-Z][DF]?(?:{_BODIES})",
    "vin": f"{vin.MAKER}{_VIN}{{5}}[0-9X][{vin.YEARS}]{_VIN}{{7}}",
    "passport": "E[IO][0-9]{7}",
    "email": "[a-z]{1,40}[0-9]{4,8}@(?:" + "|".join(email.DOMAINS).replace(".", r"\.") + ")",
    "ip_address": rf"(?:192\.0\.2|198\.51\.100|203\.0\.113)\.{_OCTET}"
    "|2001:db8(?::[1-9a-f][0-9a-f]{3}){6}",
    "mac_address": "00:00:5E:[1-8][0-9A-F]:[0-9A-F]{2}:[0-9A-F]{2}",
    "device_id": f"{device_id.REPORTING_BODY}[0-9]{{13}}",
}


@dataclass(frozen=True)
class Weights:
    """A check rule: what each character in each place adds, and what the sum must leave.

    Attributes:
        table: Places by 256 byte values.
        modulus: What the sum is divided by.
        remainder: What must be left.
    """

    table: NDArray[np.int16]
    modulus: int
    remainder: int

    def hold(self, filled: letters.Matrix) -> Mask:
        """Return which rows of a byte matrix keep the rule."""
        total = np.zeros(len(filled), dtype=np.int16)
        for place, shares in enumerate(self.table):
            total += shares.take(filled[:, place])
        kept: Mask = total % self.modulus == self.remainder
        return kept


def are_synthetic(kind: str, values: Any) -> pa.BooleanArray:
    """Return for each value whether it is one of ours of a kind; null stays null.

    Args:
        kind: A key of `KINDS`.
        values: A pyarrow array of text, or a sequence of strings.
    """
    texts = letters.texts(values)
    ours = usual(kind, texts)
    unsettled = np.flatnonzero(~ours & pc.is_valid(texts).to_numpy(zero_copy_only=False))
    test = KINDS[kind].is_synthetic
    ours[unsettled] = [test(value) for value in texts.take(pa.array(unsettled)).to_pylist()]
    return pa.array(ours, mask=pc.is_null(texts).to_numpy(zero_copy_only=False))


def usual(kind: str, texts: pa.StringArray) -> Mask:
    """Return which values are ours and written the usual way; the others may still be ours."""
    if kind not in _USUAL:
        return np.zeros(len(texts), dtype=np.bool_)
    shaped = pc.match_substring_regex(texts, f"^(?:{_USUAL[kind]})$").fill_null(False)
    ours: Mask = shaped.to_numpy(zero_copy_only=False).copy()
    if kind in _CHECKS and ours.any():
        found = texts.filter(shaped)
        ours[ours] = _CHECKS[kind](_matrix_of(found))
    return ours


def _matrix_of(texts: pa.StringArray) -> letters.Matrix:
    """Return texts of one width as a byte matrix, without a copy."""
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    first, end = offsets[texts.offset], offsets[texts.offset + len(texts)]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[first:end]
    return data.reshape(len(texts), -1)


@lru_cache(maxsize=8)
def _weights(kind: str) -> Weights:
    if kind == "resident_id":
        digits = {**{str(n): n for n in range(10)}, "X": 10}
        factors = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
        return Weights(_table(factors, digits), 11, 1)
    if kind == "outer":
        values = {letter: value for value, letter in enumerate(credit_code.ALPHABET)}
        factors = tuple(3**place % 31 for place in range(17))
        return Weights(_table((*factors, 1), values), 31, 0)
    if kind == "inner":
        values = {letter: int(letter, 36) for letter in credit_code.ALPHABET}
        table = _table((*(0,) * 8, 3, 7, 9, 10, 5, 8, 4, 2, 1, 0), values)
        table[16, ord("X")] = 10
        return Weights(table, 11, 0)
    if kind == "vin":
        table = _table((8, 7, 6, 5, 4, 3, 2, 10, -1, 9, 8, 7, 6, 5, 4, 3, 2), vin.VALUES)
        table[8, ord("X")] = -10
        return Weights(table, 11, 0)
    width = {"bank_card": 19, "device_id": 15}[kind]
    return Weights(_luhn_table(width), 10, 0)


def _table(factors: tuple[int, ...], values: dict[str, int]) -> NDArray[np.int16]:
    table = np.zeros((len(factors), 256), dtype=np.int16)
    for letter, value in values.items():
        table[:, ord(letter)] = np.array(factors) * value
    return table


def _luhn_table(width: int) -> NDArray[np.int16]:
    doubled = {str(n): (2 * n) // 10 + 2 * n % 10 for n in range(10)}
    plain = {str(n): n for n in range(10)}
    flags = tuple((width - 1 - place) % 2 for place in range(width))
    return _table(flags, doubled) + _table(tuple(1 - flag for flag in flags), plain)


def _credit_code(filled: letters.Matrix) -> Mask:
    return _weights("outer").hold(filled) & ~_weights("inner").hold(filled)


def _by_weights(kind: str) -> Callable[[letters.Matrix], Mask]:
    return lambda filled: _weights(kind).hold(filled)


_CHECKS: dict[str, Callable[[letters.Matrix], Mask]] = {
    "credit_code": _credit_code,
    **{kind: _by_weights(kind) for kind in ("resident_id", "bank_card", "vin", "device_id")},
}
