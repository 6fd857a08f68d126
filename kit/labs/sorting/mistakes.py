"""Usual misconceptions: which records each of them gets wrong, and how they are recognised."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kit.labs.practice import Mistake
from kit.labs.sorting.judging import Judged
from kit.labs.sorting.pool import NOTHING, Candidate
from kit.labs.sorting.task import Task, reasons

Believed = Callable[[Candidate, Task], str | None]
"""Returns what somebody with a misconception does with a record; None: it does not matter."""
_AFTER = "after_hold_"
_GIVES = ("merger", "business_sale", "dissolution_with_receiver", "bankruptcy")


def _holds_overlooked(one: Candidate, task: Task) -> str | None:
    after = [code for code in one.decision.reasons if code.startswith(_AFTER)]
    return after[0].removeprefix(_AFTER) if one.decision.action == "hold" and after else None


def _law_overlooked(one: Candidate, task: Task) -> str | None:
    return "delete" if one.decision.reasons[0] == "kept_by_law" else None


def _consent_lasts(one: Candidate, task: Task) -> str | None:
    first = one.decision.reasons[0]
    if first == "handover_refused":
        return "hand_over"
    return "keep" if first == "consent_withdrawn" else None


def _withdrawal_ends_all(one: Candidate, task: Task) -> str | None:
    needless = ("not_resting_on_consent", "handover_needs_no_consent")
    return "delete" if any(code in one.decision.reasons for code in needless) else None


def _released_hold_binds(one: Candidate, task: Task) -> str | None:
    freed = ("hold_released", "hold_elsewhere")
    return "hold" if any(code in one.decision.reasons for code in freed) else None


def _retention_overlooked(one: Candidate, task: Task) -> str | None:
    over = ("period_over", "purpose_ended")
    return "keep" if one.decision.reasons[0] in over else None


def _delete_duplicates(one: Candidate, task: Task) -> str | None:
    return "delete" if one.decision.action == "merge" else None


def _children_overlooked(one: Candidate, task: Task) -> str | None:
    return "keep" if one.decision.reasons[0] == "guardian_consent" else None


def _fourteen_is_a_child(one: Candidate, task: Task) -> str | None:
    return "correct" if "not_under_14" in one.decision.reasons else None


def _more_is_better(one: Candidate, task: Task) -> str | None:
    return "keep" if one.decision.reasons[0] in ("not_necessary", "out_of_free_text") else None


def _notice_overlooked(one: Candidate, task: Task) -> str | None:
    untold = ("tell_first", "no_separate_consent")
    return "hand_over" if one.decision.reasons[0] in untold else None


def _debts_overlooked(one: Candidate, task: Task) -> str | None:
    return "delete" if one.decision.reasons[0] == "claim_open" else None


def _errors_go_along(one: Candidate, task: Task) -> str | None:
    if one.decision.reasons[0] != "stays":
        return None
    return "hand_over" if task.form in _GIVES else "keep"


def _closing_deletes_everything(one: Candidate, task: Task) -> str | None:
    return None if one.decision.action == "delete" else "delete"


def _deal_moves_everything(one: Candidate, task: Task) -> str | None:
    return None if one.decision.action == "hand_over" else "hand_over"


BELIEFS: Mapping[str, Believed] = {
    "holds_overlooked": _holds_overlooked,
    "law_overlooked": _law_overlooked,
    "consent_lasts": _consent_lasts,
    "withdrawal_ends_all": _withdrawal_ends_all,
    "released_hold_binds": _released_hold_binds,
    "retention_overlooked": _retention_overlooked,
    "delete_duplicates": _delete_duplicates,
    "children_overlooked": _children_overlooked,
    "fourteen_is_a_child": _fourteen_is_a_child,
    "more_is_better": _more_is_better,
    "notice_overlooked": _notice_overlooked,
    "debts_overlooked": _debts_overlooked,
    "errors_go_along": _errors_go_along,
    "deal_moves_everything": _deal_moves_everything,
    "closing_deletes_everything": _closing_deletes_everything,
}
"""The misconceptions, the most specific first."""


def believed(name: str, one: Candidate, task: Task) -> str | None:
    """Return the wrong action of a misconception; None where it does no harm.

    Where a more specific misconception leads to the same action, that one explains it.
    """
    action = BELIEFS[name](one, task)
    right = (one.decision.action, *one.decision.also_accept)
    if action is None or action in right:
        return None
    earlier = list(BELIEFS)[: list(BELIEFS).index(name)]
    return None if any(BELIEFS[other](one, task) == action for other in earlier) else action


def recognised(task: Task, judged: Sequence[Judged]) -> list[str | None]:
    """Return for each record the first misconception that leads to the wrong action given."""
    return [_shown(task, one) for one in judged]


def _shown(task: Task, one: Judged) -> str | None:
    if one.verdict not in ("over", "under"):
        return None
    truth, action = one.record.truth, one.chosen["action"]
    return next((name for name, acts in BELIEFS.items() if acts(truth, task) == action), None)


def _mistake(name: str) -> Mistake:
    def answers(task: Task) -> dict[str, Any]:
        found = {}
        for record in task.records:
            action = believed(name, record.truth, task)
            if action is not None:
                found[record.key] = _answer(record.truth, action, task)
        return found

    return answers


def _answer(one: Candidate, action: str, task: Task) -> dict[str, str | None]:
    problem = NOTHING if action in ("keep", "hand_over") else one.problems[0]
    offered = [code for code, actions in reasons(task.form).items() if action in actions]
    parts = {"problem": problem, "action": action, "reason": offered[0] if offered else None}
    return {part: parts[part] for part in task.asks}


MISTAKES: Mapping[str, Mistake] = {name: _mistake(name) for name in BELIEFS}
"""The wrong answers of each misconception, only where it matters."""
