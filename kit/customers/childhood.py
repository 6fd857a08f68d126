"""Whom a row is about, where that is a child, and how old the child is."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kit.customers.engine import Piece
from kit.customers.labels import names_child
from kit.customers.makers.people import whole_years
from kit.customers.spec import Profile, TableSpec

CHILD_ENDS = 14
"""The first age that is not a child's (PIPL Art. 28)."""
Ages = NDArray[np.int64]


def about_children(table: TableSpec) -> bool:
    """Return whether most personal fields of a table are labelled as a child's."""
    labels = [field.label for field in table.visible.values() if field.label]
    of_child = sum(map(names_child, labels))
    return of_child > sum(one.personal and not names_child(one) for one in labels)


def child_table(profile: Profile, table: str) -> str | None:
    """Return the table whose row is the child that rows of a table are about, if any are.

    It is the nearest of the table and its ancestors that has a child's birth date.
    """
    spec = profile.tables[table]
    if spec.count or not any(names_child(field.label) for field in spec.visible.values()):
        return None
    line = [table, *profile.ancestors(table)]
    return next((name for name in line if _birth_field(profile.tables[name])), None)


def ages(made: Piece, born: Mapping[str, NDArray[np.int64]]) -> dict[str, Ages]:
    """Return, for each table about or around children, the age of the child of each row.

    It is that of the people themselves on the reference date: a written birth date may be flawed.

    Args:
        made: The piece.
        born: Birth days (since 1970) of the people of a table, where they are others.
    """
    whose = {table: child_table(made.spec.profile, table) for table in made.rows}
    years = {}
    for child in set(filter(None, whose.values())):
        days = born[child] if child in born else _birth_days(made, child)
        years[child] = whole_years(days.astype(np.int32), made.spec.as_of)
    return {
        table: years[child][_position(made, table, child)]
        for table, child in whose.items()
        if child
    }


def age_of(made: Piece, table: str, rows: NDArray[np.int64]) -> Ages:
    """Return the age on the reference date of the children whom some rows of a table are.

    Args:
        made: The piece.
        table: The children's table (`child_table`).
        rows: Positions in it.
    """
    return whole_years(_birth_days(made, table)[rows].astype(np.int32), made.spec.as_of)


def grown_up(profile: Profile, child: str | None) -> str:
    """Return whom rows are about if the child of a table is none any more."""
    return "customer" if child == profile.root else "related_person"


def near(age: Ages) -> NDArray[np.bool_]:
    """Return who is 13 or 14."""
    found: NDArray[np.bool_] = (age == CHILD_ENDS) | (age == CHILD_ENDS - 1)
    return found


def _birth_field(table: TableSpec) -> str | None:
    for name, field in table.visible.items():
        if field.make == "birth_date" and names_child(field.label):
            return name
    return None


def _birth_days(made: Piece, table: str) -> NDArray[np.int64]:
    spec = made.spec.profile.tables[table]
    other, _, column = spec.fields[_birth_field(spec) or ""].needs["person"].rpartition(".")
    people = made.columns[other or table][column]
    days: NDArray[np.int64] = people["day"][_position(made, table, other or table)]
    return days


def _position(made: Piece, table: str, ancestor: str) -> NDArray[np.int64]:
    """The position of each row's ancestor."""
    position = np.arange(len(made.rows[table]))
    while table != ancestor:
        position = made.rows[table].parent[position]
        table = made.spec.profile.tables[table].parent or ancestor
    return position
