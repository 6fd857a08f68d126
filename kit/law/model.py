"""Frozen records of the rule book: rules, thresholds, terms, statements, cases, small tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict

Mark = Literal["S", "N", "M", "I"]
"""How sure we are: S text read, N secondary copy read, M from memory, I our reading."""

Standing = Literal["law", "draft", "superseded"]

Kind = Literal[
    "law",
    "regulation",
    "rule",
    "interpretation",
    "notice",
    "standard",
    "mandatory_standard",
    "international_standard",
    "foreign",
]

Comparison = Literal["at_least", "more_than", "at_most", "less_than", "exactly", "at_once"]

Unit = Literal[
    "people",
    "records",
    "items",
    "hours",
    "days",
    "working_days",
    "months",
    "years",
    "years_of_age",
    "rmb",
    "share",
    "factor",
    "immediately",
]

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and English; ``words["zh"]`` picks one."""

    __pydantic_config__ = _STRICT
    zh: str
    en: str

    def __getitem__(self, locale: str) -> str:
        """Return the words in a language.

        Raises:
            KeyError: If the language is neither ``"zh"`` nor ``"en"``.
        """
        if locale not in ("zh", "en"):
            raise KeyError(locale)
        return self.zh if locale == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A statute, regulation, standard or draft that rules belong to.

    ``effective_from`` is None for drafts and where no date is known; ``dates_mark`` says how sure
    the dates are.
    """

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    short: Words
    kind: Kind
    effective_from: date | None = None
    effective_to: date | None = None
    dates_mark: Mark
    standing: Standing = "law"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that a rule sets, with its unit; ``value`` is None only for "at once"."""

    id: str
    value: int | Decimal | None
    unit: Unit
    comparison: Comparison
    about: Words
    rule: str

    def met_by(self, amount: int | Decimal) -> bool:
        """Return whether an amount lies on the threshold's side of the line.

        Raises:
            ValueError: If the threshold has no number.
        """
        if self.value is None:
            raise ValueError(self.id)
        match self.comparison:
            case "at_least":
                return amount >= self.value
            case "more_than":
                return amount > self.value
            case "at_most":
                return amount <= self.value
            case "less_than":
                return amount < self.value
            case _:
                return amount == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule in our own words.

    Attributes:
        id: ``<INSTRUMENT>-<ARTICLE>``, with a word after it where an article has several rules.
        article: As in the id, e.g. ``"57"``, ``"253-1"``, ``"6.4"``, ``"G"``; empty if unknown.
        mark: How sure we are of the content.
        reading: Whether it is, wholly or in part, the common reading and not the text itself.
        doubt: Number of the open question that keeps it from being taught.
        effective_from: First day in force; None if it never was (drafts) or no date is known.
        effective_to: Last day in force; None if still in force.
        dates_mark: How sure we are of these dates.
        replaces: Rules that it replaced on its first day.
    """

    id: str
    instrument: str
    article: str
    title: Words
    text: Words
    terms: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    mark: Mark
    reading: bool
    doubt: int | None
    standing: Standing
    effective_from: date | None
    effective_to: date | None
    dates_mark: Mark
    replaces: tuple[str, ...]

    @property
    def teachable(self) -> bool:
        """Whether it may be taught: not from memory, not in doubt, not a draft or superseded."""
        return is_teachable(self.mark, self.doubt) and self.standing == "law"

    def in_force(self, day: date) -> bool:
        """Return whether the rule is in force on a day; its first and last day count."""
        if self.effective_from is None or day < self.effective_from:
            return False
        return self.effective_to is None or day <= self.effective_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term in both languages, with a note where it is easily mistaken."""

    __pydantic_config__ = _STRICT
    zh: str
    en: str
    zh_note: str = ""
    en_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of the facts that the training must get right."""

    __pydantic_config__ = _STRICT
    number: int
    text: Words
    mark: Mark
    rules: tuple[str, ...]
    reading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Myth:
    """A statement for a true/false game: the verdict, why, and the rules that settle it."""

    __pydantic_config__ = _STRICT
    id: str
    statement: Words
    verdict: bool
    why: Words
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One statement within a case or an event, with its own mark."""

    __pydantic_config__ = _STRICT
    kind: Literal["fact", "lesson", "processor", "trigger", "step"]
    text: Words
    mark: Mark
    doubt: int | None = None
    rules: tuple[str, ...] = ()

    @property
    def teachable(self) -> bool:
        """Whether it may be shown as a fact or, if marked I, as the common reading."""
        return is_teachable(self.mark, self.doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A real case: its points, where they were read, and the rules to compare it with."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    years: str
    compare: tuple[str, ...]
    sources: tuple[Words, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A corporate event: who is the processor afterwards, what triggers duties, which steps."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingClock:
    """Who reports to whom within which threshold."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    to: Words
    rule: str
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLevel:
    """A level of incident and the number of people from which it applies (None: the rest)."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    rule: str
    threshold: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRoute:
    """The route for an outbound transfer between two thresholds on people."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    sensitive: bool
    route: Literal["exempt", "contract_or_certification", "assessment"]
    rule: str
    at_least: str | None = None
    below: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRow:
    """A record that must be kept, and for how long."""

    __pydantic_config__ = _STRICT
    id: str
    titles: Words
    rule: str
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why some rules and points are not taught."""

    __pydantic_config__ = _STRICT
    number: int
    text: Words


def is_teachable(mark: Mark, doubt: int | None) -> bool:
    """Return whether a mark and an open question allow teaching."""
    return mark != "M" and doubt is None
