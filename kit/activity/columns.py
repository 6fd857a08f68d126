"""Columns of a log as numbers, so that a question is a look into a short list of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.conditions import Condition, number_of
from kit.errors import BadInput

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]
Kind = Literal["text", "number", "time"]
_SHORT = int(np.iinfo(np.int16).max)


class Column(Protocol):
    """One column of a log."""

    @property
    def kind(self) -> Kind:
        """What can be asked of it."""

    @property
    def different(self) -> int:
        """How many different values it has."""

    def matches(self, condition: Condition) -> Mask:
        """Return for each row whether it is as a condition says."""

    def shown(self, rows: Places) -> list[Any]:
        """Return the values of some rows as plain JSON data."""


@dataclass(frozen=True)
class Texts:
    """A column of few different texts.

    Attributes:
        codes: For each row the number of its text; -1 without one.
        texts: The texts.
    """

    codes: NDArray[Any]
    texts: Sequence[str]
    kind: Kind = "text"

    @property
    def different(self) -> int:
        """Return how many different texts there are."""
        return len(self.texts)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Return the number of each text."""
        return {text: number for number, text in enumerate(self.texts)}

    def matches(self, condition: Condition) -> Mask:
        """Return for each row whether it is as a condition says; a null is no text at all."""
        op, values = condition.op, condition.values
        if op in ("empty", "not_empty"):
            return np.asarray((self.codes < 0) == (op == "empty"))
        picked = np.zeros(len(self.texts) + 1, np.bool_)
        if op == "contains":
            wanted = [value.casefold() for value in values]
            for number, text in enumerate(self.texts):
                picked[number] = any(one in text.casefold() for one in wanted)
        else:
            picked[[self.place[value] for value in values if value in self.place]] = True
        if op == "is_not":
            picked = ~picked
        return np.asarray(picked.take(self.codes, mode="wrap"))

    def shown(self, rows: Places) -> list[Any]:
        """Return the texts of some rows."""
        return [self.texts[code] if code >= 0 else None for code in self.codes[rows].tolist()]

    def through(self, names: Mapping[str, str | None]) -> "Texts":
        """Return the column that stands behind this one, e.g. the person behind an account."""
        behind = [names.get(text) for text in self.texts]
        texts = tuple(dict.fromkeys(one for one in behind if one is not None))
        number = {text: place for place, text in enumerate(texts)}
        moved = np.array([*(number[one] if one is not None else -1 for one in behind), -1])
        return Texts(_small(moved.take(self.codes, mode="wrap")), texts)


@dataclass(frozen=True)
class Ids:
    """A column in which every row has a text of its own."""

    texts: pa.Array
    kind: Kind = "text"

    @property
    def different(self) -> int:
        """Return how many rows there are."""
        return len(self.texts)

    def matches(self, condition: Condition) -> Mask:
        """Return for each row whether it is as a condition says."""
        op, values = condition.op, condition.values
        if op in ("empty", "not_empty"):
            return np.full(len(self.texts), op == "not_empty")
        if op == "contains":
            found = np.zeros(len(self.texts), np.bool_)
            for value in values:
                found |= _mask(pc.match_substring(self.texts, value.upper()))
            return found
        if len(values) == 1:
            known = _mask(pc.equal(self.texts, values[0]))
        else:
            known = _mask(pc.is_in(self.texts, pa.array(values, pa.string())))
        return ~known if op == "is_not" else known

    def shown(self, rows: Places) -> list[Any]:
        """Return the texts of some rows."""
        found: list[Any] = self.texts.take(pa.array(rows)).to_pylist()
        return found


@dataclass(frozen=True)
class Numbers:
    """A column of whole numbers, or of moments as milliseconds.

    Attributes:
        name: Its name.
        values: For each row; 0 where there is none.
        there: For each row whether there is one; None: always.
    """

    name: str
    values: Places
    there: Mask | None = None
    kind: Kind = "number"

    @cached_property
    def different(self) -> int:
        """Return how many different numbers there are."""
        return len(np.unique(self.values))

    def matches(self, condition: Condition) -> Mask:
        """Return for each row whether it is as a condition says."""
        op = condition.op
        there = np.ones(len(self.values), np.bool_) if self.there is None else self.there
        if op in ("empty", "not_empty"):
            return np.asarray(there == (op == "not_empty"))
        wanted = [self._read(value) for value in condition.values]
        if op == "at_least":
            return np.asarray((self.values >= min(wanted)) & there)
        if op == "at_most":
            return np.asarray((self.values <= max(wanted)) & there)
        same = np.isin(self.values, wanted) & there
        return np.asarray(~same if op == "is_not" else same)

    def _read(self, text: str) -> int:
        if self.kind == "number":
            return number_of(text, self.name)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise BadInput("activity.search_moment", column=self.name, value=text[:60]) from None
        if moment.tzinfo is not None:
            raise BadInput("activity.search_zone", key=self.name, found=text[:60])
        return int(np.datetime64(moment, "ms").astype(np.int64))

    def shown(self, rows: Places) -> list[Any]:
        """Return the numbers of some rows; moments as text."""
        if self.kind == "time":
            return [str(one) for one in self.values[rows].astype("datetime64[ms]")]
        values: list[Any] = self.values[rows].tolist()
        if self.there is None:
            return values
        there = self.there[rows].tolist()
        return [value if known else None for value, known in zip(values, there, strict=True)]


def column_of(events: pa.Table, name: str) -> Column:
    """Return a column of a log."""
    values = events[name].combine_chunks()
    if pa.types.is_timestamp(values.type):
        return Numbers(name, np.asarray(values.cast(pa.int64())), None, "time")
    if pa.types.is_integer(values.type):
        there = _mask(values.is_valid()) if values.null_count else None
        return Numbers(name, np.asarray(pc.fill_null(values, 0)).astype(np.int64), there)
    if pa.types.is_dictionary(values.type):
        codes = np.asarray(pc.fill_null(values.indices.cast(pa.int32()), -1))
        return Texts(_small(codes), values.dictionary.cast(pa.string()).to_pylist())
    return Ids(values.cast(pa.string()))


def _small(codes: NDArray[Any]) -> NDArray[Any]:
    """Return codes in as few bytes as hold them: what is smaller is read sooner."""
    return codes.astype(np.int16 if codes.max(initial=0) < _SHORT else np.int32)


def _mask(values: Any) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)
