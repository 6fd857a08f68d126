"""Gathers what the desk has on each customer of the list: all that one must see to decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from kit.customers.flaws import read
from kit.labs.sorting.columns import both, owners_of, plain, shown_columns, titles_of
from kit.labs.sorting.pool import Candidate

if TYPE_CHECKING:
    from kit.world import World

MOST_ROWS = 12
_ALIKE = 4
_KEYS = "customer_id"


@dataclass(frozen=True)
class Facts:
    """Rows of one table about one customer.

    Attributes:
        role: What they are to the decision: ``customer``, ``partner`` (other people who share a
            name, a number or a birthday), ``hold``, ``consent``, ``use``, ``archive``, ``notice``,
            ``contract``, ``related`` or ``note``.
        table: Their table.
        title: What the rows are.
        columns: Names of the columns.
        titles: Titles of the columns.
        rows: The values.
    """

    role: str
    table: str
    title: Mapping[str, str]
    columns: tuple[str, ...]
    titles: tuple[Mapping[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    def public(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "role": self.role,
            "table": self.table,
            "title": dict(self.title),
            "columns": list(self.columns),
            "titles": [dict(one) for one in self.titles],
            "rows": [list(row) for row in self.rows],
        }


def files(
    world: "World", drawn: Sequence[Candidate], left_out: frozenset[str]
) -> list[tuple[Facts, ...]]:
    """Return for each record what the desk has on its customer, besides the record itself.

    Args:
        world: The company.
        drawn: The records.
        left_out: Columns that are not shown.
    """
    people = sorted({one.customer for one in drawn})
    found: dict[str, dict[str, list[tuple[int, dict[str, Any]]]]] = {}
    for table in roles(world):
        found[table] = _rows_of(world, table, people)
    alike = _alike(world, drawn, left_out)
    return [
        _file(world, one, found, near, left_out) for one, near in zip(drawn, alike, strict=True)
    ]


def roles(world: "World") -> dict[str, str]:
    """Return the tables of a customer's file and the role of each, in the order shown."""
    profile, facts = world.profile, read(world.profile).facts
    config = read(profile)
    named = {profile.root: "customer", "legal_holds": "hold", "archive_files": "archive"}
    named |= {"consents": "consent", "consent_uses": "use", "transfer_notices": "notice"}
    columns = [one.column for one in facts.served]
    for owed in facts.owed:
        columns += [owed.column, *([owed.settled.column] if owed.settled else [])]
    columns += [facts.scope.column] if facts.scope else []
    named |= {column.partition(".")[0]: "contract" for column in columns}
    related = [one.table for one in config.duplicate.related] if config.duplicate else []
    related += [one.value.partition(".")[0] for one in config.wrong_column.third_party]
    named |= dict.fromkeys(related, "related")
    named |= {"notes": "note"}
    return {table: role for table, role in named.items() if table in world.tables}


def _file(
    world: "World",
    one: Candidate,
    found: Mapping[str, Mapping[str, list[tuple[int, dict[str, Any]]]]],
    alike: Sequence[Mapping[str, Any]],
    left_out: frozenset[str],
) -> tuple[Facts, ...]:
    file = []
    for table, role in roles(world).items():
        rows = [
            fields
            for number, fields in found[table].get(one.customer, [])
            if (table, number) != (one.table, one.row)
        ]
        if rows:
            file.append(facts_of(world, role, table, rows[-MOST_ROWS:], left_out))
        if role == "customer" and alike:
            file.append(facts_of(world, "partner", table, alike, left_out))
    return tuple(file)


def facts_of(
    world: "World",
    role: str,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    left_out: frozenset[str],
) -> Facts:
    """Return rows of a table under the titles of their columns."""
    columns = shown_columns(world, table, left_out)
    return Facts(
        role,
        table,
        both(world.profile.tables[table].titles),
        columns,
        tuple(titles_of(world, table, columns)),
        tuple(tuple(plain(row.get(name)) for name in columns) for row in rows),
    )


def _rows_of(
    world: "World", table: str, people: Iterable[str]
) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """Return numbered rows of a table by customer."""
    whole = world.tables[table]
    owners = owners_of(world, table)
    picked = pc.is_in(owners, pa.array(list(people), pa.string()))
    numbers = pc.indices_nonzero(picked).to_pylist()
    places = pa.array(numbers, pa.int64())
    rows, whose = whole.take(places).to_pylist(), owners.take(places).to_pylist()
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, owner, row in zip(numbers, whose, rows, strict=True):
        found.setdefault(owner, []).append((number, row))
    return found


def _alike(
    world: "World", drawn: Sequence[Candidate], left_out: frozenset[str]
) -> list[list[dict[str, Any]]]:
    """Return for each record the other customers with the same name, number or birthday."""
    roles_of = read(world.profile).customer
    shown = shown_columns(world, world.profile.root, left_out)
    marks = (roles_of.resident_id, roles_of.mobile, roles_of.name, roles_of.birth_date)
    names = [name for name in marks if name in shown]
    rows = world.tables[world.profile.root].to_pylist()
    places: dict[tuple[str, Any], list[int]] = {}
    for number, row in enumerate(rows):
        for name in names:
            if row[name] is not None:
                places.setdefault((name, row[name]), []).append(number)
    by_id = {row[_KEYS]: number for number, row in enumerate(rows)}
    found = []
    for one in drawn:
        own = by_id[one.customer]
        near = [n for name in names for n in places.get((name, rows[own][name]), [])]
        first = [by_id[one.partner]] if one.partner in by_id else []
        several = dict.fromkeys(number for number in (*first, *near) if number != own)
        found.append([rows[number] for number in sorted(list(several)[:_ALIKE])])
    return found
