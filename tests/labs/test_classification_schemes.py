"""What holds for every scheme of questions, whatever the labels."""

import itertools
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import world
from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.labs.classification import MISTAKES, STRATEGIES, grade, key, render
from kit.labs.classification.naming import pool
from kit.labs.classification.questions import GRADE_COSTS, GRADES, SCHEMES, missing_cost
from kit.labs.classification.truth import accepted
from kit.labs.practice import mixed
from kit.labs.variants import Dice
from kit.labs.words import as_text
from tests.labs.made_tasks import any_labels, field, label, task, tasks

OTHERS = [scheme for scheme in SCHEMES if scheme != "law"]
GOOD = ("right", "acceptable")
unhurried = settings(deadline=None)


@st.composite
def answered(draw):
    made = draw(tasks(scheme=draw(st.sampled_from(list(SCHEMES)))))
    answer = made.template()
    for one in answer["fields"].values():
        for question in made.questions:
            one[question.id] = draw(st.sampled_from((*question.codes, None)))
    return made, answer


def of_any_scheme(least=1):
    return st.sampled_from(list(SCHEMES)).flatmap(lambda one: tasks(least, one))


@unhurried
@given(of_any_scheme())
def test_the_key_scores_100_and_shows_no_mistake(made):
    score = grade(made, key(made))
    assert score.score == 100
    assert {one.verdict for one in score.findings} == {"right"}
    assert {one.details["mistake"] for one in score.findings} == {None}


@unhurried
@given(answered())
def test_scores_stay_in_bounds_and_every_finding_has_words(pair):
    made, answer = pair
    score = grade(made, answer)
    assert 0 <= score.score <= 100
    assert 0 <= score.figures["cost"] <= score.figures["max_cost"]
    assert all(
        0 <= share <= score.figures["accuracy"] for share in score.figures["shares"].values()
    )
    for locale in LOCALES:
        text = as_text(render(score, locale))
        assert "{" not in text
    for one in score.findings:
        assert (one.details["cost"] == 0) or one.articles


@unhurried
@given(answered(), st.randoms())
def test_the_order_of_items_does_not_matter(pair, random):
    made, answer = pair
    items = list(answer["fields"].items())
    random.shuffle(items)
    assert grade(made, {**answer, "fields": dict(items)}).to_json() == grade(made, answer).to_json()


@unhurried
@given(answered(), st.data())
def test_mending_one_field_never_costs(pair, data):
    made, answer = pair
    number = data.draw(st.integers(0, len(made.fields) - 1))
    name = made.fields[number].key
    mended = {**answer, "fields": {**answer["fields"], name: key(made)["fields"][name]}}
    before, after = grade(made, answer), grade(made, mended)
    assert after.figures["cost"] <= before.figures["cost"]
    if before.findings[number].verdict not in GOOD:
        assert after.figures["cost"] < before.figures["cost"]


@unhurried
@given(of_any_scheme())
def test_no_answer_at_all_costs_the_most(made):
    score = grade(made, made.template())
    assert score.score == 0
    assert score.figures["cost"] == score.figures["max_cost"]
    assert {one.verdict for one in score.findings} == {"missing"}


@settings(deadline=None, max_examples=40)
@given(of_any_scheme(least=3))
def test_a_mistake_loses_exactly_the_items_it_touches_and_is_recognised(made):
    for name, mistake in MISTAKES.items():
        wrong = mistake(made)
        score = grade(made, mixed(made, key(made), wrong))
        off = [one for one in score.findings if one.verdict not in GOOD]
        assert {one.item for one in off} == set(wrong)
        for one in off:
            assert one.details["mistake"] == name
            assert one.notes[0].code == f"classification.mistake.{name}"
        said = [message.code for message in score.summary]
        assert (f"classification.mistakes.{name}" in said) is (len(wrong) >= 2)


@unhurried
@given(of_any_scheme(), st.integers(0, 999))
def test_every_strategy_gives_an_answer_that_can_be_graded(made, seed):
    for strategy in STRATEGIES.values():
        score = grade(made, strategy(made, Dice(seed)))
        assert [one.item for one in score.findings] == [field.key for field in made.fields]
        assert 0 <= score.score <= 100


def test_leniency_costs_more_than_strictness_in_every_ordered_question():
    for question in itertools.chain.from_iterable(SCHEMES.values()):
        if not question.in_order:
            continue
        for low, high in itertools.combinations(question.codes, 2):
            assert question.costs[high][low] > question.costs[low][high] > 0
    assert GRADE_COSTS[GRADES[0]][GRADES[-1]] < GRADE_COSTS[GRADES[-1]][GRADES[0]]
    assert {missing_cost(scheme) for scheme in SCHEMES} == {20}


def test_a_wrong_category_is_said_and_costs_less_than_a_wrong_class():
    made = task([label("health", "sensitive")], "categories")
    answer = key(made)
    answer["fields"]["f01"]["category"] = "religion"
    score = grade(made, answer)
    (finding,) = score.findings
    assert (score.score, finding.verdict, finding.severity) == (60, "under", "warn")
    assert finding.code == "classification.off.category.wrong"
    assert "医疗健康" in as_text(render(score, "zh"))


def test_a_childs_health_may_be_put_under_either_category():
    truth = label("health", "sensitive", subject="child", also_reasons=("minor_under_14",))
    made = task([truth], "categories")
    answer = key(made)
    answer["fields"]["f01"]["category"] = "minor_under_14"
    score = grade(made, answer)
    assert (score.score, score.findings[0].verdict) == (100, "acceptable")


