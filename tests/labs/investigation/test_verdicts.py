"""What is right and what passes: accounts and hands, windows, all-clears, evidence, duties."""

from itertools import combinations

import pytest

from kit.i18n import LOCALES, catalogue
from kit.labs.investigation.blueprint import ASKS
from kit.labs.investigation.given import NONE
from kit.labs.investigation.keys import of_time
from kit.labs.investigation.weights import points
from kit.labs.words import say
from kit.leaks.schedule import millis
from tests.labs.investigation.opened import (
    CHILDREN,
    ENDED,
    FALSE_ALARM,
    LEAK,
    NIGHT,
    SPECS,
    codes,
    finding,
    graded,
    key,
    task,
)

GUIDED = "the-wrong-huang"
DISKS, BOX, AFTER = "scrap-dealer", "box-in-transit", "not-our-colleague-any-more"


def share(score, part):
    return score.figures["shares"][part]


def test_the_owner_of_a_misused_account_is_not_accused_for_free():
    accounts = list(task(NIGHT).right.accounts)
    found = finding(graded(NIGHT, who={"accounts": accounts, "hand": "owner"}), "who")
    assert found.details["share"] == pytest.approx(0.6)
    assert "investigation.who.not_the_owner" in codes(found)
    other = graded(NIGHT, who={"accounts": accounts, "hand": task(NIGHT).right.hands[1]})
    assert share(other, "who") == 1
    assert finding(other, "who").verdict == "acceptable"


def test_the_right_hand_on_the_wrong_account_earns_nothing():
    known = task(NIGHT).evidence.tables["accounts"]["account_id"].to_pylist()
    wrong = next(one for one in known if one not in task(NIGHT).right.accounts)
    hand = task(NIGHT).right.hands[0]
    assert share(graded(NIGHT, who={"accounts": [wrong], "hand": hand}), "who") == 0


def test_what_went_without_an_account_may_be_said_so():
    for none in ({"accounts": [], "hand": "nobody"}, dict(NONE)):
        assert share(graded(DISKS, who=none), "who") == 1
        assert 0.5 < share(graded(BOX, who=none), "who") < 1
        assert share(graded(LEAK, who=none), "who") == 0
    who = {"accounts": list(task(DISKS).right.accounts), "hand": "owner"}
    assert share(graded(DISKS, who=who), "who") == 1


def test_every_window_that_evidence_supports_passes():
    right = task(CHILDREN).right
    assert len(right.windows) > 1
    for window in right.windows:
        assert share(graded(CHILDREN, when=of_time(*window)), "when") == 1


def test_through_a_link_it_begins_when_that_was_made_and_may_end_when_it_was_withdrawn():
    made = task("store-left-open")
    links = [
        row
        for row in made.evidence.tables["links"].to_pylist()
        if f"link:{row['link_id']}" in made.right.proof.papers
    ]
    opened, closed = (
        min(row["created_at"] for row in links),
        max(row["revoked_at"] for row in links),
    )
    given = {"since": opened.isoformat(), "until": closed.isoformat()}
    assert finding(graded("store-left-open", when=given), "when").details["share"] == 1
    assert all(since >= millis(opened) for since, _ in made.right.windows)


def test_a_window_backwards_or_elsewhere_is_told_as_such():
    right = key()["report"]["when"]
    back = {"since": right["until"], "until": right["since"]}
    assert finding(graded(when=back), "when").code == "investigation.when.backwards"
    far = {"since": "2020-01-01T00:00", "until": "2020-01-02T00:00"}
    found = finding(graded(when=far), "when")
    assert found.code == "investigation.when.elsewhere"
    assert found.details["share"] == 0
    wide = {"since": "2026-06-01T00:00", "until": "2026-09-30T00:00"}
    assert finding(graded(when=wide), "when").code == "investigation.when.wide"


def test_a_leak_of_the_same_kind_through_the_same_thing_is_kin():
    found = finding(graded(what={"type": "low_and_slow_insider", "ground": None}), "what")
    assert found.code == "investigation.what.kin"
    assert 0 < found.details["share"] < 0.5
    other = finding(graded(what={"type": "paper_in_bin", "ground": None}), "what")
    assert other.details["share"] == 0


def test_an_all_clear_counts_as_far_as_ground_and_papers_bear_it_out():
    right = key(FALSE_ALARM)["report"]
    whole = graded(FALSE_ALARM)
    other = {"type": "nothing", "ground": "recovery_test"}
    no_ground = graded(FALSE_ALARM, what=other)
    report = {"pins": [{"ref": "report:R001", "remark": ""}]}
    neither = graded(FALSE_ALARM, what=other, evidence=report)
    assert whole.score == 100
    assert 50 < no_ground.score < SPECS[FALSE_ALARM].pass_mark
    assert neither.score < 50
    assert "investigation.summary.not_borne_out" in {one.code for one in neither.summary}
    assert right["what"] == {"type": "nothing", "ground": "migration_batch"}


