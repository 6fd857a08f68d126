"""Reads an answer: every part in its form, or said to be of no concern; else clear words."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, NaiveDatetime, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from kit.activity.search import read_query
from kit.errors import BadInput
from kit.labs.answers import check_choice, check_envelope, check_keys, check_object, shown
from kit.labs.investigation import codes
from kit.labs.spec import Part
from kit.labs.task import BaseTask

DESK = "desk"
NONE: Mapping[str, Any] = {"none": True}
"""Instead of a part: it does not apply."""
MOST_PINS, MOST_PARTS, MOST_LISTED = 40, 40, 200
_LONGEST_TEXT = 8_000_000
Id = Annotated[str, Field(min_length=1, max_length=80)]
_Codes = Annotated[tuple[Id, ...], Field(max_length=MOST_LISTED)]


def account_id(value: Any) -> Any:
    """Return an account as the tables write it; what is no text stays as it is.

    >>> account_id(" ＹＧ１８２０１ "), account_id("SVC. Repair_pull")
    ('yg18201', 'svc.repair_pull')
    """
    if not isinstance(value, str):
        return value
    return "".join(unicodedata.normalize("NFKC", value).split()).lower()


_Accounts = Annotated[
    tuple[Annotated[Id, BeforeValidator(account_id)], ...], Field(max_length=MOST_LISTED)
]
_Remark = Annotated[str, Field(max_length=400)]
_Notes = Annotated[str, Field(max_length=4000)]


class What(Part):
    """What happened; ``ground`` only with "nothing"."""

    type: Id | None
    ground: Id | None


class Who(Part):
    """Which accounts were used, and whose hand was on them."""

    accounts: _Accounts
    hand: Id | None


class When(Part):
    """From when to when, local time."""

    since: NaiveDatetime | None
    until: NaiveDatetime | None


class How(Part):
    """How it went out, and which control failed."""

    channel: Id | None
    control: Id | None


_SAID_BY = {"query": "query", "saved": "name", "list": "segment", "file": "file", "ids": "text"}
"""What says who it is, by the kind of a part; "everyone" says it all."""


class ScopePart(Part):
    """Some of the people concerned, in one of several forms."""

    kind: Literal["query", "saved", "list", "file", "ids", "everyone"]
    query: dict[str, Any] | None = None
    name: Id | None = None
    segment: Id | None = None
    file: Id | None = None
    text: Annotated[str, Field(max_length=_LONGEST_TEXT)] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = self.model_fields_set - {"kind", _SAID_BY.get(self.kind)}
        if any(getattr(self, name) is not None for name in said):
            raise PydanticCustomError("extra_forbidden", "says more than its kind")
        return self


class Scope(Part):
    """Whose data: the union of the parts, and how many different people that is."""

    parts: Annotated[tuple[ScopePart, ...], Field(max_length=MOST_PARTS)]
    count: Annotated[int, Field(ge=0, lt=10**12, strict=True)] | None


class Sensitive(Part):
    """Which sensitive kinds, and whether children under fourteen are concerned."""

    kinds: _Codes
    children: Id | None


class Ongoing(Part):
    """Whether it still goes on."""

    answer: Id | None


class Pin(Part):
    """One piece of evidence, with a remark."""

    ref: Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[a-z_]+:.+$")]
    remark: _Remark = ""


class Evidence(Part):
    """The evidence that is cited."""

    pins: Annotated[tuple[Pin, ...], Field(max_length=MOST_PINS)]


class Owed(Part):
    """One duty: who owes it, and by when."""

    duty: Id
    owed_by: Id | None
    clock: Id | None


class Duties(Part):
    """What follows."""

    list: Annotated[tuple[Owed, ...], Field(max_length=MOST_PINS)]


class Filter(Part):
    """A saved filter of the desk."""

    name: Id
    query: dict[str, Any]


class Desk(Part):
    """The desk: saved filters and notes; never graded."""

    filters: Annotated[tuple[Filter, ...], Field(max_length=MOST_LISTED)] = ()
    notes: _Notes = ""


Given = What | Who | When | How | Scope | Sensitive | Ongoing | Evidence | Duties
MODELS: Mapping[str, type[Part]] = {
    "what": What,
    "who": Who,
    "when": When,
    "how": How,
    "scope": Scope,
    "sensitive": Sensitive,
    "ongoing": Ongoing,
    "evidence": Evidence,
    "duties": Duties,
}
EMPTY: Mapping[str, Mapping[str, Any]] = {
    "what": {"type": None, "ground": None},
    "who": {"accounts": [], "hand": None},
    "when": {"since": None, "until": None},
    "how": {"channel": None, "control": None},
    "scope": {"parts": [], "count": None},
    "sensitive": {"kinds": [], "children": None},
    "ongoing": {"answer": None},
    "evidence": {"pins": []},
    "duties": {"list": []},
    DESK: {"filters": [], "notes": ""},
}
"""Each part before anybody answers."""
_CHOICES: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "what": (("type", codes.TYPES), ("ground", codes.GROUNDS)),
    "who": (("hand", codes.HANDS),),
    "how": (("channel", codes.CHANNELS), ("control", codes.CONTROLS)),
    "sensitive": (("kinds", codes.SENSITIVE), ("children", codes.YES_NO)),
    "ongoing": (("answer", codes.YES_NO),),
}


def read_answer(task: BaseTask, answer: Any, parts: tuple[str, ...]) -> dict[str, Part | None]:
    """Return each part of an answer by its key; None where it is said not to apply.

    Args:
        task: The task that the answer belongs to.
        answer: What was read, of any type.
        parts: The parts it must have.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    items = check_envelope(answer, task.exercise, task.token, task.items)
    check_keys(items, parts, task.items)
    return {part: read_part(part, items[part], f"{task.items}.{part}") for part in parts}


