"""What every generator sees and shares: its rows, inputs, options, word pools, weighted tables."""

import csv
import weakref
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import fsum
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kit.customers.columns import Column
from kit.errors import BadInput
from kit.seeding import Draws, Rows

if TYPE_CHECKING:
    from kit.customers.engine import TableRows

_BITS = 16
_CELLS = 1 << _BITS
MOST_CASES = 500
"""The most cases of one generator; each can need a table of a quarter of a megabyte."""


class Options(BaseModel):
    """The parameters of a generator (``with`` in a profile)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wrong(code: str, **values: Any) -> PydanticCustomError:
    """Return the error that a parameter has this problem (words: ``customers.problem.<code>``)."""
    return PydanticCustomError(code, code, values)


def _both_languages(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) != {"zh", "en"}:
            raise wrong("both_languages")
        return value
    return {"zh": value, "en": value}


def _rising(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    if pair[0] > pair[1]:
        raise wrong("rising", low=pair[0], high=pair[1])
    return pair


def _some_weight(weights: list[float]) -> list[float]:
    if not any(weights):
        raise wrong("no_weight")
    return weights


Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]
Day = Annotated[int, Field(ge=-73_050, le=73_050)]
"""A number of days, at most 200 years."""
Days = Annotated[tuple[Day, Day], AfterValidator(_rising)]
Line = Annotated[str, Field(max_length=2000)]
Text = Annotated[dict[str, Line], BeforeValidator(_both_languages)]
Texts = Annotated[dict[str, list[Line]], BeforeValidator(_both_languages)]
Scalar = str | int | float
Years = Annotated[int, Field(ge=0, le=100)]
Ages = Annotated[tuple[Years, Years], AfterValidator(_rising)]
Share = Annotated[float, Field(ge=0, le=1)]
Weights = Annotated[
    list[Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]],
    Field(min_length=1, max_length=10_000),
    AfterValidator(_some_weight),
]


@dataclass(frozen=True)
class Making:
    """One column to be made.

    Attributes:
        rows: The rows it is made for.
        field: Its name, which also names its streams.
        inputs: The columns it is made from, one value per row.
        options: Its checked parameters.
        seed: The seed of the data.
        as_of: The reference date.
        ages: Youngest and oldest customer.
        locale: Language of values.
        lookup: Returns a column of a reference table.
        unique: Whether no two rows may have the same value.
        deal: How the company changes hands or ends.
    """

    rows: "TableRows"
    field: str
    inputs: Mapping[str, Column]
    options: Any
    seed: int
    as_of: date
    ages: tuple[int, int]
    locale: str
    lookup: Callable[[str, str], Column]
    unique: bool = False
    deal: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def draws(self, *names: str) -> Draws:
        """Return this field's own 64-bit draws, one per row."""
        return self.rows.draws(self.field, *names)

    @property
    def names(self) -> tuple[str, ...]:
        """The path of names of this column's bijections."""
        return (*self.rows.key, self.field)

    def numbers(self, capacity: int) -> Rows:
        """Return the row numbers for a bijection; where values may repeat, they start again.

        Fields marked ``unique`` keep their own number, and too large a one is refused.
        """
        return self.rows.address if self.unique else self.rows.address % capacity

    @property
    def today(self) -> int:
        """The reference date as days since 1970-01-01."""
        return (self.as_of - date(1970, 1, 1)).days


def weighted(weights: Iterable[float]) -> NDArray[np.int32]:
    """Return a table of 65,536 cells that sends 16 uniform bits to an index by weight."""
    return _weighted(tuple(weights))


@lru_cache(maxsize=512)
def _weighted(weights: tuple[float, ...]) -> NDArray[np.int32]:
    edges = np.cumsum(weights) / fsum(weights)  # sum() of floats depends on the Python version
    middles = (np.arange(_CELLS) + 0.5) / _CELLS
    return np.searchsorted(edges, middles).clip(0, len(weights) - 1).astype(np.int32)


def pick(weights: Sequence[float], draws: Draws) -> NDArray[np.int32]:
    """Return an index per draw, by weight (to 1/65,536)."""
    return weighted(weights)[bits(draws, 0)]


def bits(draws: Draws, part: int) -> Rows:
    """Return 16 of the 64 bits of each draw; part 0 to 3 counts from the top."""
    return ((draws >> np.uint64(48 - _BITS * part)) & np.uint64(_CELLS - 1)).astype(np.int64)


@lru_cache(maxsize=64)
def pool(name: str) -> tuple[dict[str, list[str]], list[float]]:
    """Return the words of a pool by language, and their weights.

    Raises:
        BadInput: If there is no pool of that name.
    """
    rows = word_table(f"{name}.csv")
    words = {lang: [row[lang] for row in rows] for lang in ("zh", "en")}
    return words, [float(row.get("weight") or 1) for row in rows]


def has_pool(name: str) -> bool:
    """Return whether there is a pool of that name, with words in both languages."""
    if not (files("kit.customers") / "words" / f"{name}.csv").is_file():
        return False
    return {"zh", "en"} <= word_table(f"{name}.csv")[0].keys()


@lru_cache(maxsize=64)
def word_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in ``kit/customers/words``."""
    path = files("kit.customers") / "words" / name
    if not path.is_file():
        raise BadInput("customers.unknown_pool", name=name)
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def spread(words: Sequence[str], index: NDArray[Any]) -> pa.StringArray:
    """Return ``words[index]`` as Arrow strings."""
    return pa.array(words, pa.string()).take(pa.array(index))


def distinct(column: Column) -> tuple[list[str], NDArray[Any]]:
    """Return the distinct values as texts (true/false for booleans) and each row's place.

    Many fields have the same key column, so the answer is kept as long as the column lives.
    """
    array = pa.array(column) if isinstance(column, np.ndarray) else column
    known = _DISTINCT.get(id(array))
    if known is not None and known[0]() is array:
        return known[1]
    encoded = array.dictionary_encode(null_encoding="encode")
    texts = [_key_text(value) for value in encoded.dictionary.to_pylist()]
    found = texts, encoded.indices.to_numpy(zero_copy_only=False)
    key = id(array)
    _DISTINCT[key] = weakref.ref(array, lambda _: _DISTINCT.pop(key, None)), found
    return found


_DISTINCT: dict[int, tuple[weakref.ref[pa.Array], tuple[list[str], NDArray[Any]]]] = {}


def folded(
    keys: Sequence[str], cases: Container[str], group: NDArray[Any]
) -> tuple[list[str | None], NDArray[Any]]:
    """Return the cases that occur (None for any other key) and each row's place among them.

    Keys can be as many as rows; cases are few, so that a table for each of them stays small.
    """
    named = [key if key in cases else None for key in keys]
    occurring = list(dict.fromkeys(named))
    places = {name: place for place, name in enumerate(occurring)}
    place_of_key = np.array([places[name] for name in named], dtype=np.int64)
    return occurring, place_of_key[group] if len(keys) else np.empty(0, np.int64)


def _key_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
