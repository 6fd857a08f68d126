"""What the shell does for every lab: hints that cost, practice, what is sent, what is said."""

import json

import ipywidgets
import pytest
from fixture import FIELDS, FixtureEngine
from notes_fixture import KEYS, RIGHT, NotesEngine, NotesLab

from kit.errors import BadInput
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Report
from kit.widgets.result import finding_base, score_page
from kit.widgets.rules import rule_entries

PERSONAL = {"choice": "personal", "reason": "direct_identifier"}
SENSITIVE = {"choice": "sensitive", "reason": "health"}


@pytest.fixture
def notes(store):
    made = NotesLab(locale="zh", store=store, engine=NotesEngine())
    made.enter("林晓")
    return made


def about(lab, kind, key, item, **more):
    return {"type": kind, "key": key, "attempt": lab.page["attempt"]["id"], "item": item, **more}


# Head


def test_what_opens_a_view_brings_its_whole_page(open_lab, monkeypatch):
    opened, real = [], ipywidgets.comm.create_comm

    def create(**message):
        opened.append(message["data"]["state"])
        return real(**message)

    monkeypatch.setattr(ipywidgets.comm, "create_comm", create)
    lab = open_lab("first")
    assert [one["page"] for one in opened if "page" in one] == [lab.page]
    assert lab.page["task"]


def test_the_head_says_what_the_exercise_is(lab):
    task = lab.page["task"]
    assert task["title"] == "交接前的字段分类"
    assert (task["level"], task["minutes"]) == ("practitioner", 12)
    assert task["deal_form"] == "业务转让"
    assert task["objectives"] == ["看内容，不看名字"]
    assert len(task["variant"]) == 9
    assert lab.page["attempt"]["number"] == 1
    lab.submit()
    lab.again()
    assert lab.page["attempt"]["number"] == 2


# Hints


def test_the_words_of_a_hint_are_sent_only_when_asked_for(lab, talk):
    texts = [hint["zh"] for hint in lab.engine.hints("first")]
    seen = json.dumps([lab.page, lab.live], ensure_ascii=False)
    assert lab.page["task"]["hints"] == {"count": 2, "cost": 2}
    assert not [text for text in texts if text in seen]
    [reply] = talk(lab).say(**about(lab, "hint", "h1", "1"))
    assert reply["change"]["hints"] == texts[:1]
    assert texts[1] not in json.dumps(lab.live, ensure_ascii=False)


def test_a_hint_that_does_not_exist_is_refused(lab, talk):
    for number in ("3", "0", "x"):
        [reply] = talk(lab).say(**about(lab, "hint", f"h{number}", number))
        assert reply["type"] == "refused"
        assert "2" in reply["words"]
    assert lab.live["hints"] == []


def test_each_hint_costs_its_points_once(lab, talk):
    lab.answer(lab.engine.key(lab.task))
    page = talk(lab)
    for key, number in (("h1", "1"), ("h2", "2"), ("h3", "2"), ("h1", "1")):
        [reply] = page.say(**about(lab, "hint", key, number))
        assert reply["type"] == "saved"
    score = lab.submit()
    assert score.score == 96
    assert (score.figures["graded"], score.figures["hints"]) == (100, 2)
    result = lab.page["result"]
    assert (result["hints"], result["hint_cost"], result["graded"]) == (2, 4, 100)
    assert "96" in result["headline"]
    assert "4" in result["headline"]
    [(_, stored)] = lab.store.finished(lab.person.id, "first")
    assert (stored["score"], stored["figures"]["graded"]) == (96, 100)


def test_points_for_hints_can_cost_the_pass_but_no_more_than_there_are(lab, talk):
    lab.answer(lab.engine.key(lab.task))
    lab.answer({"f01": SENSITIVE, "f02": PERSONAL})
    talk(lab).say(**about(lab, "hint", "h1", "1"))
    assert lab.submit().score == 64.7
    assert "未通过" in lab.page["result"]["headline"]
    lab.again()
    talk(lab).say(**about(lab, "hint", "h2", "2"))
    assert lab.submit().score == 0


def test_a_result_with_hints_is_the_same_after_a_reload(lab, open_lab, talk):
    lab.answer(lab.engine.key(lab.task))
    talk(lab).say(**about(lab, "hint", "h1", "1"))
    lab.submit()
    assert open_lab("first", locale="en").score.score == 98


