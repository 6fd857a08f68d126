"""How people write a value down: a phone number in groups, a day without its year, half an address.

Each writing turns the values of a slot into what stands in the text, whole columns at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import pick
from kit.customers.makers.people import whole_years
from kit.customers.notes import addresses, nicknames
from kit.customers.notes.styles import mixed_styles
from kit.identifiers import ascii as letters
from kit.seeding import Draws

Texts: TypeAlias = pa.StringArray
_PHONE = 11
_DIGITS = {
    "full": [chr(ord("０") + digit) for digit in range(10)],
    "spoken": list("零幺二三四五六七八九"),
}


@dataclass(frozen=True)
class Use:
    """The places where one slot is filled.

    Attributes:
        values: The column's value at each place.
        draws: One draw per place, the same for all places of a note.
        locale: Language of the notes.
        today: The reference date, days since 1970-01-01.
        written: The day each note was written.
        sex: The sex in the same row, if the table has it.
        born: The date of birth in the same row, if the table has it.
    """

    values: Column
    draws: Draws
    locale: str
    today: int
    written: NDArray[np.int64]
    sex: Column | None = None
    born: Column | None = None


def text(use: Use) -> Texts:
    """Return the values as they are."""
    values = use.values
    if isinstance(values, pa.Array) and pa.types.is_timestamp(values.type):
        return pc.utf8_slice_codeunits(values.cast(pa.string()), 0, 16)
    return col.as_text(values)


def lower(use: Use) -> Texts:
    """Return the values with a small first letter, for a table's word inside a sentence."""
    values = text(use)
    first = pc.utf8_lower(pc.utf8_slice_codeunits(values, 0, 1))
    return pc.binary_join_element_wise(first, pc.utf8_slice_codeunits(values, 1, None), "")


def phone(use: Use) -> Texts:
    """Return phone numbers as people type them; landlines stay as they are."""
    values = text(use)
    styles = _PHONES[use.locale]
    chosen = pick([weight for weight, _ in styles], use.draws)
    lengths = pc.binary_length(values).to_numpy(zero_copy_only=False)
    chosen = np.where(lengths == _PHONE, chosen, 0)
    return mixed_styles(values, chosen, [write for _, write in styles])


def identity_number(use: Use) -> Texts:
    """Return identity numbers whole, some of them in three groups."""
    chosen = pick([0.8, 0.2], use.draws)
    return mixed_styles(text(use), chosen, [_same, _in_groups])


def tail(use: Use) -> Texts:
    """Return the last four characters."""
    return pc.utf8_slice_codeunits(text(use), -4, None)


def account(use: Use) -> Texts:
    """Return account numbers whole, some of them in groups of four."""
    chosen = pick([0.7, 0.3], use.draws)
    return mixed_styles(text(use), chosen, [_same, _in_fours])


def plate(use: Use) -> Texts:
    """Return plates, some with the dot or a space after the second character."""
    chosen = pick([0.6, 0.25, 0.15], use.draws)
    return mixed_styles(text(use), chosen, [_same, _with("·"), _with(" ")])


def age(use: Use) -> Texts:
    """Return the age in whole years when the note was written."""
    years = whole_years(col.as_days(use.values), use.written.astype("datetime64[D]"))
    return pa.array(years.clip(0)).cast(pa.string())


def day(use: Use) -> Texts:
    """Return dates as people write them, some without the year."""
    values = use.values
    if isinstance(values, pa.Array) and not pa.types.is_date32(values.type):
        values = values.cast(pa.date32())
    year, month_day = _year_and_day(col.as_days(values).astype("datetime64[D]"))
    first, years, days = _calendar(use.locale)
    chosen = pick(_DATE_WEIGHTS, use.draws).astype(np.int64)
    styles = len(_DATE_WEIGHTS)
    front = years.take(pa.array((year - first) * styles + chosen))
    middle = days.take(pa.array(month_day * styles + chosen))
    parts = (front, middle) if use.locale == "zh" else (middle, front)
    iso = chosen == 2
    if use.locale == "en" and iso.any():
        parts = (_either(iso, front, middle), _either(iso, middle, front))
    return pc.binary_join_element_wise(*parts, "")


def nickname(use: Use) -> Texts:
    """Return what people call a customer: surname with a title that fits sex and age."""
    return nicknames.nicknames(text(use), use.draws, use.locale, use.today, use.sex, use.born)


def address_part(use: Use) -> Texts:
    """Return half an address: road and number, estate and building, or building and flat."""
    values = text(use)
    cut = addresses.parts(values, use.locale)
    whole = pc.fill_null(pc.not_equal(cut.estate, ""), False)
    gap = "" if use.locale == "zh" else ", "
    estate = (cut.estate, cut.building) if use.locale == "zh" else (cut.building, cut.estate)
    written = [
        cut.road,
        pc.binary_join_element_wise(*estate, gap),
        pc.binary_join_element_wise(cut.building, cut.flat, gap),
    ]
    chosen = pick([0.35, 0.4, 0.25], use.draws).astype(np.int64)
    style = pc.if_else(whole, pa.array(chosen), 0)
    return pc.coalesce(pc.choose(style, *written), values)


