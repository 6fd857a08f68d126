"""What an exercise file may say, whichever lab it belongs to."""

from typing import Annotated, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from kit.customers.spec import DealForm

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,63}$")]


class Part(BaseModel):
    """A part of an exercise file: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """The same text in Chinese and English."""

    zh: Text
    en: Text

    def both(self) -> dict[str, str]:
        """Return the text by language."""
        return {"zh": self.zh, "en": self.en}


Difficulty = Literal["foundation", "practitioner", "expert"]
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
"""The levels, the easiest first."""


class Instructor(Part):
    """What an instructor needs for the debriefing.

    Attributes:
        talking_points: What to stress.
        usual_mistakes: What people get wrong, and why.
        debrief: Questions to the group.
    """

    talking_points: Annotated[tuple[Words, ...], Field(min_length=1)]
    usual_mistakes: Annotated[tuple[Words, ...], Field(min_length=1)]
    debrief: Annotated[tuple[Words, ...], Field(min_length=1)]


B = TypeVar("B", bound=Part)


class Spec(Part, Generic[B]):
    """One exercise.

    Attributes:
        id: Name of the exercise and of its folder.
        lab: Which lab makes and grades it.
        titles: Its title.
        intro: The situation, told to the trainee.
        profile: Which company the data comes from.
        size: How many customers that company has.
        flaws: Share of the customers that carry a deliberate flaw.
        deal: How the company changes hands or ends; empty: the company's own form.
        difficulty: The level.
        minutes: How long a beginner needs.
        guided: Practice: each item may be checked at once, and the result does not count.
        objectives: What a trainee can do afterwards.
        law: Rule ids of `kit.law` that the exercise rests on.
        pass_mark: The least score that passes.
        must_fail: Usual mistakes of the lab that this exercise is there to cure: nobody who holds
            one of them passes.
        hints: Help that gives no answer away, from general to specific.
        hint_cost: Points that each hint costs, of 100.
        instructor: What an instructor needs for the debriefing.
        blueprint: The options: what every variant has in common; the lab says which keys it has.
    """

    id: Identifier
    lab: Identifier
    titles: Words
    intro: Words
    profile: Identifier
    size: Annotated[int, Field(ge=20, le=20_000)]
    flaws: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    deal: DealForm | Literal[""] = ""
    difficulty: Difficulty
    minutes: Annotated[int, Field(ge=1, le=240)]
    guided: bool = False
    objectives: Annotated[tuple[Words, ...], Field(min_length=1)]
    law: Annotated[tuple[Text, ...], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=1, le=100)]
    must_fail: tuple[Identifier, ...] = ()
    hints: tuple[Words, ...] = ()
    hint_cost: Annotated[int, Field(ge=0, le=10)] = 2
    instructor: Instructor
    blueprint: B
