"""The release lab without a browser: what it shows, counts, stores and refuses; its words."""

import re
import sys
from pathlib import Path

import pytest
from conftest import Clock

from kit import widgets
from kit.classroom.store import Store
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue
from kit.labs.release import key
from kit.widgets import ReleaseLab, rehearse
from kit.widgets.assets import script

EXERCISE = "leasing-arrears-for-the-actuary"
SCRIPTS = ("release-live", "release-row", "release", "release-review", "release-start")


@pytest.fixture
def open_desk(store):
    def make(locale="zh", exercise=EXERCISE):
        lab = ReleaseLab(exercise, locale=locale, store=store, clock=Clock())
        lab.enter("林晓")
        return lab

    return make


def save(lab, name, level, press="k1"):
    item = next(one.key for one in lab.task.columns if one.name == name)
    attempt = lab.page["attempt"]["id"]
    value = {"level": level}
    return {"type": "save", "key": press, "attempt": attempt, "item": item, "value": value}


def test_a_choice_is_on_disk_when_it_is_acknowledged_and_then_its_groups_follow(open_desk, talk):
    lab = open_desk()
    message = save(lab, "born", "exact")
    saved, told = talk(lab).say(**message)
    assert (saved["type"], told["type"]) == ("saved", "groups")
    stored = Store(lab.store.path).answers(lab.page["attempt"]["id"])
    assert stored == {message["item"]: {"level": "exact"}}
    alone = lab.task.groups({message["item"]: "exact"})
    assert told["groups"]["smallest"] == str(alone.smallest)
    assert not told["groups"]["enough"]
    assert lab.live["groups"] == told["groups"]


def test_bars_hold_everybody(open_desk):
    lab = open_desk()
    lab.answer(key(lab.task))
    groups = lab.live["groups"]
    assert groups["enough"]
    assert sum(bar["share"] for bar in groups["bars"]) == pytest.approx(100, abs=0.1)
    assert {need["state"] for need in groups["needs"]} == {"served", "first"}


def test_the_purpose_is_asked_in_words_and_each_part_says_whether_it_is_served(open_desk, talk):
    lab = open_desk()
    page = talk(lab)
    asked = [ask.words["zh"] for ask in lab.task.asks]
    assert [need["text"] for need in lab.live["groups"]["needs"]] == asked
    assert {need["state"] for need in lab.live["groups"]["needs"]} == {"unmet"}
    page.say(**save(lab, "born", "wide"))
    states = [need["state"] for need in lab.live["groups"]["needs"]]
    assert (states.count("first"), states.count("unmet")) == (1, len(states) - 1)
    page.say(**save(lab, "born", "out", "k2"))
    assert {need["state"] for need in lab.live["groups"]["needs"]} == {"unmet"}
    assert all(set(need) == {"text", "state", "word"} for need in lab.live["groups"]["needs"])


def test_what_is_only_wanted_if_there_is_room_says_so_when_left_out(open_desk, talk):
    lab = open_desk(exercise="leasing-credit-classes")
    name = next(one.name for one in lab.task.columns if one.optional)
    talk(lab).say(**save(lab, name, "out"))
    assert "no_room" in [need["state"] for need in lab.live["groups"]["needs"]]


def test_numbers_of_explanations_have_thin_spaces(open_desk):
    lab = open_desk()
    wrong = key(lab.task)
    born = next(one.key for one in lab.task.columns if one.name == "born")
    wrong["columns"][born] = {"level": "exact"}
    lab.answer(wrong)
    lab.submit()
    found = next(one for one in lab.page["result"]["findings"] if one["item"] == born)
    assert "4\u2009000" in " ".join(map(str, found["lines"]))


def test_the_row_on_show_holds_only_what_is_released(open_desk, talk):
    lab = open_desk()
    assert lab.live["groups"]["peek"] == []
    talk(lab).say(**save(lab, "sex", "exact"))
    [line] = lab.live["groups"]["peek"]
    assert line["value"] in ("男", "女")


def test_columns_that_tell_nearly_everybody_apart_are_named(open_desk, talk):
    lab = open_desk("en")
    talk(lab).say(**save(lab, "number", "hashed"))
    assert "Customer number" in lab.live["groups"]["identifiers"]
    talk(lab).say(**save(lab, "number", "out", "k2"))
    assert lab.live["groups"]["identifiers"] is None


@pytest.mark.parametrize(
    "value", [{"level": "everything"}, {"level": 1}, {}, {"level": "out", "more": 1}, "out", None]
)
def test_what_is_no_level_is_refused(open_desk, value):
    lab = open_desk()
    with pytest.raises(BadInput):
        lab.answer({"c01": value})
    assert lab.answers == {}


def test_an_unknown_column_is_refused(open_desk):
    with pytest.raises(BadInput):
        open_desk().answer({"c99": {"level": "out"}})


def test_a_guided_exercise_says_why_before_the_end(open_desk, talk):
    lab = open_desk()
    page, message = talk(lab), save(lab, "number", "hashed")
    page.say(**message)
    page.say(type="check", key="k2", attempt=message["attempt"], item=message["item"])
    found = lab.live["checked"][message["item"]]
    assert "哈希" in found["verdict"]
    assert "PIPL-73" in found["articles"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_perfect_answer_is_full_and_told_in_words(open_desk, locale):
    lab = open_desk(locale)
    lab.answer(key(lab.task))
    assert lab.submit().score == 100
    result = lab.page["result"]
    assert result["passed"]
    assert len(result["findings"]) == len(lab.task.columns)
    assert all(one["chosen"] == one["expected"] for one in result["findings"])
    assert sum(row["share"] for row in result["sizes"]["rows"]) == pytest.approx(100, abs=0.1)


def test_the_result_says_what_a_buyer_before_signing_gets(open_desk):
    lab = open_desk("en")
    lab.answer(key(lab.task))
    lab.submit()
    said = " ".join(line["text"] for line in lab.page["result"]["summary"])
    assert "statistics or anonymised samples only" in said
    assert "common reading" in said


def test_rehearse_gives_the_perfect_answer():
    assert rehearse(EXERCISE, lab="release_columns").score == 100


def test_a_notebook_opens_it_by_name():
    assert widgets.VIEWS["release_columns"] is ReleaseLab
    assert "release" in widgets.__all__


def test_every_word_of_the_view_is_used_and_known():
    source = script(*SCRIPTS) + Path(sys.modules[ReleaseLab.__module__].__file__).read_text("utf-8")
    known = {**catalogue("view", "zh"), **catalogue("release_view", "zh")}
    assert set(re.findall(r'say\(\s*"(\w+)"', source)) <= set(known)
    made = ("need_first", "need_no_room", "need_served", "need_unmet")
    unused = [
        word
        for word in catalogue("release_view", "zh")
        if f'"{word}"' not in source and word not in made
    ]
    assert unused == []
