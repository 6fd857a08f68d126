"""Every shipped investigation: the key is full, tricks fail, mistakes are named, words exist."""

import json

import jsonschema
import pytest

from kit.exercises import grade
from kit.labs.investigation import complete
from kit.labs.investigation.guessing import MARGIN
from kit.labs.practice import mixed
from kit.labs.variants import Dice
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from tests.labs.investigation.opened import LAB, SPECS, key, task

# One case after the other, so that each is made once and need not be kept.
every_case = pytest.mark.parametrize("exercise", SPECS, scope="module")


@every_case
def test_the_key_is_full_and_complete(exercise):
    made, right = task(exercise), key(exercise)
    score = LAB.grade(made, right)
    assert score.score == 100
    assert [one.severity for one in score.findings] == ["ok"] * len(made.asks)
    assert all(complete(part, value) for part, value in right["report"].items())
    jsonschema.validate(right, made.public()["answer_schema"])


@every_case
def test_an_empty_report_earns_nothing_and_is_not_complete(exercise):
    made = task(exercise)
    score = LAB.grade(made, made.template())
    assert score.score == 0
    assert {one.verdict for one in score.findings} == {"missing"}
    unfinished = [part for part, value in made.template()["report"].items() if part != "desk"]
    assert not any(complete(part, made.template()["report"][part]) for part in unfinished)


@every_case
@pytest.mark.parametrize("name", LAB.STRATEGIES)
def test_no_simple_strategy_comes_near_to_passing(exercise, name):
    made = task(exercise)
    score = grade(SPECS[exercise], made, LAB.STRATEGIES[name](made, Dice(5)))
    assert 0 <= score.score <= SPECS[exercise].pass_mark - MARGIN


@every_case
def test_whoever_makes_a_usual_mistake_loses_just_those_parts_and_is_told_why(exercise):
    made, right = task(exercise), key(exercise)
    for name, mistake in LAB.MISTAKES.items():
        wrong = mistake(made)
        score = LAB.grade(made, mixed(made, right, wrong))
        lost = {one.item for one in score.findings if one.severity != "ok"}
        assert lost == set(wrong), name
        for one in score.findings:
            if one.item in wrong:
                assert [note for note in one.notes if ".mistake." in note.code], (name, one.item)
        if wrong:
            assert score.score < 100


@every_case
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_everything_that_is_said_has_words(exercise, locale):
    made, right = task(exercise), key(exercise)
    answers = [right, made.template()]
    answers += [mixed(made, right, mistake(made)) for mistake in LAB.MISTAKES.values()]
    answers += [strategy(made, Dice(2)) for strategy in LAB.STRATEGIES.values()]
    for answer in answers:
        report = LAB.render(LAB.grade(made, answer), locale)
        lines = [report.headline, *(line.text for line in report.summary)]
        lines += [line for item in report.items for line in item.lines]
        assert all(lines)
        assert not [line for line in lines if "{" in line or "investigation." in line]


@every_case
def test_what_is_shown_tells_neither_the_truth_nor_the_seed(exercise):
    made = task(exercise)
    public = made.public()
    text = json.dumps(public, ensure_ascii=False)
    assert json.loads(text) == public
    assert "staged" not in text
    assert [part["key"] for part in public["parts"]] == list(made.asks)
    assert sum(part["points"] for part in public["parts"]) == pytest.approx(100, abs=0.5)
    told = {name for name in (*LEAKS, *LOOK_ALIKES) if f'"{name}"' in text}
    assert told >= set(LEAKS)  # every leak can be chosen, so none is told apart
    assert len({one["name"] for one in public["tables"]}) == len(public["tables"])
    assert "labels" not in {one["name"] for one in public["tables"]}  # they say what is sensitive
    for one in public["tables"]:
        assert made.table(one["name"]).num_rows == one["rows"]


@every_case
def test_the_window_that_is_right_lies_in_the_log_and_the_first_report_is_of_it(exercise):
    made = task(exercise)
    public = made.public()
    assert public["reports"][0]["id"] == "R001"
    assert public["reports"][0]["text"]
    assert public["log"]["events"] == made.evidence.events.num_rows
    if made.right.real:
        assert len(made.right.reach.provable) > 0
        assert set(made.right.reach.provable) <= set(made.right.reach.exposed)
        assert set(made.right.reach.exposed) <= set(made.right.reach.possible)
    else:
        assert made.right.proof.papers


def test_the_shipped_cases_cover_leaks_deals_and_levels():
    named = {name for spec in SPECS.values() for name in spec.blueprint.names}
    assert len(SPECS) >= 12
    assert len(named & set(LEAKS)) >= 12
    assert len(named & set(LOOK_ALIKES)) >= 2
    assert any(len(spec.blueprint.names) > 1 for spec in SPECS.values())
    assert {spec.profile for spec in SPECS.values()} == {"leasing", "sanitary_ware", "swim_school"}
    deals = {spec.deal for spec in SPECS.values()}
    assert deals >= {"share_sale", "merger", "business_sale", "dissolution", "bankruptcy"}
    assert {spec.difficulty for spec in SPECS.values()} == {"foundation", "practitioner", "expert"}
    assert sum(spec.guided for spec in SPECS.values()) == 1
