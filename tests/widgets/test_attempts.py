"""Attempts over time: hints once known, tasks that have changed since, results of old versions."""

import json
import sqlite3

import pytest
from conftest import Clock
from fixture import FixtureEngine, FixtureTask

from kit.errors import BadInput
from kit.widgets import VIEWS, ClassifyLab
from kit.widgets.attempts import LEFT_OUT

PERSONAL = {"choice": "personal", "reason": "direct_identifier"}


def hint(lab, number, key="h1"):
    attempt = lab.page["attempt"]["id"]
    return {"type": "hint", "key": f"{key}-{number}", "attempt": attempt, "item": str(number)}


def changed(monkeypatch, **public):
    """Let every task from now on differ in some public parts from what it was."""

    def task(self, exercise, trainee, seed, locale="zh"):
        made = kept(self, exercise, trainee, seed, locale)
        seen = made.public() | public
        object.__setattr__(made, "public", lambda: seen)
        return made

    kept = FixtureEngine.task
    monkeypatch.setattr(FixtureEngine, "task", task)


# Hints


def test_a_hint_once_asked_for_stays_open_and_is_charged_once(lab, talk):
    texts = [one["zh"] for one in lab.engine.hints("first")]
    lab.answer(lab.engine.key(lab.task))
    talk(lab).say(**hint(lab, 1))
    assert lab.submit().score == 98
    lab.again()
    assert (lab.live["hints"], lab.live["hints_known"]) == (texts[:1], 1)
    lab.answer(lab.engine.key(lab.task))
    score = lab.submit()
    assert (score.score, score.figures["hints_known"]) == (100, 1)
    assert lab.page["result"]["hints_known"] == 1
    assert lab.page["result"]["hints"] == 0


def test_a_further_hint_costs_its_own_points_only(lab, talk):
    talk(lab).say(**hint(lab, 1))
    lab.submit()
    lab.again()
    lab.answer(lab.engine.key(lab.task))
    talk(lab).say(**hint(lab, 1, "again"))
    talk(lab).say(**hint(lab, 2))
    assert len(lab.live["hints"]) == 2
    assert lab.submit().score == 98


def test_hints_come_in_order(lab, talk):
    [reply] = talk(lab).say(**hint(lab, 2))
    assert (reply["type"], reply["final"]) == ("refused", False)
    assert "1" in reply["words"]
    assert lab.live["hints"] == []
    assert lab.store.marks(lab.page["attempt"]["id"], "hint") == ()


@pytest.mark.parametrize("start", ["answer", "hint"])
def test_nobody_leaves_an_attempt_behind_to_get_its_hints_for_nothing(lab, talk, start):
    first = lab.page["attempt"]["id"]
    if start == "answer":
        lab.answer({"f01": PERSONAL})
    else:
        talk(lab).say(**hint(lab, 1))
    [reply] = talk(lab).say(type="again")
    assert (reply["type"], reply["final"]) == ("refused", True)
    assert "第 1 次" in reply["words"]
    assert lab.page["attempt"]["id"] == first
    with pytest.raises(BadInput, match="unfinished_first"):
        lab.again()


def test_from_an_older_result_again_leads_back_to_the_open_attempt(lab, talk):
    first = lab.page["attempt"]["id"]
    lab.submit()
    lab.again()
    second = lab.page["attempt"]["id"]
    page = talk(lab)
    page.say(type="show_attempt", attempt=first)
    page.say(type="again")
    assert lab.page["attempt"]["id"] == second  # untouched: taken up
    lab.answer({"f01": PERSONAL})
    page.say(type="show_attempt", attempt=first)
    assert lab.page["result"]
    page.say(type="again")
    assert (lab.page["attempt"]["id"], lab.page["result"]) == (second, None)


# Tasks that have changed