def test_naming_somebody_in_a_false_alarm_is_an_accusation():
    account = task(FALSE_ALARM).right.proof.first.account
    found = finding(graded(FALSE_ALARM, who={"accounts": [account], "hand": "owner"}), "who")
    assert found.code == "investigation.who.accused"
    assert found.details["share"] == 0


def test_evidence_needs_both_ends_and_what_is_beside_the_point_costs():
    proof = task().right.proof
    first = {"ref": proof.first.ref, "remark": "first"}
    last = {"ref": proof.last.ref, "remark": "last"}
    paper = {"ref": proof.papers[0], "remark": ""}
    log = task().evidence.events["metadata.uid"].to_pylist()
    known = proof.events | proof.aside
    beside = next(f"event:{one}" for one in log if f"event:{one}" not in known)
    one_end = share(graded(evidence={"pins": [first]}), "evidence")
    both = share(graded(evidence={"pins": [first, last]}), "evidence")
    whole = share(graded(evidence={"pins": [first, last, paper]}), "evidence")
    spoilt = graded(evidence={"pins": [first, last, paper, {"ref": beside, "remark": ""}]})
    assert one_end < both < whole == 1
    assert share(spoilt, "evidence") == pytest.approx(0.75)
    assert "investigation.evidence.beside" in codes(finding(spoilt, "evidence"))


def test_of_each_piece_of_evidence_it_is_said_why_it_counts_and_what_is_missing():
    proof = task().right.proof
    aside = sorted(one for one in proof.aside - proof.events if one.startswith("event:"))[0]
    tickets = task().evidence.tables["tickets"]["ticket_id"].to_pylist()
    other = next(f"ticket:{one}" for one in tickets if f"ticket:{one}" not in proof.papers)
    paper = proof.papers[0]
    pinned = [proof.first.ref, paper, aside, other]
    found = finding(graded(evidence={"pins": pins_of(*pinned)}), "evidence")
    assert [(one["ref"], one["counts"]) for one in found.details["pins"]] == list(
        zip(pinned, ("yes", "yes", "aside", "no"), strict=True)
    )
    assert found.details["lacking"] == [proof.last.ref]
    assert set(found.details["more"]) == set(proof.best) - {*pinned, proof.last.ref}
    items = [one for one in found.notes if one.code == "investigation.evidence.item"]
    for locale in LOCALES:
        told = [say(one, locale).text for one in items]
        assert len(set(told)) == len(pinned)
        for ref, line in zip(pinned, told, strict=True):
            assert ref.partition(":")[2] in line


def test_full_evidence_is_told_what_would_make_it_rounder():
    proof = task().right.proof
    enough = pins_of(proof.first.ref, proof.last.ref, proof.reports[0])
    found = finding(graded(evidence={"pins": enough}), "evidence")
    assert found.details["share"] == 1
    assert found.details["lacking"] == []
    assert found.details["more"] == list(proof.papers[:3])


@pytest.mark.parametrize("exercise", [LEAK, DISKS, FALSE_ALARM, BOX])
def test_a_perfect_report_lacks_nothing_and_pins_nothing_in_vain(exercise):
    details = finding(graded(exercise), "evidence").details
    assert (details["lacking"], details["more"]) == ([], [])
    assert {one["counts"] for one in details["pins"]} == {"yes"}


def pins_of(*refs):
    return [{"ref": ref, "remark": ""} for ref in refs]


def test_where_the_hole_is_open_and_nothing_more_is_done_both_answers_are_full():
    both = [name for name in SPECS if task(name).right.ongoing == ("yes", "no")]
    assert both
    for name in both[:2]:
        for answer in ("yes", "no"):
            found = finding(graded(name, ongoing={"answer": answer}), "ongoing")
            assert found.details["share"] == 1
            assert found.code == f"investigation.ongoing.{answer}_open"


def test_points_are_whole_numbers_and_come_to_a_hundred():
    for number in range(2, len(ASKS) + 1):
        for asks in combinations(ASKS, number):
            worth = points(asks)
            assert sum(worth.values()) == 100
            assert all(isinstance(one, int) and one > 0 for one in worth.values())


def test_what_is_shown_as_worth_is_what_is_graded():
    score = graded(GUIDED)
    shown = {one["key"]: one["points"] for one in task(GUIDED).public()["parts"]}
    assert score.figures["points"] == shown
    assert sum(shown.values()) == score.score == 100


