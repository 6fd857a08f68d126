"""The log as alert rules read it: one row per event, with what stands behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kit.activity.search import Search

ACCOUNT, ADDRESS, THING = "actor.user.uid", "src_endpoint.ip", "resource.uid"
Rows = NDArray[np.int64]
_READ = (
    *("action", ACCOUNT, ADDRESS, THING, "view", "right", "site", "account.kind"),
    *("people", "status_id", "time"),
)


@dataclass(frozen=True)
class Found:
    """What a rule found.

    Attributes:
        at: When it began, milliseconds, local time.
        account: Whose account, if one was used.
        rows: Rows of the log.
        things: Ids of files, links, mails, devices, tickets that it is about.
        people: How many customers it is about.
    """

    at: int
    account: str | None
    rows: tuple[int, ...]
    things: tuple[str, ...] = ()
    people: int = 0


class Scan:
    """A log ready for rules.

    Args:
        search: Questions to it.
    """

    def __init__(self, search: Search) -> None:
        self.search = search

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return one row per event, with ``day``, ``hour`` and ``ms`` of its local time."""
        frame = self.search.frame(names=_READ)
        times = pd.DatetimeIndex(frame["time"])
        return frame.assign(day=times.normalize(), hour=times.hour, ms=self.search.times)

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table of the organisation."""
        return self._tables.setdefault(name, self.search.tables[name].to_pylist())

    @cached_property
    def _tables(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    @cached_property
    def settled(self) -> pd.Timestamp:
        """Return the first day on which what is usual is known: a week after the log begins."""
        return pd.Timestamp(self.frame["day"].iloc[0]) + pd.Timedelta(days=7)

    def done(self, *actions: str) -> Any:
        """Return which events are one of these actions and succeeded."""
        return self.frame["action"].isin(actions) & (self.frame["status_id"] == 1)

    def by_day(self, mask: Any, least: int = 1) -> Iterator[Found]:
        """Yield what each account did on each day, of the events that are marked."""
        picked = self.frame[mask & self.frame[ACCOUNT].notna()]
        for (account, _), part in picked.groupby([ACCOUNT, "day"], observed=True):
            if len(part) >= least:
                yield self.found(part, str(account))

    def by_thing(self, mask: Any) -> Iterator[Found]:
        """Yield what happened to each file or link on each day, of the events that are marked."""
        picked = self.frame[mask & self.frame[THING].notna()]
        for _, part in picked.groupby([THING, "day"], observed=True):
            yield self.found(part, None)

    def found(self, part: pd.DataFrame, account: str | None) -> Found:
        """Return some rows of the frame as what a rule found."""
        rows = part.index.to_numpy().astype(np.int64)
        things = tuple(dict.fromkeys(str(one) for one in part[THING].dropna()))
        people = len(self.search.people(rows))
        return Found(int(part["ms"].iloc[0]), account, tuple(rows.tolist()), things, people)

    def told(self, at: datetime, things: tuple[str, ...]) -> Found:
        """Return what only a paper tells."""
        return Found(int(pd.Timestamp(at).value // 1_000_000), None, (), things)

    @cached_property
    def staff_of(self) -> Mapping[str, dict[str, Any]]:
        """Return the person behind each account."""
        people = {row["staff_id"]: row for row in self.table("staff")}
        accounts = self.table("accounts")
        return {r["account_id"]: people[r["staff_id"]] for r in accounts if r["staff_id"] in people}
