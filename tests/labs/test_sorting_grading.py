"""The sorting grader: bounds, order, costs, judgement calls, bad input."""

import copy
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.customers.duties import ACTIONS, DEALS, Case
from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.labs.agreement import kappa
from kit.labs.sorting import MISTAKES, STRATEGIES, grade, key
from kit.labs.sorting.harms import HARMS, MISSING_COST, POINTS, cost
from kit.labs.sorting.mistakes import BELIEFS
from kit.labs.variants import Dice
from tests.labs.made_lists import answered, candidate, cases, task, tasks

HELD = Case("sound", hold="open", hold_covers=True)
BY_LAW = Case("retention_expired", period="expired", statutory="NDSR-12", in_use=False)


def only(case, form="merger", **parts):
    """The finding on one record answered like this, and else like the key."""
    made = task([case], form)
    answer = key(made)
    answer["records"]["r01"].update(parts)
    (finding,) = grade(made, answer).findings
    return finding


@given(tasks())
def test_the_key_scores_100(made):
    score = grade(made, key(made))
    assert score.score == 100
    assert score.figures["cost"] == 0
    assert {(one.verdict, one.severity) for one in score.findings} == {("right", "ok")}
    assert score.summary[-1].code == "sorting.all_right"


@given(answered())
def test_scores_and_figures_stay_in_bounds(pair):
    score = grade(*pair)
    figures = score.figures
    assert 0 <= score.score <= 100
    assert 0 <= figures["cost"] <= figures["max_cost"] == MISSING_COST * len(score.findings)
    assert figures["kappa"] is None or -1 <= figures["kappa"] <= 1
    assert figures["accuracy"] == figures["action_accuracy"] <= 1
    assert sum(map(sum, (row.values() for row in figures["confusion"].values()))) == len(
        score.findings
    )
    assert score.score == pytest.approx(
        100 * (1 - figures["cost"] / (POINTS * len(score.findings))), abs=0.0501
    )


@given(answered())
def test_kappa_agrees_with_the_confusion_table(pair):
    figures = grade(*pair).figures
    pairs = [
        (right, chosen)
        for right, row in figures["confusion"].items()
        for chosen, count in row.items()
        for _ in range(count)
    ]
    found = kappa(pairs)
    assert figures["kappa"] == (None if found is None else round(found, 4))


@given(answered(), st.randoms())
def test_the_order_of_an_answer_does_not_matter(pair, random):
    made, answer = pair
    items = list(answer["records"].items())
    random.shuffle(items)
    shuffled = {**answer, "records": dict(items)}
    assert grade(made, shuffled).to_json() == grade(made, answer).to_json()


@given(answered(), st.randoms())
def test_the_order_of_the_records_does_not_change_the_score(pair, random):
    made, answer = pair
    records = list(made.records)
    random.shuffle(records)
    moved = replace(made, records=tuple(records))
    assert grade(moved, answer).figures == grade(made, answer).figures


@given(answered())
def test_putting_a_record_right_never_lowers_the_score(pair):
    made, answer = pair
    right, before = key(made), grade(made, answer).score
    for name in answer["records"]:
        better = copy.deepcopy(answer)
        better["records"][name] = right["records"][name]
        assert grade(made, better).score >= before


@given(tasks())
def test_an_empty_answer_is_graded_and_costs_the_most(made):
    score = grade(made, made.template())
    assert {one.verdict for one in score.findings} == {"missing"}
    assert score.score == 0
    assert score.figures["cost"] == score.figures["max_cost"]


def test_every_wrong_action_has_one_consequence_and_deleting_what_must_stay_is_dearest():
    pairs = [(right, one.chosen) for one in HARMS for right in one.right]
    assert sorted(pairs) == sorted(permutations(ACTIONS, 2))
    costs = {(right, one.chosen): one.cost for one in HARMS for right in one.right}
    assert all(0 < one <= POINTS for one in costs.values())
    for right in ("hold", "restrict"):
        assert costs[right, "delete"] == POINTS == max(costs.values())
        assert costs[right, "delete"] > max(c for (r, _), c in costs.items() if r == "delete")
    assert costs["hold", "restrict"] < costs["hold", "keep"] < costs["hold", "delete"]
    assert costs["delete", "restrict"] < costs["delete", "keep"] < costs["delete", "hand_over"]
    careful = {one.cost for one in HARMS if one.careful}
    assert max(careful) < POINTS / 2