def test_events_are_told_with_their_action_in_words():
    found = finding(graded(what={"type": "paper_in_bin", "ground": None}), "what")
    [log] = [one for one in found.notes if one.code == "investigation.shows.log"]
    action = task().right.proof.first.action
    for locale in LOCALES:
        told = say(log, locale).text
        assert action not in told
        assert catalogue("activity", locale)[f"action.{action}"] in told


def test_other_work_of_the_same_account_neither_helps_nor_harms():
    proof = task().right.proof
    aside = sorted(one for one in proof.aside - proof.events if one.startswith("event:"))
    right = key()["report"]["evidence"]["pins"]
    more = {"pins": [*right, {"ref": aside[0], "remark": ""}]}
    assert share(graded(evidence=more), "evidence") == 1


def test_where_the_log_is_silent_papers_are_the_evidence():
    proof = task(DISKS).right.proof
    assert not proof.events
    one, two = proof.papers[:2]
    pins = [{"ref": ref, "remark": ""} for ref in (one, two)]
    assert share(graded(DISKS, evidence={"pins": pins[:1]}), "evidence") == 0.5
    assert share(graded(DISKS, evidence={"pins": pins}), "evidence") == 1


def duties(*listed):
    names = ("duty", "owed_by", "clock")
    return {"list": [dict(zip(names, one, strict=True)) for one in listed]}


def of_duties(exercise, *listed):
    return finding(graded(exercise, duties=duties(*listed)), "duties")


USUAL = ("remedy", "notify_authority", "notify_individuals")


def test_after_closing_the_receiver_owes_it_and_the_old_side_passes_as_a_reading():
    for bearer in ("transferee", "transferor"):
        found = of_duties(AFTER, *((one, bearer, "at_once") for one in USUAL))
        assert found.details["share"] == 1, bearer
    found = of_duties(AFTER, *((one, "vendor", "at_once") for one in USUAL))
    assert "investigation.duties.owner" in codes(found)
    assert found.details["share"] < 1


def test_before_closing_the_buyer_owes_nothing():
    listed = [(one, "transferee", "at_once") for one in (*USUAL, "police")]
    found = of_duties(LEAK, *listed)
    assert codes(found).count("investigation.duties.owner") == 4


def test_four_hours_are_explained_where_they_do_not_hold():
    listed = [(one, "transferor", "at_once") for one in (*USUAL, "police")]
    right = of_duties(LEAK, *listed)
    assert right.details["share"] == 1  # no time set: at once is careful
    four = of_duties(LEAK, *listed, ("report_four_hours", "transferor", "4h"))
    assert "investigation.duties.below_million" in codes(four)
    late = of_duties(LEAK, ("notify_authority", "transferor", "4h"), *listed[0:1], *listed[2:])
    assert "investigation.duties.four_hours" in codes(late)
    assert right.details["share"] > late.details["share"] > 0


def test_a_duty_named_twice_with_two_bearers_is_not_right_by_one_of_them():
    listed = [(one, "transferor", "at_once") for one in (*USUAL, "police")]
    twice = of_duties(LEAK, *listed, ("remedy", "transferee", "at_once"))
    assert twice.details["share"] < 1


def test_the_police_are_owed_for_an_insider_and_open_for_a_lost_bag():
    listed = [(one, "transferor", "at_once") for one in USUAL]
    without = of_duties(LEAK, *listed)
    assert "investigation.duties.left_out" in codes(without)
    listed = [(one, "transferor", "at_once") for one in (*USUAL, "tell_guardians")]
    for more in ((), (("police", "transferor", "none"),)):
        assert of_duties(CHILDREN, *listed, *more).details["share"] == 1


def test_after_deregistration_it_is_right_to_say_that_no_rule_names_anybody():
    score = graded(ENDED, duties=dict(NONE))
    assert share(score, "duties") == 1
    assert finding(score, "duties").verdict == "acceptable"


def test_duties_cite_the_rules_and_facts_cite_events():
    score = graded()
    assert "PIPL-57" in finding(score, "duties").articles
    for found in (finding(score, "what"), finding(graded(when=dict(NONE)), "when")):
        assert found.details["rests_on"]["first"] == task().right.proof.first.ref
        assert "investigation.shows.log" in codes(found)


@pytest.mark.parametrize("exercise", [BOX, DISKS])
def test_what_nobody_got_back_still_goes_on(exercise):
    found = finding(graded(exercise, ongoing={"answer": "no"}), "ongoing")
    assert found.details["share"] == 0
    assert "investigation.mistake.quiet_is_over" in codes(found)
