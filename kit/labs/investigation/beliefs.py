"""What somebody with a usual misconception would report of a case, part by part."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.query import ACCOUNT, AT, UID, by_account, customers_of, where
from kit.labs.investigation.codes import NOTHING
from kit.labs.investigation.given import NONE
from kit.labs.investigation.judge_duties import ABOVE_A_MILLION
from kit.labs.investigation.keys import of_duties, of_people, of_time, pins, right_part
from kit.labs.investigation.task import Task
from kit.leaks.dates import DAY
from kit.leaks.schedule import millis

Report = dict[str, dict[str, Any]]
Places = NDArray[np.int64]
_TAKEN_FOR = {
    "migration_batch": ("phished_export", "download", "second_factor"),
    "recovery_test": ("production_copy_in_test", "download", "masked_test_data"),
    "auditor_export": ("data_room_raw_list", "download", "release_check"),
    "legal_hold_copy": ("courier_media", "media", "media_encryption"),
}
"""What a look-alike is taken for."""
_ACCUSED, _ACCUSED_TOO = "low_and_slow_insider", "departing_salesperson"
_NOTICES = ("notify_authority", "notify_individuals")


def rows_for_people(task: Task) -> Report:
    """Count rows: somebody who stands in five lists is five people."""
    reach = task.right.reach
    if not task.right.real or reach.rows <= len(reach.possible):
        return {}
    return {"scope": of_people(task, reach.exposed, reach.rows)}


def children_overlooked(task: Task) -> Report:
    """See contacts and contracts, and not whose birthdays stand beside them."""
    right = task.right
    if not right.children:
        return {}
    kinds = sorted(kind for kind in right.sensitive if kind != "minor_under_14")
    return {"sensitive": {"kinds": kinds, "children": "no"}}


def quiet_is_over(task: Task) -> Report:
    """Take silence in the log for the end of it."""
    return {"ongoing": {"answer": "no"}} if task.right.ongoing == ("yes",) else {}


def four_hours_for_all(task: Task) -> Report:
    """Start the clock of the incident reports whatever the number of people."""
    if not task.right.real:
        return {}
    found = right_part(task, "duties")
    listed = [
        one | {"clock": "4h"} if one["duty"] == "notify_authority" else one for one in found["list"]
    ]
    bearer = listed[0]["owed_by"]
    four = {"duty": "report_four_hours", "owed_by": bearer, "clock": "4h"}
    return {"duties": {"list": [*listed, four]}}


def sample_is_all(task: Task) -> Report:
    """Take the customers at the desk for all there are, and stay below a million."""
    if task.sample == 1 or not task.right.real:
        return {}
    found = right_part(task, "duties")["list"]
    return {"duties": {"list": [one for one in found if one["duty"] not in ABOVE_A_MILLION]}}


def few_need_no_notice(task: Task) -> Report:
    """Mend it quietly: so few people are nothing to tell anybody."""
    if not task.right.real:
        return {}
    found = right_part(task, "duties")["list"]
    return {"duties": {"list": [one for one in found if one["duty"] not in _NOTICES]}}


def wrong_side(task: Task) -> Report:
    """Let the signature move every duty, or let all stay with the old side for good."""
    if not task.right.real:
        return {}
    deal, incident = task.deal_file, task.right.owing.incident
    after = incident is not None and incident.found_on >= deal.closing_on
    other = "transferor" if after else "transferee"
    owed = task.right.owing.owed
    if not deal.transferee or any(one.accepts(other) for one in owed):  # type: ignore[arg-type]
        return {}
    listed = of_duties(owed)["list"]
    return {"duties": {"list": [one | {"owed_by": other} for one in listed]}}


def accuses_owner(task: Task) -> Report:
    """Take the name on the account for the person at the keyboard."""
    right = task.right
    if not right.real or right.hands[0] not in ("outsider", "other_person"):
        return {}
    found = {"who": {"accounts": list(right.accounts), "hand": "owner"}}
    return found | {"what": {"type": _ACCUSED, "ground": None}}


def forgets_copies(task: Task) -> Report:
    """Follow the first list, disk, link or account, and forget that there were more."""
    first = task.right.parts.first_via
    if not task.right.real or first is None:
        return {}
    return {
        "scope": of_people(task, first.places),
        "when": of_time(task.right.windows[0][0], first.until),
    }


def first_is_all(task: Task) -> Report:
    """Take the first event that is found for the whole of it."""
    first, proof = task.right.parts.first, task.right.proof
    if not task.right.real or first is None:
        return {}
    found: Report = {
        "scope": of_people(task, first.places),
        "when": of_time(first.since, first.until),
    }
    if proof.first:
        found["evidence"] = pins([proof.first.ref])
    return found


def alert_window(task: Task) -> Report:
    """Take the day and the people of the first report for the whole of it."""
    if not task.right.real:
        return {}
    report = task.evidence.tables["reports"].slice(0, 1).to_pylist()[0]
    at = millis(report["at"])
    since = at // DAY * DAY - DAY
    named = [task.evidence.book.place_of[key] for key in report["customers"] or ()]
    places = np.unique(np.array(named, np.int64)) if named else task.right.parts.on(since, at)
    found: Report = {"when": of_time(since, at)}
    if len(places):
        found["scope"] = of_people(task, places)
    return found


def shrugs_it_off(task: Task) -> Report:
    """Say that it will be all right, without the paper that makes it so."""
    if task.right.real:
        return {}
    return {
        "what": {"type": NOTHING, "ground": "daily_work"},
        "evidence": pins(task.right.proof.reports),
    }


def large_is_leak(task: Task) -> Report:
    """Take anything large for a leak, and report it."""
    right = task.right
    if right.real:
        return {}
    name, channel, control = _TAKEN_FOR[right.name]
    found: Report = {
        "what": {"type": name, "ground": None},
        "how": {"channel": channel, "control": control},
        "duties": {
            "list": [
                {"duty": duty, "owed_by": task.deal_file.company, "clock": "at_once"}
                for duty in ("remedy", *_NOTICES)
            ]
        },
    }
    first, last = right.proof.first, right.proof.last
    if first and last:
        account = {"accounts": [first.account], "hand": "owner"}
        places = right.parts.seen
        found |= {"who": account, "when": _of_facts(task), "scope": of_people(task, places)}
    return found


def loudest_user(task: Task) -> Report:
    """Take whoever touched most customers for the culprit."""
    loud = _loudest(task)
    if loud is None:
        return {}
    account, mine = loud
    people = customers_of(task.evidence, mine)["customer_id"].combine_chunks()
    places = np.array(pc.index_in(people, task.evidence.book.customer_id), np.int64)
    since, until = (millis(mine[AT][row].as_py()) for row in (0, mine.num_rows - 1))
    accused = _ACCUSED_TOO if task.right.name == _ACCUSED else _ACCUSED
    sizes = pc.subtract(mine["stop"], mine["start"])
    largest = mine[UID][int(np.argmax(np.asarray(pc.fill_null(sizes, 0))))].as_py()
    return {
        "what": {"type": accused, "ground": None},
        "who": {"accounts": [account], "hand": "owner"},
        "when": of_time(since, until),
        "scope": of_people(task, places),
        "evidence": pins([f"event:{largest}"]),
    }


def calls_it_routine(task: Task) -> Report:
    """Find a ticket for it, and look no further."""
    if not task.right.real:
        return {}
    others = {part: dict(NONE) for part in task.asks if part not in ("what", "evidence")}
    return others | {"what": {"type": NOTHING, "ground": "migration_batch"}}


def _loudest(task: Task) -> tuple[str, pa.Table] | None:
    """Return the loudest person who did nothing, with the events of theirs that touch anybody."""
    accounts = task.evidence.tables["accounts"].to_pylist()
    people = {row["account_id"] for row in accounts if row["kind"] == "person"}
    fact = task.right.proof.first
    people -= {*task.right.accounts, *([fact.account] if fact else [])}
    events = task.evidence.events
    events = events.filter(pc.is_valid(events["segment"]))
    loud = next(
        (row for row in by_account(task.evidence, events).to_pylist() if row[ACCOUNT] in people),
        None,
    )
    if loud is None or not loud["customers"]:
        return None
    return loud[ACCOUNT], where(events, ACCOUNT, [loud[ACCOUNT]])


def _of_facts(task: Task) -> dict[str, Any]:
    first, last = task.right.proof.first, task.right.proof.last
    return (
        {"since": first.at.replace(" ", "T"), "until": last.at.replace(" ", "T")}
        if first and last
        else {}
    )


BELIEFS: Mapping[str, Callable[[Task], Report]] = {
    "rows_for_people": rows_for_people,
    "children_overlooked": children_overlooked,
    "quiet_is_over": quiet_is_over,
    "four_hours_for_all": four_hours_for_all,
    "sample_is_all": sample_is_all,
    "few_need_no_notice": few_need_no_notice,
    "wrong_side": wrong_side,
    "accuses_owner": accuses_owner,
    "forgets_copies": forgets_copies,
    "first_is_all": first_is_all,
    "alert_window": alert_window,
    "shrugs_it_off": shrugs_it_off,
    "large_is_leak": large_is_leak,
    "loudest_user": loudest_user,
    "calls_it_routine": calls_it_routine,
}
"""The misconceptions, the most specific first."""
