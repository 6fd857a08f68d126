"""Slots for people: province, birth date, sex and sequence number from one keyed bijection.

A resident identity number is province, birth date and a three-digit sequence whose parity is the
sex. The thousand sequences of each province and day are cut into five blocks of 200, called seats:
customers sit in block 0, people related to them in 1 to 3, staff in 4, so that no two people of a
company can share a number. A row number becomes a slot by `kit.seeding.permute`; slots are laid
out so that every cell (province, year of age, sex) holds as many as its share of the population.

Sources: GB 11643-1999 (structure of the number); shares from the census of 2020.
"""

import csv
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import fsum

import numpy as np
from numpy.typing import NDArray

from kit.errors import CapacityExceeded
from kit.seeding import Rows, below, permute, stream

SEATS = 5
PER_SEAT = 1000 // SEATS
RELATED_SEATS = (1, 2, 3)
STAFF_SEAT = 4
_BUCKET_BITS = 9
FOUNDED = {46: (date(1988, 4, 13), 44), 50: (date(1997, 3, 14), 51)}
"""Hainan and Chongqing: since when they issue numbers, and which province did before."""
# Guangxi and Guizhou fill only the first 80 of 200 places; Hainan and Chongqing the first 60.
_ELDERS = {46: (45, 120), 50: (52, 120)}
PERSON = np.dtype([("province", "i1"), ("day", "i4"), ("sequence", "i2")])
"""One person: province code, birth in days since 1970-01-01, sequence 0–999 (odd = male)."""

People = NDArray[np.void]


@dataclass(frozen=True)
class Slots:
    """The slots of one seat: arrays with one entry per cell (province, year of age, sex).

    Attributes:
        ends: Running total of slots up to and including each cell.
        province: Two-digit province code.
        first_day: First birth day of the cell, days since 1970-01-01.
        per_day: Sequences used on each day, 1 to 100.
        male: 1 for male cells, else 0.
        seat: Which block of sequences.
    """

    ends: Rows
    province: Rows
    first_day: Rows
    per_day: Rows
    male: Rows
    seat: int

    @property
    def capacity(self) -> int:
        """How many people there is room for."""
        return int(self.ends[-1])