def test_a_corrected_word_keeps_the_attempt_and_its_answers(lab, open_lab, monkeypatch):
    lab.answer({"f01": PERSONAL})
    before = lab.page["attempt"]
    other = {"zh": "改过", "en": "Corrected"}
    told = lab.task.public()
    questions = [one | {"titles": other} for one in told["questions"]]
    left_out = dict.fromkeys(LEFT_OUT & set(told) - {"titles", "intro"}) | {
        "hints": {"count": 1, "cost": 5},
        "objectives": [other],
        "difficulty": "expert",
        "guided": False,
        "minutes": 99,
        "profile_titles": other,
    }
    changed(monkeypatch, titles=other, intro=other, questions=questions, **left_out)
    again = open_lab("first")
    assert again.page["attempt"] == before
    assert again.live["answers"] == {"f01": PERSONAL}
    assert again.page["task"]["title"] == "改过"


@pytest.mark.parametrize("part", ["fields", "variant", "deal_form", "preview"])
def test_a_task_that_has_changed_since_is_begun_anew_and_that_is_said(
    lab, open_lab, monkeypatch, part
):
    lab.answer({"f01": PERSONAL})
    told = lab.task.public()[part]
    others = {"deal_form": "merger", "variant": "another"}
    changed(monkeypatch, **{part: others.get(part, told[:-1])})
    again = open_lab("first")
    assert again.live["answers"] == {}
    assert (again.page["attempt"]["number"], again.page["attempt"]["replaced"]) == (2, "1")
    assert open_lab("first").page["attempt"] == again.page["attempt"]
    kept = lab.store.export(lab.person.id)["attempts"]
    assert [event["kind"] for event in kept[0]["events"]] == ["answer"]


def test_an_untouched_attempt_is_replaced_without_a_word(lab, open_lab, monkeypatch):
    changed(monkeypatch, variant="x")
    assert open_lab("first").page["attempt"]["replaced"] is None


# Results of an earlier version


@pytest.mark.parametrize("name", VIEWS)
def test_a_result_whose_task_has_changed_can_still_be_opened(store, name):
    view = VIEWS[name](locale="zh", store=store, clock=Clock())
    view.enter("林晓")
    view.answer(view.engine.key(view.task))
    score = view.submit()
    with sqlite3.connect(store.path) as file:
        file.execute("UPDATE attempts SET seed = seed + 7")
    for locale in ("zh", "en"):
        again = VIEWS[name](locale=locale, store=store, clock=Clock())
        result = again.page["result"]
        assert (result["score"], result["outdated"]) == (score.score, True)
        assert len(result["findings"]) == len(score.findings)
        assert all(one["title"] and one["verdict"] for one in result["findings"])
        assert result["headline"]
        assert result["figures"]
        assert again.live["answers"] == {}
    again.again()
    assert again.page["result"] is None
    assert again.page["attempt"]["number"] == 2


def test_a_result_in_words_that_are_gone_shows_its_score(store):
    view = ClassifyLab(locale="zh", store=store, clock=Clock())
    view.enter("林晓")
    score = view.submit()
    with sqlite3.connect(store.path) as file:
        [(words,)] = file.execute("SELECT score FROM results").fetchall()
        record = json.loads(words)
        record["findings"][0]["code"] = "classification.said_in_an_older_version"
        file.execute("UPDATE results SET score = ?", [json.dumps(record)])
    result = ClassifyLab(locale="zh", store=store).page["result"]
    assert (result["score"], result["findings"], result["outdated"]) == (score.score, [], True)
    assert f"{score.score:g}" in result["headline"]


def test_a_result_that_todays_grading_would_not_give_is_shown_from_its_record(lab, open_lab):
    lab.answer(lab.engine.key(lab.task))
    lab.submit()
    assert open_lab("first").page["result"]["outdated"] is False
    with sqlite3.connect(lab.store.path) as file:
        file.execute("UPDATE results SET score = replace(score, '\"score\": 100', '\"score\": 90')")
    result = open_lab("first").page["result"]
    assert (result["score"], result["outdated"]) == (90, True)


# What another window does at the same moment


