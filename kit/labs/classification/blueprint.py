"""What every variant of a classification exercise has in common: how many fields of which kind."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kit.customers.labels import (
    Classification,
    CompanyClass,
    Identifier,
    Reason,
    SensitiveCategory,
    Subject,
)
from kit.customers.spec import FieldSpec, Trap
from kit.labs.classification.questions import CLASSES, POINTS, Scheme
from kit.labs.spec import Part


class Slots(Part):
    """So many fields of one kind; a field belongs to the first line that it fits.

    Attributes:
        count: How many fields are drawn.
        classification: Their right class (``class`` in the file).
        trap: The trap they set, ``"none"`` for none; by default either.
        difficulty: 1 to 3; by default any.
        subject: Whom they are about; by default anybody.
        reason: Their right reason; by default any.
        category: Their category of PIPL Art. 28; by default any or none.
        identifier: Direct, quasi or none; by default any.
        grade: The company's grade; by default any.
        company_class: The company's class; by default any.
    """

    count: Annotated[int, Field(ge=1, le=20)]
    classification: Classification = Field(alias="class")
    trap: Trap | Literal["none"] | None = None
    difficulty: Annotated[int, Field(ge=1, le=3)] | None = None
    subject: Subject | None = None
    reason: Reason | None = None
    category: SensitiveCategory | None = None
    identifier: Identifier | None = None
    grade: Annotated[int, Field(ge=1, le=4)] | None = None
    company_class: CompanyClass | None = None

    def fits(self, field: FieldSpec) -> bool:
        """Return whether a field is of this kind."""
        label = field.label
        if label is None or label.classification != self.classification:
            return False
        wanted = (
            (self.trap, field.trap or "none"),
            (self.difficulty, field.difficulty),
            (self.subject, label.subject),
            (self.reason, label.reason),
            (self.category, label.sensitive),
            (self.identifier, label.identifier),
            (self.grade, label.grade),
            (self.company_class, label.company_class),
        )
        return all(one is None or one == found for one, found in wanted)

    def described(self) -> str:
        """Return the kind as it is written in the file, without the number.

        >>> Slots.model_validate({"count": 1, "class": "personal", "trap": "code"}).described()
        'class=personal, trap=code'
        """
        named = self.model_dump(by_alias=True, exclude_none=True, exclude={"count"})
        return ", ".join(f"{name}={value}" for name, value in named.items())


class SharedNames(Part):
    """How many fields of each class are shown under a name that other classes bear too."""

    non_personal: Annotated[int, Field(ge=0, le=20)] = 0
    personal: Annotated[int, Field(ge=0, le=20)] = 0
    sensitive: Annotated[int, Field(ge=0, le=20)] = 0

    def of(self, classification: Classification) -> int:
        """Return the number for a class."""
        return int(getattr(self, classification))


class Blueprint(Part):
    """The plan of all variants, so that two trainees get other fields of the same difficulty.

    Attributes:
        scheme: What is asked of each field.
        tables: Tables that fields are drawn from; none named: all.
        points: Points that a field earns; more than usual in practice, where mistakes weigh less.
        old_labels: Whether the classes of the company's last inventory lie on the desk.
        shared_names: How many fields bear a name that does not tell.
        slots: How many fields of which kind.
    """

    scheme: Scheme = "law"
    tables: tuple[str, ...] = ()
    points: Annotated[int, Field(ge=POINTS, le=2 * POINTS)] = POINTS
    old_labels: bool = False
    shared_names: SharedNames = SharedNames()
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
        for classification in CLASSES:
            count = self.classes()[classification]
            if self.shared_names.of(classification) > count:
                expected = f"shared_names.{classification} <= {count}"
                raise PydanticCustomError("shared_names", "{expected}", {"expected": expected})
        return self
