"""What staff call people: 王姐, 老王, 小王, 王师傅; Ms Wang, Lao Wang, Xiao Wang."""

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import bits, distinct, word_table
from kit.seeding import Draws

_YEAR = 365.25
_AGES = (18, 35, 55)
_MALE, _FEMALE = ("男", "m"), ("女", "f")
# For each age (child, young, middle, old) the ways of unknown sex, of men and of women; {0} is the
# surname, {1} the given name, or in Chinese its last character.
_WAYS = {
    "zh": (
        (("小{1}", "{1}{1}"),) * 3,
        (
            ("小{0}", "{0}老师"),
            ("小{0}", "{0}先生", "小{0}"),
            ("小{0}", "{0}女士", "{0}小姐"),
        ),
        (
            ("老{0}", "{0}师傅"),
            ("{0}哥", "{0}先生", "{0}师傅", "老{0}"),
            ("{0}姐", "{0}女士", "{0}姐"),
        ),
        (
            ("老{0}",),
            ("老{0}", "{0}叔", "{0}师傅", "{0}先生"),
            ("{0}阿姨", "{0}女士", "{0}姨"),
        ),
    ),
    "en": (
        (("Little {1}", "{1}"),) * 3,
        (
            ("Xiao {0}",),
            ("Xiao {0}", "Mr {0}"),
            ("Xiao {0}", "Ms {0}", "Miss {0}"),
        ),
        (
            ("Lao {0}",),
            ("Mr {0}", "Brother {0}", "Lao {0}"),
            ("Ms {0}", "Sister {0}", "Mrs {0}"),
        ),
        (
            ("Lao {0}", "Old {0}"),
            ("Mr {0}", "Old {0}", "Uncle {0}"),
            ("Ms {0}", "Auntie {0}", "Mrs {0}"),
        ),
    ),
}


def nicknames(
    names: pa.StringArray,
    draws: Draws,
    locale: str,
    today: int,
    sex: Column | None,
    born: Column | None,
) -> pa.StringArray:
    """Return a form of address per full name.

    Args:
        names: Full names.
        draws: One draw per name.
        locale: Language of the names.
        today: The reference date, days since 1970-01-01.
        sex: 男/女, male/female …, if known.
        born: Dates of birth, if known; without them people are in the middle of life.
    """
    group = _age_group(born, today, len(names)) * 3 + _sex_group(sex, len(names))
    first, ways, before, after, is_given = _table(locale)
    count = np.diff(np.append(first, len(ways)))
    way = first[group] + (bits(draws, 1) * count[group] >> 16)
    surname, given = _split(names, locale)
    core = pc.if_else(pa.array(is_given[way]), given, surname)
    front, back = before.take(pa.array(way)), after.take(pa.array(way))
    doubled = np.array(["{1}{1}" in one for one in ways], dtype=bool)[way]
    if doubled.any():
        back = pc.if_else(pa.array(doubled), given, back)
    return pc.binary_join_element_wise(front, core, back, "")


@lru_cache(maxsize=2)
def _table(
    locale: str,
) -> tuple[NDArray[np.int64], list[str], pa.StringArray, pa.StringArray, NDArray[np.bool_]]:
    groups = [ways for of_age in _WAYS[locale] for ways in of_age]
    sizes = np.array([len(ways) for ways in groups])
    ways = [way for group in groups for way in group]
    cut = [way.partition("{1}" if "{1}" in way else "{0}") for way in ways]
    return (
        np.cumsum(sizes) - sizes,
        ways,
        pa.array([front for front, _, _ in cut]),
        pa.array(["" if "{" in back else back for _, _, back in cut]),
        np.array(["{1}" in way for way in ways], dtype=bool),
    )


def _split(names: pa.StringArray, locale: str) -> tuple[pa.StringArray, pa.StringArray]:
    """Return surnames, and given names (in Chinese their last character)."""
    if locale == "en":
        return (
            pc.replace_substring_regex(names, "^.* ", ""),
            pc.replace_substring_regex(names, " [^ ]*$", ""),
        )
    two = pc.utf8_slice_codeunits(names, 0, 2)
    long = pc.is_in(two, value_set=_long_surnames())
    surname = pc.if_else(long, two, pc.utf8_slice_codeunits(names, 0, 1))
    return surname, pc.utf8_slice_codeunits(names, -1, None)


@lru_cache(maxsize=1)
def _long_surnames() -> pa.StringArray:
    rows = word_table("surnames.csv")
    return pa.array([row["surname"] for row in rows if len(row["surname"]) > 1])


def _age_group(born: Column | None, today: int, size: int) -> NDArray[np.int64]:
    if born is None:
        return np.full(size, 2, dtype=np.int64)
    years = (today - col.as_days(born)) / _YEAR
    groups = np.searchsorted(_AGES, years, side="right")
    return np.where(col.is_null(born), 2, groups)


def _sex_group(sex: Column | None, size: int) -> NDArray[np.int64]:
    if sex is None:
        return np.zeros(size, dtype=np.int64)
    keys, group = distinct(sex)
    first = [key[:1].lower() for key in keys]
    codes = [1 if key in _MALE else 2 if key in _FEMALE else 0 for key in first]
    return np.array(codes, dtype=np.int64)[group] if codes else np.zeros(size, dtype=np.int64)
