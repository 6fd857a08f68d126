import copy
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import BadInput
from kit.i18n import explain
from kit.labs.classification import grade, key
from kit.labs.classification.questions import CLASS_COSTS, REASONS, WRONG_PART_COST, missing_cost
from tests.labs.made_tasks import CLASSES, label, task, tasks

unhurried = settings(deadline=None)
CHOICES = st.sampled_from((*CLASSES, None))
REASON = st.sampled_from((*REASONS, None))


@st.composite
def answered(draw):
    made = draw(tasks())
    answer = made.template()
    for one in answer["fields"].values():
        one.update(choice=draw(CHOICES), reason=draw(REASON))
    return made, answer


@unhurried
@given(tasks())
def test_the_key_scores_100(made):
    score = grade(made, key(made))
    assert score.score == 100
    assert score.passed
    assert score.figures["cost"] == 0
    assert {finding.verdict for finding in score.findings} == {"right"}


@unhurried
@given(answered())
def test_scores_and_figures_stay_in_bounds(pair):
    made, answer = pair
    score = grade(made, answer)
    figures = score.figures
    assert 0 <= score.score <= 100
    assert 0 <= figures["cost"] <= figures["max_cost"]
    assert 0 <= figures["shares"]["reason"] <= figures["accuracy"] <= 1
    assert figures["kappa"] is None or -1 <= figures["kappa"] <= 1
    assert [finding.item for finding in score.findings] == [one.key for one in made.fields]


@unhurried
@given(answered(), st.randoms())
def test_the_order_of_an_answer_does_not_matter(pair, random):
    made, answer = pair
    items = list(answer["fields"].items())
    random.shuffle(items)
    assert grade(made, {**answer, "fields": dict(items)}).to_json() == grade(made, answer).to_json()


@unhurried
@given(answered(), st.randoms())
def test_the_order_of_the_fields_does_not_change_the_score(pair, random):
    made, answer = pair
    fields = list(made.fields)
    random.shuffle(fields)
    other = type(made)(**{**vars(made), "fields": tuple(fields)})
    assert grade(other, answer).figures == grade(made, answer).figures


@unhurried
@given(answered(), st.data())
def test_mending_one_field_never_costs_and_breaking_one_never_pays(pair, data):
    made, answer = pair
    number = data.draw(st.integers(0, len(made.fields) - 1))
    name = made.fields[number].key
    mended = copy.deepcopy(answer)
    mended["fields"][name] = key(made)["fields"][name]
    before, after = grade(made, answer), grade(made, mended)
    assert after.figures["cost"] <= before.figures["cost"]
    assert after.score >= before.score
    if before.findings[number].verdict in ("over", "under", "missing"):
        assert after.figures["cost"] < before.figures["cost"]


@unhurried
@given(tasks(least=6), st.randoms())
def test_each_further_mistake_lowers_the_score(made, random):
    answer, scores = key(made), []
    for one in random.sample(made.fields, len(made.fields)):
        scores.append(grade(made, answer).score)
        wrong = [c for c in CLASSES if c != one.label.classification]
        answer["fields"][one.key]["choice"] = random.choice(wrong)
    scores.append(grade(made, answer).score)
    assert all(later < earlier or earlier == 0 for earlier, later in itertools.pairwise(scores))


def test_leniency_costs_at_least_twice_what_strictness_costs():
    for low in range(3):
        for high in range(low + 1, 3):
            over = CLASS_COSTS[CLASSES[low]][CLASSES[high]]
            under = CLASS_COSTS[CLASSES[high]][CLASSES[low]]
            assert under >= 2 * over > 2 * WRONG_PART_COST


def test_no_answer_costs_as_much_as_the_most_dangerous_mistake():
    assert max(max(row.values()) for row in CLASS_COSTS.values()) == missing_cost("law")
    made = task([label("system_code", "non_personal")])
    score = grade(made, made.template())
    assert score.figures["cost"] == score.figures["max_cost"] == missing_cost("law")
    assert score.findings[0].verdict == "missing"
    assert score.findings[0].severity == "danger"


def test_the_right_class_with_a_wrong_reason_earns_part():
    made = task([label("contact", "personal")])
    answer = key(made)
    answer["fields"]["f01"]["reason"] = "pseudonymised"
    score = grade(made, answer)
    assert score.score == 60
    assert score.findings[0].to_json()["reason_verdict"] == "wrong"
    answer["fields"]["f01"]["reason"] = None
    assert grade(made, answer).findings[0].details["reason_verdict"] == "missing"


