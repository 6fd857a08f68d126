"""Guessing stays far below the mark whoever is asked; honest work with a gap or two passes."""

import pytest

from kit.exercises import lab_of, open_task
from kit.labs.investigation.guessing import MARGIN, best_guess
from kit.labs.practice import mixed
from kit.labs.variants import Dice
from tests.labs.investigation.opened import ENDED, FALSE_ALARM, LAB, SHARED, SPECS, key, task

AUDIT, BOX, CALLS, TRAIN = (
    "auditors-in-the-house",
    "box-in-transit",
    "calling-on-whose-behalf",
    "left-on-the-train",
)
TRAINEES = ("lin", "wu", "he", "ma", "zhu", "qian")
FALSE_ALARMS = (FALSE_ALARM, AUDIT)


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("exercise", [ENDED, *FALSE_ALARMS, BOX, CALLS, TRAIN], scope="module")
def test_every_strategy_stays_far_below_the_mark_for_everybody(exercise, locale):
    most = SPECS[exercise].pass_mark - MARGIN
    for trainee in TRAINEES:
        made = task(exercise, trainee, locale)
        for name, strategy in LAB.STRATEGIES.items():
            assert LAB.grade(made, strategy(made, Dice(3))).score <= most, (trainee, name)
        assert LAB.grade(made, LAB.key(made)).score == 100


@pytest.mark.parametrize("exercise", [ENDED, AUDIT, BOX])
def test_a_case_is_as_hard_to_guess_in_one_language_as_in_the_other(exercise):
    one, other = task(exercise, "ma", "zh"), task(exercise, "ma", "en")
    assert best_guess(one) == best_guess(other) <= one.pass_mark - MARGIN
    assert LAB.key(one)["report"] == LAB.key(other)["report"]


def test_where_every_draw_can_be_guessed_the_hardest_to_guess_is_taken():
    low = SPECS[SHARED].model_copy(update={"pass_mark": MARGIN})
    hardest = open_task(low, "lin", "7")
    assert lab_of(low).grade(hardest, LAB.key(hardest)).score == 100
    assert MARGIN < best_guess(hardest) <= best_guess(task(SHARED))


def pinned(*refs):
    return {"pins": [{"ref": ref, "remark": ""} for ref in refs]}


def beside(made):
    """A ticket that has nothing to do with it."""
    return several_beside(made)[0]


def several_beside(made):
    known = {*made.right.proof.papers, *made.right.proof.aside}
    tickets = made.evidence.tables["tickets"]["ticket_id"].to_pylist()
    return [ref for key in tickets if (ref := f"ticket:{key}") not in known][:2]


def score(exercise, **parts):
    made = task(exercise)
    return LAB.grade(made, mixed(made, key(exercise), parts)).score


def events_and_papers(exercise):
    proof = task(exercise).right.proof
    return proof.first.ref, next(ref for ref in proof.papers if ref.startswith("ticket:"))


@pytest.mark.parametrize("exercise", FALSE_ALARMS)
def test_an_all_clear_passes_with_its_paper_and_a_gap_or_a_slip(exercise):
    made, mark = task(exercise), SPECS[exercise].pass_mark
    event, paper = events_and_papers(exercise)
    report, wrong = made.right.proof.reports[0], beside(made)
    assert score(exercise, evidence=pinned(event, paper)) == 100
    assert score(exercise, evidence=pinned(report, paper)) >= mark
    assert score(exercise, evidence=pinned(report, event, paper, wrong)) >= mark


@pytest.mark.parametrize("exercise", FALSE_ALARMS)
def test_an_all_clear_does_not_pass_without_its_paper_or_with_any_paper_that_is_there(exercise):
    made, mark = task(exercise), SPECS[exercise].pass_mark
    event, paper = events_and_papers(exercise)
    report = made.right.proof.reports[0]
    without = score(exercise, evidence=pinned(report))
    assert without <= mark - MARGIN
    assert without < score(exercise, evidence=pinned(report, event)) < mark
    assert score(exercise, evidence=pinned(report, paper, *several_beside(made))) <= mark - MARGIN


@pytest.mark.parametrize("exercise", FALSE_ALARMS)
def test_one_pin_beside_the_point_costs_an_all_clear_something_but_not_the_pass(exercise):
    made = task(exercise)
    _, paper = events_and_papers(exercise)
    report, wrong = made.right.proof.reports[0], beside(made)
    without = score(exercise, evidence=pinned(report, paper))
    assert SPECS[exercise].pass_mark <= score(exercise, evidence=pinned(report, paper, wrong))
    assert score(exercise, evidence=pinned(report, paper, wrong)) < without


def test_the_report_does_not_make_up_for_papers_that_are_beside_the_point():
    made = task(FALSE_ALARM)
    event, paper = events_and_papers(FALSE_ALARM)
    wrong, report = beside(made), made.right.proof.reports[0]
    alone = score(FALSE_ALARM, evidence=pinned(event, paper, wrong))
    assert score(FALSE_ALARM, evidence=pinned(event, paper, wrong, report)) == alone


def test_the_first_report_names_few_of_those_who_can_be_named_and_the_others_count_too():
    made = task(ENDED)
    first, *others = made.reports
    named = {key for one in others for key in one["customers"]}
    provable = set(made.evidence.book.ids(made.right.reach.provable))
    assert len(first["customers"]) <= len(provable) / 8
    assert named | set(first["customers"]) == provable
    assert made.right.proof.reports == tuple(f"report:{one['id']}" for one in made.reports)


def test_whoever_misses_a_few_of_the_letters_passes():
    made = task(ENDED)
    named = [key for one in made.reports for key in one["customers"]]
    some = {"parts": [{"kind": "ids", "text": " ".join(named[:-2])}], "count": len(named) - 2}
    first = {"parts": [{"kind": "ids", "text": named[0]}], "count": 1}
    late = {"since": made.reports[0]["at"][:10] + "T00:00", "until": made.reports[-1]["at"]}
    mark = SPECS[ENDED].pass_mark
    assert score(ENDED, scope=some, ongoing={"answer": "no"}, evidence=pinned("report:R001")) > mark
    assert score(ENDED, scope=first, when=late) < mark