@lru_cache(maxsize=32)
def slots(as_of: date, youngest: int, oldest: int, seat: int = 0) -> Slots:
    """Return the slots of people of these ages (whole years, inclusive) on a date."""
    by_cell = _cell_shares(as_of, youngest, oldest)
    cells, shares = list(by_cell), np.array(list(by_cell.values()))
    per_day = np.rint(shares / shares.max() * (PER_SEAT // 2)).astype(np.int64)
    bounds = [birth_days(as_of, age) for age in range(youngest, oldest + 1)]
    first = np.array([bounds[age - youngest][0] for _, age, _ in cells])
    days = np.array([bounds[age - youngest][1] for _, age, _ in cells])
    province = np.array([code for code, _, _ in cells])
    male = np.array([sex for _, _, sex in cells])
    used = per_day > 0
    ends = np.cumsum((days * per_day)[used])
    return Slots(ends, province[used], first[used], per_day[used], male[used], seat)


def people(seed: int, names: tuple[str, ...], room: Slots, rows: Rows) -> People:
    """Return one person per row number, dtype `PERSON`; different rows are different people.

    Raises:
        CapacityExceeded: If a row number does not fit into the slots.
    """
    if rows.size and int(rows.max()) >= room.capacity:
        raise CapacityExceeded(
            "identifiers.people_capacity", rows=int(rows.max()) + 1, limit=room.capacity
        )
    slot = permute(seed, names, room.capacity, rows)
    cell = _cell_of(room, slot)
    per_day = room.per_day[cell]
    before_end = room.ends[cell] - 1 - slot
    back, place = np.divmod(before_end, per_day)
    made = np.empty(rows.size, PERSON)
    made["province"] = room.province[cell]
    made["day"] = room.first_day[cell] + _days_in_cell(room)[cell] - 1 - back
    made["sequence"] = room.seat * PER_SEAT + 2 * place + room.male[cell]
    return made


def relatives(
    seed: int,
    persons: People,
    seat: int,
    older_years: tuple[float, float],
    sex: str | None = None,
) -> People:
    """Return one related person for each person, in the given seat, dtype `PERSON`.

    The mapping is one to one: the age gap depends only on what the relative's number keeps of the
    person's (province and place in the block), so it can be undone, and no two share a number.

    Args:
        seed: The seed of the data.
        persons: People of seat 0.
        seat: 1 to 3, a block of sequences nobody else uses.
        older_years: Smallest and largest number of years the relative is older (negative: younger).
        sex: ``"other"`` for the other sex (spouses), ``"male"`` or ``"female"`` for one sex (these
            two share the sequences of seats 1 and 2), None for either.
    """
    place = persons["sequence"].astype(np.int64) % PER_SEAT
    gap = _gaps(seed, seat, older_years)[persons["province"].astype(np.int64), place]
    made = np.empty(persons.size, PERSON)
    made["day"] = persons["day"] - gap
    made["province"], place = _elders(persons["province"], made["day"], place)
    made["sequence"] = _seated(seed, place, seat, sex)
    return made


def is_male(persons: People) -> NDArray[np.bool_]:
    """Return whether each person is male."""
    odd: NDArray[np.bool_] = (persons["sequence"] & 1).astype(bool)
    return odd


@lru_cache(maxsize=1)
def provinces() -> list[dict[str, str]]:
    """Return the 31 mainland provinces: ``code, name, name_en, population_ppm``."""
    return _words("provinces.csv")


@lru_cache(maxsize=1)
def province_shares() -> dict[int, float]:
    """Return the share of each of the 31 mainland provinces in the population, by code."""
    total = sum(int(row["population_ppm"]) for row in provinces())
    return {int(row["code"]): int(row["population_ppm"]) / total for row in provinces()}


@lru_cache(maxsize=1)
def age_shares() -> dict[tuple[int, int], float]:
    """Return the share of each (year of age, 1 for male) in the population, ages 0 to 100."""
    shares: dict[tuple[int, int], float] = {}
    for row in _words("ages.csv"):
        youngest, oldest = int(row["age_from"]), int(row["age_to"])
        for age in range(youngest, oldest + 1):
            years = oldest - youngest + 1
            shares[age, 1] = int(row["male_ppm"]) / years
            shares[age, 0] = int(row["female_ppm"]) / years
    total = fsum(shares.values())  # sum() of floats depends on the Python version
    return {key: share / total for key, share in shares.items()}


def _words(name: str) -> list[dict[str, str]]:
    with (files("kit.identifiers") / "data" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def issuing_province(code: int, born: int) -> int:
    """Return the province that issued the numbers of people born in one on a day since 1970."""
    founded, before = FOUNDED.get(code, (date.min, code))
    return before if born < _day_number(founded) else code


def _cell_shares(as_of: date, youngest: int, oldest: int) -> dict[tuple[int, int, int], float]:
    """Share of the population in each cell (province, year of age, 1 for male)."""
    shares: dict[tuple[int, int, int], float] = {}
    for code, province_share in province_shares().items():
        for age in range(youngest, oldest + 1):
            province = issuing_province(code, birth_days(as_of, age)[0])
            for male in (0, 1):
                cell = (province, age, male)
                shares[cell] = shares.get(cell, 0.0) + province_share * age_shares()[age, male]
    return shares


def birth_days(as_of: date, age: int) -> tuple[int, int]:
    """Return the first birth day (days since 1970) and how many days have that age on a date."""
    last = _anniversary(as_of, age)
    first = _anniversary(as_of, age + 1) + 1
    return first, last - first + 1


def _anniversary(day: date, years: int) -> int:
    year = day.year - years
    leap_day = (day.month, day.day) == (2, 29)
    return _day_number(date(year, 2, 28) if leap_day and not isleap(year) else day.replace(year))


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


@lru_cache(maxsize=32)
def _days_by_cell(ends: bytes, per_day: bytes) -> Rows:
    sizes = np.diff(np.frombuffer(ends, np.int64), prepend=0)
    return sizes // np.frombuffer(per_day, np.int64)


def _days_in_cell(room: Slots) -> Rows:
    return _days_by_cell(room.ends.tobytes(), room.per_day.tobytes())


def _cell_of(room: Slots, slot: Rows) -> Rows:
    """Index of the cell each slot lies in: a coarse table, then the steps a bucket can need."""
    first, steps = _coarse(room.ends.tobytes())
    cell: Rows = first[slot >> _BUCKET_BITS]
    for _ in range(steps):
        cell += slot >= room.ends[cell]
    return cell


@lru_cache(maxsize=32)
def _coarse(ends: bytes) -> tuple[Rows, int]:
    bounds = np.frombuffer(ends, np.int64)
    buckets = np.arange(0, int(bounds[-1]) + 1, 1 << _BUCKET_BITS)
    first = np.searchsorted(bounds, buckets, side="right")
    last = np.searchsorted(
        bounds, np.minimum(buckets + (1 << _BUCKET_BITS), bounds[-1]) - 1, side="right"
    )
    return first, int((last - first).max())


@lru_cache(maxsize=64)
def _gaps(seed: int, seat: int, older_years: tuple[float, float]) -> Rows:
    low, high = (round(years * 365.2425) for years in older_years)
    draws = stream(seed, "people", "gap", str(seat)).draws(0, 100 * PER_SEAT)
    return (low + below(draws, high - low + 1)).reshape(100, PER_SEAT)


def _elders(provinces: Rows, days: Rows, place: Rows) -> tuple[Rows, Rows]:
    """Move relatives born before their province issued numbers to places a neighbour never uses."""
    moved, moved_place = provinces.copy(), place.copy()
    for code, (neighbour, offset) in _ELDERS.items():
        early = (provinces == code) & (days < _day_number(FOUNDED[code][0]))
        moved[early] = neighbour
        moved_place[early] += offset
    return moved, moved_place


def _seated(seed: int, place: Rows, seat: int, sex: str | None) -> Rows:
    """Sequence of the relative for each place 0–199 of the person; one to one for each sex."""
    if sex == "other":
        return seat * PER_SEAT + (place ^ 1)
    shuffled = _shuffled_places(seed, seat)[place]
    if sex is None:
        return seat * PER_SEAT + shuffled
    block, half = np.divmod(shuffled, PER_SEAT // 2)
    seated: Rows = (1 + block) * PER_SEAT + 2 * half + (sex == "male")
    return seated


@lru_cache(maxsize=64)
def _shuffled_places(seed: int, seat: int) -> Rows:
    places = np.arange(PER_SEAT, dtype=np.int64)
    return permute(seed, ("people", "place", str(seat)), PER_SEAT, places)
