"""Orders in which a program would look at alerts, and how much each finds within the budget.

What they find is what a careful person would find who looked at the same alerts: only the choice
is theirs.

- ``rules``: by the severity that the rules carry, then by how many people are concerned.
- ``robust_z``: by how far the account's day lies from its own usual days: (x - median) / spread,
  where the spread is 1.4826 times the median absolute deviation, and at least the root of the
  median plus one. Without that floor an account that does the same every day has a spread of
  nothing, and its first small change would outrank everything.
- ``rights``: what the entitlement table joined to the log finds first: done without a right, by
  somebody who has left, or by somebody whose contract is over; the rest as it came.
- ``forest``: an isolation forest over the same figures, if scikit-learn is there (extra ``ml``).
"""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

import numpy as np
import pandas as pd

from kit.labs.triage.alerts import Alert
from kit.labs.triage.scan import ACCOUNT, ADDRESS, Scan

Order = Callable[[Scan, Sequence[Alert]], list[Alert] | None]
_MAD = 1.4826
_JOINED = ("without_right", "gone_and_active", "leaver_takes")
_TREES, _SEED = 100, 1


def found_by(
    scan: Scan, alerts: Sequence[Alert], budget: int, real: Sequence[int]
) -> dict[str, int | None]:
    """Return how many leaks each order finds within the budget; None: it cannot be tried here.

    Args:
        scan: The log.
        alerts: The alerts of the task.
        budget: How many looks.
        real: Which of the things that happened are leaks.
    """
    told: dict[str, int | None] = {}
    for name, order in ORDERS.items():
        ordered = order(scan, alerts)
        told[name] = None if ordered is None else len(_seen(ordered[:budget]) & set(real))
    return told


def _seen(alerts: Sequence[Alert]) -> set[int]:
    return {number for alert in alerts for number in alert.causes}


def _by_rules(scan: Scan, alerts: Sequence[Alert]) -> list[Alert]:
    return sorted(alerts, key=lambda one: (-one.severity, -one.found.people, one.key))


def _by_rights(scan: Scan, alerts: Sequence[Alert]) -> list[Alert]:
    return sorted(alerts, key=lambda one: (one.rule not in _JOINED, one.key))


def _by_z(scan: Scan, alerts: Sequence[Alert]) -> list[Alert]:
    days = account_days(scan)
    grouped = days.groupby(level=0, observed=True)
    median = grouped.transform("median")
    spread = _MAD * (days - median).abs().groupby(level=0, observed=True).transform("median")
    score = ((days - median) / np.maximum(spread, np.sqrt(median + 1))).max(axis=1)
    return _by_score(alerts, score)


def _by_forest(scan: Scan, alerts: Sequence[Alert]) -> list[Alert] | None:
    if find_spec("sklearn") is None:
        return None
    from sklearn.ensemble import IsolationForest  # optional

    days = account_days(scan)
    forest = IsolationForest(n_estimators=_TREES, random_state=_SEED).fit(days.to_numpy())
    return _by_score(alerts, pd.Series(-forest.score_samples(days.to_numpy()), days.index))


def _by_score(alerts: Sequence[Alert], score: "pd.Series[float]") -> list[Alert]:
    """Return alerts by the score of their account's day; those without an account come last."""
    known = score.to_dict()

    def strange(one: Alert) -> float:
        day = pd.Timestamp(one.found.at, unit="ms").normalize()
        return float(known.get((one.found.account, day), -np.inf))

    return sorted(alerts, key=lambda one: (-strange(one), one.key))


def account_days(scan: Scan) -> pd.DataFrame:
    """Return figures of each account's days: events, customers, lists, late hours, addresses."""
    frame = scan.frame[scan.frame[ACCOUNT].notna()]
    late = (frame["hour"] >= 21) | (frame["hour"] < 7)
    lists = frame["people"].where(frame["people"] >= 5, 0)
    figures = frame.assign(late=late.astype(int), lists=lists, one=1)
    keys = [figures[ACCOUNT].astype(str), figures["day"]]
    grouped = figures.groupby(keys)
    return pd.DataFrame(
        {
            "events": grouped["one"].sum(),
            "people": grouped["people"].sum(),
            "lists": grouped["lists"].sum(),
            "late": grouped["late"].sum(),
            "addresses": grouped[ADDRESS].nunique(),
        }
    ).astype(float)


ORDERS: Mapping[str, Order] = {
    "rules": _by_rules,
    "robust_z": _by_z,
    "rights": _by_rights,
    "forest": _by_forest,
}
"""Every order by name."""
