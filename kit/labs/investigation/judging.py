"""Judges the parts of a report by listing: which judge each part has."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kit.labs.investigation.given import Desk, Evidence, Scope, Who, read_part
from kit.labs.investigation.judge_duties import judge_duties
from kit.labs.investigation.judge_facts import (
    judge_how,
    judge_ongoing,
    judge_sensitive,
    judge_what,
    judge_who,
)
from kit.labs.investigation.judge_proof import judge_evidence
from kit.labs.investigation.judge_scope import judge_scope
from kit.labs.investigation.judge_when import judge_when
from kit.labs.investigation.judged import Judged
from kit.labs.investigation.pins import check_accounts, check_pins
from kit.labs.investigation.scope import Places, places_of
from kit.labs.investigation.task import Task
from kit.labs.spec import Part

_JUDGES: Mapping[str, Any] = {
    "what": judge_what,
    "who": judge_who,
    "when": judge_when,
    "how": judge_how,
    "sensitive": judge_sensitive,
    "ongoing": judge_ongoing,
    "evidence": judge_evidence,
    "duties": judge_duties,
}
_NOBODY: Places = np.empty(0, np.int64)


def judge(task: Task, part: str, made: Part | None, desk: Desk) -> Judged:
    """Return the verdict on one part.

    Args:
        task: The task.
        part: Key of the part.
        made: The part as read; None if it is said not to apply.
        desk: The desk, with the filters that a scope may name.

    Raises:
        BadInput: If it names what is not in the evidence.
    """
    if isinstance(made, Scope) or part == "scope":
        scope = made if isinstance(made, Scope) else None
        places = named_in(task, scope, desk)
        return judge_scope(task.right, scope, places, len(task.evidence.book))
    if isinstance(made, Evidence):
        check_pins(task, made)
    if isinstance(made, Who):
        check_accounts(task, made)
    found: Judged = _JUDGES[part](task.right, made)
    return found


def judge_value(task: Task, part: str, value: Mapping[str, Any]) -> Judged:
    """Return the verdict on one part in the form of an answer that names no saved filter."""
    return judge(task, part, read_part(part, value), Desk())


def named_in(task: Task, scope: Scope | None, desk: Desk) -> Places:
    """Return the places of everybody whom a scope names; nobody, if it has no parts."""
    if scope is None or not scope.parts:
        return _NOBODY
    return places_of(task.search, task.evidence.book, scope, desk)
