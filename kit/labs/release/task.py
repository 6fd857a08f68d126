"""A trainee's task: the columns to decide on, what the table is for, and everybody in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kit.i18n import LOCALES, in_both, translate
from kit.labs.release.levels import EXACT, IDENTIFIERS, OUT, Kind
from kit.labs.release.sheet import SHEET, Sheet
from kit.labs.release.solutions import Range, Solution
from kit.labs.release.table import Groups, Table, count_groups
from kit.labs.task import BaseTask, answer_schema, closed

SAMPLES = 3
PREVIEW_ROWS = 8
THIN_SPACE = "\u2009"
Titles = dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column to decide on.

    Attributes:
        key: Its key in the answer, e.g. ``"c01"``.
        name: Its id in the exercise file.
        titles: Its title.
        kind: What it holds.
        levels: What it can be released at, the finest first, ``out`` last.
        useful: The levels that the purpose can use, the finest first; only ``out`` if none.
        widths: Widths of its bands.
        high: From this on its bands are one.
        sensitive: Whether the table is about it; then it forms no groups.
    """

    key: str
    name: str
    titles: Titles
    kind: Kind
    levels: tuple[str, ...]
    useful: tuple[str, ...]
    widths: tuple[int, ...]
    high: int
    sensitive: bool

    @property
    def identifier(self) -> bool:
        """Return whether it points at one person by itself."""
        return self.kind in IDENTIFIERS

    @property
    def needed(self) -> bool:
        """Return whether the purpose has a use for it."""
        return self.useful != (OUT,)

    @property
    def optional(self) -> bool:
        """Return whether the purpose can do without it."""
        return self.needed and self.useful[-1] == OUT

    def finer(self, level: str, other: str) -> bool:
        """Return whether a level shows more than another."""
        return self.levels.index(level) < self.levels.index(other)

    def level_titles(self, level: str) -> Titles:
        """Return what a level is called."""
        dated = level == EXACT and self.kind in ("birth", "date")
        kind = "any" if level in (OUT, EXACT) and not dated else self.kind
        width = {"fine": self.widths[:1], "wide": self.widths[-1:]}.get(level, ())
        name = "capped" if kind == "amount" and width == (1,) else level
        values = {"width": thousands(width[0]) if width else "", "high": self.high}
        return {
            locale: translate(f"release.level.{kind}.{name}", locale, **values)
            for locale in LOCALES
        }


@dataclass(frozen=True)
class Ask:
    """A part of the purpose.

    Attributes:
        words: The part in words.
        column: Key of the column that serves it; nothing a trainee sees.
        first: Whether it comes before the others.
    """

    words: Titles
    column: str
    first: bool


