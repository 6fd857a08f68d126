"""Checks that no two people of a profile can get the same identity number.

Every relation takes places in the blocks of sequences called seats (see `kit.identifiers.people`):
a seat of its own, or, for relatives of one sex, the men's or women's half of seats 1 and 2.
"""

from collections.abc import Iterator, Mapping
from typing import NoReturn, Protocol

from kit.customers.makers.people import Seat, Seats
from kit.customers.spec import FieldSpec, TableSpec

_OLDEST_EVER = 120


class Fail(Protocol):
    """Raises that a key has a problem."""

    def __call__(self, key: str, code: str, **values: object) -> NoReturn:
        """Raise it: the key, a code of ``customers.problem``, what its words name."""


def check_people(tables: Mapping[str, TableSpec], ages: tuple[int, int], fail: Fail) -> None:
    """Raise through ``fail`` if two people of a profile could be the same person."""
    _one_each(tables, fail)
    taken: dict[tuple[int, str], tuple[tuple[object, ...], str]] = {}
    for table in tables.values():
        for spec in table.fields.values():
            if spec.make == "related_person":
                _of_customers(tables, table, spec, fail)
                _take_seats(table, spec, ages, taken, fail)


def _one_each(tables: Mapping[str, TableSpec], fail: Fail) -> None:
    for make in ("person", "staff_person"):
        for table in tables.values():
            found = [name for name, spec in table.fields.items() if spec.make == make]
            if len(found) > 1:
                fail(_key(table, found[1], "make"), "second_person", make=make, other=found[0])


def _of_customers(
    tables: Mapping[str, TableSpec], table: TableSpec, spec: FieldSpec, fail: Fail
) -> None:
    """A relative is related to a customer, and to each at most once."""
    other, _, column = spec.needs["person"].rpartition(".")
    owner = tables[other or table.name]
    if owner.fields[column].make != "person":
        fail(_key(table, spec.name, "needs.person"), "relative_of", ref=spec.needs["person"])
    if table.parent and tables[table.parent].parent:
        fail(_key(table, spec.name, "make"), "relative_too_deep")
    seats = len(Seats.model_validate(spec.options).seats)
    if table.max_rows > seats:
        fail(
            _key(table, spec.name, "with.seats"), "few_seats", seats=seats, max_rows=table.max_rows
        )


def _take_seats(
    table: TableSpec,
    spec: FieldSpec,
    ages: tuple[int, int],
    taken: dict[tuple[int, str], tuple[tuple[object, ...], str]],
    fail: Fail,
) -> None:
    for number, seat in enumerate(Seats.model_validate(spec.options).seats, 1):
        key = _key(table, spec.name, f"with.seats.{number - 1}")
        if ages[1] + seat.gap[1] > _OLDEST_EVER:
            fail(f"{key}.gap", "too_old", limit=_OLDEST_EVER)
        who = (seat.seat or number, seat.gap, seat.sexes)
        for place in _places(seat, number):
            other, by = taken.setdefault(place, (who, f"{table.name}.{spec.name}"))
            # The very same relatives, derived once more elsewhere, are the same people again.
            if other != who or (by == f"{table.name}.{spec.name}" and other is not who):
                fail(key, "seat_taken", seat=place[0], by=by)


def _places(seat: Seat, number: int) -> Iterator[tuple[int, str]]:
    """The halves of the seats that the relatives may sit in."""
    one_sex = seat.sexes in ("male", "female")
    for block in (1, 2) if one_sex else (seat.seat or number,):
        for sex in (seat.sexes,) if one_sex else ("male", "female"):
            yield block, str(sex)


def _key(table: TableSpec, name: str, part: str) -> str:
    return f"tables.{table.name}.fields.{name}.{part}"
