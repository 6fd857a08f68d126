"""A text task: the notes a trainee reads, and the spans and look-alikes beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kit.labs.task import BaseTask, answer_schema, closed
from kit.labs.text.palette import SUBJECTS, Palette, codes, shown, subjects_shown

MOST_MARKS = 110
"""So many marks a note may have; so many can also be stored (a test compares the two limits)."""


Error = tuple[str, int, str]
"""Verdict, number of the span or look-alike, and the wrong kind or subject if there is one."""


class Mark(NamedTuple):
    """What a trainee marked: code points ``start`` to ``end`` (exclusive) as a kind."""

    start: int
    end: int
    kind: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of personal information in a note.

    Attributes:
        start: First code point.
        end: Code point after the last.
        core: The bounds less what may stand around it.
        text: What stands there.
        kind: Its kind in the truth of the company.
        accepted: Kinds of the palette that are right or stand to reason, the right one first.
        subject: Whom it is about.
        subjects: Whom it may be said to be about, the right person first.
        sensitive: Category of PIPL Art. 28, or None.
        masked: Whether only part of a number or of an address stands there.
        weight: What missing it costs.
        articles: The rules behind it.
        values: What a message about it names.
    """

    start: int
    end: int
    core: tuple[int, int]
    text: str
    kind: str
    accepted: tuple[str, ...]
    subject: str
    subjects: tuple[str, ...]
    sensitive: str | None
    masked: bool
    weight: int
    articles: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A piece of a note that looks personal and is not."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Note:
    """One note.

    Attributes:
        key: Its key in task and answer, e.g. ``"n03"``.
        channel: Where it comes from.
        channel_titles: The same in words.
        written_at: Date and time, to the minute.
        about: What the file says of the customer, or None.
        text: The text.
        spans: What is personal in it; not public.
        look_alikes: What looks personal and is not; not public.
        origin: Id of the note in the company's table; not public.
        misread: The misconception behind each set of errors that one can make here; not public.
    """

    key: str
    channel: str
    channel_titles: Mapping[str, str]
    written_at: str
    about: Mapping[str, str] | None
    text: str
    spans: tuple[Span, ...] = field(repr=False)
    look_alikes: tuple[LookAlike, ...] = field(repr=False)
    origin: str = field(repr=False)
    misread: Mapping[frozenset[Error], str] = field(default_factory=dict, repr=False)

    def public(self) -> dict[str, Any]:
        """Return what a trainee may see."""
        return {
            "key": self.key,
            "channel": self.channel,
            "channel_titles": dict(self.channel_titles),
            "written_at": self.written_at,
            "about": None if self.about is None else dict(self.about),
            "text": self.text,
        }


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        locale: Language of the notes.
        palette: Which kinds can be marked.
        asks_subject: Whether trainees also say whom each piece is about.
        notes: The notes, in the order shown.
    """

    locale: str
    palette: Palette
    asks_subject: bool
    notes: tuple[Note, ...]

    @property
    def items(self) -> str:
        """Return the key of the items in an answer."""
        return "notes"

    @property
    def sheets(self) -> tuple[()]:
        """Return no tables: the notes are all there is."""
        return ()

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""
        return self.shown(
            {
                "notes": [note.public() for note in self.notes],
                "kinds": shown(self.palette),
                "subjects": subjects_shown() if self.asks_subject else [],
                "answer_schema": _schema(self),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        return self.answer({note.key: {"marks": [], "done": False} for note in self.notes})


def answered(task: Task, marks: list[Mark]) -> dict[str, Any]:
    """Return the answer to one note: these marks, and looked at."""
    names = ("start", "end", "kind", "subject") if task.asks_subject else ("start", "end", "kind")
    written = [dict(zip(names, mark, strict=False)) for mark in marks]
    return {"marks": written, "done": True}


def _schema(task: Task) -> dict[str, Any]:
    """Return the JSON Schema of an answer to a task."""
    whole = {"type": "integer", "minimum": 0}
    properties: dict[str, Any] = {
        "start": whole,
        "end": whole,
        "kind": {"enum": list(codes(task.palette))},
    }
    if task.asks_subject:
        properties["subject"] = {"enum": [*SUBJECTS, None]}
    marks = {"type": "array", "items": closed(properties), "maxItems": MOST_MARKS}
    note = closed({"marks": marks, "done": {"type": "boolean"}})
    return answer_schema(
        task, {one.key: {"$ref": "#/$defs/note"} for one in task.notes}, {"note": note}
    )
