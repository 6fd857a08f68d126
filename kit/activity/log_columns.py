"""The columns of a log and those that stand behind them, as small numbers made once.

Beside the log's own columns there are those of its accounts, devices and addresses
(`kit.activity.behind`), whom an event touched, and ``right``: whether the account held what allowed
it that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from kit.activity.behind import BEHIND
from kit.activity.book import Book
from kit.activity.columns import Column, Mask, Places, Texts, column_of
from kit.activity.conditions import Condition
from kit.activity.counting import Counting
from kit.activity.rights import standing
from kit.errors import BadInput

OWN = (
    "time",
    "action",
    "actor.user.uid",
    "src_endpoint.ip",
    "device.uid",
    "metadata.product.name",
    "view",
    "resource.uid",
    "status_id",
    "bytes",
    "segment",
    "metadata.uid",
    "metadata.logged_time",
)
"""The log's own columns that a question may name."""
RIGHT, PEOPLE = "right", "people"
NAMES = (*OWN, *BEHIND, RIGHT, PEOPLE)
"""Every column that a question may name."""
_KINDS = {
    "time": "time",
    "metadata.logged_time": "time",
    "status_id": "number",
    "bytes": "number",
    PEOPLE: "number",
}


class HasEvidence(Protocol):
    """What a desk is set up for."""

    @property
    def events(self) -> pa.Table:
        """The log, in order of time."""

    @property
    def tables(self) -> Mapping[str, pa.Table]:
        """The organisation's tables and ``log_gaps``."""

    @property
    def book(self) -> Book:
        """The customers that the log speaks of."""


@dataclass(frozen=True)
class ColumnInfo:
    """A column that a question may name.

    Attributes:
        name: Its name.
        kind: ``text``, ``number`` or ``time``; says what can be asked (`kit.activity.conditions`).
    """

    name: str
    kind: str


class LogColumns:
    """The columns of one log, made when they are first asked for.

    Args:
        evidence: Its log, tables and book.
    """

    def __init__(self, evidence: HasEvidence) -> None:
        self.events, self.tables, self.book = evidence.events, evidence.tables, evidence.book
        self._made: dict[str, Column] = {}

    @cached_property
    def columns(self) -> tuple[ColumnInfo, ...]:
        """Return what a question may name."""
        return tuple(ColumnInfo(name, _KINDS.get(name, "text")) for name in NAMES)

    def column(self, name: str) -> Column:
        """Return a column as numbers; made when it is first asked for.

        Raises:
            BadInput: If there is none of that name; names those there are.
        """
        if name not in self._made:
            self._made[name] = self._column(name)
        return self._made[name]

    def _column(self, name: str) -> Column:
        if name == RIGHT:
            codes, texts = standing(self.events, self.tables)
            return Texts(codes, texts)
        if name == PEOPLE:
            return self.counting.column(PEOPLE)
        if name in BEHIND:
            base, names = BEHIND[name]
            own = self.texts(base)
            return own.through(names(self.tables, own))
        if name not in OWN:
            known = ", ".join(NAMES)
            raise BadInput("activity.search_column", column=name[:60], known=known)
        return column_of(self.events, name)

    def texts(self, name: str) -> Texts:
        """Return a column of few different texts.

        Raises:
            BadInput: If it has none, or there is no such column.
        """
        column = self.column(name)
        if not isinstance(column, Texts):
            raise BadInput("activity.search_not_text", column=name)
        return column

    def column_mask(self, name: str, value: str) -> Mask:
        """Return for each event whether a column of few texts has this one."""
        return self.texts(name).matches(Condition(column=name, values=(value,)))

    @cached_property
    def counting(self) -> Counting:
        """Return whom each event touched."""
        return Counting.of(self.events, self.book)

    @cached_property
    def times(self) -> Places:
        """Return when each event was, in milliseconds since 1970-01-01, local time."""
        return np.asarray(self.events["time"].combine_chunks().cast(pa.int64()))


def series(column: Column, rows: Places) -> Any:
    """Return some rows of a column for pandas."""
    if isinstance(column, Texts):
        return pd.Categorical.from_codes(column.codes[rows].tolist(), pd.Index(list(column.texts)))
    if column.kind == "time":
        return pd.to_datetime(column.shown(rows))
    return column.shown(rows)
