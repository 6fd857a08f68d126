"""People: who they are by number, birth date, sex and family."""

from datetime import date
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field, field_validator

from kit.customers import columns as col
from kit.customers.columns import Column
from kit.customers.makers.base import Ages as AgeRange
from kit.customers.makers.base import Making, Options, Text, Texts, spread, wrong
from kit.customers.makers.contract import DATE, PERSON, Maker
from kit.identifiers import people as slots_of
from kit.identifiers import resident_id as resident_number
from kit.seeding import below

MOST_ROWS = 100_000
"""The most rows a reference table has; each owns that many numbers of staff."""


Gap = Annotated[float, Field(ge=-80, le=80, allow_inf_nan=False)]


class Seat(Options):
    """One relation: how many years older (+) or younger (-) the relative is."""

    relation: Annotated[str, Field(min_length=1, max_length=80)]
    gap: tuple[Gap, Gap]
    seat: Literal[1, 2, 3] | None = None
    sex: Literal["male", "female"] | None = None
    label: Text | None = None

    @field_validator("gap")
    @classmethod
    def _rising(cls, value: tuple[float, float]) -> tuple[float, float]:
        if value[0] > value[1]:
            raise wrong("rising", low=value[0], high=value[1])
        return value

    @property
    def sexes(self) -> str | None:
        """The sex of the relatives: ``"other"`` than the customer's for spouses, or one, or any."""
        return "other" if self.relation == "spouse" else self.sex


class Seats(Options):
    """The relations of the first, second and third related row."""

    seats: Annotated[list[Seat], Field(min_length=1, max_length=3)]


class Ages(Options):
    """Youngest and oldest, whole years, inclusive."""

    ages: AgeRange = (20, 60)


class Band(Options):
    """Whole years of age, inclusive."""

    years: AgeRange


class SexValues(Options):
    """The words for male and female, in this order."""

    values: Texts = Field(default={"zh": ["男", "女"], "en": ["male", "female"]})

    @field_validator("values")
    @classmethod
    def _two(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        if any(len(words) != 2 for words in value.values()):
            raise wrong("two_values")
        return value


def person(m: Making) -> Column:
    """Return the customers themselves (latent, dtype `kit.identifiers.people.PERSON`)."""
    room = slots_of.slots(m.as_of, *m.ages)
    return slots_of.people(m.seed, ("people", m.rows.key[0]), room, m.rows.address)


def staff_person(m: Making) -> Column:
    """Return employees (latent): seat 4, a block of row numbers for each table."""
    room = slots_of.slots(m.as_of, *m.options.ages, slots_of.STAFF_SEAT)
    first = m.rows.place * MOST_ROWS
    return slots_of.people(m.seed, ("staff",), room, first + m.rows.address)


def related_person(m: Making) -> Column:
    """Return one relative per row (latent): the seat of the row's ordinal."""
    persons = m.inputs["person"]
    made = np.empty(len(m), slots_of.PERSON)
    for number, seat in enumerate(m.options.seats):
        rows = _rows_of_seat(m, number, len(m.options.seats))
        made[rows] = _relatives(m, persons[rows], seat, seat.seat or number + 1)
    return made


def relation(m: Making) -> Column:
    """Return the word for how a related person is related, by seat and sex.

    Takes the same ``seats``; a seat's ``label`` is a word, or two as ``"father|mother"``.
    """
    seats: Seats = m.options
    words = [word for seat in seats.seats for word in _words_of(seat, m.locale)]
    ordinal = np.minimum(m.rows.ordinal, len(seats.seats) - 1) if m.rows.ordinal.size else 0
    female = ~slots_of.is_male(m.inputs["person"])
    return spread(words, 2 * ordinal + female)


def sex(m: Making) -> Column:
    """Return the word for each person's sex."""
    return spread(
        m.options.values[m.locale], (~slots_of.is_male(m.inputs["person"])).astype(np.int8)
    )


def birth_date(m: Making) -> Column:
    """Return birth dates."""
    return col.dates(m.inputs["person"]["day"])


def resident_id(m: Making) -> Column:
    """Return resident identity numbers."""
    p = m.inputs["person"]
    return resident_number.generate(
        p["province"].astype(np.int64), p["day"].astype(np.int64), p["sequence"].astype(np.int64)
    )


def native_province(m: Making) -> Column:
    """Return the province in which each person's number was issued."""
    rows = slots_of.provinces()
    names = [""] * 100
    for row in rows:
        names[int(row["code"])] = row["name" if m.locale == "zh" else "name_en"]
    return spread(names, m.inputs["person"]["province"])


def age(m: Making) -> Column:
    """Return whole years of age at the reference date."""
    return pa.array(whole_years(col.as_days(m.inputs["birth_date"]), m.as_of))


def date_age(m: Making) -> Column:
    """Return birth dates of somebody of an age within the band, with no person behind them."""
    low, high = m.options.years
    first, _ = slots_of.birth_days(m.as_of, high)
    last_first, days = slots_of.birth_days(m.as_of, low)
    return col.dates(first + below(m.draws(), last_first + days - first))


def whole_years(
    birth_days: NDArray[np.int32], on: date | NDArray[np.datetime64]
) -> NDArray[np.int64]:
    """Return completed years between birth (days since 1970) and a date, or a date for each.

    >>> whole_years(np.array([-1]), date(2026, 12, 30)).tolist()  # born 1969-12-31
    [56]
    """
    born, then = birth_days.astype("datetime64[D]"), np.asarray(on, dtype="datetime64[D]")
    born_month, month = born.astype("datetime64[M]"), then.astype("datetime64[M]")
    begun = (month - born_month).astype(np.int64)
    whole: NDArray[np.int64] = (begun - (born - born_month > then - month)) // 12
    return whole


def _rows_of_seat(m: Making, number: int, seats: int) -> NDArray[np.int64]:
    ordinal = m.rows.ordinal
    if not ordinal.size:
        return np.arange(len(m) if number == 0 else 0)
    found: NDArray[np.int64] = np.flatnonzero(np.minimum(ordinal, seats - 1) == number)
    return found


def _relatives(m: Making, persons: slots_of.People, seat: Seat, number: int) -> slots_of.People:
    return slots_of.relatives(m.seed, persons, number, seat.gap, seat.sexes)


def _words_of(seat: Seat, locale: str) -> list[str]:
    if seat.label is None:
        return [seat.relation, seat.relation]
    male, _, female = seat.label[locale].partition("|")
    return [male, female or male]


_WHOSE = {"person": PERSON}
MAKERS = {
    "person": Maker(person, "person", where="root"),
    "staff_person": Maker(staff_person, "person", options=Ages, where="reference"),
    "related_person": Maker(related_person, "person", _WHOSE, options=Seats),
    "relation": Maker(relation, "text", _WHOSE, options=Seats),
    "sex": Maker(sex, "text", _WHOSE, options=SexValues),
    "birth_date": Maker(birth_date, "date", _WHOSE),
    "resident_id": Maker(
        resident_id,
        "text",
        _WHOSE,
        kind="resident_id",
        promises=lambda use: "person" in use.identifies,
    ),
    "native_province": Maker(native_province, "text", _WHOSE),
    "age": Maker(age, "integer", {"birth_date": DATE}),
    "date_age": Maker(date_age, "date", options=Band),
}