WRITINGS: dict[str, Callable[[Use], Texts]] = {
    "text": text,
    "lower": lower,
    "name": text,
    "nickname": nickname,
    "phone": phone,
    "id": identity_number,
    "id_tail": tail,
    "account": account,
    "account_tail": tail,
    "plate": plate,
    "address": text,
    "address_part": address_part,
    "date": day,
    "age": age,
    "city": text,
}


def _same(values: Texts) -> Texts:
    return values


def _with(mark: str) -> Callable[[Texts], Texts]:
    def write(values: Texts) -> Texts:
        front = pc.utf8_slice_codeunits(values, 0, 2)
        rest = pc.utf8_slice_codeunits(values, 2, None)
        return pc.binary_join_element_wise(front, rest, mark)

    return write


def _in_groups(values: Texts) -> Texts:
    return pc.replace_substring_regex(values, r"^(.{6})(\d{8})(.{4})$", r"\1 \2 \3")


def _in_fours(values: Texts) -> Texts:
    return pc.utf8_rtrim_whitespace(pc.replace_substring_regex(values, r"(\d{4})", r"\1 "))


def _grouped(front: str, gap: str) -> Callable[[Texts], Texts]:
    """Return a writing of mobile numbers in groups of three, four and four."""

    def write(values: Texts) -> Texts:
        """Return the numbers in groups."""
        digits = _cells(values)
        size = len(front)
        filled = letters.matrix(len(values), size + _PHONE + 2 * len(gap))
        letters.put_text(filled, 0, front)
        place = size
        for start, end in ((0, 3), (3, 7), (7, 11)):
            filled[:, place : place + end - start] = digits[:, start:end]
            place += end - start
            if end < _PHONE:
                letters.put_text(filled, place, gap)
                place += len(gap)
        return letters.fixed_width(filled)

    return write


def _spelled(kind: str) -> Callable[[Texts], Texts]:
    """Return a writing of mobile numbers in other digits, three bytes each."""

    def write(values: Texts) -> Texts:
        words = np.array([list(digit.encode()) for digit in _DIGITS[kind]], dtype=np.uint8)
        cells = words[(_cells(values) - ord("0")) % 10]
        return letters.fixed_width(cells.reshape(len(values), -1))

    return write


def _cells(values: Texts) -> NDArray[np.uint8]:
    """Return mobile numbers as a byte matrix."""
    _, offsets, data = values.buffers()
    if not len(values):
        return np.empty((0, _PHONE), np.uint8)
    first = np.frombuffer(offsets, np.int32)[values.offset]
    taken = np.frombuffer(data, np.uint8)[first : first + len(values) * _PHONE]
    return taken.reshape(len(values), _PHONE)


_PHONES: dict[str, list[tuple[float, Callable[[Texts], Texts]]]] = {
    "zh": [
        (0.46, _same),
        (0.14, _grouped("", " ")),
        (0.11, _grouped("", "-")),
        (0.06, _grouped("+86 ", " ")),
        (0.05, _grouped("+86", "")),
        (0.08, _spelled("full")),
        (0.10, _spelled("spoken")),
    ],
    "en": [
        (0.42, _same),
        (0.18, _grouped("", " ")),
        (0.14, _grouped("", "-")),
        (0.10, _grouped("+86 ", " ")),
        (0.08, _grouped("+86-", "-")),
        (0.08, _grouped("(+86) ", " ")),
    ],
}
_DATE_WEIGHTS = (0.45, 0.2, 0.2, 0.15)
_FIRST_YEAR, _END_YEAR = 1850, 2200
_MONTHS = "January February March April May June July August September October November December"


@lru_cache(maxsize=2)
def _calendar(locale: str) -> tuple[int, Texts, Texts]:
    """Return the first year, and for each style the texts of years and of months and days."""
    years, days = [], []
    for year in range(_FIRST_YEAR, _END_YEAR):
        chinese = [f"{year}年", "", f"{year}-", f"{year}."]
        years += chinese if locale == "zh" else [f" {year}", "", f"{year}-", f" {year}"]
    for month, name in enumerate(_MONTHS.split(), start=1):
        for number in range(1, 32):
            iso = f"{month:02d}-{number:02d}"
            if locale == "zh":
                plain = f"{month}月{number}日"
                days += [plain, plain, iso, f"{month}.{number}"]
            else:
                plain = f"{number} {name}"
                days += [plain, plain, iso, f"{number} {name[:3]}"]
    return _FIRST_YEAR, pa.array(years), pa.array(days)


def _year_and_day(days: NDArray[np.datetime64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the year and a number for month and day that grows over the year."""
    months = days.astype("datetime64[M]")
    number = months.astype(np.int64)
    day_of_month = (days - months).astype(np.int64)
    return number // 12 + 1970, number % 12 * 31 + day_of_month


def _either(first: NDArray[np.bool_], yes: Texts, no: Texts) -> Texts:
    return pc.if_else(pa.array(first), yes, no)
