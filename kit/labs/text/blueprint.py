"""What every variant of a text exercise has in common: palette, channels, notes of which kind."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kit.labs.spec import Part
from kit.labs.text.palette import Palette

Channel = Literal["service_visit", "call_centre", "chat", "complaint", "crm_remark"]
Feature = Literal[
    "any",
    "account",
    "child",
    "child_with_third_person",
    "employee",
    "health",
    "look_alike",
    "masked",
    "no_number",
    "not_sensitive",
    "religion",
    "situation",
    "third_person",
    "third_person_health",
    "whereabouts",
]
"""What a note must have: `kit.labs.text.drawing.FEATURES` says how each is recognised."""
Range = Annotated[tuple[int, int], Field(min_length=2, max_length=2)]


class Slots(Part):
    """So many notes of one kind.

    Attributes:
        count: How many notes are drawn.
        need: What must be in them.
        spans: Least and greatest number of pieces of personal information in each.
        channel: Where they come from; any of the blueprint's channels if not given.
        sensitive: Least number of pieces in each that are sensitive beyond doubt.
    """

    count: Annotated[int, Field(ge=1, le=20)]
    need: Feature
    spans: Range = (2, 6)
    channel: Channel | None = None
    sensitive: Annotated[int, Field(ge=0, le=6)] = 0


class Blueprint(Part):
    """The plan of all variants, so that two trainees get other notes of the same difficulty.

    Attributes:
        palette: ``classes`` (personal, sensitive) or ``groups``.
        subjects: Whether trainees also say whom each piece is about.
        channels: Where notes come from.
        length: Least and greatest number of characters of a note in Chinese; in English thrice.
        masked: Whether tails of numbers may stand in the notes.
        emoji: To how many chats emoji are added.
        slots: How many notes of which kind.
    """

    palette: Palette
    subjects: bool = False
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = (
        "service_visit",
        "call_centre",
        "chat",
        "complaint",
        "crm_remark",
    )
    length: Range = (20, 140)
    masked: bool = True
    emoji: Annotated[int, Field(ge=0, le=20)] = 0
    slots: Annotated[tuple[Slots, ...], Field(min_length=1)]

    @property
    def size(self) -> int:
        """Number of notes in a variant."""
        return sum(slot.count for slot in self.slots)

    @model_validator(mode="after")
    def _fits_together(self) -> "Blueprint":
        for number, slot in enumerate(self.slots):
            _require_rising(f"slots[{number}].spans", slot.spans)
            if slot.sensitive > slot.spans[1]:
                raise _wrong(f"slots[{number}].sensitive <= slots[{number}].spans[1]")
            if slot.channel and slot.channel not in self.channels:
                raise _wrong(f"slots[{number}].channel in channels")
        _require_rising("length", self.length)
        if not 4 <= self.size <= 40:
            raise _wrong("4 <= sum of slots.count <= 40")
        return self


def _require_rising(key: str, pair: tuple[int, int]) -> None:
    if not 0 <= pair[0] <= pair[1]:
        raise _wrong(f"0 <= {key}[0] <= {key}[1]")


def _wrong(expected: str) -> PydanticCustomError:
    return PydanticCustomError("text_blueprint", "{expected}", {"expected": expected})
