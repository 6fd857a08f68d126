"""What every variant of a triage has in common: how many alerts, looks and things that happened."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kit.labs.spec import Part
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.organisation.spec import Phase


class Blueprint(Part):
    """The plan of all variants.

    Attributes:
        phase: Phase of the deal.
        leaks: Leaks to draw from; all of the catalogue if none is named.
        count: How many of them happen, at most.
        look_alikes: How many innocent things happen that look like one, at most.
        staff: People who work for the company.
        days: Days of the log.
        alerts: How many alerts are shown, at most.
        budget: How many of them may be looked at.
    """

    phase: Phase
    leaks: tuple[str, ...] = tuple(LEAKS)
    count: Annotated[int, Field(ge=2, le=8)] = 5
    look_alikes: Annotated[int, Field(ge=0, le=len(LOOK_ALIKES))] = 2
    staff: Annotated[int, Field(ge=30, le=120)] = 50
    days: Annotated[int, Field(ge=21, le=60)] = 35
    alerts: Annotated[int, Field(ge=40, le=200)] = 80
    budget: Annotated[int, Field(ge=5, le=60)] = 20

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        unknown = [name for name in self.leaks if name not in LEAKS]
        if unknown or not self.leaks:
            _refuse(f"leaks: {', '.join(LEAKS)}")
        if self.budget < 2 * self.count or self.alerts < 2 * self.budget:
            _refuse("2 * count <= budget, 2 * budget <= alerts")
        return self


def _refuse(wanted: str) -> None:
    raise PydanticCustomError("triage", "{expected}", {"expected": wanted})
