"""Puts what a plan adds and changes into an organisation, so that nothing tells it from the rest.

A planner numbers its rows after the last ones there are. A file that is always the last of its
table would give the leak away, so rows go where their time puts them and ids are dealt out again;
whatever pointed to an old row or id points to the new one afterwards.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.actions import ACTIONS
from kit.activity.rows import Rows
from kit.errors import BadInput
from kit.leaks.model import Change, Exposure, Plan, Report
from kit.organisation.model import Organisation
from kit.organisation.schemas import SCHEMAS

Places = NDArray[np.int64]
_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z]+-?\d+(?![A-Za-z0-9])")
BORN = {
    "accounts": "created_at",
    "entitlements": "granted_at",
    "devices": "issued_on",
    "api_keys": "created_at",
    "links": "created_at",
    "files": "created_at",
    "mails": "at",
    "tickets": "opened_at",
    "custody": "at",
    "staff_history": "on_day",
}
"""When a row came to be; rows of other tables are added at the end."""
_WORDED = ("note", "subject")
"""Columns of words in which ids may stand."""
_WITHOUT_ID = ("staff_history", "custody", "role_members", "permissions")


@dataclass(frozen=True)
class Moves:
    """Where rows went and what ids became, for whatever still uses the planner's numbers.

    Attributes:
        ids: New ids by old id, of all tables.
        places: For each table the new row of every old one.
    """

    ids: Mapping[str, str]
    places: Mapping[str, Places]

    def place(self, table: str, old: int) -> int:
        """Return the new row of an old one."""
        return int(self.places[table][old]) if table in self.places and old >= 0 else old


def merge(organisation: Organisation, plan: Plan) -> tuple[Organisation, Moves]:
    """Return an organisation with what a plan adds and changes, and where everything went.

    Raises:
        BadInput: If the plan changes or adds what does not fit the tables.
    """
    tables = dict(organisation.tables)
    for change in plan.changes:
        tables[change.table] = _changed(tables[change.table], change)
    ids: dict[str, str] = {}
    places: dict[str, Places] = {}
    for name, rows in plan.added.items():
        if rows:
            tables[name], order = _inserted(name, tables[name], rows)
            places[name] = np.argsort(order, kind="stable")
            ids |= _dealt(name, tables, order)
    tables = {name: _renamed(table, ids) for name, table in tables.items()}
    return organisation.with_tables(tables), Moves(ids, places)


def carry(plan: Plan, moves: Moves) -> Plan:
    """Return a plan in the numbers of the organisation it has been merged into."""
    return replace(
        plan,
        rows=_moved_rows(plan.rows, moves),
        added={},
        changes=tuple(replace(one, key=moves.ids.get(one.key, one.key)) for one in plan.changes),
        silences=tuple(
            replace(
                one,
                account=None if one.account is None else moves.place("accounts", one.account),
                device=None if one.device is None else moves.place("devices", one.device),
            )
            for one in plan.silences
        ),
        exposures=tuple(_moved_exposure(one, moves) for one in plan.exposures),
        reports=tuple(_moved_report(one, moves) for one in plan.reports),
        accounts=tuple(moves.ids.get(key, key) for key in plan.accounts),
    )


def _inserted(
    name: str, table: pa.Table, rows: Sequence[Mapping[str, Any]]
) -> tuple[pa.Table, Places]:
    """The table with the rows where their time puts them; the order takes old places to new."""
    extra = pa.Table.from_pylist([dict(row) for row in rows], schema=SCHEMAS[name])
    both = pa.concat_tables([table, extra]).combine_chunks()
    if name not in BORN:
        return both, np.arange(both.num_rows)
    born = pc.fill_null(both[BORN[name]].cast(pa.timestamp("ms")).cast(pa.int64()), 0)
    times = np.maximum.accumulate(np.asarray(born)[: table.num_rows])
    added = np.argsort(np.asarray(born)[table.num_rows :], kind="stable")
    where = np.searchsorted(times, np.asarray(born)[table.num_rows + added], side="right")
    order = np.insert(np.arange(table.num_rows), where, table.num_rows + added)
    return both.take(pa.array(order)), order


def _dealt(name: str, tables: dict[str, pa.Table], order: Places) -> dict[str, str]:
    """Deal the ids of a table out again in its order, if they are numbered; return what changed."""
    if name in _WITHOUT_ID or name not in BORN:
        return {}
    table = tables[name]
    mixed = table.column(0).to_pylist()
    before = [mixed[place] for place in np.argsort(order, kind="stable")]
    if any(re.fullmatch(r"[A-Z]+-?\d+", key) is None for key in before):
        return {}
    tables[name] = table.set_column(0, table.schema.field(0), pa.array(before, pa.string()))
    return {old: new for old, new in zip(mixed, before, strict=True) if old != new}


def _renamed(table: pa.Table, ids: Mapping[str, str]) -> pa.Table:
    """The table with references to dealt ids replaced; its own ids are right already."""
    if not ids:
        return table
    old, new = pa.array(list(ids)), pa.array(list(ids.values()))
    own = table.schema.names[0] if _has_own_id(table) else ""
    for place, field in enumerate(table.schema):
        if field.name in _WORDED:
            texts = [_reworded(text, ids) for text in table[field.name].to_pylist()]
            table = table.set_column(place, field, pa.array(texts, field.type))
        elif field.name != own and field.type == pa.string():
            table = table.set_column(place, field, _replaced(table[field.name], old, new))
        elif field.type == pa.list_(pa.string()) and field.name == "refs":
            lists = [
                None if keys is None else [ids.get(key, key) for key in keys]
                for keys in table[field.name].to_pylist()
            ]
            table = table.set_column(place, field, pa.array(lists, field.type))
    return table


def _reworded(text: str | None, ids: Mapping[str, str]) -> str | None:
    """The text with every id in it as dealt out again.

    >>> _reworded("D00044 \u4ea4\u56de", {"D00044": "D00060"})
    'D00060 \u4ea4\u56de'
    """
    return text and _ID.sub(lambda found: ids.get(found[0], found[0]), text)


def _has_own_id(table: pa.Table) -> bool:
    return not any(table.schema.equals(SCHEMAS[name]) for name in _WITHOUT_ID)


def _replaced(column: pa.ChunkedArray, old: pa.Array, new: pa.Array) -> pa.ChunkedArray:
    found = pc.index_in(column, old)
    return pc.coalesce(new.take(found.combine_chunks()), column.combine_chunks())


def _changed(table: pa.Table, change: Change) -> pa.Table:
    place = table.schema.get_field_index(change.column)
    keys = table.column(0).to_pylist()
    if place < 0 or change.key not in keys:
        raise BadInput("leaks.no_cell", table=change.table, key=change.key, column=change.column)
    values = table.column(place).to_pylist()
    values[keys.index(change.key)] = change.value
    return table.set_column(
        place, table.schema.field(place), pa.array(values, table.schema.field(place).type)
    )


def _moved_rows(rows: Rows, moves: Moves) -> Rows:
    made = {name: column.copy() for name, column in rows.items()}
    for column, table in (("account", "accounts"), ("device", "devices")):
        made[column] = _moved(rows[column], moves.places.get(table))
    for table in {action.thing for action in ACTIONS if action.thing}:
        about = np.array([action.thing == table for action in ACTIONS])[rows["action"].astype(int)]
        moved = _moved(rows["thing"], moves.places.get(table), about)
        made["thing"] = np.where(about, moved, made["thing"]).astype(made["thing"].dtype)
    return made


def _moved(
    column: NDArray[np.generic], places: Places | None, about: NDArray[np.bool_] | None = None
) -> NDArray[np.generic]:
    """A column of row numbers after the move; -1 stays."""
    if places is None:
        return column
    old = column.astype(np.int64)
    pointing = old >= 0 if about is None else (old >= 0) & about
    return np.where(pointing, places[np.where(pointing, old, 0)], old).astype(column.dtype)


def _moved_exposure(one: Exposure, moves: Moves) -> Exposure:
    kind, _, key = one.via.partition(":")
    return replace(one, via=f"{kind}:{moves.ids.get(key, key)}")


def _moved_report(one: Report, moves: Moves) -> Report:
    values = {
        name: _reworded(value, moves.ids) if isinstance(value, str) else value
        for name, value in one.values.items()
    }
    return replace(one, values=values)
