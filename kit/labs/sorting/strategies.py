"""Simple strategies that need no skill: an exercise must not be passed with one of them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kit.labs.practice import Answer, Strategy
from kit.labs.sorting.pool import NOTHING
from kit.labs.sorting.task import ITEMS, Task
from kit.labs.variants import Dice

Public = Mapping[str, Any]
Guess = Callable[[Public, Public], tuple[str, str]]
"""Returns problem and action for a record, from what anybody can see of the task."""
_RECEIVING = ("merger", "business_sale", "dissolution_with_receiver")
_TEST = re.compile(r"测试|\btest", re.IGNORECASE)
_NUMBER_IN_TEXT = re.compile(r"\d{11}")
_MOBILE = re.compile(r"1\d{10}")
_RESIDENT_ID = re.compile(r"\d{17}[\dX]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LONG_AGO = "1901"


def _always(problem: str, action: str) -> Strategy:
    return lambda task, dice: _whole(task, lambda public, record: (problem, action))


def _whole(task: Task, guess: Guess) -> Answer:
    """Return an answer with what a guess gives for each record."""
    public, answer = task.public(), task.template()
    for record in public[ITEMS]:
        problem, action = guess(public, record)
        offered = [one["code"] for one in public["reasons"] if action in one["actions"]]
        parts = {"problem": problem, "action": action, "reason": offered[0] if offered else None}
        answer[ITEMS][record["key"]] = {part: parts[part] for part in public["asks"]}
    return answer


def _random(task: Task, dice: Dice) -> Answer:
    """Draw every part; a reason among those that the drawn action can have."""
    public, answer = task.public(), task.template()
    for record in public[ITEMS]:
        action = dice.pick(public["actions"])["code"]
        fitting = [one["code"] for one in public["reasons"] if action in one["actions"]]
        problem = dice.pick(public["problems"])["code"]
        parts = {"problem": problem, "action": action, "reason": dice.pick(fitting)}
        answer[ITEMS][record["key"]] = {part: parts[part] for part in public["asks"]}
    return answer


def sound_looking(public: Public, record: Public) -> tuple[str, str]:
    """Return what becomes of a record in this deal when nothing is seen to be wrong with it."""
    form = public["deal"]["form"]
    if form == "dissolution":
        return NOTHING, "delete"
    return NOTHING, "hand_over" if form in _RECEIVING else "keep"


def _flaws_go(public: Public, record: Public) -> tuple[str, str]:
    found = visible_flaw(public, record)
    return (found[0], "delete") if found else sound_looking(public, record)


def _scan(public: Public, record: Public) -> tuple[str, str]:
    return visible_flaw(public, record) or sound_looking(public, record)


def visible_flaw(public: Public, record: Public) -> tuple[str, str] | None:
    """Return problem and action where the form of a value alone gives a flaw away."""
    for column in record["columns"]:
        name, value = column["name"], str(column["value"] or "")
        if name == "name" and _TEST.search(value):
            return "test_record", "delete"
        if name.endswith(("mobile", "phone")) and value and not _MOBILE.fullmatch(value):
            return "wrong_format", "correct"
        if name == "resident_id" and value and not _RESIDENT_ID.fullmatch(value):
            return "wrong_format", "correct"
        if name == "remark" and _NUMBER_IN_TEXT.search(value):
            return "free_text_personal", "correct"
        if _DAY.fullmatch(value) and value < _LONG_AGO:
            return "broken_date", "correct"
    return None


def _hold_list(public: Public, record: Public) -> tuple[str, str]:
    """Hold whoever stands in the register, whatever it says; else go by the form of values."""
    names = public["holds"]["columns"]
    place = names.index("customer_id")
    listed = any(row[place] == record["customer"] for row in public["holds"]["rows"])
    return (NOTHING, "hold") if listed else _scan(public, record)


STRATEGIES: Mapping[str, Strategy] = {
    "random": _random,
    "keep_all": _always(NOTHING, "keep"),
    "hand_over_all": _always(NOTHING, "hand_over"),
    "delete_all": _always("retention_expired", "delete"),
    "hold_all": _always("legal_hold", "hold"),
    "restrict_all": _always(NOTHING, "restrict"),
    "correct_all": _always("wrong_format", "correct"),
    "delete_all_flawed": lambda task, dice: _whole(task, _flaws_go),
    "keyword_scanner": lambda task, dice: _whole(task, _scan),
    "hold_list_only": lambda task, dice: _whole(task, _hold_list),
}
"""The strategies by name."""