# Guided practice


def test_in_practice_the_kernel_says_how_an_item_would_be_judged(practice, talk):
    page = talk(practice)
    page.say(**about(practice, "save", "k1", "f01", value=PERSONAL))
    page.say(**about(practice, "save", "k2", "f02", value=PERSONAL))
    [reply] = page.say(**about(practice, "check", "c1", "f02"))
    found = reply["change"]["checked"]
    assert (found["item"], found["verdict"], found["fine"]) == ("f02", "under", False)
    assert found["parts"][0]["expected"] == "敏感个人信息"
    assert [rule["id"] for rule in found["rules"]] == ["PIPL-4"]
    assert set(practice.live["checked"]) == {"f02"}
    assert practice.page["result"] is None


def test_a_check_holds_until_the_answer_changes(practice, open_lab, talk):
    page = talk(practice)
    page.say(**about(practice, "save", "k1", "f01", value=SENSITIVE))
    page.say(**about(practice, "check", "c1", "f01"))
    assert set(open_lab("second").live["checked"]) == {"f01"}
    [reply] = page.say(**about(practice, "save", "k2", "f01", value=PERSONAL))
    assert reply["change"]["checked"] is None
    assert practice.live["checked"] == {}
    assert open_lab("second").live["checked"] == {}


def test_outside_practice_nothing_is_checked(lab, talk):
    page = talk(lab)
    page.say(**about(lab, "save", "k1", "f01", value=PERSONAL))
    [reply] = page.say(**about(lab, "check", "c1", "f01"))
    assert reply["type"] == "refused"
    assert lab.live["checked"] == {}
    assert lab.store.marks(lab.page["attempt"]["id"], "check") == ()


@pytest.mark.parametrize("value", [None, {"choice": "personal", "reason": None}])
def test_what_is_not_answered_cannot_be_checked(practice, talk, value):
    if value:
        practice.answer({"f01": value})
    [reply] = talk(practice).say(**about(practice, "check", "c1", "f01"))
    assert reply["type"] == "refused"
    assert practice.live["checked"] == {}


def test_practice_does_not_count(practice):
    practice.answer(practice.engine.key(practice.task))
    assert practice.submit().score == 100
    second = practice.page["exercises"][1]
    assert (second["guided"], second["tried"]) == (True, True)
    assert (second["best"], second["passed"]) == (None, False)
    path = practice.store.path.parent / "lessons" / "progress.json"
    found = json.loads(path.read_text())["lessons"]
    assert found["01-classify-fields"]["done"] == 0
    assert found["01-classify-fields"]["best"] is None


# What is sent


def test_a_save_among_thousands_sends_one_item(notes, talk):
    notes.answer(dict.fromkeys(KEYS, RIGHT))
    sent = []
    notes.observe(sent.append, ["page", "live"])
    [reply] = talk(notes).say(
        **about(notes, "save", "k1", KEYS[5], value={"spans": [], "done": True})
    )
    assert sent == []
    assert len(json.dumps(reply)) < 400
    assert reply["change"]["value"] == {"spans": [], "done": True}
    assert notes.live["answers"] == notes.answers
    assert len(notes.live["done"]) == len(KEYS)


def test_what_is_told_in_steps_equals_what_a_new_page_reads(lab, open_lab, talk):
    page = talk(lab)
    page.say(**about(lab, "save", "k1", "f01", value=PERSONAL))
    page.say(**about(lab, "save", "k2", "f02", value={"choice": "personal", "reason": None}))
    page.say(**about(lab, "save", "k3", "f01", value=SENSITIVE))
    page.say(**about(lab, "undo", "u1", None))
    page.say(**about(lab, "hint", "h1", "1"))
    told, read = lab.live, open_lab("first").live
    assert told == read
    page.say(**about(lab, "save", "k1", "f01", value=SENSITIVE))  # sent again: stored already
    assert lab.live["answers"]["f01"] == PERSONAL


