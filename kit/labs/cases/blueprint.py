"""What every variant of a case exercise has in common: which cases, and how many of them."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kit.labs.spec import Part

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,63}$")]


class Blueprint(Part):
    """The cases to draw from.

    Attributes:
        cases: Names of studies; see ``kit/labs/cases/studies``.
        count: How many are drawn for each trainee.
    """

    cases: Annotated[tuple[Name, ...], Field(min_length=1, max_length=40)]
    count: Annotated[int, Field(ge=1, le=20)]

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if len(set(self.cases)) != len(self.cases) or self.count > len(self.cases):
            wanted = "cases: each once, and at least as many as count"
            raise PydanticCustomError("cases", "{expected}", {"expected": wanted})
        return self