def test_law_and_company_are_judged_apart():
    truth = label("linked_to_person", "personal", grade=4, company_class="private")
    made = task([truth], "company_classes")
    answer = key(made)
    assert answer["fields"]["f01"] == {"choice": "personal", "company_class": "private"}
    answer["fields"]["f01"] = {"choice": "sensitive", "company_class": "sensitive"}
    finding = grade(made, answer).findings[0]
    assert [part["verdict"] for part in finding.details["parts"]] == ["over", "under"]
    assert finding.verdict == "under"
    assert finding.details["mistake"] == "private_life_overlooked"


def test_a_number_of_a_record_may_lead_to_its_customer_or_not():
    truth = label("pseudonymised", "personal", identifier="quasi")
    made = task([truth], "identifiers")
    made = replace(made, fields=(replace(made.fields[0], make="row_code"),))
    for code, verdict in (("quasi", "right"), ("direct", "acceptable"), ("none", "under")):
        answer = made.template()
        answer["fields"]["f01"] = {"choice": "personal", "identifier": code}
        assert grade(made, answer).findings[0].verdict == verdict


def test_only_what_goes_with_the_class_is_offered():
    category = SCHEMES["categories"][1]
    assert category.fitting("personal") == category.fitting("non_personal") == ("none",)
    assert "none" not in category.fitting("sensitive")


def test_the_old_inventory_is_shown_where_the_exercise_has_one():
    one = field(1, label("contact", "personal"))
    assert "old" not in one.public()
    assert replace(one, old={"choice": "non_personal"}).public()["old"] == {
        "choice": "non_personal"
    }


def test_keeping_an_old_class_explains_an_answer_like_it_before_all_else():
    made = task([label("third_party", "personal", subject="related_person")])
    assert set(MISTAKES["third_parties_overlooked"](made)) == {"f01"}
    old = replace(made.fields[0], old={"choice": "non_personal"})
    made = replace(made, fields=(old,))
    assert set(MISTAKES["old_label_kept"](made)) == {"f01"}
    assert not MISTAKES["third_parties_overlooked"](made)


@unhurried
@given(any_labels())
def test_accepted_grades_have_no_gap(truth):
    (one,) = task([truth], "grades").fields
    (question,) = SCHEMES["grades"]
    found = sorted(map(int, accepted(one, question, None)))
    assert found == list(range(found[0], found[-1] + 1))


@pytest.mark.parametrize("profile", ["leasing", "sanitary_ware", "swim_school"])
def test_no_field_of_a_profile_has_a_gap_between_accepted_steps(profile):
    for one in fields_of(profile):
        for scheme, questions in SCHEMES.items():
            lead = accepted(one, questions[0], None)[0]
            for question in (one for one in questions if one.in_order):
                found = sorted(map(question.codes.index, accepted(one, question, lead)))
                assert found == list(range(found[0], found[-1] + 1)), (scheme, one.name)


@pytest.mark.parametrize(
    ("profile", "name", "grades"),
    [
        ("swim_school", "pools.name", ("1",)),
        ("swim_school", "pools.address", ("1",)),
        ("swim_school", "pools.status", ("1",)),
        ("swim_school", "pools.opened_on", ("1",)),
        ("swim_school", "pools.lanes", ("1", "2")),
        ("leasing", "branches.name", ("1",)),
        ("leasing", "branches.code", ("1", "2")),
        ("swim_school", "guardians.guardian_id", ("2", "3", "4")),
    ],
)
def test_what_is_said_to_be_published_has_one_grade_only(profile, name, grades):
    (one,) = (one for one in fields_of(profile) if f"{one.table}.{one.column}" == name)
    assert tuple(sorted(accepted(one, SCHEMES["grades"][0], None))) == grades
    classes = dict(zip("1234", ("public", "sensitive", "sensitive", "private"), strict=True))
    company = accepted(one, SCHEMES["company_classes"][1], None)
    assert set(company) == {classes[grade] for grade in grades}


@cache
def fields_of(profile):
    """Return every field that can be asked of a small company."""
    company = world.build(profile, 11, 60)
    return tuple(
        replace(
            field(number, company.label(*name), spec.trap, spec.make),
            table=name[0],
            column=name[1],
            type=spec.type or "string",
        )
        for number, (name, spec) in enumerate(pool(company.profile).items(), start=1)
    )


MADE = task([label("contact", "personal"), label("system_code", "non_personal")], "identifiers")


@pytest.mark.parametrize(
    ("item", "named"),
    [
        (None, "fields.f02"),
        ({}, "choice, identifier"),
        ({"choice": "personal", "reason": None}, "identifier"),
        ({"choice": "personal", "identifier": "yes"}, "yes"),
        ({"choice": "personal", "identifier": ["direct"]}, "fields.f02.identifier"),
    ],
)
def test_a_broken_answer_is_refused_with_the_thing_named(item, named):
    whole = key(MADE)
    with pytest.raises(BadInput) as caught:
        grade(MADE, {**whole, "fields": {**whole["fields"], "f02": item}})
    assert all(named in explain(caught.value, locale) for locale in LOCALES)


@unhurried
@given(any_labels())
def test_every_scheme_has_an_answer_for_every_label(truth):
    for scheme in SCHEMES:
        made = task([truth], scheme)
        assert None not in key(made)["fields"]["f01"].values()
