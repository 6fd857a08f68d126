"""What the evidence leaves open stands in scope and window alike; times have words of their own."""

from datetime import timedelta

import numpy as np
import pytest

from kit.labs.investigation.keys import of_people, of_time
from kit.leaks.dates import DAY
from tests.labs.investigation.opened import (
    ENDED,
    FALSE_ALARM,
    LAB,
    LEAK,
    NIGHT,
    SHARED,
    codes,
    finding,
    graded,
    key,
    task,
)

STORE, CALLS, AFTER = "store-left-open", "calling-on-whose-behalf", "not-our-colleague-any-more"
WORDS = {
    "starts_early": (-DAY, 0, "开始写早了", "starts too early"),
    "starts_late": (DAY, 0, "开始写晚了", "starts too late"),
    "ends_early": (0, -DAY, "结束写早了", "ends too early"),
    "ends_late": (0, DAY, "结束写晚了", "ends too late"),
    "wide": (-DAY, DAY, "前后都宽了", "starts too early, ends too late"),
    "narrow": (DAY, -DAY, "前后都窄了", "starts too late, ends too early"),
    "before": (-DAY, -DAY, "整体偏早", "too early throughout"),
    "after": (DAY, DAY, "整体偏晚", "too late throughout"),
}


def verdict(score, part, locale):
    return next(
        item.verdict
        for item, one in zip(LAB.render(score, locale).items, score.findings, strict=True)
        if one.item == part
    )


@pytest.mark.parametrize("how", WORDS)
def test_a_window_is_told_which_end_is_off_and_how(how):
    low, high = task(LEAK).right.windows[0]
    first, last, chinese, english = WORDS[how]
    score = graded(LEAK, when=of_time(low + first, high + last))
    assert finding(score, "when").code == f"investigation.when.{how}"
    assert verdict(score, "when", "zh") == chinese
    assert verdict(score, "when", "en") == english


@pytest.mark.parametrize(
    ("chosen", "chinese", "english"),
    [
        (None, "没有写时限", "deadline missing"),
        ("4h", "时限过严", "deadline too strict"),
        ("30d", "时限过晚", "deadline too late"),
    ],
)
def test_of_a_wrong_deadline_it_is_said_how_it_is_wrong(chosen, chinese, english):
    first, *others = key(LEAK)["report"]["duties"]["list"]
    assert first["clock"] == "at_once"
    score = graded(LEAK, duties={"list": [first | {"clock": chosen}, *others]})
    assert verdict(score, "duties", "zh") == chinese
    assert verdict(score, "duties", "en") == english


def test_duties_that_are_wrong_otherwise_too_are_not_called_a_matter_of_deadlines():
    first, *others = key(LEAK)["report"]["duties"]["list"]
    score = graded(LEAK, duties={"list": [first | {"clock": "30d"}, *others[1:]]})
    assert verdict(score, "duties", "en") == "too little"


@pytest.mark.parametrize("exercise", [STORE, CALLS, SHARED])
def test_another_list_that_is_left_open_stands_in_scope_and_window_alike(exercise):
    made = task(exercise)
    right, mine = made.right, made.right.others
    assert mine
    low, high = right.windows[0]
    places = np.union1d(right.reach.exposed, mine[0].places)
    window = of_time(min(low, mine[0].since), max(high, mine[0].until))
    score = graded(exercise, scope=of_people(made, places), when=window)
    for part in ("scope", "when"):
        assert finding(score, part).details["share"] > 0.8
        assert finding(score, part).verdict in ("right", "acceptable")
    assert "investigation.scope.other" in codes(finding(score, "scope"))
    told = "investigation.when.other" in codes(finding(score, "when"))
    assert told == (mine[0].since < low or mine[0].until > high)


def test_a_list_that_the_evidence_clears_stands_in_neither():
    made = task(STORE)
    since = made.right.others[0].since - 40 * DAY
    late = of_time(since, made.right.windows[0][1])
    assert finding(graded(STORE, when=late), "when").verdict == "over"


def test_whoever_may_have_written_may_have_done_so_since_the_domain_was_free():
    made = task(ENDED)
    domains = made.evidence.tables["domains"].to_pylist()
    ended = next(one["expires_on"] for one in domains if one["state"] == "registered_by_other")
    since = {"since": f"{ended + timedelta(1)}T00:00"}
    right = key(ENDED)["report"]["when"]
    assert finding(graded(ENDED, when=right | since), "when").verdict == "acceptable"
    long_before = {"since": f"{ended - timedelta(8)}T00:00"}
    assert finding(graded(ENDED, when=right | long_before), "when").verdict == "over"


def of_accounts(made):
    fact = made.right.proof.first
    return {*made.right.accounts, *([fact.account] if fact else [])}


def relevant(made):
    """What is known of the accounts besides: their rights, themselves, their people's devices."""
    tables, mine = made.evidence.tables, of_accounts(made)
    rows = [one for one in tables["accounts"].to_pylist() if one["account_id"] in mine]
    people = {one["staff_id"] for one in rows} - {None}
    yield from (f"account:{one['account_id']}" for one in rows)
    for one in tables["entitlements"].to_pylist():
        if one["account_id"] in mine:
            yield f"entitlement:{one['entitlement_id']}"
    for one in tables["devices"].to_pylist():
        if one["staff_id"] in people:
            yield f"device:{one['device_id']}"
    for one in tables["tickets"].to_pylist():
        if mine & set(one["refs"] or ()):
            yield f"ticket:{one['ticket_id']}"


@pytest.mark.parametrize(
    "exercise", [LEAK, NIGHT, AFTER, FALSE_ALARM, "auditors-in-the-house", CALLS]
)
def test_what_speaks_for_the_people_concerned_is_never_called_beside_the_point(exercise):
    made = task(exercise)
    log = made.evidence.events.select(["metadata.uid", "actor.user.uid", "time"]).to_pylist()
    own = [one for one in log if one["actor.user.uid"] in of_accounts(made)]
    ordinary = [own[0], own[-1]]
    refs = [*relevant(made), *(f"event:{one['metadata.uid']}" for one in ordinary)][:36]
    assert len(refs) >= 3
    right = key(exercise)["report"]["evidence"]["pins"]
    more = [{"ref": ref, "remark": ""} for ref in refs]
    score = graded(exercise, evidence={"pins": [*right, *more][:40]})
    found = finding(score, "evidence")
    assert {one["counts"] for one in found.details["pins"]} <= {"yes", "aside"}
    assert found.details["share"] == 1
    assert score.score == 100


def test_what_somebody_else_did_is_still_beside_the_point():
    made = task(NIGHT)
    tables, mine = made.evidence.tables, of_accounts(made)
    other = next(one for one in tables["accounts"].to_pylist() if one["account_id"] not in mine)
    right = key(NIGHT)["report"]["evidence"]["pins"]
    pins = [*right, {"ref": f"account:{other['account_id']}", "remark": ""}]
    found = finding(graded(NIGHT, evidence={"pins": pins}), "evidence")
    assert found.details["share"] < 1
