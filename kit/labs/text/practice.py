"""Simple strategies, and the answers of people with a misconception."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kit.labs.practice import Answer, Mistake, Strategy
from kit.labs.text.misreadings import MISREADINGS, marks
from kit.labs.text.palette import SUBJECTS, codes
from kit.labs.text.scanner import code_of, glance, masked_by_rule, scan
from kit.labs.text.task import Mark, Task, answered
from kit.labs.variants import Dice

_CLAUSE = re.compile(r"[^\W_]+(?:[ '’@.·-][^\W_]+)*")
_NOTICED = 90
_CLAUSES = 10
_WORD = re.compile(r"[^\W_]+")

Reader = Callable[[Task, str, Dice], list[Mark]]


def _strategy(read: Reader) -> Strategy:
    """Return a strategy that reads every note in the same way."""

    def answer(task: Task, dice: Dice) -> Answer:
        notes = {note.key: answered(task, read(task, note.text, dice)) for note in task.notes}
        return task.template() | {"notes": notes}

    return answer


def _nothing(task: Task, text: str, dice: Dice) -> list[Mark]:
    return []


def _everything(task: Task, text: str, dice: Dice) -> list[Mark]:
    return [Mark(0, len(text), codes(task.palette)[-1], "customer")]


def _each(pattern: re.Pattern[str], task: Task, text: str, dice: Dice) -> list[Mark]:
    kinds = codes(task.palette)
    return [Mark(*one.span(), dice.pick(kinds), "customer") for one in pattern.finditer(text)]


def _scanner(task: Task, text: str, dice: Dice) -> list[Mark]:
    return scan(text, task.palette)


def _rule(task: Task, text: str, dice: Dice) -> list[Mark]:
    return masked_by_rule(text, task.palette)


def _random(task: Task, text: str, dice: Dice) -> list[Mark]:
    """Return most of what catches the eye, half of it with a kind by chance, and a few clauses."""
    kinds = codes(task.palette)
    seen = [one for one in glance(text) if dice.below(100) < _NOTICED]
    found = []
    for start, end, fine in seen:
        kind = code_of(fine, task.palette) if dice.below(2) else dice.pick(kinds)
        found.append(Mark(start, end, kind, dice.pick(SUBJECTS)))
    for clause in _CLAUSE.finditer(text):
        start, end = clause.span()
        free = all(end <= first or last <= start for first, last, _ in seen)
        if free and dice.below(_CLAUSES) == 0:
            found.append(Mark(start, end, dice.pick(kinds), dice.pick(SUBJECTS)))
    return found


STRATEGIES: Mapping[str, Strategy] = {
    "nothing": _strategy(_nothing),
    "everything": _strategy(_everything),
    "everything_word": _strategy(partial(_each, _WORD)),
    "everything_clause": _strategy(partial(_each, _CLAUSE)),
    "keyword_scanner": _strategy(_scanner),
    "old_labels": _strategy(_rule),
    "random": _strategy(_random),
}
"""What can be done without reading: ``old_labels`` is the company's old masking rule."""


def _mistaken(name: str, task: Task) -> dict[str, Any]:
    return {
        note.key: answered(task, marks(name, note, task.palette, asks_subject=task.asks_subject))
        for note in task.notes
        if name in note.misread.values()
    }


MISTAKES: Mapping[str, Mistake] = {name: partial(_mistaken, name) for name in MISREADINGS}
"""What people with a misconception answer where no more specific one says the same."""
