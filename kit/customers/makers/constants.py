"""Parameters of the generators of words and references, and the values written in them."""

from datetime import date
from math import isfinite
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from kit.customers.makers.base import MOST_CASES, Options, Text, Weights, has_pool, wrong
from kit.customers.makers.contract import Kind, common_kind


def _value(value: Any) -> Any:
    """One value, or one per language."""
    kind_of_values([value])
    return value


def _list(value: Any) -> Any:
    """A list of values, or one list per language of the same length."""
    lists = per_language(value)
    if not all(isinstance(one, list) and one for one in lists):
        raise wrong("no_values")
    if len({len(one) for one in lists}) > 1:
        raise wrong("lengths", expected=len(lists[0]), actual=len(lists[-1]))
    kind_of_values([one for each in lists for one in each])
    return value


OneValue = Annotated[Any, AfterValidator(_value)]
ValueList = Annotated[Any, AfterValidator(_list)]


class Values(Options):
    """Values, in one list or one per language, and their weights (default: equal)."""

    values: ValueList
    weights: Weights | None = None

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        as_many(self.values, self.weights)
        return self


class Cases(Options):
    """For each value of the key, the values to choose from."""

    cases: Annotated[dict[str, ValueList], Field(min_length=1, max_length=MOST_CASES)]
    weights: dict[str, Weights] = Field(default={})
    default: ValueList | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for key, weights in self.weights.items():
            if key not in self.cases:
                raise wrong("no_case", case=key[:80], known=", ".join(self.cases)[:200])
            as_many(self.cases[key], weights)
        for key in set(self.cases) - set(self.weights):
            as_many(self.cases[key], None)
        return self


class Map(Options):
    """For each value of the key, the value to give."""

    map: Annotated[dict[str, OneValue], Field(min_length=1)]
    default: OneValue | None = None


class Template(Options):
    """A text with input names in braces."""

    text: Text


class PoolName(Options):
    """Name of a file in ``kit/customers/words`` without ``.csv``."""

    pool: str = Field(pattern=r"^[a-z0-9_]+$")

    @field_validator("pool")
    @classmethod
    def _exists(cls, value: str) -> str:
        if not has_pool(value):
            raise wrong("pool", pool=value)
        return value


class WhenOptions(Options):
    """Constant values, where no input of that name is given."""

    then: OneValue | None = None
    otherwise: OneValue | None = None


class SelectOptions(Options):
    """For each value of the key, the name of the input to take."""

    cases: Annotated[dict[str, str], Field(min_length=1)]
    default: str | None = None


class SliceOptions(Options):
    """How many characters of the beginning or of the end."""

    first: int | None = Field(default=None, ge=1)
    last: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.first is None) == (self.last is None):
            raise wrong("one_end")
        return self


class TableName(Options):
    """A reference table and, optionally, the first and last row to draw from, from 0."""

    table: str
    rows: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] | None = None

    @field_validator("rows")
    @classmethod
    def _rising(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value and value[0] > value[1]:
            raise wrong("rising", low=value[0], high=value[1])
        return value


class TablePlace(Options):
    """A reference table and its (hidden) column of places."""

    table: str
    place: str


class TableField(Options):
    """A column of a reference table."""

    table: str
    field: str


def per_language(value: Any) -> list[Any]:
    """Return what a value is in Chinese and in English, or the value itself."""
    if not isinstance(value, dict):
        return [value]
    if set(value) != {"zh", "en"}:
        raise wrong("both_languages")
    return [value["zh"], value["en"]]


def as_many(values: Any, weights: list[float] | None) -> None:
    """Raise `wrong` unless there is a weight for each value."""
    size = len(per_language(values)[0])
    if weights is not None and len(weights) != size:
        raise wrong("lengths", expected=size, actual=len(weights))


def kind_of_values(values: list[Any]) -> Kind:
    """Return the kind that constants (or their forms in both languages) have together."""
    return common_kind([_kind_of(one) for value in values for one in per_language(value)])


def _kind_of(value: Any) -> Kind:
    kind = _KINDS.get(type(value))
    if kind is None:
        raise wrong("no_value", value=str(value)[:80])
    if kind in ("integer", "number") and not (isfinite(value) and abs(value) <= _LARGEST):
        raise wrong("too_large", value=str(value)[:80])
    return kind


_KINDS: dict[type, Kind] = {
    str: "text",
    bool: "boolean",
    int: "integer",
    float: "number",
    date: "date",
}
_LARGEST = 2**53
