"""How quickly a log of a million events answers, against the same question to pandas."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from kit.activity.search import Search
from kit.bench.measure import Result, best_seconds, share

EXERCISE = "not-our-colleague-any-more"
CUSTOMERS, STAFF, DAYS = 4_000, 450, 16
BINS = 120
PASTED = 100_000
MILLISECONDS, RATIO = 300, 1.2


def investigation() -> Result:
    """Questions to the log of a large case: milliseconds, and the ratio to pandas.

    Columns of few different texts are categories in pandas, the others plain text; times are
    ``datetime64``. Neither side pays for making its columns.
    """
    from kit.labs import investigation as lab

    task = large_case()
    search, frame = task.search, task.search.frame()
    everything = search.find({})
    found = {
        name: _measured(ours, theirs)
        for name, (ours, theirs) in _questions(search, frame, everything).items()
    }
    answer = lab.key(task)
    (graded,) = best_seconds(lambda: lab.grade(task, answer))
    found["grade"] = {"milliseconds": round(1000 * graded, 1)}
    return {
        "events": len(everything),
        "customers": len(task.evidence.book),
        **found,
        "wanted_milliseconds": MILLISECONDS,
        "wanted_ratio": RATIO,
    }


def large_case() -> Any:
    """Return a task of the investigation lab whose log has about a million events."""
    from kit import exercises
    from kit.exercises.tasks import build_company
    from kit.labs.variants import variant

    spec = exercises.load(EXERCISE)
    size = {"staff": STAFF, "days_before": 2 * DAYS}
    blueprint = spec.blueprint.model_copy(update=size)
    spec = spec.model_copy(update={"size": CUSTOMERS, "blueprint": blueprint})
    own = variant("bench", "trainee", spec.id)
    return exercises.lab_of(spec).make(build_company(spec, own.seed("world")), spec, own)


def _measured(ours: Callable[[], Any], theirs: Callable[[], Any] | None) -> Result:
    if theirs is None:
        (own,) = best_seconds(ours)
        return {"milliseconds": round(1000 * own, 1)}
    own, other = best_seconds(ours, theirs)
    return {"milliseconds": round(1000 * own, 1), "ratio": share(own, other)}


_Pair = tuple[Callable[[], Any], Callable[[], Any] | None]


def _questions(search: Search, frame: pd.DataFrame, everything: Any) -> dict[str, _Pair]:
    """Return what is asked of both."""
    return {
        **_comparisons(search, frame),
        "window_account_view": _window(search, frame, everything),
        **_time_lines(search, frame, everything),
        **_ours_alone(search, everything),
    }


def _where(search: Search, column: str, op: str, *values: str) -> Callable[[], Any]:
    query = {"conditions": [{"column": column, "op": op, "values": values}]}
    return lambda: search.find(query)


def _comparisons(search: Search, frame: pd.DataFrame) -> dict[str, _Pair]:
    """Return one question for each way to compare a column."""
    uid = frame["metadata.uid"].iloc[len(frame) // 2]
    return {
        "is": (
            _where(search, "action", "is", "crm.export"),
            lambda: frame[frame["action"] == "crm.export"],
        ),
        "is_one_of_two": (
            _where(search, "action", "is", "crm.open", "crm.update"),
            lambda: frame[frame["action"].isin(["crm.open", "crm.update"])],
        ),
        "contains": (
            _where(search, "view", "contains", "card"),
            lambda: frame[frame["view"].str.contains("card", regex=False).fillna(False)],
        ),
        "behind": (
            _where(search, "right", "is_not", "held"),
            lambda: frame[frame["right"] != "held"],
        ),
        "at_least": (
            _where(search, "people", "at_least", "20"),
            lambda: frame[frame["people"] >= 20],
        ),
        "event_id": (
            _where(search, "metadata.uid", "is", uid),
            lambda: frame[frame["metadata.uid"] == uid],
        ),
    }


def _window(search: Search, frame: pd.DataFrame, everything: Any) -> _Pair:
    """Return a question for some days, an account and a view together."""
    view = search.count_by(everything, "view", 3)[0]["value"]
    account = search.count_by(everything, "actor.user.uid", 3)[0]["value"]
    since, until = frame["time"].iloc[len(frame) // 3], frame["time"].iloc[len(frame) // 2]
    query = {
        "since": since.to_pydatetime(),
        "until": until.to_pydatetime(),
        "conditions": [
            {"column": "actor.user.uid", "values": [account]},
            {"column": "view", "values": [view]},
        ],
    }
    return (
        lambda: search.find(query),
        lambda: frame[
            (frame["time"] >= since)
            & (frame["time"] < until)
            & (frame["actor.user.uid"] == account)
            & (frame["view"] == view)
        ],
    )


def _time_lines(search: Search, frame: pd.DataFrame, everything: Any) -> dict[str, _Pair]:
    """Return counts by stretch of time, together and by action."""
    times = frame["time"].to_numpy().astype(np.int64)
    edges = np.linspace(times[0], times[-1] + 1, BINS + 1)
    return {
        "time_line": (
            lambda: search.timeline(everything, BINS),
            lambda: np.histogram(frame["time"].to_numpy().astype(np.int64), edges),
        ),
        "time_line_by_action": (
            lambda: search.timeline(everything, BINS, by="action"),
            lambda: pd.crosstab(np.searchsorted(edges, times), frame["action"]),
        ),
    }


def _ours_alone(search: Search, everything: Any) -> dict[str, _Pair]:
    """Return what pandas has no like for."""
    ids = search.ids_of(np.arange(len(search.book)))
    text = "，".join((ids * (PASTED // len(ids) + 1))[:PASTED])
    touching = {"customers": tuple(ids[:20])}
    return {
        "touched_a_customer": (lambda: search.find(touching), None),
        "people": (lambda: search.people(everything), None),
        "who_touched_most": (lambda: search.count_by(everything, "actor.user.uid", 60), None),
        "pasted_ids": (lambda: search.places_of_text(text), None),
        "page": (lambda: search.page(everything, len(everything) // 2, 100), None),
    }
