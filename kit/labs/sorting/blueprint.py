"""What every variant of a sorting exercise has in common: how many records of which kind."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kit.customers.duties import Action, Kind
from kit.labs.spec import Part

Ask = Literal["problem", "action", "reason"]
Alike = Literal["", "namesake", "ends_soon", "withdrew_other"]
"""What a sound record looks like though it is not: see `kit.labs.sorting.pool`."""
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-zA-Z0-9_-]{1,63}$")]
Place = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]\w*\.(\w+|\*)$", max_length=127)]
ASKS: tuple[Ask, ...] = ("problem", "action", "reason")


class Slots(Part):
    """So many records of one sort; what is left empty may be anything.

    Attributes:
        count: How many records are drawn.
        more: At most so many more, drawn per variant, so that counting the actions given tells
            nothing.
        kinds: Their kinds of flaw, or ``sound``.
        actions: What is to be done with them.
        reasons: Codes of `duties.po`, one of which must be among the reasons.
        columns: Where the flaw is, as ``table.column``; ``table.*`` is a sound record.
        alike: What a sound record could be taken for.
    """

    count: Annotated[int, Field(ge=1, le=12)]
    more: Annotated[int, Field(ge=0, le=3)] = 0
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    reasons: tuple[Code, ...] = ()
    columns: tuple[Place, ...] = ()
    alike: Alike = ""


class Blueprint(Part):
    """The plan of all variants, so that two trainees sort other records of the same difficulty.

    Attributes:
        asks: What is asked of each record.
        slots: The records.
    """

    asks: tuple[Ask, ...] = ASKS
    slots: Annotated[tuple[Slots, ...], Field(min_length=2)]

    @property
    def size(self) -> int:
        """Number of records in the smallest variant."""
        return sum(slot.count for slot in self.slots)

    @property
    def most(self) -> int:
        """Number of records in the largest variant."""
        return self.size + sum(slot.more for slot in self.slots)

    @model_validator(mode="after")
    def _asks_what_to_do(self) -> Self:
        if "action" not in self.asks or len(set(self.asks)) != len(self.asks):
            wanted = 'asks: "action", each part once'
            raise PydanticCustomError("asks", "{expected}", {"expected": wanted})
        if self.most > 24:
            wanted = "slots: count + more <= 24 in all"
            raise PydanticCustomError("slots", "{expected}", {"expected": wanted})
        return self
