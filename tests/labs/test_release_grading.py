"""Grading a release: whole answers, single columns, costs, and answers of the wrong form."""

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kit.errors import BadInput
from kit.i18n import LOCALES
from kit.labs.release import MISTAKES, STRATEGIES, grade, key, render
from kit.labs.release.levels import OUT
from kit.labs.variants import Dice
from kit.labs.words import as_text
from kit.law import citable
from tests.labs.release_tables import column, same_for_all, tasks
from tests.labs.release_tables import task as task_of

unhurried = settings(suppress_health_check=[HealthCheck.filter_too_much], deadline=None)


def answer(task, levels):
    whole = task.template()
    for name, level in levels.items():
        whole["columns"][name] = {"level": level}
    return whole


def answers(task):
    options = {one.key: st.sampled_from([None, *one.levels]) for one in task.columns}
    return st.fixed_dictionaries(options)


def key_levels(task):
    return {name: value["level"] for name, value in key(task)["columns"].items()}


@unhurried
@given(tasks())
def test_the_key_is_full_and_every_solution_passes(task):
    assert grade(task, key(task)).score == 100
    for solution in task.solutions:
        names = [one.key for one in task.formers]
        levels = key_levels(task) | dict(zip(names, solution.levels, strict=True))
        score = grade(task, answer(task, levels))
        assert score.passed
        assert score.figures["releasable"]
        assert not {"too_fine", "held_back", "unmet"} & {
            one.code.rpartition(".")[2] for one in score.findings
        }


@unhurried
@given(tasks(), st.data())
def test_who_holds_back_what_comes_first_does_not_pass(task, data):
    first = task.column(task.first)
    coarser = [one for one in first.useful if first.finer(task.best[first.key], one)]
    assume(coarser)
    levels = key_levels(task) | {first.key: data.draw(st.sampled_from(coarser))}
    score = grade(task, answer(task, levels))
    assert not score.passed
    assert not score.figures["first"]
    (finding,) = (one for one in score.findings if one.severity != "ok")
    assert (finding.item, finding.code) == (first.key, "release.finding.held_back")
    assert finding.details["target"] == task.best[first.key]


@unhurried
@given(tasks())
def test_every_solution_shows_what_comes_first_as_finely_as_any_choice_that_holds(task):
    first = task.column(task.first)
    place = [one.key for one in task.formers].index(first.key)
    for levels in product(*(one.useful for one in task.formers)):
        chosen = dict(zip((one.key for one in task.formers), levels, strict=True))
        if task.groups(chosen).smallest >= task.k:
            assert not first.finer(levels[place], task.best[first.key])
    assert {one.levels[place] for one in task.solutions} == {task.best[first.key]}


@unhurried
@given(tasks())
def test_what_is_wanted_if_there_is_room_is_judged_by_the_room(task):
    """The second amount made optional: out is right exactly if nothing finer holds."""
    columns = tuple(
        replace(one, useful=("fine", "wide", OUT)) if one.key == "c02" else one
        for one in task.columns
    )
    made = task_of(task.table, columns, task.k)
    levels = key_levels(made) | {"c02": OUT}
    found = {one.item: one for one in grade(made, answer(made, levels)).findings}["c02"]
    room = made.best["c02"] != OUT
    assert found.code == f"release.finding.{'coarser_out' if room else 'right_no_room'}"


@unhurried
@given(tasks(), st.data())
def test_who_passes_has_served_the_purpose_named_nobody_and_reached_k(task, data):
    levels = data.draw(answers(task))
    score = grade(task, answer(task, levels))
    assert 0 <= score.score <= 100
    if score.passed:
        groups = task.groups({name: level or OUT for name, level in levels.items()})
        assert groups.smallest >= task.k
        assert levels["c05"] == OUT
        for one in task.columns:
            if one.needed:
                assert not one.finer(one.useful[-1], levels[one.key] or OUT)


