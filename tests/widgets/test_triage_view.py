"""The triage lab without a browser: looks are counted, stored first, and never come back."""

from functools import cache

import pytest
from conftest import Clock

from kit import exercises
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.exercises.tasks import open_task
from kit.i18n import LOCALES, catalogue
from kit.widgets import StudyCasesLab, TriageLab, rehearse
from kit.widgets.engine import Engine

EXERCISE = "monday-after-closing"


@cache
def kept(exercise, locale):
    return open_task(exercises.load(exercise), "fixture", 3, locale)


class OneTask(Engine):
    """Gives everybody the same task, so that each test need not make one."""

    def task(self, exercise, trainee, seed, locale="zh"):
        return kept(exercise, locale)


@pytest.fixture
def open_lab(store):
    def make(locale="zh"):
        lab = TriageLab(EXERCISE, locale=locale, store=store, engine=OneTask(), clock=Clock())
        lab.enter("林晓")
        return lab

    return make


def save(lab, item, verdict, key):
    attempt = lab.page["attempt"]["id"]
    value = {"verdict": verdict}
    return {"type": "save", "key": key, "attempt": attempt, "item": item, "value": value}


def ask(lab, kind, **more):
    return {"type": kind, "attempt": lab.page["attempt"]["id"], **more}


def test_nothing_of_an_alert_is_told_before_its_look_is_on_record(open_lab, talk):
    lab = open_lab()
    [reply] = talk(lab).say(**ask(lab, "detail", item="a01"))
    assert reply["type"] == "refused"
    [reply] = talk(lab).say(**save(lab, "a01", None, "k1"))
    assert reply["type"] == "saved"
    [reply] = talk(lab).say(**ask(lab, "detail", item="a01"))
    assert reply["type"] == "detail"
    assert reply["sections"]
    assert all(len(row) == len(one["columns"]) for one in reply["sections"] for row in one["rows"])


def test_undo_takes_back_verdicts_one_after_the_other_and_no_look(open_lab, talk):
    lab = open_lab()
    talk(lab).say(**save(lab, "a01", "real", "k1"))
    talk(lab).say(**save(lab, "a02", "harmless", "k2"))
    for number in range(2):
        talk(lab).say(**ask(lab, "undo", key=f"u{number}"))
    assert lab.answers == {}
    lab.reload()
    assert lab.page["task"]["looked"] == ["a01", "a02"]
    [reply] = talk(lab).say(**ask(lab, "detail", item="a01"))
    assert reply["type"] == "detail"


def test_a_kill_between_look_and_answer_gives_no_look_back(open_lab, talk, monkeypatch):
    lab = open_lab()
    real = lab.store.record

    def killed(*what, **more):
        real(*what, **more)
        raise SystemExit

    monkeypatch.setattr(lab.store, "record", killed)
    with pytest.raises(SystemExit):
        talk(lab).say(**save(lab, "a03", None, "k1"))
    attempt = lab.page["attempt"]["id"]
    assert Store(lab.store.path).marks(attempt, "look") == ("a03",)


def test_there_are_no_more_looks_than_the_budget(open_lab, talk):
    lab = open_lab()
    keys = [one.key for one in lab.task.alerts]
    for number, key in enumerate(keys[: lab.task.budget]):
        [reply] = talk(lab).say(**save(lab, key, "harmless", f"k{number}"))
        assert reply["type"] == "saved"
    [reply] = talk(lab).say(**save(lab, keys[lab.task.budget], None, "more"))
    assert reply["type"] == "refused"
    [reply] = talk(lab).say(**save(lab, keys[0], "real", "again"))
    assert reply["type"] == "saved"


def test_what_was_looked_at_wants_a_verdict(open_lab, talk):
    lab = open_lab()
    talk(lab).say(**save(lab, "a01", None, "k1"))
    shown = {"a01": {"verdict": None}}
    [reply] = talk(lab).say(**ask(lab, "submit", key="s1", shown=shown))
    assert reply["type"] == "refused"
    talk(lab).say(**save(lab, "a01", "harmless", "k2"))
    talk(lab).say(**ask(lab, "submit", key="s2", shown={"a01": {"verdict": "harmless"}}))
    assert lab.score is not None