def test_every_reason_of_the_label_is_right():
    made = task([label("contact", "personal", also_reasons=("online_identifier",))])
    answer = key(made)
    answer["fields"]["f01"]["reason"] = "online_identifier"
    assert grade(made, answer).score == 100


def test_a_judgement_call_counts_as_right_and_says_so():
    made = task([label("direct_identifier", "personal", also_accept=("sensitive",))])
    answer = made.template()
    answer["fields"]["f01"] = {"choice": "sensitive", "reason": "specific_identity"}
    score = grade(made, answer)
    assert score.score == 100
    assert score.findings[0].verdict == "acceptable"
    assert score.findings[0].code == "classification.acceptable.stricter"
    assert score.figures["accuracy"] == 1
    answer["fields"]["f01"] = {"choice": "non_personal", "reason": "system_code"}
    assert grade(made, answer).findings[0].verdict == "under"


def test_a_reason_named_for_the_other_class_is_the_one_that_counts():
    truth = label(
        "linked_to_person", "personal", also_accept=("sensitive",), also_reasons=("health",)
    )
    answer = task([truth]).template()
    answer["fields"]["f01"] = {"choice": "sensitive", "reason": "health"}
    assert grade(task([truth]), answer).score == 100
    answer["fields"]["f01"]["reason"] = "religion"
    assert grade(task([truth]), answer).score == 60


def test_kappa_is_undefined_for_a_task_of_one_class_and_the_summary_says_so():
    made = task([label("system_code", "non_personal")] * 3)
    score = grade(made, key(made))
    assert score.figures["kappa"] is None
    assert score.to_json()["figures"]["kappa"] is None
    assert score.summary[-1].code == "classification.summary.kappa.undefined"


@pytest.mark.parametrize("reason", ["direct_identifier", "contact", "third_party"])
def test_calling_names_and_contacts_public_is_corrected(reason):
    made = task([label(reason, "personal", also_reasons=("contact",))])
    answer = made.template()
    answer["fields"]["f01"] = {"choice": "non_personal", "reason": "published_reference"}
    finding = grade(made, answer).findings[0]
    assert finding.code == "classification.myth.public"
    assert finding.articles == ("PIPL-4", "PIPL-25")


def test_the_summary_opens_with_danger_and_names_who_is_harmed():
    child = label("minor_under_14", "sensitive", subject="child", sensitive="minor_under_14")
    made = task([child, label("system_code", "non_personal")])
    answer = key(made)
    answer["fields"]["f01"]["choice"] = "non_personal"
    answer["fields"]["f02"]["choice"] = "personal"
    codes = [
        message.code.removeprefix("classification.summary.")
        for message in grade(made, answer).summary
    ]
    assert codes == ["failed", "danger", "harm.child", "over", "kappa.low"]


MADE = task([label("contact", "personal"), label("system_code", "non_personal")])


def broken(**changes):
    return {**key(MADE), **changes}


def with_field(value):
    return broken(fields={**key(MADE)["fields"], "f02": value})


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (None, "null"),
        ([], "[]"),
        ("x" * 10_000_000, "xxx"),
        (float("nan"), "nan"),
        ({}, "exercise, variant, fields"),
        (broken(extra=1), "extra"),
        (broken(exercise="other"), "other"),
        (broken(variant="0000"), "0000"),
        (broken(variant=["x"]), "[…]"),
        (broken(fields=[]), "fields"),
        (broken(fields={"f01": {"choice": None, "reason": None}}), "f02"),
        (broken(fields={**key(MADE)["fields"], "f99": {}}), "f99"),
        (with_field(None), "fields.f02"),
        (with_field({"choice": "personal"}), "reason"),
        (with_field({"choice": "personal", "reason": None, "why": 1}), "why"),
        (with_field({"choice": "secret", "reason": None}), "secret"),
        (with_field({"choice": ["personal"], "reason": None}), "fields.f02.choice"),
        (with_field({"choice": True, "reason": None}), "true"),
        (with_field({"choice": 1, "reason": None}), "1"),
        (with_field({"choice": 10**5000, "reason": None}), "…"),
        (with_field({"choice": float("nan"), "reason": None}), "nan"),
        (with_field({"choice": "y" * 10_000_000, "reason": None}), "yyy"),
        (with_field({"choice": "personal", "reason": "because"}), "because"),
    ],
)
def test_a_broken_answer_is_refused_with_the_thing_named(answer, named):
    with pytest.raises(BadInput) as caught:
        grade(MADE, answer)
    for locale in ("zh", "en"):
        message = explain(caught.value, locale)
        assert named in message
        assert len(message) < 1200