@unhurried
@given(tasks(), st.data())
def test_a_mistake_costs_its_own_columns_and_no_other(task, data):
    outside = {
        one.key: [level for level in one.levels if level not in one.useful] for one in task.columns
    }
    names = data.draw(st.sets(st.sampled_from([name for name, there in outside.items() if there])))
    wrong = {name: data.draw(st.sampled_from(outside[name])) for name in names}
    score = grade(task, answer(task, key_levels(task) | wrong))
    assert {one.item for one in score.findings if one.severity != "ok"} == set(wrong)


@unhurried
@given(tasks(), st.data())
def test_the_order_of_an_answer_does_not_matter(task, data):
    whole = answer(task, data.draw(answers(task)))
    turned = {**whole, "columns": dict(reversed(whole["columns"].items()))}
    assert grade(task, whole) == grade(task, turned)


@unhurried
@given(tasks(), st.data())
def test_the_least_repair_is_the_least(task, data):
    """No solution keeps more of the useful levels than the one that findings point to."""
    levels = data.draw(answers(task))
    findings = {one.item: one for one in grade(task, answer(task, levels)).findings}
    names, wrong = [one.key for one in task.formers], ("too_fine", "too_alike", "held_back")
    kept = sum(findings[name].code.rpartition(".")[2] not in wrong for name in names)
    assume(all(levels[one.key] in one.useful for one in task.formers))
    most = max(
        sum(levels[name] == level for name, level in zip(names, one.levels, strict=True))
        for one in task.solutions
    )
    assert kept == most


@unhurried
@given(tasks(), st.data())
def test_what_is_said_can_be_shown_in_both_languages(task, data):
    score = grade(task, answer(task, data.draw(answers(task))))
    assert json.loads(json.dumps(score.to_json())) == score.to_json()
    for one in score.findings:
        assert one.articles
        assert all(citable(article) for article in one.articles)
    for locale in LOCALES:
        report = render(score, locale)
        assert len(report.items) == len(task.columns)
        assert "{" not in as_text(report)


@unhurried
@given(tasks(), st.integers(0, 2**32))
def test_strategies_and_mistakes_give_answers_of_the_right_form(task, seed):
    for strategy in STRATEGIES.values():
        assert 0 <= grade(task, strategy(task, Dice(seed))).score <= 100
    for wrong in MISTAKES.values():
        for name, value in wrong(task).items():
            one = task.column(name)
            assert value["level"] in one.levels
            assert value["level"] != task.best[name]


@unhurried
@given(tasks())
def test_nothing_given_and_everything_given_both_fail(task):
    for level in ("first", "last"):
        place = 0 if level == "first" else -1
        levels = {one.key: one.levels[place] for one in task.columns}
        assert not grade(task, answer(task, levels)).passed
    assert grade(task, task.template()).score == 0


WRONG = [
    None,
    [],
    "x",
    {},
    {"exercise": "made", "variant": "token"},
    {"exercise": "other", "variant": "token", "columns": {}},
    {"exercise": "made", "variant": "other", "columns": {}},
    {"exercise": "made", "variant": "token", "columns": []},
    {"exercise": "made", "variant": "token", "columns": {}},
]


@pytest.mark.parametrize("whole", WRONG)
def test_an_answer_of_another_form_is_refused(whole):
    with pytest.raises(BadInput):
        grade(made(), whole)


@pytest.mark.parametrize(
    "value", [None, [], "out", {}, {"level": "much"}, {"level": 1}, {"level": "out", "why": ""}]
)
def test_a_column_of_another_form_is_refused(value):
    task = made()
    whole = key(task)
    whole["columns"]["c01"] = value
    with pytest.raises(BadInput) as error:
        grade(task, whole)
    assert "c01" in str(error.value)


def test_unknown_and_missing_columns_are_refused():
    task = made()
    more, less = key(task), key(task)
    more["columns"]["c99"] = {"level": OUT}
    del less["columns"]["c01"]
    for whole, named in ((more, "c99"), (less, "c01")):
        with pytest.raises(BadInput) as error:
            grade(task, whole)
        assert named in str(error.value)


def made():
    return same_for_all(6, 2)


def test_levels_are_in_order_of_detail():
    one = column("c01", "amount", ("fine",))
    for finer, coarser in product(one.levels, repeat=2):
        ahead = one.levels.index(finer) < one.levels.index(coarser)
        assert one.finer(finer, coarser) == ahead
