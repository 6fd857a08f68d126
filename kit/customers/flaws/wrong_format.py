"""The right number, written in a way no system accepts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers.flaws.context import Change, Context, Edit, Spot
from kit.customers.flaws.edit import text_buffers
from kit.identifiers import luhn
from kit.seeding import Rows

_MOBILE, _RESIDENT_ID = 11, 18


def spots(context: Context) -> list[Spot]:
    """Return the mobile and identity numbers of the usual length."""
    formats = context.config.wrong_format
    mobiles = [(column, _MOBILE, _misspelt_mobile(column)) for column in formats.mobiles]
    numbers = [(column, _RESIDENT_ID, _misspelt_id(column)) for column in formats.resident_ids]
    return [
        Spot(column, _of_length(context, column, length), edit)
        for column, length, edit in mobiles + numbers
    ]


def _of_length(context: Context, column: str, length: int) -> Rows:
    rows = context.rows(column.partition(".")[0])
    fits = pc.equal(pc.utf8_length(context.values(column, rows)), length)
    found: Rows = rows[pc.fill_null(fits, False).to_numpy(zero_copy_only=False)]
    return found


def _misspelt_mobile(column: str) -> Edit:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        """Return mobile numbers cut short, in full-width digits, or with gaps."""
        right = context.values(column, rows)
        parts = [pc.utf8_slice_codeunits(right, *ends) for ends in ((0, 3), (3, 7), (7, 11))]
        ways = [
            pc.utf8_slice_codeunits(right, 0, _MOBILE - 1),
            full_width(right),
            pc.binary_join_element_wise(*parts, " "),
            pc.binary_join_element_wise(*parts, "-"),
        ]
        return [Change(column, rows, _one_of(ways, context.below("format", 4, places)))]

    return edit


def _misspelt_id(column: str) -> Edit:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        right = context.values(column, rows)
        parts = [pc.utf8_slice_codeunits(right, *ends) for ends in ((0, 6), (6, 14), (14, 18))]
        old = pc.binary_join_element_wise(parts[0], pc.utf8_slice_codeunits(right, 8, 17), "")
        ways = [old, pc.utf8_lower(right), pc.binary_join_element_wise(*parts, " ")]
        ends_in_x = pc.ends_with(right, "X").to_numpy(zero_copy_only=False)
        number = np.where(ends_in_x, 1, np.where(_like_a_device(old), 2, 0))
        return [Change(column, rows, _one_of(ways, number))]

    return edit


def _like_a_device(numbers: pa.StringArray) -> NDArray[np.bool_]:
    """Whether numbers of 15 digits could be somebody's device: their Luhn digit is right."""
    digits = numbers.cast(pa.int64()).to_numpy(zero_copy_only=False)
    right: NDArray[np.bool_] = luhn.check_digits(digits // 10) == digits % 10
    return right


def full_width(digits: pa.Array) -> pa.Array:
    """Return ASCII digits of one length in full-width characters."""
    if not len(digits):
        return digits
    ends, data = text_buffers(digits)
    plain = data[ends[0] : ends[-1]]
    filled = np.empty((len(plain), 3), np.uint8)
    filled[:] = (0xEF, 0xBC, 0)
    filled[:, 2] = plain - ord("0") + 0x90
    width = filled.size // len(digits)
    offsets = np.arange(0, filled.size + 1, width, dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(digits), pa.py_buffer(offsets), pa.py_buffer(filled.reshape(-1))
    )


def _one_of(ways: list[pa.Array], number: Rows) -> pa.Array:
    return pc.choose(pa.array(number), *ways)
