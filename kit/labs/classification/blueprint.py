"""What every variant of a classification exercise has in common: how many fields of which kind."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kit.customers.labels import Classification
from kit.customers.spec import Trap
from kit.labs.spec import Part

CLASSES: tuple[Classification, ...] = ("non_personal", "personal", "sensitive")
"""The three choices, from the least to the most protected."""


class Slots(Part):
    """So many fields of one kind.

    Attributes:
        count: How many fields are drawn.
        classification: Their right class (``class`` in the file).
        trap: The trap they set, or ``"none"``.
        difficulty: 1 to 3.
    """

    count: Annotated[int, Field(ge=1, le=20)]
    classification: Classification = Field(alias="class")
    trap: Trap | Literal["none"]
    difficulty: Annotated[int, Field(ge=1, le=3)]


class SharedNames(Part):
    """How many fields of each class are shown under a name that other classes bear too."""

    non_personal: Annotated[int, Field(ge=0, le=20)]
    personal: Annotated[int, Field(ge=0, le=20)]
    sensitive: Annotated[int, Field(ge=0, le=20)]

    def of(self, classification: Classification) -> int:
        """Return the number for a class."""
        return int(getattr(self, classification))


class Blueprint(Part):
    """The plan of all variants, so that two trainees get other fields of the same difficulty."""

    shared_names: SharedNames
    slots: Annotated[tuple[Slots, ...], Field(min_length=1)]

    @property
    def size(self) -> int:
        """Number of fields in a variant."""
        return sum(slot.count for slot in self.slots)

    def classes(self) -> Counter[Classification]:
        """Return how many fields of each class a variant has."""
        counts: Counter[Classification] = Counter()
        for slot in self.slots:
            counts[slot.classification] += slot.count
        return counts

    @model_validator(mode="after")
    def _names_for_fields_that_are_there(self) -> Self:
        for classification, count in self.classes().items():
            if self.shared_names.of(classification) > count:
                expected = f"shared_names.{classification} <= {count}"
                raise PydanticCustomError("shared_names", "{expected}", {"expected": expected})
        return self