@pytest.mark.parametrize("value", [{}, {"verdict": "guilty"}, "real", {"verdict": None, "x": 1}])
def test_a_verdict_of_another_form_is_refused(open_lab, value):
    lab = open_lab()
    with pytest.raises(BadInput):
        lab.checked(lab.task, "a01", value)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_look_can_be_put_into_words(open_lab, locale):
    lab = open_lab(locale)
    for alert in lab.task.alerts:
        for section in lab._detail(lab.task, alert.key):
            assert section["title"] in catalogue("triage_view", locale).values()
            assert bool(section["rows"]) != bool(section["empty"])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_look_says_so_where_no_ticket_names_the_alert(open_lab, locale):
    lab = open_lab(locale)
    looks = [lab._detail(lab.task, one.key) for one in lab.task.alerts]
    tickets = [part for look in looks for part in look if part["name"] == "tickets"]
    assert len(tickets) == len(looks)
    none = [part["empty"] for part in tickets if not part["rows"]]
    assert none
    assert set(none) == {catalogue("triage_view", locale)["tri_no_tickets"]}


def test_a_look_puts_the_day_beside_the_usual_days(open_lab):
    lab = open_lab("en")
    for alert in lab.task.alerts:
        parts = {part["name"]: part for part in lab._detail(lab.task, alert.key)}
        assert ("usual" in parts) == (alert.found.account is not None)
        if alert.found.account:
            assert parts["usual"]["columns"][:2] == ["What", "That day"]
            assert "Hours" in [row[0] for row in parts["usual"]["rows"]]


def test_every_order_that_is_compared_says_how_it_goes(open_lab, talk):
    lab = open_lab("en")
    talk(lab).say(**save(lab, "a01", "harmless", "k1"))
    talk(lab).say(**ask(lab, "submit", key="s1", shown={"a01": {"verdict": "harmless"}}))
    _, own, *rows = lab.page["result"]["orders"]
    assert len(own) == 2
    assert rows
    assert all(about.endswith(".") for _, _, about in rows)


def test_a_perfect_answer_from_code():
    assert rehearse(EXERCISE, lab="triage").score == 100
    assert rehearse("others-closings", lab="study_cases").score == 100


@pytest.mark.parametrize("value", [{}, {"choice": "nobody"}, {"choice": None, "x": 1}, "yto"])
def test_a_choice_that_is_not_offered_is_refused(store, value):
    lab = StudyCasesLab("others-closings", store=store, clock=Clock())
    lab.enter("林晓")
    with pytest.raises(BadInput):
        lab.checked(lab.task, lab.task.questions[0].key, value)


def test_every_rule_that_a_question_offers_can_be_read_beside_it(store):
    lab = StudyCasesLab("others-closings", store=store, clock=Clock())
    lab.enter("林晓")
    asked = [one for one in lab.task.questions if one.kind == "rule"]
    assert asked
    assert {code for one in asked for code in one.codes} <= {one["id"] for one in lab.page["rules"]}


def test_a_rule_that_was_chosen_wrongly_is_read_beside_the_right_one(store):
    lab = StudyCasesLab("others-closings", store=store, clock=Clock())
    lab.enter("林晓")
    one = next(some for some in lab.task.questions if some.kind == "rule" and some.coded("wrong"))
    wrong = one.coded("wrong")[0]
    score = lab.engine.grade(
        lab.task,
        lab.task.chosen({some.key: wrong if some is one else None for some in lab.task.questions}),
    )
    [finding] = [some for some in score.findings if some.item == one.key]
    assert finding.articles == (*one.coded("right"), wrong)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_an_alert_is_about_goes_by_its_name(open_lab, locale):
    lab = open_lab(locale)
    files = {row["file_id"]: row["path"] for row in lab.task.evidence.tables["files"].to_pylist()}
    alerts = {one["key"]: one for one in lab.page["task"]["alerts"]}
    known = [
        (alerts[one.key], one.found.things[:3])
        for one in lab.task.alerts
        if not one.found.account and set(one.found.things) & set(files)
    ]
    assert known
    for shown, ids in known:
        named = [f"{files[one]} {one}" for one in ids if one in files]
        assert set(named) <= set(shown["things"])
