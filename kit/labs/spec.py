"""What an exercise file may say, whichever lab it belongs to."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

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
        difficulty: 1 to 3.
        minutes: How long a beginner needs.
        objectives: What a trainee can do afterwards.
        law: Rule ids of `kit.law` that the exercise rests on.
        pass_mark: The least score that passes, of 100.
        hints: Help that gives no answer away, from general to specific.
        instructor: What to stress in the debriefing.
        blueprint: What every variant has in common; the lab says which keys it has.
    """

    id: Identifier
    lab: Identifier
    titles: Words
    intro: Words
    profile: Identifier
    size: Annotated[int, Field(ge=20, le=20_000)]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    minutes: Annotated[int, Field(ge=1, le=240)]
    objectives: Annotated[tuple[Words, ...], Field(min_length=1)]
    law: Annotated[tuple[Text, ...], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=1, le=100)]
    hints: tuple[Words, ...] = ()
    instructor: tuple[Words, ...] = ()
    blueprint: B
