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
_BY_PROBLEM = {
    "consent_withdrawn": "consent_withdrawn",
    "duplicate": "same_person",
    "free_text_personal": "out_of_free_text",
    "guardian_missing": "guardian_consent",
    "retention_expired": "period_over",
    "test_record": "test_record",
    "unneeded_field": "not_necessary",
}
_BY_DEAL: Mapping[str, tuple[str, ...]] = {
    "share_sale": ("share_sale", "purpose_ended"),
    "merger": ("receiver_told", "tell_first", "purpose_ended"),
    "business_sale": ("separate_consent", "no_separate_consent", "purpose_ended"),
    "dissolution_with_receiver": ("receiver_told", "claim_open", "company_ends"),
    "dissolution": ("claim_open", "company_ends"),
    "bankruptcy": ("receiver_told", "custody", "purpose_ended"),
}
_ELSE = ("stays", "kept_by_law")
"""The usual reason of a problem; else, of an action in a deal; else, in any deal."""
_OF_TABLE = {
    "archive_files": ("retention_expired", "delete"),
    "consents": ("consent_withdrawn", "delete"),
}


def _always(problem: str, action: str) -> Strategy:
    return lambda task, dice: _whole(task, lambda public, record: (problem, action))


def _whole(task: Task, guess: Guess) -> Answer:
    """Return an answer with what a guess gives for each record."""
    public, answer = task.public(), task.template()
    for record in public[ITEMS]:
        problem, action = guess(public, record)
        reason = plausible(public, problem, action)
        parts = {"problem": problem, "action": action, "reason": reason}
        answer[ITEMS][record["key"]] = {part: parts[part] for part in public["asks"]}
    return answer


def plausible(public: Public, problem: str, action: str) -> str | None:
    """Return the reason that most often goes with a problem and an action in such a deal."""
    offered = [one["code"] for one in public["reasons"] if action in one["actions"]]
    usual = [_BY_PROBLEM.get(problem), *_BY_DEAL[public["deal"]["form"]], *_ELSE]
    return next((code for code in usual if code in offered), offered[0] if offered else None)


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
    return (NOTHING, "hold") if _listed(public, record) else _scan(public, record)


def _by_table(public: Public, record: Public) -> tuple[str, str]:
    """Go by the name of the table, after a look at the names in the hold register."""
    if _listed(public, record):
        return NOTHING, "hold"
    if record["table"] == "customers":
        return sound_looking(public, record)
    return _OF_TABLE.get(record["table"], ("wrong_format", "correct"))


def _listed(public: Public, record: Public) -> bool:
    place = public["holds"]["columns"].index("customer_id")
    return any(row[place] == record["customer"] for row in public["holds"]["rows"])


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
    "by_table": lambda task, dice: _whole(task, _by_table),
    "hold_list_only": lambda task, dice: _whole(task, _hold_list),
}
"""The strategies by name."""
