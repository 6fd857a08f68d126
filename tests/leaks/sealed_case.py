"""The tables of a sealed folder, and plain questions to them; pandas alone, no part of the kit."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)
USER, FROM, SYSTEM = "actor.user.uid", "src_endpoint.ip", "metadata.product.name"
COLUMNS = [
    *("time", "action", USER, FROM, SYSTEM, "device.uid", "resource.uid", "view", "status_id"),
    *("segment", "start", "stop"),
]
"""What is asked about events."""


class Tables(dict):
    """The tables of a folder of Parquet files by name, each read when it is asked for."""

    def __init__(self, folder):
        super().__init__()
        self.paths = {path.stem: path for path in sorted(Path(folder).rglob("*.parquet"))}
        # a table of the customers' may be called like one of the organisation's
        own = Path(folder) / "organisation"
        self.paths |= {path.stem: path for path in own.glob("*.parquet")}

    def __missing__(self, name):
        columns = COLUMNS if name == "events" else None
        self[name] = pd.read_parquet(self.paths[name], columns=columns)
        return self[name]


@dataclass
class Case:
    """The tables of a folder, by name."""

    tables: Tables
    lists: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name):
        return self.tables[name]

    def members(self, segment, start, stop):
        """Customers ``start`` to ``stop`` of a list, in order of registration."""
        if segment not in self.lists:
            row = self["segments"].set_index("segment_id").loc[segment]
            book = self["customers"].sort_values("registered_on", kind="stable")
            mask = book[row["field"]].astype(str) == row["value"] if row["field"] else slice(None)
            self.lists[segment] = book[mask]["customer_id"].tolist()
        return set(self.lists[segment][int(start) : int(stop)])

    def touched(self, events):
        """Everybody whom successful events touched."""
        shown = events[events["segment"].notna() & (events["status_id"] == 1)]
        keys = shown[["segment", "start", "stop"]].astype({"segment": str}).drop_duplicates()
        return union(self.members(*key) for key in keys.itertuples(index=False))

    def held(self, file_ids):
        """Everybody in some files."""
        rows = self["files"][self["files"]["file_id"].isin(set(file_ids))]
        keys = rows[["segment_id", "row_start", "row_stop"]].dropna()
        return union(self.members(*key) for key in keys.itertuples(index=False))

    def everybody(self):
        return set(self["customers"]["customer_id"])

    def gaps(self, systems, since, until):
        """When the logs of some systems were not collected, between two moments."""
        found = self["log_gaps"]
        found = found[found["system_id"].isin(systems) & (found["kind"] == "collector")]
        return found[(found["since"] < until) & (found["until"] > since)]

    def blind(self, systems, since, until):
        """Whether the log of one of these systems was not collected for a while."""
        return not self.gaps(systems, since, until).empty

    def missed(self, systems, events, since, until):
        """Whether the log of some systems fails while somebody sat at it, as these events show.

        A sitting lasts an hour longer than its events; while log-ons are not logged either,
        anybody may have sat there.
        """
        times = events["time"].sort_values()
        number = (times.diff() > 3 * HOUR).cumsum()
        begins, ends = times.groupby(number).min() - HOUR, times.groupby(number).max() + HOUR
        doors = set(self["events"][self["events"]["action"] == "auth.logon"][SYSTEM].dropna())
        unseen = self.gaps(doors, since, until)
        begins, ends = pd.concat([begins, unseen["since"]]), pd.concat([ends, unseen["until"]])
        return any(
            ((begins < gap.until) & (ends > gap.since)).any()
            for gap in self.gaps(systems, since, until).itertuples()
        )

    def reach(self, accounts):
        """The systems in which some accounts hold a right, through groups too."""
        rights, inside = self["entitlements"], self["role_members"]
        roles = set(rights[rights["account_id"].isin(accounts)]["role_id"])
        while more := set(inside[inside["role_id"].isin(roles)]["member_id"]) - roles:
            roles |= more
        allowed = self["permissions"]
        views = set(allowed[allowed["role_id"].isin(roles)]["view_id"])
        shown = self["views"]
        return set(shown[shown["view_id"].isin(views)]["system_id"])


def union(parts):
    found = set()
    for part in parts:
        found |= part
    return found


def read(folder):
    """Return the case in a folder of Parquet files."""
    return Case(Tables(folder))
