"""Frame files: the sentences that notes are made of, and what fills their slots."""

import re
import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from kit.customers.labels import SensitiveCategory, Subject
from kit.customers.makers.codes import pattern_parts
from kit.errors import BadInput

PersonalKind = Literal[
    "name",
    "nickname",
    "relation",
    "phone",
    "resident_id",
    "address",
    "partial_address",
    "plate",
    "account",
    "handle",
    "email",
    "birth_date",
    "age",
    "health",
    "religion",
    "whereabouts",
    "child_detail",
    "workplace",
    "occupation",
    "income",
    "debt",
    "legal_matter",
    "contract_no",
    "contract_detail",
]
LookAlike = Literal["model_number", "document_number", "hotline", "company_address", "company_name"]
PERSONAL_KINDS: tuple[str, ...] = get_args(PersonalKind)
LOOK_ALIKES: tuple[str, ...] = get_args(LookAlike)
Channel = Literal["service_visit", "call_centre", "chat", "complaint", "crm_remark"]
CHANNELS: tuple[str, ...] = get_args(Channel)
Writing = Literal[
    "text",
    "lower",
    "name",
    "nickname",
    "phone",
    "id",
    "id_tail",
    "account",
    "account_tail",
    "plate",
    "address",
    "address_part",
    "date",
    "age",
    "city",
]
PARTS: tuple[Literal["open", "middle", "close"], ...] = ("open", "middle", "close")

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*(?::[^{}]+)?)\}")
_COLUMN = r"^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$"
_NOBODY = ("company", "none")
_OF_COMPANIES = ("hotline", "company_address", "company_name")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Slot(_Part):
    """What stands in a slot: a column's value, one of some words, a code, or words of a sentence.

    Attributes:
        column: ``table.field``; the value of one of the customer's rows, or of a reference row.
        writing: How the value is written (``as`` in the file).
        values: Words to draw from.
        pattern: A code as for the generator ``code``.
        like: Another slot of words, whose word of the same place is drawn.
        mark: Whether the words stand in the sentence itself: ``{debt:owes two months}``.
        kind: What the reader finds there; None for filler, which has no span.
        subject: Whom it is about.
        sensitive: Category of PIPL Art. 28.
        born: Date column that decides whether a child is under 14; found without it where the
            slot's own table has a ``birth_date``.
    """

    column: Annotated[str, Field(pattern=_COLUMN)] | None = None
    writing: Writing = Field(default="text", alias="as")
    values: tuple[Annotated[str, Field(min_length=1)], ...] | None = Field(None, min_length=1)
    pattern: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    like: str | None = None
    mark: bool = False
    kind: Literal[PersonalKind, LookAlike] | None = None
    subject: Subject = "none"
    sensitive: SensitiveCategory | None = None
    born: Annotated[str, Field(pattern=_COLUMN)] | None = None

    @property
    def personal(self) -> bool:
        """Whether a span of this slot is personal information."""
        return self.kind in PERSONAL_KINDS

    @property
    def about(self) -> Subject:
        """Whom a span is about; a hotline is the company's without saying so."""
        return "company" if self.kind in _OF_COMPANIES else self.subject

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        sources = (self.column, self.values, self.pattern, self.mark or None)
        if sum(part is not None for part in sources) != 1:
            raise _wrong("one_source")
        if self.like and not self.values:
            raise _wrong("like_without_values")
        if self.mark and not self.kind:
            raise _wrong("mark_without_kind")
        if self.column is None and self.writing != "text":
            raise _wrong("writing_without_column")
        if self.personal and self.subject in _NOBODY:
            raise _wrong("kind_without_person")
        if not self.personal and (self.sensitive or self.subject not in _NOBODY):
            raise _wrong("person_without_kind")
        if self.pattern is not None:
            pattern_parts(self.pattern)
        return self


class Situation(_Part):
    """One kind of occasion; a note is one of each list, written one after the other."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    weight: float = Field(default=1.0, gt=0, le=1000, allow_inf_nan=False)
    open: Annotated[tuple[str, ...], Field(min_length=1)]
    middle: Annotated[tuple[str, ...], Field(min_length=1)]
    close: Annotated[tuple[str, ...], Field(min_length=1)]

    def parts(self, name: Literal["open", "middle", "close"]) -> tuple[str, ...]:
        """Return one of its three lists."""
        chosen: tuple[str, ...] = getattr(self, name)
        return chosen


class Frames(_Part):
    """A frame file: slots by name, and situations."""

    slots: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Slot]
    situations: Annotated[tuple[Situation, ...], Field(min_length=1)]

    @cached_property
    def filled(self) -> dict[str, Slot]:
        """The slots that fill sentences; of a mark, one for each of the words that it marks."""
        found = {name: slot for name, slot in self.slots.items() if not slot.mark}
        for name in self.used:
            base, _, words = name.partition(":")
            if words and base in self.slots and self.slots[base].mark:
                found[name] = self.slots[base].model_copy(update={"values": (words,)})
        return found

    @cached_property
    def used(self) -> tuple[str, ...]:
        """What stands in braces anywhere, in order and each once."""
        parts = (part for one in self.situations for name in PARTS for part in one.parts(name))
        return tuple(
            dict.fromkeys(name for part in parts for is_slot, name in segments(part) if is_slot)
        )


def read_frames(text: str, file: str) -> Frames:
    """Return the frames written in a TOML text.

    Args:
        text: The file's content.
        file: What to call it in errors.

    Raises:
        BadInput: With file, key and what is wrong.
    """
    try:
        return Frames.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("notes.toml", file=file, problem=str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadInput("notes.frame", file=file, key=key, problem=first["msg"]) from error


@lru_cache(maxsize=16)
def load_frames(name: str, locale: str) -> Frames:
    """Return shipped frames by their name (that of a profile) and language.

    Raises:
        BadInput: No such file, or a file with a problem.
    """
    path = files("kit.customers.notes") / "frames" / f"{name}.{locale}.toml"
    if not path.is_file():
        raise BadInput("notes.unknown_frames", name=name, locale=locale)
    return read_frames(path.read_text(encoding="utf-8"), path.name)


def segments(part: str) -> list[tuple[bool, str]]:
    """Return the pieces of a sentence: (is a slot, its name or the literal text).

    >>> segments("{name}来电。")
    [(True, 'name'), (False, '来电。')]
    """
    pieces = enumerate(_SLOT.split(part))
    return [(place % 2 == 1, piece) for place, piece in pieces if piece]


def _wrong(code: str) -> PydanticCustomError:
    return PydanticCustomError(code, code)
