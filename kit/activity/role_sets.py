"""Sets of roles, and what each lets one do on the systems that are live."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.activity.actions import CODES
from kit.activity.calendar import day_number
from kit.organisation.model import Organisation

Ints = NDArray[np.int64]
FAR = 1 << 20
"""A day that does not come."""


class RightSets:
    """Sets of roles, numbered, and what each lets one do on the systems that are live.

    Attributes:
        epochs: Days on which a system goes live or is switched off, rising.
    """

    def __init__(self, organisation: Organisation) -> None:
        tables = organisation.tables
        systems = tables["systems"].to_pylist()
        self.live = {
            row["system_id"]: (day_or(row["live_from"], -FAR), day_or(row["live_to"], FAR - 1) + 1)
            for row in systems
        }
        self.epochs = sorted({day for span in self.live.values() for day in span})
        self.members = grouped(tables["role_members"].to_pylist(), "role_id")
        self.granted = grouped(tables["permissions"].to_pylist(), "role_id")
        self.system = dict(
            zip(
                tables["views"]["view_id"].to_pylist(),
                tables["views"]["system_id"].to_pylist(),
                strict=True,
            )
        )
        self.view = organisation.places["views"]
        identity = {one["system_id"] for one in systems if one["kind"] == "identity"}
        self.account_desk = {
            row["role_id"]: row["system_id"]
            for row in tables["roles"].to_pylist()
            if row["system_id"] in identity and row["sensitive"]
        }
        self._numbers: dict[tuple[frozenset[str], int], int] = {}

    def number(self, roles: Iterable[str], day: int) -> int:
        """Return the number of a set of roles on a day."""
        epoch = int(np.searchsorted(self.epochs, day, side="right"))
        return self._numbers.setdefault((frozenset(roles), epoch), len(self._numbers))

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Return ``view_start`` and ``view_count`` by set and action, and the views."""
        counts = np.zeros((len(self._numbers), len(CODES)), np.int64)
        views: list[int] = []
        for (roles, epoch), number in self._numbers.items():
            allowed = self._allowed(roles, epoch)
            for place, code in enumerate(CODES):
                own = sorted(allowed.get(code, ()))
                counts[number, place] = len(own)
                views += own
        starts = (np.cumsum(counts.ravel()) - counts.ravel()).reshape(counts.shape)
        return starts, counts, np.array(views, np.int64)

    def uses(self, role: str) -> set[tuple[str, str]]:
        """Return the systems and actions that a role or group lets one use."""
        inner = self._with_inner([role])
        found = {
            (self.system[row["view_id"]], row["action"])
            for one in inner
            for row in self.granted.get(one, ())
        }
        return found | {
            (self.account_desk[one], code)
            for one in inner & self.account_desk.keys()
            for code in CODES
            if code.startswith(("account.", "access."))
        }

    def _allowed(self, roles: frozenset[str], epoch: int) -> dict[str, set[int]]:
        day = self.epochs[epoch - 1] if epoch else -FAR
        found: dict[str, set[int]] = defaultdict(set)
        for role in self._with_inner(roles):
            for row in self.granted.get(role, ()):
                since, until = self.live[self.system[row["view_id"]]]
                if since <= day < until:
                    found[row["action"]].add(self.view[row["view_id"]])
        return found

    def _with_inner(self, roles: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(roles)
        while waiting:
            role = waiting.pop()
            if role not in found:
                found.add(role)
                waiting += [row["member_id"] for row in self.members.get(role, ())]
        return found


def grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    """Return rows by the value of one column."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def day_or(value: date | datetime | None, missing: int) -> int:
    """Return the number of a day, or of the day of a moment; another number for None."""
    if value is None:
        return missing
    return day_number(value.date() if isinstance(value, datetime) else value)
