"""The alerts of a task: what the rules found, which of it is real, and a fair choice among it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kit.labs.triage.rules import RULES, SEVERITY
from kit.labs.triage.scan import Found, Scan
from kit.labs.variants import Dice
from kit.leaks.together import Happened

MOST_OF_ONE = 5
"""At most so many alerts lead to the same thing that happened."""
MOST_OF_RULE = 3
"""So many times its even share may one rule take of what leads to nothing."""


@dataclass(frozen=True)
class Alert:
    """Something that a rule thinks worth a look.

    Attributes:
        key: Its key in task and answer, e.g. ``"a07"``.
        rule: The rule.
        found: What it found.
        causes: Numbers of what happened that lies behind it; not public.
    """

    key: str
    rule: str
    found: Found
    causes: tuple[int, ...] = field(repr=False)

    @property
    def severity(self) -> int:
        """How severe the rule thinks it is."""
        return SEVERITY[self.rule]


def raised(scan: Scan, happened: Sequence[Happened]) -> list[Alert]:
    """Return everything that the rules find, in order of time.

    Args:
        scan: The log.
        happened: What was staged in it.
    """
    uids = {key: n for n, one in enumerate(happened) for key in one.event_ids}
    cause_of = np.full(len(scan.frame), -1, np.int64)
    if uids:
        cause_of[scan.search.rows_of_events(list(uids))] = list(uids.values())
    named = {
        via.partition(":")[2]: n for n, one in enumerate(happened) for via in one.vias if ":" in via
    }
    since = int(scan.search.times[0])  # what papers tell of earlier days is settled
    found = [(rule.name, one) for rule in RULES for one in rule.find(scan) if one.at >= since]
    found.sort(key=lambda pair: (pair[1].at, pair[0], pair[1].account or ""))
    return [Alert("", rule, one, _causes(one, cause_of, named)) for rule, one in found]


def _causes(one: Found, cause_of: Any, named: dict[str, int]) -> tuple[int, ...]:
    """Return what lies behind an alert: by its events, or, where it has none, by its papers."""
    if one.rows:
        theirs = cause_of[list(one.rows)]
        return tuple(sorted({int(number) for number in theirs if number >= 0}))
    return tuple(sorted({named[thing] for thing in one.things if thing in named}))


def chosen(
    alerts: Sequence[Alert],
    happened: Sequence[Happened],
    most: int,
    dice: Dice,
    unsaid: Collection[str] = (),
) -> tuple[Alert, ...]:
    """Return at most so many alerts, in order of time, with their keys.

    Of what leads to one thing that happened a few are kept, of different rules first; the rest is
    filled with harmless ones, no rule taking much more than its share.

    Args:
        alerts: From `raised`.
        happened: What was staged.
        most: How many.
        dice: For the choice.
        unsaid: Things of which nothing says that they are ordinary: no alert about them alone is
            called harmless.
    """
    kept: list[Alert] = []
    real = sum(one.real for one in happened)
    each = max(2, min(MOST_OF_ONE, most // (6 * max(1, real))))
    for number in range(len(happened)):
        own = [one for one in alerts if number in one.causes and one not in kept]
        kept += _spread(dice.shuffled(own), each)
    harmless = (one for one in alerts if not one.causes and not set(one.found.things) & set(unsaid))
    rest = dice.shuffled(list(harmless))
    share = max(4, MOST_OF_RULE * max(1, most - len(kept)) // len(RULES))
    counts: dict[str, int] = {}
    for one in rest:
        if len(kept) < most and counts.get(one.rule, 0) < share:
            counts[one.rule] = counts.get(one.rule, 0) + 1
            kept.append(one)
    kept.sort(key=lambda one: (one.found.at, one.rule, one.found.account or ""))
    return tuple(replace(one, key=f"a{place:02}") for place, one in enumerate(kept, start=1))


def open_links(tables: Mapping[str, Any]) -> frozenset[str]:
    """Return the links that anybody may open and that no ticket names.

    Whoever takes such a list of customers for a leak is right, whatever was meant by it.
    """
    told = {ref for row in tables["tickets"].to_pylist() for ref in row["refs"] or ()}
    return frozenset(
        row["link_id"]
        for row in tables["links"].to_pylist()
        if row["scope"] == "anyone" and not told & {row["link_id"], row["file_id"]}
    )


def _spread(alerts: Sequence[Alert], most: int) -> list[Alert]:
    """Return some alerts, one of each rule before a second of any."""
    turns: dict[str, int] = {}
    order = []
    for one in alerts:
        turns[one.rule] = turns.get(one.rule, 0) + 1
        order.append((turns[one.rule], one))
    order.sort(key=lambda pair: pair[0])
    return [one for _, one in order[:most]]
