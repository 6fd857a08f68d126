"""Personal names and the handles people build from them.

In English a name is its Hanyu Pinyin, given name first: Jingwen Ouyang. As in passports, ü is
written yu (Lyu); an apostrophe keeps syllables apart (Zi'ang). Handles are the same in both
languages, as people type them: v for ü and no apostrophe.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pydantic import Field, field_validator

from kit.customers.columns import Column
from kit.customers.makers.base import (
    Making,
    Options,
    Share,
    bits,
    spread,
    weighted,
    word_table,
    wrong,
)
from kit.customers.makers.contract import NAME as NAMES
from kit.customers.makers.contract import PERSON, Maker
from kit.identifiers import email as email_address
from kit.identifiers import wechat
from kit.identifiers.people import is_male

NAME = np.dtype([("surname", "i2"), ("given", "i2")])
_COHORTS = ("old", "mid", "young")
_BORN = (-1827, 9131)  # up to 1964 old, up to 1994 mid, then young (days since 1970-01-01)


class Family(Options):
    """How often a relative has the person's surname."""

    same_surname_share: Share = 0.5


class Domains(Options):
    """Domains to draw from; each must be reserved, so that it is nobody's."""

    domains: list[str] = Field(default=[])

    @field_validator("domains")
    @classmethod
    def _reserved(cls, value: list[str]) -> list[str]:
        for domain in value:
            if not email_address.is_synthetic(f"a@{domain}"):
                raise wrong("domain", domain=domain[:80])
        return value


@dataclass(frozen=True)
class Names:
    """The pools of names and, for each sex and cohort, a table from 16 bits to a given name."""

    surnames: list[dict[str, str]]
    given: list[dict[str, str]]
    surname_table: NDArray[np.int32]
    given_tables: NDArray[np.int32]


@lru_cache(maxsize=1)
def names() -> Names:
    """Return the pools, read once."""
    surnames, given = word_table("surnames.csv"), word_table("given_names.csv")
    tables = [
        weighted([_weight(row, sex, cohort) for row in given])
        for sex in "FM"
        for cohort in _COHORTS
    ]
    surname_table = weighted([float(row["share_ppm"]) for row in surnames])
    return Names(surnames, given, surname_table, np.stack(tables))


def name_code(m: Making) -> Column:
    """Return latent names (dtype `NAME`): surname by share, given name by sex and year of birth."""
    person = m.inputs["person"]
    draws = m.draws()
    day = person["day"]
    cohort = (day > _BORN[0]).astype(np.int64) + (day > _BORN[1])
    group = is_male(person) * len(_COHORTS) + cohort
    made = np.empty(len(m), NAME)
    made["surname"] = names().surname_table[bits(draws, 0)]
    made["given"] = names().given_tables[group, bits(draws, 1)]
    if "family" in m.inputs:
        same = bits(draws, 2) < m.options.same_surname_share * 65536
        made["surname"] = np.where(same, m.inputs["family"]["surname"], made["surname"])
    return made


def person_name(m: Making) -> Column:
    """Return full names."""
    return _take(_full_names(m.locale), m.inputs["name"])


def pinyin_handle(m: Making) -> Column:
    """Return mail handles made from the name: full pinyin, with initials, or reversed."""
    return pc.binary_join_element_wise(*_handle_parts(m), "")


def nickname(m: Making) -> Column:
    """Return what others call a person: 小王, 王姐, 阿伟, 伟伟 …; Xiao Wang, Ah Wei, Weiwei …"""
    draws = m.draws()
    name = m.inputs["name"]
    by_surname = name["surname"].astype(np.int64) * _OF_SURNAME
    by_surname += bits(draws, 1) * _OF_SURNAME >> 16
    by_given = name["given"].astype(np.int64) * _OF_GIVEN
    by_given += bits(draws, 1) * _OF_GIVEN >> 16
    first_given = len(names().surnames) * _OF_SURNAME
    index = np.where(bits(draws, 0) < 32768, by_surname, first_given + by_given)
    return _nicknames(m.locale).take(pa.array(index))


def email(m: Making) -> Column:
    """Return mail addresses: the name's pinyin, digits, a reserved domain."""
    rows = m.numbers(email_address.CAPACITY)
    domains = m.options.domains or email_address.DOMAINS
    return email_address.generate(m.seed, m.names, rows, _handle_parts(m), domains)


def wechat_handle(m: Making) -> Column:
    """Return WeChat-like handles made from the name's pinyin."""
    return wechat.generate(
        m.seed,
        m.names,
        m.numbers(wechat.CAPACITY),
        pc.binary_join_element_wise(*_handle_parts(m, styles=2), ""),
    )


def _weight(row: dict[str, str], sex: str, cohort: str) -> float:
    if row["sex"] not in (sex, "U"):
        return 0.0
    fits = row["cohort"] in (cohort, "any")
    return float(row["weight"]) * (1.0 if fits else 0.04)