def test_handing_over_a_childs_or_withdrawn_data_is_dearer():
    kept = Case("sound", told=False)
    grown, child = candidate(kept, "merger"), candidate(kept, "merger", child=True)
    assert cost(child, "hand_over") > cost(grown, "hand_over")
    gone = candidate(Case("consent_withdrawn", basis="consent", withdrawn=True), "merger")
    over = candidate(Case("retention_expired", period="expired"), "merger")
    assert cost(gone, "hand_over") > cost(over, "hand_over")


@given(cases, st.sampled_from(DEALS))
def test_what_is_accepted_too_costs_nothing_and_is_called_a_judgement_call(case, form):
    made = task([case], form, ("problem", "action"))
    truth = made.records[0].truth
    for other in truth.decision.also_accept:
        answer = key(made)
        answer["records"]["r01"]["action"] = other
        score = grade(made, answer)
        (finding,) = score.findings
        assert (finding.verdict, finding.severity, score.score) == ("acceptable", "note", 100)
        assert finding.details["mistake"] is None
        assert score.figures["kappa"] in (None, 1)
        assert any(one.code == "sorting.judgement_calls" for one in score.summary)


def test_grave_mistakes_are_counted_by_name():
    made = task([HELD, BY_LAW, Case("retention_expired", period="expired", in_use=False)])
    answer = key(made)
    for name, action in (("r01", "delete"), ("r02", "delete"), ("r03", "hand_over")):
        answer["records"][name]["action"] = action
    score = grade(made, answer)
    grave = {code: count for code, count in score.figures["grave"].items() if count}
    assert grave == {"deleted_under_hold": 1, "deleted_kept_by_law": 1, "handed_over": 1}
    said = {one.code for one in score.summary}
    assert {f"sorting.grave.{code}" for code in grave} <= said


@pytest.mark.parametrize("kept", [HELD, BY_LAW], ids=["hold", "law"])
def test_deleting_what_cannot_be_got_back_never_passes(kept):
    made = task([kept, *[Case("sound")] * 20])
    answer = key(made)
    answer["records"]["r01"]["action"] = "delete"
    score = grade(made, answer)
    assert score.score == made.pass_mark - 1
    assert not score.passed
    assert score.figures["before_irreversible"] > made.pass_mark
    said = {message.code: message.severity for message in score.summary}
    assert said["sorting.irreversible"] == "danger"
    answer["records"]["r01"]["action"] = "restrict" if kept is HELD else "hold"
    score = grade(made, answer)
    assert score.passed
    assert "sorting.irreversible" not in [message.code for message in score.summary]


def test_withdrawn_consent_that_goes_on_being_used_is_counted():
    made = task([Case("consent_withdrawn", basis="consent", withdrawn=True)] * 2)
    answer = key(made)
    for one in answer["records"].values():
        one.update(problem="nothing", action="keep")
    score = grade(made, answer)
    assert score.figures["grave"]["withdrawn_used"] == 2
    assert {one.details["mistake"] for one in score.findings} == {"consent_lasts"}
    assert "sorting.mistakes.consent_lasts" in {one.code for one in score.summary}


def test_a_right_action_with_a_wrong_problem_or_reason_costs_a_little_each():
    right = only(HELD)
    problem = only(HELD, problem="duplicate")
    reason = only(HELD, reason="test_record")
    both = only(HELD, problem="duplicate", reason=None)
    assert right.severity == "ok"
    for one in (problem, reason, both):
        assert (one.verdict, one.severity, one.code) == ("right", "note", "sorting.right_but")
    assert problem.details["cost"] == reason.details["cost"] == both.details["cost"] / 2
    assert [note.code for note in both.notes][-2:] == ["sorting.problem_is", "sorting.reason_is"]


def test_a_hold_may_be_named_as_the_problem_of_what_it_covers():
    finding = only(HELD, problem="legal_hold")
    assert (finding.verdict, finding.severity, finding.details["cost"]) == ("right", "ok", 0)
    assert "sorting.problem_also" in [note.code for note in finding.notes]


def test_of_two_grounds_that_both_hold_either_is_right():
    over = Case("retention_expired", period="expired", in_use=False)
    assert only(over, reason="purpose_ended").details["cost"] == 0
    assert only(over, "dissolution", reason="company_ends").details["cost"] == 0
    assert only(over, reason="company_ends").details["cost"] > 0
    cleared = Case("guardian_missing", child=False)
    assert only(cleared, reason="not_under_14").details["cost"] == 0