@dataclass(frozen=True)
class Task(BaseTask):
    """One trainee's variant of an exercise.

    Attributes:
        locale: Language of the values.
        columns: The columns, in the order shown.
        purpose: What the table is for.
        asks: Its parts.
        k: The least size of a group.
        diverse: The fewest different sensitive values in a group.
        table: Everybody.
        solutions: Every choice of the needed columns' levels that solves it (`solve`), the finest
            first.
    """

    locale: str
    columns: tuple[Column, ...]
    purpose: Titles
    asks: tuple[Ask, ...]
    k: int
    diverse: int
    table: Table = field(repr=False)
    solutions: tuple[Solution, ...]

    @property
    def items(self) -> str:
        """Return the key of the items in an answer."""
        return "columns"

    @property
    def sensitive(self) -> Column:
        """Return the column that the table is about."""
        return next(column for column in self.columns if column.sensitive)

    @cached_property
    def formers(self) -> tuple[Column, ...]:
        """Return the needed columns that form groups, in the order of the solutions' levels."""
        return tuple(one for one in self.columns if one.needed and not one.sensitive)

    @cached_property
    def first(self) -> str:
        """Return the key of the column that comes first."""
        return next(one.column for one in self.asks if one.first)

    @cached_property
    def best(self) -> Mapping[str, str]:
        """Return the level of every column in the finest solution."""
        found = {one.key: one.useful[0] for one in self.columns}
        levels = self.solutions[0].levels
        return found | {one.key: level for one, level in zip(self.formers, levels, strict=True)}

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Return what the purpose can use of them."""
        return tuple(Range(one.key, one.useful) for one in self.formers)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the candidate table in full detail."""
        titles = tuple(column.titles[self.locale] for column in self.columns)
        keys = tuple(column.key for column in self.columns)
        return (Sheet(SHEET, titles, self.table, keys),)

    def groups(self, levels: Mapping[str, str]) -> Groups:
        """Return the groups that a choice of levels leaves; columns not named stay out."""
        chosen = tuple(levels.items())
        if chosen not in self._counted:
            self._counted[chosen] = count_groups(
                self.table, levels, self.k, compared(self.sensitive)
            )
        return self._counted[chosen]

    @cached_property
    def _counted(self) -> dict[tuple[tuple[str, str], ...], Groups]:
        """Groups by choice: judging asks for the same ones again and again."""
        return {}

    def column(self, key: str) -> Column:
        """Return a column by key."""
        return next(column for column in self.columns if column.key == key)

    def public(self) -> dict[str, Any]:
        """Return all that a trainee may see, as plain JSON data: no truth, no seed."""
        (sheet,) = self.sheets
        return self.shown(
            {
                "people": self.table.people,
                "k": self.k,
                "diverse": self.diverse,
                "purpose": dict(self.purpose),
                "asks": [{"words": dict(one.words), "first": one.first} for one in self.asks],
                "columns": [self._public(column) for column in self.columns],
                "preview": [
                    {
                        "table": SHEET,
                        "table_titles": _words("sheet"),
                        "about": _words("sheet_about"),
                        "columns": list(sheet.columns),
                        "rows": [list(row) for row in sheet.first(PREVIEW_ROWS)],
                    }
                ],
                "answer_schema": _schema(self),
            }
        )

    def template(self) -> dict[str, Any]:
        """Return an empty answer in the answer's format."""
        return self.answer({column.key: {"level": None} for column in self.columns})

    def _public(self, column: Column) -> dict[str, Any]:
        return {
            "key": column.key,
            "titles": dict(column.titles),
            "kind": column.kind,
            "sensitive": column.sensitive,
            "levels": [
                {
                    "code": level,
                    "titles": column.level_titles(level),
                    "samples": self._samples(column, level),
                    "values": len(self._labels(column, level)),
                }
                for level in column.levels
            ],
        }

    def _labels(self, column: Column, level: str) -> tuple[str, ...]:
        return () if level == OUT else self.table.columns[column.key][level].labels

    def _samples(self, column: Column, level: str) -> list[str]:
        """Return the values of the same few people at each level."""
        if level == OUT:
            return []
        exact = self.table.columns[column.key][EXACT]
        firsts = [
            int((exact.codes == code).argmax()) for code in range(len(exact.labels))[:SAMPLES]
        ]
        return [self.table.text(column.key, level, row) for row in firsts]


def groups(task: Task, levels: Mapping[str, str]) -> Groups:
    """Return the groups that a choice of levels leaves in a task's table."""
    return task.groups(levels)


def compared(column: Column) -> tuple[str, str]:
    """Return a sensitive column with the level at which its values are compared.

    That is the coarsest that serves the purpose, so that what is released cannot tell less.
    """
    return column.key, column.useful[-1] if column.needed else EXACT


def _schema(task: Task) -> dict[str, Any]:
    """Return the JSON Schema of an answer to a task."""
    levels = {one.key: closed({"level": {"enum": [*one.levels, None]}}) for one in task.columns}
    return answer_schema(task, levels)


def thousands(number: int) -> str:
    """Return a number with thin spaces between thousands."""
    return f"{number:,}".replace(",", THIN_SPACE)


def _words(message_id: str) -> dict[str, str]:
    return in_both(f"release.{message_id}")