def read_part(part: str, value: Any, where: str = "") -> Part | None:
    """Return one part of an answer; None where it is said not to apply.

    Raises:
        BadInput: If it has another form.
    """
    where = where or part
    found = check_object(value, where)
    if part != DESK and dict(found) == NONE:
        return None
    model = Desk if part == DESK else MODELS[part]
    if part != DESK:
        check_keys(found, EMPTY[part], where)
    try:
        made = model.model_validate(found)
    except ValidationError as error:
        raise _in_words(where, dict(error.errors()[0])) from error
    for name, allowed in _CHOICES.get(part, ()):
        for code in _each(getattr(made, name)):
            check_choice(code, allowed, f"{where}.{name}")
    if isinstance(made, Duties):
        _check_owed(made, where)
    if isinstance(made, Desk):
        _check_filters(made)
    return made


def complete(part: str, value: Any) -> bool:
    """Return whether nothing is missing in a part of an answer.

    Args:
        part: Key of the part.
        value: The part in the form of an answer; it may be anything.
    """
    if part == DESK:
        return True
    try:
        made = read_part(part, value)
    except BadInput:
        return False
    return made is None or _COMPLETE[part](made)


_COMPLETE: Mapping[str, Callable[[Any], bool]] = {
    "what": lambda one: bool(one.type) and (one.type != codes.NOTHING or bool(one.ground)),
    "who": lambda one: bool(one.hand) and (one.hand == "nobody" or bool(one.accounts)),
    "when": lambda one: None not in (one.since, one.until),
    "how": lambda one: None not in (one.channel, one.control),
    "scope": lambda one: bool(one.parts) and one.count is not None,
    "sensitive": lambda one: one.children is not None,
    "ongoing": lambda one: one.answer is not None,
    "evidence": lambda one: bool(one.pins),
    "duties": lambda one: (
        bool(one.list) and all(None not in (duty.owed_by, duty.clock) for duty in one.list)
    ),
}


def moment(at: datetime) -> str:
    """Return a time as an answer writes it.

    >>> moment(datetime(2026, 9, 30, 19, 12, 44))
    '2026-09-30T19:12'
    """
    return at.isoformat(timespec="minutes")


def _check_owed(made: Duties, where: str) -> None:
    for number, one in enumerate(made.list):
        place = f"{where}.list[{number}]"
        check_choice(one.duty, codes.DUTIES, f"{place}.duty")
        check_choice(one.owed_by, codes.OWED_BY, f"{place}.owed_by")
        check_choice(one.clock, codes.CLOCKS, f"{place}.clock")


def _check_filters(made: Desk) -> None:
    names = [one.name for one in made.filters]
    for number, one in enumerate(made.filters):
        if one.name in names[:number]:
            raise BadInput("investigation.filter_twice", name=one.name)
        try:
            read_query(one.query)
        except BadInput as error:
            found = error.values.get("found") or shown(one.query)
            raise BadInput("investigation.filter_wrong", name=one.name, found=found) from error


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _in_words(where: str, first: Mapping[str, Any]) -> BadInput:
    """Return one of pydantic's errors in our words."""
    place = where + "".join(
        f"[{one}]" if isinstance(one, int) else f".{one}" for one in first["loc"]
    )
    if first["type"] == "extra_forbidden":
        return BadInput("investigation.answer_unknown", where=place)
    if first["type"] == "missing":
        return BadInput("investigation.answer_missing", where=place)
    context = first.get("ctx", {})
    limit = next((context[name] for name in ("max_length", "lt", "ge") if name in context), None)
    if first["type"] in ("too_long", "string_too_long"):
        return BadInput("investigation.answer_too_long", where=place, limit=limit)
    return BadInput("investigation.answer_wrong", where=place, found=shown(first["input"]))
