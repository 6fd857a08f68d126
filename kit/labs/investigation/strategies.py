"""Simple strategies that need no investigation: an exercise must not be passed with one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow.compute as pc

from kit.activity.query import ACCOUNT, UID, by_account
from kit.labs.investigation.codes import CHANNELS, CONTROLS, GROUNDS, HANDS, NOTHING
from kit.labs.investigation.given import NONE, moment
from kit.labs.investigation.plausible import ground_told, leak_told, way_of
from kit.labs.investigation.task import ITEMS, Task
from kit.labs.practice import Answer, Strategy
from kit.labs.variants import Dice
from kit.leaks.catalogue import LEAKS

_USUAL = ("remedy", "notify_authority", "notify_individuals")
_DAYS, _PAPERS = 2, 3
_GOES_ON = "yes"
"""Right in more cases than not: what let it out is often still open when it is told."""


@dataclass(frozen=True)
class Hunch:
    """What somebody thinks it is who has heard of it and has not looked.

    Attributes:
        kind: The leak.
        ground: The ground, if it is none.
    """

    kind: str
    ground: str


def _told(task: Task) -> Hunch:
    """Return what the first report sounds like."""
    return Hunch(leak_told(task), ground_told(task))


def _whole(task: Task, parts: Mapping[str, Any]) -> Answer:
    """Return an answer of these parts, those that are asked."""
    answer = task.template()
    answer[ITEMS] |= {part: parts[part] for part in task.asks}
    return answer


def _usual(task: Task, kind: str) -> dict[str, Any]:
    """Return what anybody might fill in without a look at the desk: what they think it is, and the
    most frequent of everything else.
    """
    end = _moment(task.public_log["until"])
    standing = task.deal_file.standing(_moment(task.reports[0]["at"]).date())
    bearer = standing.processor or standing.acting or task.deal_file.company
    return {
        "what": {"type": kind, "ground": None},
        "who": {"accounts": [], "hand": "nobody"},
        "when": {"since": moment(end - timedelta(_DAYS)), "until": moment(end)},
        "how": way_of(kind),
        "scope": dict(NONE),
        "sensitive": {"kinds": [], "children": "no"},
        "ongoing": {"answer": _GOES_ON},
        "evidence": {"pins": [{"ref": f"report:{task.reports[0]['id']}", "remark": ""}]},
        "duties": {
            "list": [{"duty": duty, "owed_by": bearer, "clock": "at_once"} for duty in _USUAL]
        },
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _everyone(task: Task, hunch: Hunch) -> Answer:
    """Tell all customers, to be on the safe side."""
    count = len(task.evidence.book)
    log = task.public_log
    window = {"since": log["since"][:16], "until": log["until"][:16]}
    scope = {"parts": [{"kind": "everyone"}], "count": count}
    return _whole(task, _usual(task, hunch.kind) | {"scope": scope, "when": window})


def _nobody(task: Task, hunch: Hunch) -> Answer:
    """Say that nothing leaked."""
    none = {part: dict(NONE) for part in task.asks}
    what = {"type": NOTHING, "ground": "daily_work"}
    return _whole(task, none | {"what": what, "evidence": _usual(task, hunch.kind)["evidence"]})


def _all_clear(task: Task, hunch: Hunch) -> Answer:
    """Say that nothing leaked, on the ground they think of, and pin the last papers."""
    report = task.reports[0]
    tickets = task.evidence.tables["tickets"].to_pylist()
    late = sorted((one["opened_at"].isoformat(), one["ticket_id"]) for one in tickets)
    pins = [f"ticket:{key}" for at, key in late if at <= report["at"]][-_PAPERS:]
    none = {part: dict(NONE) for part in task.asks}
    what = {"type": NOTHING, "ground": hunch.ground}
    evidence = _usual(task, hunch.kind)["evidence"]["pins"] + [
        {"ref": ref, "remark": ""} for ref in pins
    ]
    return _whole(task, none | {"what": what, "evidence": {"pins": evidence}})


def _top_talker(task: Task, hunch: Hunch) -> Answer:
    """Accuse whoever touched most customers, of everything in the log."""
    people = task.evidence.tables["accounts"]
    person = set(people.filter(pc.equal(people["kind"], "person"))["account_id"].to_pylist())
    events = task.evidence.events
    events = events.filter(pc.is_valid(events["segment"]))
    rows = by_account(task.evidence, events).to_pylist()
    top = next((row for row in rows if row[ACCOUNT] in person), None)
    if top is None:  # nobody at work any more
        return _whole(task, _usual(task, hunch.kind))
    mine = events.filter(pc.equal(events[ACCOUNT].cast("string"), top[ACCOUNT]))
    first, last = mine[UID][0].as_py(), mine[UID][mine.num_rows - 1].as_py()
    query = {"conditions": [{"column": ACCOUNT, "op": "is", "values": [top[ACCOUNT]]}]}
    return _whole(
        task,
        _usual(task, hunch.kind)
        | {
            "who": {"accounts": [top[ACCOUNT]], "hand": "owner"},
            "when": {"since": moment(top["first"]), "until": moment(top["last"])},
            "scope": {"parts": [{"kind": "query", "query": query}], "count": top["customers"]},
            "evidence": {"pins": [{"ref": f"event:{key}", "remark": ""} for key in (first, last)]},
        },
    )


def _alert_as_it_stands(task: Task, hunch: Hunch) -> Answer:
    """Copy the report: its day, the accounts and the customers that it names."""
    report = task.reports[0]
    at = _moment(report["at"])
    known = task.evidence.tables["accounts"]["account_id"].to_pylist()
    named = [key for key in known if key in report["text"]]
    window = {"since": moment(at.replace(hour=0, minute=0) - timedelta(1)), "until": moment(at)}
    scope: dict[str, Any] = dict(NONE)
    if report["customers"]:
        ids = {"kind": "ids", "text": " ".join(report["customers"])}
        scope = {"parts": [ids], "count": len(report["customers"])}
    who = {"accounts": named, "hand": "owner" if named else "nobody"}
    return _whole(task, _usual(task, hunch.kind) | {"who": who, "when": window, "scope": scope})


def _random(task: Task, dice: Dice) -> Answer:
    """Draw every part from what is offered."""
    accounts = task.evidence.tables["accounts"]["account_id"].to_pylist()
    log = task.public_log
    since, until = _moment(log["since"]), _moment(log["until"])
    minutes = int((until - since).total_seconds()) // 60
    ends = sorted(dice.below(minutes) for _ in range(2))
    kind = dice.pick((*LEAKS, NOTHING))
    segment = dice.pick(task.evidence.book.segments).segment_id
    uids = task.evidence.events[UID]
    public = task.deal_file
    return _whole(
        task,
        {
            "what": {"type": kind, "ground": dice.pick(GROUNDS) if kind == NOTHING else None},
            "who": {"accounts": [dice.pick(accounts)], "hand": dice.pick(HANDS)},
            "when": {
                "since": moment(since + timedelta(minutes=ends[0])),
                "until": moment(since + timedelta(minutes=ends[1])),
            },
            "how": {"channel": dice.pick(CHANNELS), "control": dice.pick(CONTROLS)},
            "scope": {
                "parts": [{"kind": "list", "segment": segment}],
                "count": 1 + dice.below(len(task.evidence.book)),
            },
            "sensitive": {"kinds": [], "children": dice.pick(("yes", "no"))},
            "ongoing": {"answer": dice.pick(("yes", "no"))},
            "evidence": {
                "pins": [
                    {"ref": f"event:{uids[dice.below(len(uids))].as_py()}", "remark": ""}
                    for _ in range(3)
                ]
            },
            "duties": {
                "list": [
                    {
                        "duty": duty,
                        "owed_by": dice.pick(("transferor", "transferee", public.company)),
                        "clock": dice.pick(("at_once", "4h", "none")),
                    }
                    for duty in dice.sample(_USUAL, 2)
                ]
            },
        },
    )


GUESSES: Mapping[str, Callable[[Task, Hunch], Answer]] = {
    "everyone": _everyone,
    "nobody": _nobody,
    "all_clear": _all_clear,
    "top_talker": _top_talker,
    "alert_as_it_stands": _alert_as_it_stands,
}
"""Those that rest on a hunch, by name."""


def _from_the_report(guess: Callable[[Task, Hunch], Answer]) -> Strategy:
    return lambda task, dice: guess(task, _told(task))


STRATEGIES: Mapping[str, Strategy] = {
    "random": _random,
    **{name: _from_the_report(guess) for name, guess in GUESSES.items()},
}
"""The strategies by name."""
