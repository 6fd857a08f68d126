"""Nobody in a profile shares an identity number, whatever relations it describes."""

import pyarrow as pa
import pytest

from kit.customers.engine import Spec
from kit.customers.profile import load_profile, parse_profile
from kit.customers.whole import tables
from tests.customers.made_profiles import SMALL, field, reference, refused

ANY = '{relation="a",gap=[-5,5]}'
BASE = SMALL + field(
    "rid", 'make="resident_id"\nunique=true\nneeds={person="person"}', kind="string"
)


def related(who, seats, table="customers", of="person"):
    make = f'make="related_person"\nneeds={{person="{of}"}}\nwith={{seats=[{seats}]}}'
    number = f'make="resident_id"\nunique=true\nneeds={{person="{who}"}}'
    return field(who, make, f"tables.{table}") + field(
        f"{who}_id", number, f"tables.{table}", "string"
    )


def repeats(text, rows=20_000):
    spec = Spec(parse_profile(text, "mine.toml"), 1)
    made = tables(spec, 0, rows)
    numbers = [
        column.combine_chunks()
        for table in made.values()
        for name, column in zip(table.column_names, table.columns, strict=True)
        if name == "rid" or name.endswith(("v_id", "w_id"))
    ]
    every = pa.concat_arrays(numbers)
    return len(every) - len(every.unique())


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (related("w", ANY, "orders", "customers.person"), "orders.fields.w.with.seats"),
        (
            related("w", f"{ANY},{ANY}", "orders", "customers.person")
            + related("v", '{relation="b",gap=[0,5]},' + ANY, "orders", "customers.person"),
            "orders.fields.v.with.seats.0",
        ),
        (
            related("w", '{relation="f",gap=[20,40],sex="male",seat=1}')
            + related("v", '{relation="g",gap=[20,40],seat=2}'),
            "customers.fields.v.with.seats.0",
        ),
        (
            related("w", '{relation="f",gap=[20,40],sex="male",seat=1}')
            + related("v", '{relation="g",gap=[20,41],sex="male",seat=2}'),
            "customers.fields.v.with.seats.0",
        ),
        (
            related("w", '{relation="f",gap=[20,40],seat=1}')
            + related("v", '{relation="g",gap=[0,1],seat=3}', of="w"),
            "customers.fields.v.needs.person",
        ),
        (related("w", '{relation="f",gap=[nan,1]}'), "customers.fields.w.with.seats.0.gap.0"),
        (related("w", '{relation="f",gap=[10,1]}'), "customers.fields.w.with.seats.0.gap"),
        (related("w", '{relation="f",gap=[10,81]}'), "customers.fields.w.with.seats.0.gap.1"),
        (related("w", '{relation="f",gap=[10,80]}'), "customers.fields.w.with.seats.0.gap"),
        (related("w", ANY + "," + ANY.replace("}", ",seat=1}")), "customers.fields.w.with.seats.1"),
        (field("w", 'make="person"'), "customers.fields.w.make"),
        (field("w", 'make="person"', "tables.orders"), "orders.fields.w.make"),
    ],
)
def test_people_who_could_be_the_same_are_refused(more, key):
    assert refused(BASE + more)[0] == f"tables.{key}"


def test_customers_do_not_stand_in_reference_tables():
    shops = reference("shops", 5, ("w", 'make="person"', None), ("c", 'make="ordinal"', "integer"))
    assert refused(BASE + shops)[0] == "reference.shops.fields.w.make"


def test_a_reference_table_has_one_set_of_staff():
    people = [(name, 'make="staff_person"', None) for name in ("w", "v")]
    shops = reference("shops", 5, *people, ("c", 'make="ordinal"', "integer"))
    assert refused(BASE + shops)[0].endswith("fields.v.make")


@pytest.mark.parametrize(
    "more",
    [
        related("w", '{relation="f",gap=[20,40],sex="male",seat=1}')
        + related("v", '{relation="m",gap=[20,40],sex="female",seat=2}'),
        related("w", f"{ANY},{ANY}", "orders", "customers.person")
        + related("v", '{relation="b",gap=[-5,5],seat=3}'),
        related("w", '{relation="spouse",gap=[-3,3]}')
        + related("v", '{relation="b",gap=[-30,-22],seat=2}'),
    ],
)
def test_people_on_seats_of_their_own_never_meet(more):
    assert repeats(BASE + more) == 0


def test_the_same_relatives_may_be_derived_twice():
    seats = f'{ANY},{{relation="b",gap=[0,5]}}'
    plain = field("v", f'make="related_person"\nneeds={{person="person"}}\nwith={{seats=[{ANY}]}}')
    both = BASE + plain + related("w", seats, "orders", "customers.person")
    assert {"customers", "orders"} <= parse_profile(both, "mine.toml").tables.keys()


@pytest.mark.parametrize("name", ["leasing", "sanitary_ware", "swim_school"])
def test_shipped_profiles_keep_their_relatives_apart(name):
    assert load_profile(name).id == name