@pytest.mark.parametrize(
    ("case", "form", "action", "mistake"),
    [
        (HELD, "merger", "hand_over", "holds_overlooked"),
        (BY_LAW, "merger", "delete", "law_overlooked"),
        (Case("guardian_missing", child=True), "merger", "keep", "children_overlooked"),
        (Case("duplicate"), "merger", "delete", "delete_duplicates"),
        (Case("sound", hold="released"), "merger", "hold", "released_hold_binds"),
        (Case("sound", told=False), "merger", "hand_over", "notice_overlooked"),
        (Case("sound", owed=True), "dissolution", "delete", "debts_overlooked"),
        (Case("sound"), "merger", "delete", "closing_deletes_everything"),
        (Case("sound"), "share_sale", "hand_over", "deal_moves_everything"),
        (Case("sound"), "merger", "merge", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_action_is_put_down_to_the_misconception_that_leads_to_it(
    case, form, action, mistake
):
    assert only(case, form, action=action).details["mistake"] == mistake


@given(tasks())
def test_a_mistake_loses_exactly_the_records_it_touches_and_is_named(made):
    right = key(made)
    for name, mistake in MISTAKES.items():
        touched = mistake(made)
        score = grade(made, right | {"records": right["records"] | touched})
        for one in score.findings:
            lost = one.verdict not in ("right", "acceptable")
            assert lost == (one.item in touched)
            assert one.details["mistake"] == (name if lost else None)
            named = [note.code for note in one.notes if ".mistake." in note.code]
            assert named == ([f"sorting.mistake.{name}"] if lost else [])
        summary = {message.code: message for message in score.summary}
        assert (f"sorting.mistakes.{name}" in summary) == (len(touched) >= 2)


@given(tasks(), st.integers(0, 2**63 - 1))
def test_every_strategy_gives_a_whole_answer_from_the_public_side(made, seed):
    assert set(STRATEGIES) >= {"random", "keep_all", "delete_all", "hand_over_all", "hold_all"}
    for strategy in STRATEGIES.values():
        answer = strategy(made, Dice(seed))
        assert 0 <= grade(made, answer).score <= 100
        assert all(one["action"] for one in answer["records"].values())


def test_every_misconception_matters_somewhere():
    seen = set()
    for form in DEALS:
        made = task(
            [
                HELD,
                BY_LAW,
                Case("duplicate"),
                Case("stale_phone"),
                Case("guardian_missing", child=True),
                Case("guardian_missing"),
                Case("consent_withdrawn", basis="consent", withdrawn=True),
                Case("consent_withdrawn", withdrawn=True),
                Case("retention_expired", period="expired", in_use=False),
                Case("unneeded_field", necessary=False),
                Case("sound", hold="released"),
                Case("sound", told=False),
                Case("sound", owed=True),
            ],
            form,
        )
        seen |= {name for name, mistake in MISTAKES.items() if mistake(made)}
    assert seen == set(BELIEFS)


def test_two_thousand_records_are_graded_in_one_go():
    made = task([HELD, BY_LAW, Case("duplicate"), Case("sound")] * 500)
    score = grade(made, STRATEGIES["random"](made, Dice(1)))
    assert [one.item for one in score.findings] == [one.key for one in made.records]


def damaged():
    made = task([HELD, Case("sound")])
    fine = key(made)

    def change(**parts):
        return {**fine, **parts}

    def first(value):
        return change(records={**fine["records"], "r01": value})

    return [
        None,
        [],
        "r01",
        {},
        change(records=[]),
        change(records={}),
        change(exercise="other"),
        change(variant="other"),
        change(more=1),
        change(records={**fine["records"], "r99": fine["records"]["r01"]}),
        first(None),
        first("hold"),
        first({"action": "hold"}),
        first({**fine["records"]["r01"], "more": 1}),
        first({**fine["records"]["r01"], "action": "burn"}),
        first({**fine["records"]["r01"], "action": ["hold"]}),
        first({**fine["records"]["r01"], "problem": "sound"}),
        first({**fine["records"]["r01"], "reason": 3}),
        first({**fine["records"]["r01"], "reason": "law_NDSR-12"}),
    ]


@pytest.mark.parametrize("answer", damaged(), ids=lambda one: str(one)[-60:])
def test_a_damaged_answer_is_refused_with_words(answer):
    with pytest.raises(BadInput) as refused:
        grade(task([HELD, Case("sound")]), answer)
    for locale in LOCALES:
        assert "{" not in explain(refused.value, locale).replace("{…}", "").replace("{}", "")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_whatever_is_no_action_is_refused(value):
    made = task([HELD])
    answer = key(made)
    answer["records"]["r01"]["action"] = value
    if value is None or value in ACTIONS:
        assert grade(made, answer).findings
    else:
        with pytest.raises(BadInput) as refused:
            grade(made, answer)
        assert explain(refused.value, "zh")
