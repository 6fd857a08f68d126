"""Reads one value per customer from a company's tables: own fields, last child rows, reckoned."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.world import World

Values = list[Any]
ROOT = "customers"
ID = "customer_id"
DERIVED_TABLE = "derived"


def customers(world: "World", rows: str) -> list[int]:
    """Return the row numbers of the customers that have a row in a table; of all for ``""``.

    Raises:
        KeyError: If there is no such table, or its rows have no customer.
    """
    ids = world.tables[ROOT].column(ID).to_pylist()
    if not rows:
        return list(range(len(ids)))
    there = set(world.tables[rows].column(ID).to_pylist())
    return [number for number, one in enumerate(ids) if one in there]


def read(world: "World", source: str) -> Values:
    """Return a value for every customer, None where there is none.

    Args:
        world: The company.
        source: ``"<table>.<field>"`` or ``"derived.<name>"``.

    Raises:
        KeyError: If there is no such field.
    """
    table, _, name = source.partition(".")
    if table == DERIVED_TABLE:
        return DERIVED[name](world)
    found: Values = world.tables[table].column(name).to_pylist()
    if table == ROOT:
        return found
    last = dict(zip(world.tables[table].column(ID).to_pylist(), found, strict=True))
    return [last.get(one) for one in world.tables[ROOT].column(ID).to_pylist()]


def _arrears(world: "World") -> Values:
    """Return how many instalments each customer owes at the reference date."""
    contracts, payments = world.tables["contracts"], world.tables["payments"]
    whose = dict(
        zip(
            contracts.column("contract_id").to_pylist(),
            contracts.column(ID).to_pylist(),
            strict=True,
        )
    )
    owed: Counter[str] = Counter()
    lines = (payments.column(name).to_pylist() for name in ("contract_id", "due_date", "paid_on"))
    for contract, due, paid in zip(*lines, strict=True):
        if paid is None and due is not None and due <= world.spec.as_of:
            owed[whose.get(contract, "")] += 1
    return [owed[one] for one in world.tables[ROOT].column(ID).to_pylist()]


def _lessons_left(world: "World") -> Values:
    """Return how many paid lessons each pupil has not taken yet, over all courses."""
    enrolments = world.tables["enrolments"]
    left: Counter[str] = Counter()
    lines = (enrolments.column(name).to_pylist() for name in (ID, "lessons_total", "lessons_used"))
    for one, total, used in zip(*lines, strict=True):
        left[one] += max(0, (total or 0) - (used or 0))
    return [left[one] for one in world.tables[ROOT].column(ID).to_pylist()]


def _product_line(world: "World") -> Values:
    """Return the product line of each customer's last order: the letters of its product code."""
    codes = read(world, "orders.product_code")
    return [None if code is None else str(code).partition("-")[0] for code in codes]


DERIVED: Mapping[str, Callable[["World"], Values]] = {
    "arrears": _arrears,
    "lessons_left": _lessons_left,
    "product_line": _product_line,
}
"""Values that no table holds as they are."""
