"""Who held a right on a day: all holders of an action on a view as columns, to draw from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.rights import allowed
from kit.organisation.model import Organisation
from kit.seeding import Draws, below

Ints = NDArray[np.int64]
DAY = 86_400_000
_FAR = 1 << 20
_TRIES = 8


@dataclass(frozen=True)
class Holders:
    """Holdings of a right by people's accounts.

    Attributes:
        account: Rows of accounts.
        since, until: First and last whole day on which each is held.
    """

    account: Ints
    since: Ints
    until: Ints

    def drawn(self, day: Ints, draws: Draws) -> Ints:
        """Return an account that holds the right on each day; -1 where none was found."""
        found = np.full(len(day), -1, np.int64)
        for attempt in range(_TRIES if len(self.account) else 0):
            place = below(draws << np.uint64(4 * attempt), len(self.account))
            fits = (found < 0) & (self.since[place] <= day) & (self.until[place] >= day)
            found[fits] = self.account[place[fits]]
        return found

    def hold(self, account: Ints, day: Ints) -> NDArray[np.bool_]:
        """Return whether each account holds the right on its day, by its last holding."""
        if not len(self.account):
            return np.zeros(len(account), bool)
        order = np.argsort(self.account, kind="stable")
        own = self.account[order]
        place = np.searchsorted(own, account, side="right") - 1
        row = order[np.maximum(place, 0)]
        same = (place >= 0) & (self.account[row] == account)
        held: NDArray[np.bool_] = same & (self.since[row] <= day) & (self.until[row] >= day)
        return held


class Register:
    """All holdings of an organisation, looked up by view and action."""

    def __init__(self, organisation: Organisation) -> None:
        tables = organisation.tables
        rights, accounts = tables["entitlements"], tables["accounts"]
        place = pc.index_in(rights["account_id"], accounts["account_id"].combine_chunks())
        self._account = place.combine_chunks().to_numpy().astype(np.int64)
        self._role = rights["role_id"]
        person = pc.equal(accounts["kind"], "person").combine_chunks()
        self._person = person.to_numpy(zero_copy_only=False)
        closed = _day(accounts["disabled_at"])[self._account] - 1
        self._since = _day(rights["granted_at"]) + 1
        ends = np.minimum(_day(rights["revoked_at"]) - 1, _expiry(rights["expires_on"]))
        self._until = np.minimum(ends, closed)
        self._roles: Mapping[tuple[str, str], list[str]] = dict(_by_view(allowed(tables)))

    def holders(self, view: str, action: str) -> Holders:
        """Return who may do something with a view, and when."""
        roles = pa.array(self._roles.get((view, action), []), pa.string())
        fits = pc.is_in(self._role, value_set=roles).combine_chunks().to_numpy(zero_copy_only=False)
        lasting = self._since <= self._until
        rows = np.flatnonzero(fits & lasting & self._person[self._account])
        return Holders(self._account[rows], self._since[rows], self._until[rows])


def _by_view(rows: pa.Table) -> Iterator[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows.to_pylist():
        found.setdefault((row["view_id"], row["action"]), []).append(row["role_id"])
    yield from found.items()


def _day(times: pa.ChunkedArray) -> Ints:
    millis = times.combine_chunks().cast(pa.int64()).fill_null(_FAR * DAY)
    return np.asarray(millis.to_numpy(), np.int64) // DAY


def _expiry(days: pa.ChunkedArray) -> Ints:
    return np.asarray(days.combine_chunks().cast(pa.int32()).fill_null(_FAR).to_numpy(), np.int64)
