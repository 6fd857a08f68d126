from itertools import pairwise

import pytest

from kit.labs import text
from kit.labs.practice import mixed
from kit.labs.text.misreadings import MISREADINGS
from kit.labs.text.scanner import glance, masked_by_rule, scan
from kit.labs.variants import Dice
from tests.labs.text_notes import CHAT, CHILD, HEALTH, THIRD, chat_note, note, task

PEOPLE = task(
    chat_note(key="n01"),
    note("张三的卡尾号1234", ("张三", "name"), ("1234", "account", {"masked": True}), key="n02"),
    note(
        "小明上二年级", ("小明", "nickname", CHILD), ("上二年级", "child_detail", CHILD), key="n03"
    ),
    note("请转陈工", ("陈工", "nickname", {"subject": "employee"}), key="n04"),
    note(
        "李四这周不在家",
        ("李四", "name"),
        ("这周不在家", "whereabouts", {"sensitive": "whereabouts"}),
        key="n05",
    ),
)
CLASSES = task(
    note(
        "张三糖尿病，儿子小明",
        ("张三", "name", {}),
        ("糖尿病", "health", HEALTH),
        ("小明", "nickname", CHILD),
        palette="classes",
    ),
    palette="classes",
)
ASKED = task(
    note("保证人李芳，张三", ("李芳", "name", THIRD), ("张三", "name"), asks_subject=True),
    asks_subject=True,
)
TASKS = {"groups": PEOPLE, "classes": CLASSES, "subjects": ASKED}


@pytest.mark.parametrize("name", text.STRATEGIES)
@pytest.mark.parametrize("made", TASKS.values(), ids=TASKS)
def test_a_strategy_answers_in_the_form_of_an_answer_and_fails(name, made):
    answer = text.STRATEGIES[name](made, Dice(1))
    assert text.grade(made, answer).score < 75


@pytest.mark.parametrize("name", text.MISTAKES)
@pytest.mark.parametrize("made", TASKS.values(), ids=TASKS)
def test_a_mistake_costs_what_it_touches_and_is_called_by_its_name(name, made):
    touched = text.MISTAKES[name](made)
    score = text.grade(made, mixed(made, text.key(made), touched))
    wrong = [one for one in score.findings if one.verdict not in ("right", "acceptable")]
    assert {one.item for one in wrong} == set(touched)
    for one in wrong:
        assert one.details["mistake"] == name
        assert f"text.mistake.{name}" in [message.code for message in one.notes]


@pytest.mark.parametrize("name", MISREADINGS)
def test_every_mistake_can_show(name):
    shown = [made for made in TASKS.values() if text.MISTAKES[name](made)]
    assert shown, name


def test_another_error_beside_a_mistake_is_not_taken_for_it():
    touched = text.MISTAKES["masked_is_anonymous"](PEOPLE)
    touched["n02"]["marks"] = []
    score = text.grade(PEOPLE, mixed(PEOPLE, text.key(PEOPLE), touched))
    second = score.findings[1]
    assert second.details["mistake"] != "masked_is_anonymous"


def test_the_scanner_finds_forms_takes_hotlines_for_people_and_sees_no_illness():
    found = {CHAT[mark.start : mark.end]: mark.kind for mark in scan(CHAT, "groups")}
    assert found["１５４０００１２３４５"] == "contact"
    assert found["400-000-1234"] == "contact"
    assert found["ST-1009"] == "number"
    assert "糖尿病" not in found


def test_the_old_rule_masks_phones_cards_and_identity_numbers_only():
    written = "张三 15400012345，卡 6200000095541439231，热线 0731-01234567，110101199003070011"
    found = [written[mark.start : mark.end] for mark in masked_by_rule(written, "groups")]
    assert found == ["15400012345", "6200000095541439231", "110101199003070011"]


def test_a_glance_sees_more_than_the_scanner_and_nothing_twice():
    seen = glance(CHAT)
    assert len(seen) > len(scan(CHAT, "groups"))
    assert all(one[1] <= other[0] for one, other in pairwise(seen))
