"""Reads the data files of the rule book and checks their shape."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from kit.errors import BadInput
from kit.law.model import (
    Case,
    Comparison,
    Doubt,
    Event,
    ExportRoute,
    Fact,
    IncidentLevel,
    Instrument,
    Mark,
    Myth,
    ReportingClock,
    RetentionRow,
    Rule,
    Standing,
    Term,
    Threshold,
    Unit,
    Words,
)

_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Za-z0-9.]+)+")
_ARTICLE = re.compile(r"\d[\d.]*|[A-Z]")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ThresholdEntry(_Entry):
    """A threshold as a data file writes it."""

    id: str
    value: int | Decimal | None = None
    unit: Unit
    comparison: Comparison
    about: Words


class RuleEntry(_Entry):
    """A rule as a data file writes it; instrument and article come from the id."""

    id: str
    title: Words
    text: Words
    terms: tuple[str, ...]
    thresholds: tuple[ThresholdEntry, ...] = ()
    mark: Mark
    reading: bool = False
    doubt: int | None = None
    standing: Standing | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    replaces: tuple[str, ...] = ()


class Contents(_Entry):
    """Everything that a data file may hold."""

    instruments: tuple[Instrument, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    terms: dict[str, Term] = {}
    facts: tuple[Fact, ...] = ()
    myths: tuple[Myth, ...] = ()
    cases: tuple[Case, ...] = ()
    events: tuple[Event, ...] = ()
    order_of_work: tuple[Words, ...] = ()
    clocks: tuple[ReportingClock, ...] = ()
    levels: tuple[IncidentLevel, ...] = ()
    routes: tuple[ExportRoute, ...] = ()
    retention: tuple[RetentionRow, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """The whole of the data: all rules of all dates, and what is built on them."""

    instruments: dict[str, Instrument]
    rules: tuple[Rule, ...]
    glossary: dict[str, Term]
    facts: tuple[Fact, ...]
    myths: tuple[Myth, ...]
    cases: tuple[Case, ...]
    events: tuple[Event, ...]
    order_of_work: tuple[Words, ...]
    clocks: tuple[ReportingClock, ...]
    levels: tuple[IncidentLevel, ...]
    routes: tuple[ExportRoute, ...]
    retention: tuple[RetentionRow, ...]
    doubts: dict[int, Doubt]


@lru_cache(maxsize=1)
def library() -> Library:
    """Return the data that ships with the package, read once."""
    return load(files("kit.law") / "data")


def load(folder: Traversable) -> Library:
    """Return the library in a folder of TOML files.

    Raises:
        BadInput: If a file cannot be read as TOML, has a wrong shape, or an id is used twice.
    """
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    parts = {name: _read(folder / name) for name in names}
    merged = _merge(parts.values())
    instruments = {instrument.id: instrument for instrument in merged.instruments}
    rules = tuple(
        build_rule(entry, instruments, name) for name, part in parts.items() for entry in part.rules
    )
    _refuse_repeats(instrument.id for instrument in merged.instruments)
    _refuse_repeats(rule.id for rule in rules)
    return Library(
        instruments=instruments,
        rules=tuple(sorted(rules, key=lambda rule: sort_key(rule.id))),
        glossary=dict(sorted(merged.terms.items())),
        facts=merged.facts,
        myths=merged.myths,
        cases=merged.cases,
        events=merged.events,
        order_of_work=merged.order_of_work,
        clocks=merged.clocks,
        levels=merged.levels,
        routes=merged.routes,
        retention=merged.retention,
        doubts={doubt.number: doubt for doubt in merged.doubts},
    )


def build_rule(entry: RuleEntry, instruments: dict[str, Instrument], file: str) -> Rule:
    """Return a rule with what its id and its instrument add.

    Raises:
        BadInput: If the id has a wrong form or names no instrument.
    """
    code, _, rest = entry.id.partition("-")
    if not _ID.fullmatch(entry.id) or code not in instruments:
        raise BadInput("law.bad_rule_id", file=file, id=entry.id)
    instrument = instruments[code]
    return Rule(
        id=entry.id,
        instrument=code,
        article=article_of(rest),
        title=entry.title,
        text=entry.text,
        terms=entry.terms,
        thresholds=tuple(_threshold(part, entry.id, file) for part in entry.thresholds),
        mark=entry.mark,
        reading=entry.reading or entry.mark == "I",
        doubt=entry.doubt,
        standing=entry.standing or instrument.standing,
        effective_from=entry.effective_from or instrument.effective_from,
        effective_to=entry.effective_to or instrument.effective_to,
        dates_mark=instrument.dates_mark,
        replaces=entry.replaces,
    )


def article_of(rest: str) -> str:
    """Return the article in the part of a rule id after the instrument.

    >>> article_of("253-1"), article_of("22-asset-sale"), article_of("G"), article_of("count")
    ('253-1', '22', 'G', '')
    """
    tokens: list[str] = []
    for token in rest.split("-"):
        if not _ARTICLE.fullmatch(token):
            break
        tokens.append(token)
    return "-".join(tokens)


def sort_key(rule_id: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts ids with numbers as numbers.

    >>> sorted(["PIPL-22", "PIPL-4", "PIPL-22-x"], key=sort_key)
    ['PIPL-4', 'PIPL-22', 'PIPL-22-x']
    """
    tokens = re.split(r"[-.]", rule_id)
    return tuple((0, int(token), "") if token.isdecimal() else (1, 0, token) for token in tokens)


def _read(path: Traversable) -> Contents:
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        return TypeAdapter(Contents).validate_python(raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("law.bad_file", file=path.name, problem=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        problem = f"{place}: {first['msg']}"
        raise BadInput("law.bad_file", file=path.name, problem=problem) from error


def _merge(parts: Iterable[Contents]) -> Contents:
    merged: dict[str, Any] = {}
    for part in parts:
        for name in part.model_fields_set:
            value = getattr(part, name)
            if isinstance(value, dict):
                merged[name] = merged.get(name, {}) | value
            else:
                merged[name] = merged.get(name, ()) + value
    return Contents.model_construct(**merged)


def _threshold(entry: ThresholdEntry, rule_id: str, file: str) -> Threshold:
    if (entry.value is None) != (entry.comparison == "at_once"):
        raise BadInput("law.bad_threshold", file=file, id=entry.id)
    return Threshold(
        id=entry.id,
        value=entry.value,
        unit=entry.unit,
        comparison=entry.comparison,
        about=entry.about,
        rule=rule_id,
    )


def _refuse_repeats(ids: Iterable[str] | Iterator[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise BadInput("law.repeated_id", id=one)
        seen.add(one)
