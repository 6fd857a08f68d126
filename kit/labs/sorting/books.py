"""The books on the desk: deal, retention schedule, hold register and processing register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kit.i18n import in_both
from kit.labs.sorting.columns import both, plain, titles_of
from kit.labs.sorting.pool import Candidate
from kit.labs.variants import Dice

if TYPE_CHECKING:
    from kit.world import World

SCHEDULE, HOLDS, REGISTER = "retention_schedule", "legal_holds", "processing_register"
_OTHER_HOLDS = 6
_HANDING_OVER = ("merger", "business_sale", "dissolution_with_receiver", "bankruptcy")


@dataclass(frozen=True)
class Book:
    """A register as it lies on the desk.

    Attributes:
        table: Its table.
        titles: What it is.
        columns: Names of its columns.
        titles_of_columns: Titles of its columns.
        rows: The entries.
    """

    table: str
    titles: Mapping[str, str]
    columns: tuple[str, ...]
    titles_of_columns: tuple[Mapping[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    def public(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "titles": dict(self.titles),
            "columns": list(self.columns),
            "titles_of_columns": [dict(one) for one in self.titles_of_columns],
            "rows": [list(row) for row in self.rows],
        }


def book(world: "World", table: str, rows: Sequence[Mapping[str, Any]] | None = None) -> Book:
    """Return a register with all of its entries, or with some."""
    columns = tuple(world.profile.tables[table].visible)
    entries = world.tables[table].to_pylist() if rows is None else rows
    own = in_both("sorting.book.holds")
    return Book(
        table,
        own if table == HOLDS else both(world.profile.tables[table].titles),
        columns,
        tuple(titles_of(world, table, columns)),
        tuple(tuple(plain(row[name]) for name in columns) for row in entries),
    )


def hold_register(world: "World", drawn: Sequence[Candidate], dice: Dice) -> Book:
    """Return the entries on the customers of the list, and some on others."""
    listed = {one.customer for one in drawn} | {one.partner for one in drawn}
    entries = world.tables[HOLDS].to_pylist()
    mine = [row for row in entries if row["customer_id"] in listed]
    others = [row for row in entries if row["customer_id"] not in listed]
    return book(world, HOLDS, dice.shuffled([*mine, *dice.sample(others, _OTHER_HOLDS)]))


def deal(world: "World") -> dict[str, Any]:
    """Return the form of the deal in words, who takes part, and its days.

    Whatever the company's own deal was, in a form that hands nothing over nobody receives it.
    """
    form = world.spec.deal
    row = world.tables["deal"].to_pylist()[0] if "deal" in world.tables else {}
    parts = ("signed_on", "closing_on", "transferor", "transferee")
    return {
        "form": form,
        "titles": in_both(f"duties.deal.{form}"),
        "about": in_both(f"duties.deal.{form}.about"),
        **{name: plain(row.get(name)) for name in parts},
        "receiver": bool(row.get("receiver")) and form in _HANDING_OVER,
    }