def _take(pool: pa.StringArray, name: NDArray[np.void]) -> pa.StringArray:
    return pool.take(
        pa.array(name["surname"].astype(np.int64) * len(names().given) + name["given"])
    )


@lru_cache(maxsize=2)
def _full_names(locale: str) -> pa.StringArray:
    """Every surname with every given name, given names varying fastest."""
    pools = names()
    if locale == "zh":
        return _crossed(
            [row["surname"] for row in pools.surnames], [g["given"] for g in pools.given]
        )
    families = [romanised(row["pinyin"]) for row in pools.surnames]
    given = [romanised(row["pinyin"]) + " " for row in pools.given]
    return _crossed(families, given, given_first=True)


def _crossed(families: list[str], given: list[str], given_first: bool = False) -> pa.StringArray:
    family, first = np.divmod(np.arange(len(families) * len(given)), len(given))
    parts = [spread(families, family), spread(given, first)]
    return pc.binary_join_element_wise(*(reversed(parts) if given_first else parts), "")


def _handle_parts(m: Making, styles: int = 3) -> tuple[pa.StringArray, pa.StringArray]:
    """First and second half of handles in the first styles: wangwei, wangw; wei.wang has a dot.

    Two small pools stay in the processor's cache; one of all full names would not.
    """
    name = m.inputs["name"]
    style = bits(m.draws("style"), 0) % styles
    surname, given = name["surname"].astype(np.int64), name["given"].astype(np.int64)
    families, firsts = len(names().surnames), len(names().given)
    front = np.where(style < 2, surname, families + given)
    back = np.where(style < 2, style * firsts + given, 2 * firsts + surname)
    fronts, backs = _handle_pools()
    return fronts.take(pa.array(front)), backs.take(pa.array(back))


@lru_cache(maxsize=1)
def _handle_pools() -> tuple[pa.StringArray, pa.StringArray]:
    families = [_plain(row["pinyin"]) for row in names().surnames]
    given = [_plain(row["pinyin"]) for row in names().given]
    initials = ["".join(part[0] for part in row["pinyin"].split()) for row in names().given]
    dotted = [f"{first}." for first in given]
    return pa.array(families + dotted), pa.array(given + initials + families)


_BY_SURNAME = {
    "zh": ("小{}", "老{}", "{}老师", "{}姐", "{}哥", "{}工"),
    "en": ("Xiao {}", "Lao {}", "Teacher {}", "Sister {}", "Brother {}", "Engineer {}"),
}
_BY_GIVEN = {"zh": "阿{}", "en": "Ah {}"}
_OF_SURNAME, _OF_GIVEN = len(_BY_SURNAME["zh"]), 2  # how many nicknames each has


@lru_cache(maxsize=2)
def _nicknames(locale: str) -> pa.StringArray:
    """The nicknames of every surname, then those of every given name, by its last syllable."""
    pools = names()
    if locale == "zh":
        families = [row["surname"] for row in pools.surnames]
        lasts = [(row["given"][-1], row["given"][-1] * 2) for row in pools.given]
    else:
        families = [romanised(row["pinyin"]) for row in pools.surnames]
        ends = [row["pinyin"].rpartition(" ")[2] for row in pools.given]
        lasts = [(romanised(end), romanised(f"{end} {end}")) for end in ends]
    by_surname = [style.format(family) for family in families for style in _BY_SURNAME[locale]]
    by_given = [name for one, twice in lasts for name in (_BY_GIVEN[locale].format(one), twice)]
    return pa.array(by_surname + by_given)


def _plain(pinyin: str) -> str:
    return pinyin.replace(" ", "").lower()


def romanised(pinyin: str) -> str:
    """Return syllables of pinyin as one English name.

    >>> romanised("zi ang"), romanised("lv"), romanised("jing wen")
    ("Zi'ang", 'Lyu', 'Jingwen')
    """
    first, *rest = pinyin.replace("v", "yu").split()
    apart = "".join(f"'{part}" if part[0] in "aoe" else part for part in rest)
    return (first + apart).capitalize()


MAKERS = {
    "name_code": Maker(name_code, "name", {"person": PERSON}, {"family": NAMES}, Family),
    "person_name": Maker(person_name, "text", {"name": NAMES}),
    "pinyin_handle": Maker(pinyin_handle, "text", {"name": NAMES}),
    "nickname": Maker(nickname, "text", {"name": NAMES}),
    "email": Maker(
        email,
        "text",
        {"name": NAMES},
        options=Domains,
        kind="email",
        capacity=lambda options, is_root: email_address.CAPACITY,
    ),
    "wechat_handle": Maker(
        wechat_handle,
        "text",
        {"name": NAMES},
        kind="wechat",
        capacity=lambda options, is_root: wechat.CAPACITY,
    ),
}
