"""The form of a report: what is refused, in words that name the place, and what is complete."""

import copy

import pytest

from kit.errors import BadInput
from kit.i18n import LOCALES, explain
from kit.labs.investigation import complete
from tests.labs.investigation.opened import FALSE_ALARM, LAB, LEAK, SPECS, key, task

BAD = [
    ("what", {"type": "theft", "ground": None}, "theft"),
    ("what", {"type": "nothing"}, "ground"),
    ("what", ["nothing"], "what"),
    ("who", {"accounts": ["nobody-here"], "hand": "owner"}, "nobody-here"),
    ("who", {"accounts": [7], "hand": "owner"}, "accounts"),
    ("who", {"accounts": ["a"] * 201, "hand": "owner"}, "200"),
    ("when", {"since": "yesterday", "until": None}, "yesterday"),
    ("when", {"since": "2026-08-01T10:00+08:00", "until": None}, "since"),
    ("how", {"channel": "pigeon", "control": None}, "pigeon"),
    ("scope", {"parts": [{"kind": "guess"}], "count": 1}, "kind"),
    ("scope", {"parts": [], "count": -1}, "count"),
    ("scope", {"parts": [], "count": 1.5}, "count"),
    ("scope", {"parts": [], "count": None, "more": 1}, "more"),
    ("scope", {"parts": [], "count": True}, "count"),
    ("scope", {"parts": [], "count": "12"}, "count"),
    ("scope", {"parts": [{"kind": "everyone", "text": "KH1"}], "count": 1}, "parts[0]"),
    ("scope", {"parts": [{"kind": "file", "file": "F1", "segment": "S1"}], "count": 1}, "parts[0]"),
    ("sensitive", {"kinds": ["secret"], "children": "no"}, "secret"),
    ("ongoing", {"answer": "perhaps"}, "perhaps"),
    ("evidence", {"pins": [{"ref": "event"}]}, "ref"),
    ("evidence", {"pins": [{"ref": "rumour:1", "remark": ""}]}, "rumour"),
    ("evidence", {"pins": [{"ref": "ticket:T999999", "remark": ""}]}, "T999999"),
    ("evidence", {"pins": [{"ref": "ticket:T1", "remark": "x" * 401}]}, "400"),
    ("evidence", {"pins": [{"ref": "report:R001", "remark": ""}] * 41}, "40"),
    ("duties", {"list": [{"duty": "pray", "owed_by": None, "clock": None}]}, "pray"),
    ("duties", {"list": [{"duty": "remedy", "owed_by": "me", "clock": None}]}, "me"),
    ("duties", {"list": [{"duty": "remedy", "owed_by": None, "clock": "72h"}]}, "72h"),
    ("desk", {"filters": [], "notes": "x" * 4001}, "4000"),
    ("desk", {"filters": [{"name": "夜里", "query": {"since": "later"}}], "notes": ""}, "夜里"),
    ("desk", {"filters": [{"name": "all", "query": {"shoes": 42}}], "notes": ""}, "all"),
    ("desk", {"filters": [{"name": "夜里", "query": {}}] * 2, "notes": ""}, "夜里"),
]


@pytest.mark.parametrize(("part", "value", "told"), BAD)
def test_what_has_another_form_is_refused_by_place_and_value(part, value, told):
    answer = key()
    answer["report"][part] = value
    with pytest.raises(BadInput) as caught:
        LAB.grade(task(), answer)
    for locale in LOCALES:
        assert told in explain(caught.value, locale)


def test_what_is_pinned_and_is_not_there_is_named_in_words():
    answer = key()
    answer["report"]["evidence"] = {"pins": [{"ref": "custody:X1", "remark": ""}]}
    with pytest.raises(BadInput) as caught:
        LAB.grade(task(), answer)
    assert "交接记录" in explain(caught.value, "zh")
    assert "custody record" in explain(caught.value, "en")


def test_accounts_may_be_typed_in_capitals_with_spaces_or_full_width():
    answer = key()
    right = answer["report"]["who"]["accounts"]
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    typed = [f" {one.upper()} " for one in right], [one.translate(wide) for one in right]
    for accounts in typed:
        answer["report"]["who"] = {"accounts": accounts, "hand": task().right.hands[0]}
        assert LAB.grade(task(), answer).score == 100


def test_a_part_too_many_or_too_few_is_refused():
    for change in ({"extra": {}}, None):
        answer = key()
        answer["report"] = answer["report"] | change if change else {"what": {}}
        with pytest.raises(BadInput):
            LAB.grade(task(), answer)


def test_an_answer_to_another_variant_is_refused():
    with pytest.raises(BadInput) as caught:
        LAB.grade(task(), key(LEAK, "wang"))
    assert caught.value.code == "exercise.answer_other_variant"


def test_an_event_of_another_variant_is_named_as_such():
    other = task(LEAK, "wang").right.proof.first.ref
    answer = key()
    answer["report"]["evidence"] = {"pins": [{"ref": other, "remark": ""}]}
    with pytest.raises(BadInput) as caught:
        LAB.grade(task(), answer)
    assert caught.value.code == "activity.search_other_case"
    for locale in LOCALES:
        assert other.partition(":")[2] in explain(caught.value, locale)


def test_an_event_id_that_nobody_has_is_refused():
    own = task().right.proof.first.ref
    wrong = own[:-3] + "000"
    answer = key()
    answer["report"]["evidence"] = {"pins": [{"ref": wrong, "remark": ""}]}
    with pytest.raises(BadInput) as caught:
        LAB.grade(task(), answer)
    assert caught.value.code.startswith("activity.")
    for locale in LOCALES:
        assert wrong.partition(":")[2] in explain(caught.value, locale)


def test_grading_leaves_the_answer_alone():
    answer = key()
    before = copy.deepcopy(answer)
    LAB.grade(task(), answer)
    assert answer == before


@pytest.mark.parametrize(
    ("part", "value", "wanted"),
    [
        ("what", {"type": "nothing", "ground": None}, False),
        ("what", {"type": "nothing", "ground": "daily_work"}, True),
        ("what", {"type": "lost_laptop", "ground": None}, True),
        ("who", {"accounts": [], "hand": "owner"}, False),
        ("who", {"accounts": [], "hand": "nobody"}, True),
        ("when", {"since": "2026-08-01T10:00", "until": None}, False),
        ("scope", {"parts": [{"kind": "everyone"}], "count": None}, False),
        ("scope", {"none": True}, True),
        ("desk", {"filters": [], "notes": ""}, True),
        ("sensitive", {"kinds": [], "children": "no"}, True),
        ("duties", {"list": [{"duty": "remedy", "owed_by": "target", "clock": None}]}, False),
        ("ongoing", "yes", False),
    ],
)
def test_what_is_complete_is_told_from_what_is_not(part, value, wanted):
    assert complete(part, value) == wanted


def test_a_part_that_does_not_apply_is_right_in_a_false_alarm_and_wrong_in_a_leak():
    right = key(FALSE_ALARM)["report"]
    assert {part for part, value in right.items() if value == {"none": True}} == {
        part for part in SPECS[FALSE_ALARM].blueprint.asks if part not in ("what", "evidence")
    }
    for part in ("who", "when", "how", "scope", "ongoing", "duties"):
        answer = key()
        answer["report"][part] = {"none": True}
        score = LAB.grade(task(), answer)
        assert score.figures["shares"][part] == 0, part
