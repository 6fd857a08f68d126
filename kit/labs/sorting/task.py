"""The task a trainee gets: the list, the files, the books of the desk, and the hidden truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kit.customers.duties import ACTIONS, KINDS, Deal
from kit.customers.duties.rules import DELETION, HOLDS, REPAIR, RETAINED, SOUND, SPARED, Duty
from kit.i18n import in_both
from kit.labs.results import Message
from kit.labs.sorting.books import Book
from kit.labs.sorting.doubts import WINDING_UP
from kit.labs.sorting.files import Facts
from kit.labs.sorting.pool import NOTHING, Candidate
from kit.labs.sorting.pool import SOUND as SOUND_KIND
from kit.labs.task import BaseTask, answer_schema, closed

ITEMS = "records"
_OWN_WORDS = ("legal_hold", NOTHING)


@dataclass(frozen=True)
class Value:
    """One cell of a record: the column, its title, what it is for, and what it holds."""

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    value: Any

    def public(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "name": self.name,
            "title": dict(self.title),
            "about": dict(self.about),
            "value": self.value,
        }


@dataclass(frozen=True)
class Record:
    """One record of the list.

    Attributes:
        key: Its key in task and answer, e.g. ``"r03"``.
        title: Its table and number.
        table_titles: What its table is.
        values: The record as it stands in the list.
        facts: What else the desk has on the same customer.
        truth: What is right; not public.
        rests_on: The rows that it rests on; not public.
        told: What is wrong and what decides, with titles and values; not public.
    """

    key: str
    title: Mapping[str, str]
    table_titles: Mapping[str, str]
    values: tuple[Value, ...]
    facts: tuple[Facts, ...]
    truth: Candidate = field(repr=False)
    rests_on: tuple[Mapping[str, Any], ...] = field(repr=False)
    told: tuple[Message, ...] = field(default=(), repr=False)

    def public(self) -> dict[str, Any]:
        """Return what a trainee may see."""
        return {
            "key": self.key,
            "title": dict(self.title),
            "customer": self.truth.customer,
            "table": self.truth.table,
            "table_titles": dict(self.table_titles),
            "columns": [value.public() for value in self.values],
            "facts": [facts.public() for facts in self.facts],
        }


@dataclass(frozen=True)
class Sheet:
    """The records of one table, as a file that goes with the task."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        asks: What is asked of each record: ``problem``, ``action``, ``reason``.
        deal: The deal, as shown.
        form: Form of the deal.
        today: The reference date.
        records: The list.
        schedule: The retention schedule.
        holds: The hold register.
        register: The processing register.
        kinds: The kinds of problem that the company can have.
    """

    asks: tuple[str, ...]
    deal: Mapping[str, Any]
    form: Deal
    today: str
    records: tuple[Record, ...]
    schedule: Book
    holds: Book
    register: Book
    kinds: tuple[str, ...]

    @property
    def items(self) -> str:
        """Key of the records in an answer."""
        return ITEMS

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The list as tables: one per table and set of columns."""
        by_shape: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {}
        for record in self.records:
            names = ("key", *(value.name for value in record.values))
            cells = tuple("" if v.value is None else str(v.value) for v in record.values)
            by_shape.setdefault((record.truth.table, names), []).append((record.key, *cells))
        often: dict[str, int] = {}
        sheets = []
        for (table, names), rows in by_shape.items():
            often[table] = often.get(table, 0) + 1
            name = table if often[table] == 1 else f"{table}_{often[table]}"
            sheets.append(Sheet(name, names, tuple(rows)))
        return sheets

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""
        return self.shown(
            {
                "asks": list(self.asks),
                "deal": dict(self.deal),
                "today": self.today,
                "records": [record.public() for record in self.records],
                "schedule": self.schedule.public(),
                "holds": self.holds.public(),
                "register": self.register.public(),
                "problems": problem_choices(self.kinds),
                "actions": action_choices(),
                "reasons": reason_choices(self.form),
                "answer_schema": _schema(self),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        empty = dict.fromkeys(self.asks)
        return self.answer({record.key: dict(empty) for record in self.records})

    def codes(self, part: str) -> tuple[str, ...]:
        """Return what can be chosen as ``problem``, ``action`` or ``reason``."""
        if part == "action":
            return ACTIONS
        return (*self.kinds, NOTHING) if part == "problem" else tuple(reasons(self.form))


@lru_cache
def reasons(form: Deal) -> Mapping[str, tuple[str, ...]]:
    """Return the reasons that can be chosen in a deal, and the actions each one can lead to.

    >>> reasons("merger")["same_person"]
    ('merge',)
    """
    hold = HOLDS[0] if form in WINDING_UP else HOLDS[-1]
    lines: tuple[Duty, ...] = (hold, *DELETION, RETAINED, *REPAIR, *SOUND)
    found: dict[str, tuple[str, ...]] = {
        line.reason: (line.action, *line.also_accept) for line in lines
    }
    return found | {line.reason: ("keep", "hand_over") for line in SPARED}


def problem_choices(kinds: Sequence[str]) -> list[dict[str, Any]]:
    """Return what can be wrong with a record, and "nothing"."""
    return [
        {"code": code, "titles": in_both(title), "about": in_both(about)}
        for code in (*kinds, NOTHING)
        for title, about in [problem_words(code)]
    ]


def problem_words(code: str) -> tuple[str, str]:
    """Return the message ids of a problem's title and explanation."""
    if code in _OWN_WORDS:
        return f"sorting.problem.{code}", f"sorting.problem.{code}.about"
    return f"flaws.kind.{code}", f"flaws.about.{code}"


def action_choices() -> list[dict[str, Any]]:
    """Return what can be done with a record."""
    return [
        {
            "code": code,
            "titles": in_both(f"duties.action.{code}"),
            "about": in_both(f"duties.action.{code}.about"),
        }
        for code in ACTIONS
    ]


def reason_choices(form: Deal) -> list[dict[str, Any]]:
    """Return the reasons with the actions that each can lead to."""
    return [
        {"code": code, "titles": in_both(f"duties.reason.{code}"), "actions": list(actions)}
        for code, actions in reasons(form).items()
    ]


def _schema(task: Task) -> dict[str, Any]:
    """Return the JSON Schema of an answer to a task."""
    one = closed({part: {"enum": [*task.codes(part), None]} for part in task.asks})
    items = {record.key: {"$ref": "#/$defs/answer"} for record in task.records}
    return answer_schema(task, items, {"answer": one})


ALL_PROBLEMS: tuple[str, ...] = tuple(kind for kind in KINDS if kind != SOUND_KIND)
"""Every kind of problem; a company may not have all."""
