"""Checks the form of an answer to a text task; errors name the place and what to do."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from kit.errors import BadInput
from kit.labs.answers import check_choice, check_envelope, check_keys, check_object, shown
from kit.labs.text.palette import SUBJECTS, codes
from kit.labs.text.task import MOST_MARKS, Mark, Note, Task

_SUBJECTS = frozenset({*SUBJECTS, None})
_NOTE = frozenset({"marks", "done"})
_WITHOUT = frozenset({"start", "end", "kind"})
_WITH_SUBJECT = _WITHOUT | {"subject"}


def checked(task: Task, answer: Any) -> Mapping[str, tuple[Mark, ...] | None]:
    """Return the marks of each note in the order of the text; None where nobody looked.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    items = check_envelope(answer, task.exercise, task.token, "notes")
    check_keys(items, {note.key: None for note in task.notes}, "notes")
    return {note.key: checked_note(task, note, items[note.key]) for note in task.notes}


def checked_note(task: Task, note: Note, value: Any) -> tuple[Mark, ...] | None:
    """Return the marks of one note in the order of the text; None if nobody looked.

    Raises:
        BadInput: If the value has another form, or a mark is outside, empty or over another.
    """
    where = f"notes.{note.key}"
    one = value if type(value) is dict else check_object(value, where)
    if one.keys() != _NOTE:
        check_keys(one, ("marks", "done"), where)
    if not isinstance(one["done"], bool):
        raise BadInput("text.done", where=where, found=shown(one["done"]))
    marks = one["marks"]
    if not isinstance(marks, (list, tuple)):
        raise BadInput("text.not_list", where=where, found=shown(marks))
    if len(marks) > MOST_MARKS:
        raise BadInput("text.too_many", where=where, count=len(marks), limit=MOST_MARKS)
    length, names = len(note.text), _WITH_SUBJECT if task.asks_subject else _WITHOUT
    kinds = codes(task.palette)
    found = [
        _plain(mark, names, kinds, length) or _mark(task, note, mark, f"{where}.marks[{n}]")
        for n, mark in enumerate(marks)
    ]
    if all(before.end <= after.start for before, after in pairwise(found)):
        return tuple(found) if one["done"] else None
    ordered = sorted(
        zip(found, range(len(found)), strict=True), key=lambda pair: (pair[0][:2], pair[1])
    )
    for (before, first), (after, second) in pairwise(ordered):
        if after.start < before.end:
            raise BadInput("text.overlap", where=where, one=first, other=second)
    return tuple(mark for mark, _ in ordered) if one["done"] else None


def _plain(value: Any, names: frozenset[str], kinds: tuple[str, ...], length: int) -> Mark | None:
    """Return a mark of the usual form without ado, or None where a closer look is due."""
    if type(value) is not dict or value.keys() != names:
        return None
    start, end, kind, subject = value["start"], value["end"], value["kind"], value.get("subject")
    usual = type(start) is int and type(end) is int and type(kind) is str and kind in kinds
    if usual and 0 <= start < end <= length and (type(subject) is str or subject is None):
        return Mark(start, end, kind, subject) if subject in _SUBJECTS else None
    return None


def _mark(task: Task, note: Note, value: Any, where: str) -> Mark:
    one = check_object(value, where)
    names = ("start", "end", "kind", "subject") if task.asks_subject else ("start", "end", "kind")
    if "subject" in one and one["subject"] is None and not task.asks_subject:
        one = {name: part for name, part in one.items() if name != "subject"}
    check_keys(one, names, where)
    start, end = (_offset(one[name], f"{where}.{name}") for name in ("start", "end"))
    if not 0 <= start < end <= len(note.text):
        raise BadInput(
            "text.outside", where=where, start=shown(start), end=shown(end), length=len(note.text)
        )
    kind = check_choice(one["kind"], codes(task.palette), f"{where}.kind")
    if kind is None:
        raise BadInput("text.no_kind", where=where, allowed=", ".join(codes(task.palette)))
    subject = check_choice(one.get("subject"), SUBJECTS, f"{where}.subject")
    return Mark(start, end, kind, subject)


def _offset(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput("text.offset", where=where, found=shown(value))
    return value
