"""The case lab: studies that answer for every option, and a grader that tells claims from facts."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import exercises, law
from kit.errors import BadInput
from kit.exercises import baselines
from kit.exercises.tasks import open_task
from kit.i18n import LOCALES
from kit.labs import cases
from kit.labs.cases.kinds import families
from kit.labs.cases.study import load_study, names, parse_study, titles
from kit.labs.cases.task import Task
from kit.labs.words import as_text
from kit.leaks.catalogue import LEAKS

EXERCISE = "others-closings"
GOOD = """
[[questions]]
kind = "leak"
[[questions.options]]
code = "lost_laptop"
verdict = "right"
why = { zh = "对", en = "yes" }
[[questions.options]]
code = "none"
why = { zh = "不", en = "no" }
[[questions.options]]
code = "open"
why = { zh = "不", en = "no" }
[[questions]]
kind = "statement"
[[questions.options]]
code = "one"
verdict = "right"
text = { zh = "一", en = "one" }
why = { zh = "对", en = "yes" }
[[questions.options]]
code = "two"
text = { zh = "二", en = "two" }
why = { zh = "不", en = "no" }
[[questions.options]]
code = "three"
text = { zh = "三", en = "three" }
why = { zh = "不", en = "no" }
"""


@pytest.fixture(scope="module")
def task() -> Task:
    return open_task(exercises.load(EXERCISE), "lin", 7, "zh")


def test_every_case_of_the_rule_book_has_its_study():
    assert set(names()) == {case.id for case in law.cases()}


@pytest.mark.parametrize("name", [case.id for case in law.cases()])
def test_a_study_asks_about_its_case_and_answers_for_every_option(name):
    study = load_study(name)
    compared = set(next(case.compare for case in law.cases() if case.id == name))
    for question in study.questions:
        for option in question.options:
            assert set(titles(question.kind, option)) == set(LOCALES)
        right = {one.code for one in question.options if one.verdict == "right"}
        if question.kind == "rule":
            assert right <= compared


def test_right_options_cannot_be_told_by_their_length():
    """Always taking the longest text must not pass."""
    longest = [
        max(question.options, key=lambda one: len(one.text.zh)).verdict
        for name in names()
        for question in load_study(name).questions
        if question.kind == "statement"
    ]
    assert longest.count("right") <= 0.8 * len(longest)


def test_what_is_in_doubt_or_from_memory_is_nowhere_told():
    hidden = [
        point.text[locale]
        for case in law.cases()
        for point in case.points
        for locale in LOCALES
        if not point.teachable
    ]
    assert hidden
    for number in range(6):
        told = open_task(exercises.load(EXERCISE), f"trainee {number}", 1, "zh")
        words = json.dumps(told.public(), ensure_ascii=False)
        assert not [text for text in hidden if text in words]


def test_a_task_names_its_sources_and_tells_no_answer(task):
    public = task.public()
    assert all(case["sources"] and case["facts"] for case in public["cases"])
    words = json.dumps(public, ensure_ascii=False)
    for question in task.questions:
        for option in question.options:
            assert option.why.zh not in words
    for case in task.cases:
        assert not [lesson for lesson in case.lessons if lesson["zh"] in words]


def test_the_key_is_full_and_is_not_always_in_one_place(task):
    score = cases.grade(task, cases.key(task))
    assert (score.score, score.passed) == (100, True)
    places = {one.codes.index(one.coded("right")[0]) for one in task.questions}
    assert len(places) > 1


def test_what_can_be_argued_for_counts_and_is_told_apart(task):
    question = next(one for one in task.questions if one.coded("also"))
    answer = cases.key(task)
    answer["questions"][question.key] = {"choice": question.coded("also")[0]}
    score = cases.grade(task, answer)
    assert score.score == 100
    finding = next(one for one in score.findings if one.item == question.key)
    assert finding.verdict == "acceptable"


def test_a_wrong_answer_says_why_and_names_the_mistake(task):
    name = "claims_are_facts"
    wrong = cases.MISTAKES[name](task)
    answer = cases.key(task)
    answer["questions"] |= wrong
    score = cases.grade(task, answer)
    for locale in LOCALES:
        text = as_text(cases.render(score, locale))
        for key, value in wrong.items():
            question = next(one for one in task.questions if one.key == key)
            assert question.option(value["choice"]).why.both()[locale] in text
    found = [one for one in score.findings if one.item in wrong]
    assert {one.details["mistake"] for one in found} == {name}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_score_is_the_share_of_answers_that_stand(task, data):
    choice = {
        one.key: data.draw(st.sampled_from([*one.codes, None]), label=one.key)
        for one in task.questions
    }
    score = cases.grade(task, task.chosen(choice))
    stands = sum(
        choice[one.key] in (*one.coded("right"), *one.coded("also")) for one in task.questions
    )
    share = 100 * stands / len(task.questions)
    assert score.score == int(score.score)
    assert 0 <= share - score.score < 1
    assert score.passed == (share >= task.pass_mark)


def test_the_catalogue_that_is_asked_about_can_be_read_in_full():
    listed = [kind for family in families() for kind in family.kinds]
    assert sorted(one.name for one in listed) == sorted(LEAKS)
    for locale in LOCALES:
        assert len({family.titles[locale] for family in families()}) == len(families())
        assert all(one.titles[locale] and one.about[locale] for one in listed)


def test_two_trainees_read_other_cases_in_another_order():
    spec = exercises.load(EXERCISE)
    drawn = {
        tuple(case.name for case in open_task(spec, f"trainee {number}", 1, "zh").cases)
        for number in range(8)
    }
    assert len(drawn) >= 7


def test_tricks_fail_and_skill_pays():
    found = baselines.measure(exercises.load(EXERCISE), 12, 1)
    assert found.sound


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("lost_laptop", "lost_phone"), "cases.bad_code"),
        (('verdict = "right"\n', ""), "cases.bad_study"),
        (('code = "two"', 'code = "one"'), "cases.bad_study"),
        (('text = { zh = "二", en = "two" }\n', ""), "cases.bad_study"),
        (('kind = "statement"', 'kind = "leak"'), "cases.bad_study"),
        (("[[questions]]", "[[questions"), "cases.not_toml"),
    ],
)
def test_a_study_that_is_not_as_it_should_be_is_refused_in_words(change, code):
    assert parse_study("equifax", GOOD)
    with pytest.raises(BadInput) as caught:
        parse_study("equifax", GOOD.replace(*change))
    assert caught.value.code == code


def test_a_study_without_its_case_is_refused():
    with pytest.raises(BadInput) as caught:
        parse_study("nobody", GOOD)
    assert caught.value.code == "cases.no_case"
    with pytest.raises(BadInput) as caught:
        load_study("nobody")
    assert caught.value.code == "cases.unknown"


def test_answers_of_another_form_are_refused(task):
    for broken in ({}, {"questions": {}}, cases.key(task) | {"variant": "other"}):
        with pytest.raises(BadInput):
            cases.grade(task, broken)
    answer = cases.key(task)
    answer["questions"][task.questions[0].key] = {"choice": "nothing like it"}
    with pytest.raises(BadInput):
        cases.grade(task, answer)
