"""Joins events with the entitlements that allowed them, as whole columns.

A role may hold other roles and groups, and so on; what it allows in the end is worked out once.
Every event then looks its (account, view, action) up among what the entitlements of that day allow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Places
from kit.activity.query import ACCOUNT, ACTION, VIEW, codes_of, millis_of
from kit.errors import BadInput

_DAY = 86_400_000
_ALWAYS = int(np.iinfo(np.int64).max)


def allowed(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return what each role or group allows, with what the groups in it allow.

    Args:
        tables: ``roles``, ``role_members`` and ``permissions`` of an organisation.

    Returns:
        ``role_id``, ``view_id``, ``action``, each once, sorted.

    Raises:
        BadInput: If a group holds itself.
    """
    own: dict[str, set[tuple[str, str]]] = {}
    for row in tables["permissions"].to_pylist():
        own.setdefault(row["role_id"], set()).add((row["view_id"], row["action"]))
    held: dict[str, list[str]] = {}
    for row in tables["role_members"].to_pylist():
        held.setdefault(row["role_id"], []).append(row["member_id"])
    rows = [
        (role, *pair)
        for role in sorted(tables["roles"]["role_id"].to_pylist())
        for pair in sorted(_closure(role, own, held, ()))
    ]
    names = ("role_id", "view_id", "action")
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(3)]
    return pa.table(dict(zip(names, columns, strict=True)))


