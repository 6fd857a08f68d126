"""What an account did on the day of an alert, beside what it usually does."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kit.activity.search import Search
from kit.labs.triage.alerts import Alert
from kit.leaks.dates import DAY

ACCOUNT = "actor.user.uid"
PLACES = 3
_HOUR = 3_600_000
_ACCOUNTS = 100_000
_MIDDLE = (5, 95)  # per cent of the events: one late evening does not make late evenings usual
Mask = NDArray[np.bool_]
Row = dict[str, Any]


def usual(search: Search, alert: Alert) -> list[Row]:
    """Return the day of an alert beside the account's other days; nothing where it has no account.

    Returns:
        Rows of ``what`` is compared, ``now``, ``own`` (the account's other days) and ``same_job``
        (other accounts of that job): how many ``people`` on a day, as a number now and as median
        and most otherwise; ``known``: how many of the people of the alert, and how many of them
        the account had touched before that day; and the ``hours``, ``places`` and ``devices``.
    """
    account = alert.found.account
    if account is None:
        return []
    own = search.column_mask(ACCOUNT, account)
    today = own & (search.times // DAY == alert.found.at // DAY)
    other = own & ~today
    rows = [_people(search, own, today, other), _known(search, alert, own)]
    rows.append({"what": "hours", "now": _hours(search, today), "own": _hours(search, other, True)})
    for what, names in (("places", ("site", "src_endpoint.ip")), ("devices", ("device.uid",))):
        told = {"now": _commonest(search, today, names), "own": _commonest(search, other, names)}
        rows.append({"what": what, **told})
    return [row for row in rows if row["now"]]


def _people(search: Search, own: Mask, today: Mask, other: Mask) -> Row:
    job = search.column("job").shown(np.flatnonzero(own)[:1])[0] if own.any() else None
    row: Row = {"what": "people", "now": max(_sums(search, today), default=0)}
    row["own"] = _middle(_sums(search, other))
    if job is not None:
        row["same_job"] = _middle(_sums(search, search.column_mask("job", job) & ~own))
    return row


def _sums(search: Search, mask: Mask) -> list[int]:
    """Return how many people each account touched on each of its days."""
    if not mask.any():
        return []
    days = search.times[mask] // DAY * _ACCOUNTS + search.texts(ACCOUNT).codes[mask]
    _, places = np.unique(days, return_inverse=True)
    people = search.counting.column("people").values[mask]
    return [int(one) for one in np.bincount(places, weights=people)]


def _middle(sums: list[int]) -> list[int] | None:
    return [int(np.median(sums)), max(sums)] if sums else None


def _known(search: Search, alert: Alert, own: Mask) -> Row:
    """Return how many people the alert is about, and how many the account had touched before."""
    about = search.people(np.array(alert.found.rows, np.int64))
    earlier = own & (search.times // DAY < alert.found.at // DAY)
    known = np.isin(about, search.people(np.flatnonzero(earlier)))
    return {"what": "known", "now": len(about), "own": int(known.sum())}


def _hours(search: Search, mask: Mask, middle: bool = False) -> list[str] | None:
    """Return from when to when, ``["08:10", "17:55"]``; the middle 90 % where asked for."""
    if not mask.any():
        return None
    minutes = search.times[mask] % DAY // (_HOUR // 60)
    ends = np.percentile(minutes, _MIDDLE if middle else (0, 100)).astype(int)
    return [f"{one // 60:02}:{one % 60:02}" for one in ends]


def _commonest(search: Search, mask: Mask, names: tuple[str, ...]) -> list[str]:
    """Return the commonest values, each of the first column that has one."""
    shown = [search.column(name).shown(np.flatnonzero(mask)) for name in names]
    counts: dict[str, int] = {}
    for values in zip(*shown, strict=True):
        value = next((one for one in values if one), None)
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda one: (-counts[one], one))[:PLACES]