def test_another_lab_needs_no_shell_of_its_own(notes, talk):
    assert notes.page["task"]["items"] == list(KEYS)
    assert notes.page["task"]["deal_form"] is None
    with pytest.raises(BadInput, match="unknown_item"):
        notes.answer({"n9999": RIGHT})
    with pytest.raises(BadInput, match="bad_answer"):
        notes.answer({"exercise": "service-notes", "notes": ["n0001"]})
    notes.answer({"exercise": "service-notes", "notes": {KEYS[0]: RIGHT}})
    talk(notes).say(**about(notes, "check", "c1", KEYS[0]))
    assert notes.live["checked"][KEYS[0]]["where"] == KEYS[0]
    notes.answer(dict.fromkeys(KEYS, RIGHT))
    assert notes.submit().score == 100
    assert repr(notes) == "<notes service-notes: 100 / 100>"
    assert len(notes.page["result"]["findings"]) == len(KEYS)


def test_a_chart_of_the_attempts_is_drawn_when_the_page_asks(lab, talk):
    for _ in range(2):
        lab.submit()
        lab.again()
    replies = talk(lab).say(type="chart")
    assert replies[0]["type"] == "chart"
    assert replies[0]["svg"].startswith("<svg")
    assert replies[0]["alt"]
    assert "2" in replies[0]["sentence"]


# Trouble


def test_an_unexpected_error_is_said_in_words_and_kept_for_the_log(lab, talk, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(lab.store, "record", broken)
    message = about(lab, "save", "k1", "f01", value=PERSONAL)
    page = talk(lab)
    with pytest.raises(ZeroDivisionError):
        page.say(**message)
    [reply] = page.replies
    assert (reply["type"], reply["key"], reply["final"]) == ("refused", "k1", False)
    assert "意外" in reply["words"]


def test_every_request_for_another_page_is_answered(lab, talk):
    first = lab.page["attempt"]["id"]
    lab.submit()
    page = talk(lab)
    for message in (
        {"type": "again"},
        {"type": "show_attempt", "attempt": first},
        {"type": "open_exercise", "exercise": "first"},
    ):
        assert page.say(**message) == [{"type": "done"}]


# Results in words


def test_a_usual_mistake_stands_apart_from_the_other_reasons():
    remark = Message("exercise.after_hints", {"hints": 1, "cost": 2, "graded": "9"})
    mistake = Message("exercise.mistake.x", {})
    finding = Finding("f1", "under", "danger", "x.y", {}, ("PIPL-4",), (remark,))
    words = ItemReport("f1", "F1", "too low", "danger", ("because",), ())
    assert finding_base(finding, words, "en")["mistake"] is None
    assert finding_base(finding, words, "en")["lines"] == ["because"]
    with pytest.raises(KeyError):
        finding_base(Finding("f1", "under", "danger", "x.y", {}, (), (mistake,)), words, "en")


def test_without_hints_the_labs_own_headline_stands():
    score = Score("e", "l", 80, 70, {}, (), (Message("x"),))
    report = Report("Well done", (), (("score", "80 / 100", "good"),), ((),), ())
    page = score_page(score, report, "en")
    assert (page["headline"], page["points"], page["figures"]) == ("Well done", "good", [])


def test_a_rule_says_its_terms_since_when_and_whether_it_is_a_reading():
    [entry] = rule_entries(["PIPL-28"], "zh")
    assert entry["since"] == "2021-11-01"
    assert {"name": "敏感个人信息", "other": "sensitive personal information", "note": ""} in [
        term | {"note": ""} for term in entry["terms"]
    ]
    assert entry["reading"] is False
    [english] = rule_entries(["PIPL-28"], "en")
    assert [term["other"] for term in english["terms"]] == [one["name"] for one in entry["terms"]]


def test_the_fixture_has_no_answer_in_its_public_side(lab):
    public = json.dumps(FixtureEngine().task("first", "x", 1).public(), ensure_ascii=False)
    assert all(field[0] in public for field in FIELDS)
    assert "expected" not in public


def test_in_practice_hints_are_free_and_nobody_passes_or_fails(practice, talk):
    assert practice.page["task"]["hints"] == {"count": 2, "cost": 0}
    practice.answer(practice.engine.key(practice.task))
    practice.answer({"f01": SENSITIVE})
    talk(practice).say(**about(practice, "hint", "h1", "1"))
    assert practice.submit().score == 83.3
    result = practice.page["result"]
    assert (result["hint_cost"], result["outdated"]) == (0, False)
    assert result["headline"] == "练习做完了：6 项里对了 5 项。"