def joined_with_entitlements(events: pa.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the events with ``entitlement_id``: what allowed them; null: nothing that is known.

    Where several entitlements of an account allow the same, the one granted first is named.

    Args:
        events: The log, or a part of it.
        tables: The organisation's tables.
    """
    rights = _Rights.of(tables)
    place = rights.holding(_keys(events, rights), millis_of(events))
    found = np.append(rights.entitlement, -1)[place]
    ids = pa.chunked_array([tables["entitlements"]["entitlement_id"].combine_chunks()])
    named = ids.take(pa.array(found, pa.int64(), mask=found < 0))
    return events.append_column("entitlement_id", named)


STANDINGS = ("held", "none", "expired", "revoked", "not_needed")
"""How an account stood to what it did: it held a right, never had one, had one that ran out or was
taken back before, or what it did needs none."""


def standing(
    events: pa.Table, tables: Mapping[str, pa.Table]
) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    """Return for each event the number of how its account stood, and the words for the numbers.

    Args:
        events: The log, or a part of it.
        tables: The organisation's tables.
    """
    rights = _Rights.of(tables)
    key, at = _keys(events, rights), millis_of(events)
    found = np.full(events.num_rows, STANDINGS.index("none"), np.int16)
    found[~_guarded(events, tables)] = STANDINGS.index("not_needed")
    found[rights.holding(key, at) >= 0] = STANDINGS.index("held")
    without = np.flatnonzero(found == STANDINGS.index("none"))
    ended = rights.ended(key[without], at[without])
    taken = np.where(rights.revoked[ended], STANDINGS.index("revoked"), STANDINGS.index("expired"))
    found[without[ended >= 0]] = taken[ended >= 0]
    return found, STANDINGS


def _keys(events: pa.Table, rights: "_Rights") -> Places:
    return rights.keys(*(codes_of(events, name) for name in (ACCOUNT, VIEW, ACTION)))


def _guarded(events: pa.Table, tables: Mapping[str, pa.Table]) -> NDArray[np.bool_]:
    """Return which events somebody did with an account, and a right is needed for."""
    rows = tables["permissions"].to_pylist()
    pairs = {(row["view_id"], row["action"]) for row in rows}
    (accounts, _), (views, view_ids), (actions, codes) = (
        codes_of(events, name) for name in (ACCOUNT, VIEW, ACTION)
    )
    needed = np.zeros((len(view_ids) + 1, len(codes) + 1), np.bool_)
    for v, view in enumerate(view_ids):
        for a, action in enumerate(codes):
            needed[v, a] = (view, action) in pairs
    return np.asarray(needed[views, actions] & (accounts >= 0))


def _closure(
    role: str,
    own: Mapping[str, set[tuple[str, str]]],
    held: Mapping[str, list[str]],
    above: tuple[str, ...],
) -> set[tuple[str, str]]:
    if role in above:
        raise BadInput("activity.group_in_itself", group=role, path=" > ".join((*above, role)))
    inner = (_closure(one, own, held, (*above, role)) for one in held.get(role, []))
    return set(own.get(role, ())).union(*inner)


@dataclass(frozen=True)
class _Rights:
    """What entitlements allow, one row per (account, view, action), sorted by these and by grant.

    Attributes:
        names: Numbers of accounts, views and actions.
        key: The three in one number.
        since, until: Milliseconds, local time; until is exclusive.
        entitlement: Row of the table.
        revoked: Whether it ended because it was taken back, not because it ran out.
    """

    names: tuple[dict[str, int], dict[str, int], dict[str, int]]
    key: Places
    since: Places
    until: Places
    entitlement: Places
    revoked: NDArray[np.bool_]

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table]) -> "_Rights":
        """Return the rights that the organisation's tables give, one for each action."""
        given = tables["entitlements"].append_column(
            "row", pa.array(np.arange(tables["entitlements"].num_rows))
        )
        rows = given.join(allowed(tables), "role_id", join_type="inner")
        names = tuple(
            {text: number for number, text in enumerate(pc.unique(rows[name]).to_pylist())}
            for name in ("account_id", "view_id", "action")
        )
        empty = np.empty(0, np.int64)
        made = cls(names, empty, empty, empty, empty, np.empty(0, np.bool_))  # type: ignore[arg-type]
        columns = [codes_of(rows, name) for name in ("account_id", "view_id", "action")]
        key, since, until = made.keys(*columns), _millis(rows["granted_at"]), _end(rows)
        row = rows["row"].to_numpy()
        order = np.lexsort((row, since, key))
        taken = (_millis(rows["revoked_at"]) <= until)[order]
        return cls(made.names, key[order], since[order], until[order], row[order], taken)

    def holding(self, key: Places, at: Places) -> Places:
        """Return for each (account, view, action) and moment the first that allowed it; else -1."""
        return self._first(key, lambda place, event: self._held(place, at[event]))

    def ended(self, key: Places, at: Places) -> Places:
        """Return for each (account, view, action) and moment one that had ended; else -1."""
        return self._first(key, lambda place, event: self.until[place] <= at[event])

    def _held(self, place: Places, at: Places) -> NDArray[np.bool_]:
        return np.asarray((self.since[place] <= at) & (at < self.until[place]))

    def _first(self, key: Places, good: Callable[[Places, Places], NDArray[np.bool_]]) -> Places:
        low, high = (np.searchsorted(self.key, key, side=side) for side in ("left", "right"))
        found = np.full(len(key), -1, np.int64)
        open_yet = np.flatnonzero((key >= 0) & (low < high))
        place = low[open_yet]
        while len(open_yet):
            fits = good(place, open_yet)
            found[open_yet[fits]] = place[fits]
            place, open_yet = place[~fits] + 1, open_yet[~fits]
            more = place < high[open_yet]
            open_yet, place = open_yet[more], place[more]
        return found

    def keys(self, *columns: tuple[Places, list[str]]) -> Places:
        """Return the number of each (account, view, action); -1 where one of them is unknown."""
        total = np.zeros(len(columns[0][0]), np.int64)
        known = np.ones(len(total), np.bool_)
        for (codes, texts), numbers in zip(columns, self.names, strict=True):
            own = np.array([*(numbers.get(text, -1) for text in texts), -1], np.int64)[codes]
            known &= own >= 0
            total = total * max(len(numbers), 1) + own
        return np.where(known, total, -1)


def _end(rows: pa.Table) -> Places:
    """When each entitlement ends: revoked, or at the end of the day it expires."""
    revoked = _millis(rows["revoked_at"])
    days = pc.fill_null(rows["expires_on"].cast(pa.int32()).cast(pa.int64()), -1).to_numpy()
    return np.minimum(revoked, np.where(days < 0, _ALWAYS, (days + 1) * _DAY))


def _millis(column: Any) -> Places:
    """Milliseconds; null is never."""
    return np.asarray(pc.fill_null(column.cast(pa.int64()), _ALWAYS))
