"""Reads the studies: for a case of the rule book, questions whose every option is answered for.

A new study is one file ``studies/<case>.toml``, named after a case of ``kit/law/data/cases.toml``.
Facts, years and sources stay there; a study adds only the questions.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from kit import law
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue, translate
from kit.labs.spec import Identifier, Part, Words
from kit.leaks.catalogue import LEAKS

Kind = Literal["leak", "control", "statement", "rule"]
"""Which leak it resembles, which control failed, what may be said, which rule to compare with."""
NONE, OPEN = "none", "open"
"""No leak of the catalogue resembles it; the facts do not tell."""
_OWN_LEAKS = (NONE, OPEN)


class Option(Part):
    """One answer that is offered.

    Attributes:
        code: A leak, ``none`` or ``open``; a control; a rule id; or the name of a statement.
        verdict: Whether it is right, can be argued for as well, or is wrong.
        text: What it says; only a statement has its own.
        why: Why it is right or wrong.
        mistake: The usual mistake of whoever chooses it.
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z][\w-]{0,63}$")]
    verdict: Literal["right", "also", "wrong"] = "wrong"
    text: Words | None = None
    why: Words
    mistake: Identifier | None = None


class Question(Part):
    """A question about a case.

    Attributes:
        kind: What is asked.
        options: At least one of them right.
    """

    kind: Kind
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        codes = [option.code for option in self.options]
        if len(set(codes)) != len(codes) or "right" not in {one.verdict for one in self.options}:
            _refuse(f"{self.kind}: each option once, one of them right")
        if any((one.text is not None) != (self.kind == "statement") for one in self.options):
            _refuse(f"{self.kind}: text for statements, and for nothing else")
        if any(one.mistake and one.verdict != "wrong" for one in self.options):
            _refuse(f"{self.kind}: mistake only for wrong options")
        return self


class Study(Part):
    """The questions about one case, each kind at most once."""

    questions: Annotated[tuple[Question, ...], Field(min_length=2, max_length=4)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        if max(Counter(one.kind for one in self.questions).values()) > 1:
            _refuse("questions: each kind once")
        return self


def _refuse(wanted: str) -> None:
    raise PydanticCustomError("study", "{expected}", {"expected": wanted})


@cache
def names() -> tuple[str, ...]:
    """Return the names of all studies, in order."""
    folder = resources.files("kit.labs.cases") / "studies"
    found = (one.name for one in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def load_study(name: str) -> Study:
    """Return a study.

    Raises:
        BadInput: If there is none of that name, or its file is not as it should be.
    """
    if name not in names():
        raise BadInput("cases.unknown", name=name, known=", ".join(names()))
    text = (resources.files("kit.labs.cases") / "studies" / f"{name}.toml").read_text("utf-8")
    return parse_study(name, text)


def parse_study(name: str, text: str) -> Study:
    """Return the study that a file holds.

    Args:
        name: The case.
        text: Content of the file.

    Raises:
        BadInput: If it has another form, or names a leak, control, rule or case that is not there.
    """
    if name not in cases():
        raise BadInput("cases.no_case", name=name, known=", ".join(cases()))
    try:
        study = Study.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("cases.not_toml", name=name, reason=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput("cases.bad_study", name=name, key=where, reason=first["msg"]) from None
    for question in study.questions:
        _check_codes(name, question)
    return study


def _check_codes(name: str, question: Question) -> None:
    known = offered(question.kind)
    for option in question.options:
        if known is not None and option.code not in known:
            values = {"name": name, "kind": question.kind, "option": option.code}
            raise BadInput("cases.bad_code", **values)


@cache
def cases() -> Mapping[str, law.Case]:
    """Return the cases of the rule book by name."""
    return {case.id: case for case in law.cases()}


@cache
def offered(kind: Kind) -> frozenset[str] | None:
    """Return what can be an option of a kind; None: a study's own."""
    if kind == "leak":
        return frozenset((*LEAKS, *_OWN_LEAKS))
    if kind == "control":
        return frozenset(_controls())
    if kind == "rule":
        return frozenset(rule.id for rule in law.rules() if law.citable(rule.id))
    return None


def titles(kind: Kind, option: Option) -> dict[str, str]:
    """Return what an option says, by language."""
    if option.text is not None:
        return option.text.both()
    if kind == "rule":
        words = law.rule(option.code).title
        return {one: f"{law.citation(option.code, one)} · {words[one]}" for one in LOCALES}
    message = f"cases.leak.{option.code}" if option.code in _OWN_LEAKS else ""
    message = message or (
        f"leaks.title.{option.code}" if kind == "leak" else _controls()[option.code]
    )
    return {one: translate(message, one) for one in LOCALES}


@cache
def _controls() -> Mapping[str, str]:
    """Return the message of each control: those that leaks name, and those only cases have."""
    found = {}
    for domain in ("leaks", "cases"):
        for message in catalogue(domain, LOCALES[0]):
            place, _, code = message.partition(".")
            if place == "control" and code != NONE:
                found[code] = f"{domain}.{message}"
    return found