def test_an_answer_saved_while_grading_is_not_left_ungraded(lab, open_lab, talk, monkeypatch):
    lab.answer(lab.engine.key(lab.task))
    other, grade = open_lab("first"), lab.engine.grade

    def slowly(task, answer):
        score = grade(task, answer)
        other.answer({"f01": PERSONAL | {"choice": "sensitive"}})
        return score

    monkeypatch.setattr(lab.engine, "grade", slowly)
    attempt = lab.page["attempt"]["id"]
    shown = dict(lab.live["answers"])
    [reply] = talk(lab).say(type="submit", key="s1", attempt=attempt, shown=shown)
    assert (reply["type"], reply["final"]) == ("refused", True)
    assert "另一个窗口" in reply["words"]
    assert lab.store.finished(lab.person.id, "first") == ()
    assert lab.live["answers"]["f01"]["choice"] == "sensitive"


# What a page may send


def test_an_exercise_that_does_not_exist_leaves_everything_as_it_is(lab, open_lab, talk):
    page = talk(lab)
    [reply] = page.say(type="open_exercise", exercise="third")
    assert reply["type"] == "refused"
    assert "third" in reply["words"]
    assert lab.store.place(lab.person.id, lab.LAB) != "third"
    assert page.say(type="refresh") == []
    assert lab.exercise == "first"
    assert open_lab().exercise == "first"


HOSTILE = [
    ("save", {"item": "f01", "value": PERSONAL, "key": None}, "key"),
    ("save", {"item": "f01", "value": PERSONAL, "key": 7}, "key"),
    ("save", {"item": "f01", "value": PERSONAL, "key": "\ud83d"}, "key"),
    ("save", {"item": "f01", "value": PERSONAL, "key": "k" * 65}, "key"),
    ("save", {"item": "f01", "key": "k1"}, "value"),
    ("save", {"item": {}, "value": PERSONAL, "key": "k1"}, "item"),
    ("save", {"item": "\ud83d", "value": PERSONAL, "key": "k1"}, "item"),
    ("undo", {}, "key"),
    ("hint", {"key": "k1", "item": None}, "item"),
    ("submit", {"shown": {}}, "key"),
    ("show_attempt", {"attempt": "x"}, "attempt"),
    ("show_attempt", {"attempt": 2**70}, "attempt"),
    ("show_attempt", {"attempt": True}, "attempt"),
    ("open_exercise", {"exercise": ["first"]}, "exercise"),
    ("open_exercise", {}, "exercise"),
    ("choose_person", {"person": "x"}, "person"),
    ("add_person", {"nickname": 5}, "nickname"),
    ("language", {"locale": {}}, "locale"),
]


@pytest.mark.parametrize(("kind", "parts", "named"), HOSTILE)
def test_a_message_of_the_wrong_form_is_refused_in_words(lab, talk, kind, parts, named):
    message = {"type": kind, "attempt": lab.page["attempt"]["id"], **parts}
    [reply] = talk(lab).say(**message)
    assert (reply["type"], reply["final"]) == ("refused", False)
    assert named in reply["words"]
    json.dumps(reply, ensure_ascii=False).encode()  # what it says back can be sent
    assert lab.answers == {}


@pytest.mark.parametrize("message", [None, [], "again", {"type": ["again"]}, {"type": {}}])
def test_what_is_no_message_is_ignored(lab, talk, message):
    page = talk(lab)
    page.view._receive(page.view, message, [])
    assert page.replies == []


def test_the_public_side_of_a_task_is_made_once(lab, open_lab, monkeypatch):
    made = []
    public = FixtureTask.public
    tasks = {}

    def task(self, exercise, trainee, seed, locale="zh"):
        name = (exercise, trainee, seed, locale)
        if name not in tasks:
            tasks[name] = kept(self, *name)
        return tasks[name]

    def counted(self):
        made.append(id(self))
        return public(self)

    kept = FixtureEngine.task
    monkeypatch.setattr(FixtureEngine, "task", task)
    monkeypatch.setattr(FixtureTask, "public", counted)
    open_lab("first")
    assert len(made) == len(set(made))
