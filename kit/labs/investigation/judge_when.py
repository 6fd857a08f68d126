"""Judges from when to when: how much the window and the true one share, and which end is off."""

from kit.labs.investigation.given import When
from kit.labs.investigation.judged import Judged, denied, message, missing
from kit.labs.investigation.right import Right
from kit.labs.investigation.weighing import refs_named
from kit.labs.results import Message, Verdict
from kit.leaks.dates import MINUTE, clock
from kit.leaks.schedule import millis

Window = tuple[int, int]
LEAST_SLACK, SLACK = 15 * MINUTE, 0.03
"""An end of the window may be off by a quarter of an hour, or by this share of its length."""
OFF = {
    ("early", ""): "when.starts_early",
    ("late", ""): "when.starts_late",
    ("", "early"): "when.ends_early",
    ("", "late"): "when.ends_late",
    ("early", "late"): "when.wide",
    ("late", "early"): "when.narrow",
    ("early", "early"): "when.before",
    ("late", "late"): "when.after",
}
"""What is said of a window by how its two ends are off."""
_NAMED = 4


def judge_when(right: Right, given: When | None) -> Judged:
    """Return the verdict on the window: how much of it and the true one is common to both."""
    empty = given is not None and given.since is None and given.until is None
    if not right.real:
        return missing("when") if empty else _of_no_time(given)
    if given is None:
        return denied("when")
    if given.since is None or given.until is None:
        return missing("when")
    since, until = millis(given.since), millis(given.until)
    values = _told(right.windows[0])
    if since > until:
        return Judged("when", 0.0, "over", "when.backwards", values)
    best = max(right.windows, key=lambda window: common(since, until, *window))
    if common(since, until, *best) >= 1:
        return _met(right, since, until)
    if any(common(since, until, *window) >= 1 for window in right.wider):
        notes = _taken_in(right, since, until)
        return Judged("when", 1.0, "acceptable", "when.open", values, notes)
    low, high = right.windows[0]
    share = common(since, until, *best)
    if until < low or since > high:
        return Judged("when", share, "under", "when.elsewhere", values)
    verdict: Verdict = "over" if until - since > high - low else "under"
    return Judged("when", share, verdict, _off(since, until, best), _told(best))


def _told(window: Window) -> dict[str, str]:
    return {"since": told(window[0]), "until": told(window[1])}


def _met(right: Right, since: int, until: int) -> Judged:
    values = _told(right.windows[0])
    if common(since, until, *right.windows[0]) >= 1:
        return Judged("when", 1.0, "right", "when.right", values)
    return Judged("when", 1.0, "acceptable", "when.also", values)


def _off(since: int, until: int, window: Window) -> str:
    """Return what is said of a window that is off at one end or at both."""
    slack = _slack(*window)
    return OFF[_side(since - window[0], slack), _side(until - window[1], slack)]


def _side(off: int, slack: int) -> str:
    return "early" if off < -slack else "late" if off > slack else ""


def _taken_in(right: Right, since: int, until: int) -> tuple[Message, ...]:
    """Return which other lists a wider window takes in."""
    low, high = right.windows[0]
    slack = _slack(since, until)
    refs = [
        one.ref
        for one in right.others
        if since - slack <= one.since < low or high < one.until <= until + slack
    ]
    if not refs:
        return ()
    return (message("when.other", names=refs_named(refs[:_NAMED]), count=len(refs)),)


def common(since: int, until: int, low: int, high: int) -> float:
    """Return how much two windows share, from 0 to 1; 1 if both ends are near enough.

    >>> common(0, 60 * MINUTE, 5 * MINUTE, 60 * MINUTE)
    1.0
    >>> round(common(0, 1440 * MINUTE, 0, 720 * MINUTE), 2)
    0.51
    """
    slack = _slack(low, high)
    if abs(since - low) <= slack and abs(until - high) <= slack:
        return 1.0
    since, until, low, high = since - slack, until + slack, low - slack, high + slack
    both = max(0, min(until, high) - max(since, low))
    return min(0.99, both / (max(until, high) - min(since, low)))


def told(at: int) -> str:
    """Return a moment as it is told.

    >>> told(0)
    '1970-01-01 00:00'
    """
    return clock(at).isoformat(sep=" ", timespec="minutes")


def _slack(low: int, high: int) -> int:
    return max(LEAST_SLACK, round(SLACK * (high - low)))


def _of_no_time(given: When | None) -> Judged:
    if given is None:
        return Judged("when", 1.0, "right", "when.nothing")
    return Judged("when", 0.0, "over", "when.needless")
