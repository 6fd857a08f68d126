"""The rule book as data: what the law asks, in our own words, with dates and how sure we are.

Not legal advice. Rules from memory or in doubt are kept but not teachable, and nothing may cite
them: see `citable`.
"""

from datetime import date

from kit.law.citations import citation
from kit.law.loading import library
from kit.law.model import (
    Case,
    Doubt,
    Event,
    ExportRoute,
    Fact,
    IncidentLevel,
    Instrument,
    Myth,
    Point,
    ReportingClock,
    RetentionRow,
    Rule,
    Term,
    Threshold,
    Words,
)
from kit.law.rulebook import CHECKED, Changes, Rulebook, as_of, diff, everything

__all__ = [
    "CHECKED",
    "Case",
    "Changes",
    "Doubt",
    "Event",
    "ExportRoute",
    "Fact",
    "IncidentLevel",
    "Instrument",
    "Myth",
    "Point",
    "ReportingClock",
    "RetentionRow",
    "Rule",
    "Rulebook",
    "Term",
    "Threshold",
    "Words",
    "as_of",
    "cases",
    "citable",
    "citation",
    "diff",
    "doubts",
    "event_matrix",
    "export_routes",
    "facts",
    "glossary",
    "incident_levels",
    "instrument",
    "instruments",
    "myths",
    "order_of_work",
    "reporting_clocks",
    "retention_card",
    "rule",
    "rules",
    "threshold",
]


def rule(rule_id: str) -> Rule:
    """Return a rule by id, whatever its dates; `BadInput` if there is none."""
    return everything().rule(rule_id)


def rules() -> tuple[Rule, ...]:
    """Return all rules of all dates, sorted by id."""
    return library().rules


def threshold(threshold_id: str) -> Threshold:
    """Return the newest version of a threshold; use ``as_of(day).threshold`` for that of a day."""
    return everything().threshold(threshold_id)


def citable(rule_id: str, on: date = CHECKED) -> bool:
    """Return whether material may cite a rule: known, teachable and in force on a day."""
    return as_of(on).citable(rule_id)


def instruments() -> tuple[Instrument, ...]:
    """Return the instruments, sorted by id."""
    return tuple(sorted(library().instruments.values(), key=lambda one: one.id))


def instrument(instrument_id: str) -> Instrument:
    """Return an instrument by id.

    Raises:
        KeyError: If there is none.
    """
    return library().instruments[instrument_id]


def glossary() -> dict[str, Term]:
    """Return the terms by key."""
    return dict(library().glossary)


def facts() -> tuple[Fact, ...]:
    """Return the twelve facts that the training must get right."""
    return library().facts


def myths() -> tuple[Myth, ...]:
    """Return the statements of the true/false game."""
    return library().myths


def cases() -> tuple[Case, ...]:
    """Return the cases for analysis; show only their teachable points as facts."""
    return library().cases


def event_matrix() -> tuple[Event, ...]:
    """Return what each corporate event means for customer information."""
    return library().events


def order_of_work() -> tuple[Words, ...]:
    """Return the steps of a handover in the order of work."""
    return library().order_of_work


def reporting_clocks() -> tuple[ReportingClock, ...]:
    """Return who reports an incident to whom within which time."""
    return library().clocks


def incident_levels() -> tuple[IncidentLevel, ...]:
    """Return the incident levels, the gravest first."""
    return library().levels


def export_routes() -> tuple[ExportRoute, ...]:
    """Return the routes of outbound transfers by number of people."""
    return library().routes


def retention_card() -> tuple[RetentionRow, ...]:
    """Return the records that must be kept and for how long; some rows are not teachable."""
    return library().retention


def doubts() -> dict[int, Doubt]:
    """Return the open questions by number."""
    return dict(library().doubts)
