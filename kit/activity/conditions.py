"""A question to the log as data: which moments, which values of which columns, which customers.

In JSON: ``{"since": "2026-08-01T00:00:00", "conditions": [{"column": "action", "op": "is",
"values": ["crm.export"]}]}``. All conditions hold together; of a condition's values any does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from kit.errors import BadInput

Op = Literal["is", "is_not", "contains", "at_least", "at_most", "empty", "not_empty"]
OPS: Mapping[str, tuple[Op, ...]] = {
    "text": ("is", "is_not", "contains", "empty", "not_empty"),
    "number": ("is", "is_not", "at_least", "at_most", "empty", "not_empty"),
    "time": ("at_least", "at_most"),
}
"""What can be asked of a column, by its kind."""
_BARE = ("empty", "not_empty")
_SHOWN = 60


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Part):
    """What one column must hold.

    Attributes:
        column: Its name; a question to a log knows which there are.
        op: How it is compared.
        values: Any of these; none for ``empty`` and ``not_empty``.
    """

    column: Annotated[str, Field(min_length=1, max_length=64)]
    op: Op = "is"
    values: Annotated[tuple[str, ...], Field(max_length=1000)] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if bool(self.values) == (self.op in _BARE):
            wanted = "values: at least one; none for empty and not_empty"
            raise PydanticCustomError("values", "{expected}", {"expected": wanted})
        return self


class Query(_Part):
    """Which events are asked for.

    Attributes:
        since: Not before this moment, local time.
        until: Before this moment.
        conditions: All of them hold.
        customers: Only events that touched one of these.
    """

    since: datetime | None = None
    until: datetime | None = None
    conditions: Annotated[tuple[Condition, ...], Field(max_length=20)] = ()
    customers: Annotated[tuple[str, ...], Field(max_length=1000)] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data, without what is not asked."""
        found: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return found


def read_query(value: Any) -> Query:
    """Return the question that JSON data holds.

    Raises:
        BadInput: If it has another form; says where and what.
    """
    if isinstance(value, Query):
        return value
    try:
        query = Query.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "query"
        found = str(first.get("input"))[:_SHOWN]
        raise BadInput("activity.search_form", key=where, found=found) from None
    for name in ("since", "until"):
        moment = getattr(query, name)
        if moment is not None and moment.tzinfo is not None:
            raise BadInput("activity.search_zone", key=name, found=str(moment))
    if query.since and query.until and query.since >= query.until:
        raise BadInput("activity.empty_window", since=query.since, until=query.until)
    return query


def number_of(text: str, column: str) -> int:
    """Return a value of a number column.

    Raises:
        BadInput: If it is no whole number.
    """
    try:
        return int(text)
    except ValueError:
        raise BadInput("activity.search_number", column=column, value=text[:_SHOWN]) from None


def require_op(condition: Condition, kind: str) -> None:
    """Raise unless a condition can be asked of a column of this kind.

    Raises:
        BadInput: If it cannot; names what can.
    """
    known: Sequence[str] = OPS[kind]
    if condition.op not in known:
        values = {"column": condition.column, "op": condition.op, "known": ", ".join(known)}
        raise BadInput("activity.search_op", **values)
