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
from kit.leaks.dates import DAY

ACCOUNT, ADDRESS, THING = "actor.user.uid", "src_endpoint.ip", "resource.uid"
Rows = NDArray[np.int64]
_READ = (
    *("action", ACCOUNT, ADDRESS, THING, "view", "right", "site", "account.kind"),
    *("people", "status_id", "time"),
)
_DAYS = 1_000_000
_NOBODY = -2


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


def rows_of(part: pd.DataFrame) -> Rows:
    """Return which rows of the log a part of the frame is."""
    return part.index.to_numpy().astype(np.int64)


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
        for rows in self._parts(mask, ACCOUNT):
            if len(rows) >= least:
                yield self.found(rows, str(self._names(ACCOUNT)[rows[0]]))

    def by_thing(self, mask: Any) -> Iterator[Found]:
        """Yield what happened to each file or link on each day, of the events that are marked."""
        for rows in self._parts(mask, THING):
            yield self.found(rows, None)

    def _parts(self, mask: Any, name: str) -> Iterator[Rows]:
        """Yield the marked rows of each value of a column and each day; of no value none."""
        codes = self.codes(name)
        picked = np.flatnonzero(np.asarray(mask, bool) & (codes >= 0))
        groups = codes[picked] * _DAYS + self.days[picked]
        order = np.argsort(groups, kind="stable")
        cuts = np.flatnonzero(np.diff(groups[order])) + 1
        yield from (part for part in np.split(picked[order], cuts) if len(part))

    def codes(self, name: str) -> Rows:
        """Return the values of a column as numbers in their order; -1 where there is none."""
        if name not in self._codes:
            codes, _ = pd.factorize(self.frame[name], sort=True)
            self._codes[name] = codes.astype(np.int64)
        return self._codes[name]

    def own(self, account: str) -> NDArray[np.bool_]:
        """Return which events are an account's."""
        return np.asarray(self.codes(ACCOUNT) == self._code_of.get(account, _NOBODY))

    def _names(self, name: str) -> Any:
        if name not in self._values:
            self._values[name] = self.frame[name].to_numpy(object)
        return self._values[name]

    @cached_property
    def days(self) -> Rows:
        """Return the day of each event, since 1970."""
        return np.asarray(self.search.times // DAY, np.int64)

    @cached_property
    def _codes(self) -> dict[str, Rows]:
        return {}

    @cached_property
    def _values(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _code_of(self) -> dict[str, int]:
        codes, first = np.unique(self.codes(ACCOUNT), return_index=True)
        names = self._names(ACCOUNT)[first]
        return {str(name): int(code) for name, code in zip(names, codes, strict=True) if code >= 0}

    def found(self, rows: Rows, account: str | None) -> Found:
        """Return some rows of the frame as what a rule found."""
        named = self._names(THING)[rows]
        things = tuple(dict.fromkeys(str(one) for one in named[self.codes(THING)[rows] >= 0]))
        people = len(self.search.people(rows))
        at = int(self.search.times[rows[0]])
        return Found(at, account, tuple(rows.tolist()), things, people)

    def told(self, at: datetime, things: tuple[str, ...]) -> Found:
        """Return what only a paper tells."""
        return Found(int(pd.Timestamp(at).value // 1_000_000), None, (), things)

    @cached_property
    def staff_of(self) -> Mapping[str, dict[str, Any]]:
        """Return the person behind each account."""
        people = {row["staff_id"]: row for row in self.table("staff")}
        accounts = self.table("accounts")
        return {r["account_id"]: people[r["staff_id"]] for r in accounts if r["staff_id"] in people}
