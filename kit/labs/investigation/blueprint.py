"""What every variant of an investigation has in common: what may have happened, what is asked."""

from typing import Annotated, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kit.labs.spec import Part
from kit.leaks.catalogue import LEAKS, LOOK_ALIKES
from kit.organisation.spec import Phase

Ask = Literal["what", "who", "when", "how", "scope", "sensitive", "ongoing", "evidence", "duties"]
Clue = Literal["report", "alert", "rumour", "complaint"]
ASKS: tuple[Ask, ...] = get_args(Ask)
Share = Annotated[float, Field(ge=0, le=1)]


class Blueprint(Part):
    """The plan of all variants, so that two trainees investigate other cases of one difficulty.

    Attributes:
        leak: What happened: a leak of the catalogue, or a look-alike for a false alarm.
        one_of: Instead of ``leak``: one of these, drawn per variant.
        phase: Phase of the deal; the usual one of what happened if not given.
        staff: People who work for the company.
        scale: Least and largest share of those it could reach.
        stealth: From least to most careful.
        days_before: Days of ordinary work in the log before what happened; it ends today.
        sample: How many people each customer at the desk stands for: 1, or where the desk holds a
            sample of a company too large for it. Duties go by the people.
        clue: What comes in first: the report that goes with what happened, or beside it an alert
            of the monitoring, a rumour in the house, a customer's complaint.
        asks: What is asked.
    """

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["leak"]}, {"required": ["one_of"]}]}
    )

    leak: str = ""
    one_of: tuple[str, ...] = ()
    phase: Phase | None = None
    staff: Annotated[int, Field(ge=30, le=120)] = 40
    scale: tuple[Share, Share] = (0.2, 0.4)
    stealth: tuple[Share, Share] = (0.2, 0.6)
    days_before: Annotated[int, Field(ge=3, le=90)] = 14
    sample: Annotated[int, Field(ge=1, le=100_000)] = 1
    clue: Clue = "report"
    asks: Annotated[tuple[Ask, ...], Field(min_length=2)] = ASKS

    @property
    def names(self) -> tuple[str, ...]:
        """Return what may have happened."""
        return self.one_of or (self.leak,)

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        if bool(self.leak) == bool(self.one_of):
            _refuse("leak", "leak / one_of: exactly one of the two")
        for name in self.names:
            if name not in LEAKS and name not in LOOK_ALIKES:
                _refuse("leak", f"leak: {', '.join((*LEAKS, *LOOK_ALIKES))}")
        return self

    @model_validator(mode="after")
    def _asks_fit_together(self) -> Self:
        if len(set(self.asks)) != len(self.asks) or "what" not in self.asks:
            _refuse("asks", 'asks: "what", each part once')
        for name in ("scale", "stealth"):
            low, high = getattr(self, name)
            if low > high:
                _refuse(name, f"{name}: [low, high]")
        if self.scale[0] < 0.01:
            _refuse("scale", "scale: >= 0.01")
        return self


def _refuse(key: str, wanted: str) -> None:
    raise PydanticCustomError(key, "{expected}", {"expected": wanted})
