"""Checks that what an answer pins, names or lists is in the evidence of this case."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from kit.activity.query import UID
from kit.errors import BadInput
from kit.labs.investigation.given import Evidence, Who
from kit.labs.investigation.proof import KINDS
from kit.labs.investigation.task import Task

NAMED = 5


def check_pins(task: Task, given: Evidence) -> None:
    """Raise unless everything that is pinned is in the evidence.

    Raises:
        BadInput: An unknown kind, an event of another case, or an id that is not there.
    """
    by_kind: dict[str, list[str]] = {}
    for one in given.pins:
        kind, _, key = one.ref.partition(":")
        if kind not in KINDS:
            raise BadInput("investigation.pin_kind", ref=one.ref, known=", ".join(KINDS))
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        if kind == "event":
            _check_events(task, keys)
        else:
            _check(task, kind, keys)


def check_accounts(task: Task, given: Who) -> None:
    """Raise unless every account that is named is one of this company.

    Raises:
        BadInput: If one is not.
    """
    _check(task, "account", given.accounts)


def _check_events(task: Task, keys: list[str]) -> None:
    """Raise unless all of some events are in the log; one look at it, whatever its length."""
    ids = task.evidence.events[UID]
    wanted = pa.array(sorted(set(keys)), pa.string())
    if pc.sum(pc.is_in(ids, wanted)).as_py() != len(wanted):
        task.search.rows_of_events(keys)  # says which one, and whether it is of another case


def _check(task: Task, kind: str, keys: Iterable[str]) -> None:
    table, column = KINDS[kind]
    known = set(task.evidence.tables[table][column].to_pylist())
    missing = [key for key in keys if key not in known]
    if missing:
        names = ", ".join(missing[:NAMED])
        raise BadInput(f"investigation.not_there.{kind}", count=len(missing), names=names)
