"""A classification task: what the trainee sees, and the truth beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.customers.labels import FieldLabel
from kit.i18n import in_both
from kit.labs.classification.questions import POINTS, SCHEMES, Question, Scheme
from kit.labs.task import BaseTask, answer_schema, closed

PREVIEW_ROWS = 5
SAMPLES = 5

Words = Mapping[str, str]


@dataclass(frozen=True)
class TaskField:
    """One field to classify.

    Attributes:
        key: Its key in task and answer, e.g. ``"f03"``.
        name: The column name it is shown under.
        sheet: Letter of the export sheet it stands in.
        about: What the data dictionary says of it.
        type: Type of its values.
        rows: Number of rows of the table.
        null_share: Share of empty values.
        samples: Some values, as text.
        table: Its table; not public.
        table_titles: The table's title; not public.
        column: Its real column name; not public.
        titles: Its real title; not public.
        label: The truth; not public.
        make: The generator of its values; not public.
        trap: The trap it sets, or None; not public.
        difficulty: 1 to 3; not public.
        old: Its answers in the company's last inventory, by question; None: not on the desk.
    """

    key: str
    name: str
    sheet: str
    about: Words
    type: str
    rows: int
    null_share: float
    samples: tuple[str, ...]
    table: str = field(repr=False)
    table_titles: Words = field(repr=False)
    column: str = field(repr=False)
    titles: Words = field(repr=False)
    label: FieldLabel = field(repr=False)
    make: str = field(repr=False)
    trap: str | None = field(repr=False)
    difficulty: int = field(repr=False)
    old: Mapping[str, str] | None = None

    def public(self) -> dict[str, Any]:
        """Return what a trainee may see."""
        old = {} if self.old is None else {"old": dict(self.old)}
        return {
            "key": self.key,
            "name": self.name,
            "table": sheet_id(self.sheet),
            "table_titles": sheet_titles(self.sheet),
            "about": dict(self.about),
            "type": self.type,
            "rows": self.rows,
            "null_share": self.null_share,
            "samples": list(self.samples),
            **old,
        }


@dataclass(frozen=True)
class Sheet:
    """A part of one table as a trainee sees it: a nameless export, a few columns and rows.

    Attributes:
        letter: Letter of the sheet.
        about: What its rows are.
        columns: Column names as shown.
        rows: The values; an empty text where there is none.
    """

    letter: str
    about: Words
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def table(self) -> str:
        """Return the name of the sheet, e.g. ``"export_a"``."""
        return sheet_id(self.letter)

    def public(self) -> dict[str, Any]:
        """Return its first rows as plain JSON data."""
        return {
            "table": self.table,
            "table_titles": sheet_titles(self.letter),
            "about": dict(self.about),
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows[:PREVIEW_ROWS]],
        }


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        fields: The fields to classify, in the order shown.
        sheets: Parts of their tables.
        scheme: What is asked of each field.
        points: Points that a field earns; the more, the less a mistake weighs.
    """

    fields: tuple[TaskField, ...]
    sheets: tuple[Sheet, ...]
    scheme: Scheme = "law"
    points: int = POINTS

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return what is asked of each field; the first question leads."""
        return SCHEMES[self.scheme]

    @property
    def items(self) -> str:
        """Return the key of the items in an answer."""
        return "fields"

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""
        return self.shown(
            {
                "fields": [field.public() for field in self.fields],
                "preview": [sheet.public() for sheet in self.sheets],
                "scheme": self.scheme,
                "scale": scale(self.scheme),
                "questions": [question.public() for question in self.questions],
                "answer_schema": _schema(self),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        empty: dict[str, Any] = {question.id: None for question in self.questions}
        return self.answer({field.key: dict(empty) for field in self.fields})


def sheet_id(letter: str) -> str:
    """Return the name of a sheet.

    >>> sheet_id("A")
    'export_a'
    """
    return f"export_{letter.lower()}"


def sheet_titles(letter: str) -> dict[str, str]:
    """Return the title of a sheet."""
    return in_both("classification.sheet", letter=letter)


def scale(scheme: Scheme) -> dict[str, str] | None:
    """Return how the company's own scale is read, where an exercise asks for it."""
    if scheme not in ("grades", "company_classes"):
        return None
    return in_both(f"classification.scale.{scheme}")


def _schema(task: Task) -> dict[str, Any]:
    """Return the JSON Schema of an answer to a task."""
    one = closed({question.id: {"enum": [*question.codes, None]} for question in task.questions})
    items = {field.key: {"$ref": "#/$defs/answer"} for field in task.fields}
    return answer_schema(task, items, {"answer": one})
