"""Making a task: the same for the same input, another for another, errors that say why."""

import pytest
from pydantic import ValidationError

from kit.errors import BadInput
from kit.exercises import open_task
from kit.i18n import LOCALES, explain
from kit.labs.investigation.blueprint import ASKS, Blueprint
from kit.labs.investigation.clues import CHANNEL
from tests.labs.investigation.opened import FALSE_ALARM, LAB, LEAK, NIGHT, SPECS, key, task


def with_blueprint(exercise=LEAK, **changes):
    spec = SPECS[exercise]
    blueprint = Blueprint(**{**spec.blueprint.model_dump(exclude_defaults=True), **changes})
    return spec.model_copy(update={"blueprint": blueprint})


def test_the_same_trainee_gets_the_same_evidence_and_another_gets_another():
    again = open_task(SPECS[LEAK], "lin", "7")
    assert again.public() == task().public()
    assert again.evidence.events.equals(task().evidence.events)
    assert task(LEAK, "wang").digest != task().digest


def test_a_changed_case_changes_what_is_shown():
    other = open_task(with_blueprint(days_before=9), "lin", "7")
    assert other.token == task().token
    assert other.public()["digest"] != task().public()["digest"]


@pytest.mark.parametrize("exercise", [LEAK, FALSE_ALARM])
def test_the_key_is_the_same_in_each_language(exercise):
    english = task(exercise, locale="en")
    assert LAB.key(english) == key(exercise)
    assert LAB.grade(english, key(exercise)).score == 100


def test_one_of_several_is_drawn_by_variant():
    drawn = {task(NIGHT, trainee).right.name for trainee in ("lin", "wang")}
    assert drawn <= set(SPECS[NIGHT].blueprint.names)


@pytest.mark.parametrize("clue", ["alert", "rumour", "complaint"])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_clue_comes_first_and_knows_only_a_corner(clue, locale):
    made = open_task(with_blueprint(clue=clue), "lin", "7", locale)
    first, *others = made.reports
    assert first["channel"] == CHANNEL[clue]
    assert others
    assert len(first["customers"]) < len(made.right.reach.provable)
    assert made.table("reports")["report_id"][0].as_py() == first["id"]
    assert LAB.grade(made, LAB.key(made)).score == 100


def test_a_false_alarm_without_a_report_of_its_own_gets_an_alert():
    made = open_task(with_blueprint(FALSE_ALARM, leak="recovery_test", phase="normal"), "lin", "7")
    assert made.reports[0]["channel"] == "alert"
    assert LAB.grade(made, LAB.key(made)).score == 100


def test_a_case_that_does_not_fit_its_company_says_so():
    spec = with_blueprint(leak="lapsed_domain", phase="deregistered")
    with pytest.raises(BadInput) as caught:
        open_task(spec, "lin", "7")
    assert caught.value.code == "investigation.does_not_fit"
    for locale in LOCALES:
        assert "lapsed_domain" in explain(caught.value, locale)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"leak": "theft"}, "misdirected_mail"),
        ({"leak": ""}, "one_of"),
        ({"leak": "lost_laptop", "one_of": ["lost_laptop"]}, "exactly one"),
        ({"leak": "", "one_of": ["lost_laptop", "theft"]}, "recovery_test"),
        ({"asks": ["who", "when"]}, "what"),
        ({"asks": ["what", "what"]}, "once"),
        ({"scale": [0.5, 0.2]}, "low"),
        ({"scale": [0, 0.2]}, "0.01"),
        ({"staff": 10}, "30"),
        ({"clue": "dream"}, "rumour"),
        ({"phase": "lunch"}, "signing"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_blueprint_that_makes_no_sense_is_refused_by_key(changes, told):
    with pytest.raises(ValidationError) as caught:
        Blueprint(**{"leak": "lost_laptop", **changes})
    assert told in str(caught.value)


def test_a_blueprint_asks_everything_unless_it_says_less():
    assert Blueprint(leak="lost_laptop").asks == ASKS


def test_tables_and_sheets_hold_the_same():
    made = task()
    sheets = {one.table: one for one in made.sheets}
    assert len(sheets["events"].rows) == made.evidence.events.num_rows
    tickets = made.table("tickets")
    assert len(sheets["tickets"].rows) == tickets.num_rows
    assert list(sheets["tickets"].columns) == tickets.column_names
    with pytest.raises(BadInput) as caught:
        made.table("truth")
    assert "tickets" in explain(caught.value, "en")
