"""Lookups by id, and the rule book of a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from kit.errors import BadInput
from kit.law.loading import library
from kit.law.model import Rule, Threshold

CHECKED = date(2026, 11, 22)
"""The day on which the rule book was checked against its sources."""

_LONGEST_ECHO = 60


class Changes(NamedTuple):
    """What differs between the rule books of two days; a replaced rule counts only as changed."""

    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[tuple[Rule, Rule], ...]


@dataclass(frozen=True)
class Rulebook:
    """The rules of one day, or of all days if ``day`` is None."""

    rules: tuple[Rule, ...]
    day: date | None = None
    _by_id: dict[str, Rule] = field(init=False, repr=False, compare=False)
    _thresholds: dict[str, Threshold] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        oldest_first = sorted(self.rules, key=lambda rule: rule.effective_from or date.min)
        thresholds = {part.id: part for rule in oldest_first for part in rule.thresholds}
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in self.rules})
        object.__setattr__(self, "_thresholds", thresholds)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._by_id

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by id.

        Raises:
            BadInput: If there is none; the message names near ids, or the days it is in force.
        """
        found = self._by_id.get(rule_id)
        if found is None:
            raise self._unknown("rule", rule_id, self._by_id)
        return found

    def threshold(self, threshold_id: str) -> Threshold:
        """Return a threshold by id; of several versions the newest.

        Raises:
            BadInput: If there is none; the message names near ids.
        """
        found = self._thresholds.get(threshold_id)
        if found is None:
            raise self._unknown("threshold", threshold_id, self._thresholds)
        return found

    def thresholds(self) -> tuple[Threshold, ...]:
        """Return all thresholds, sorted by id."""
        return tuple(self._thresholds[name] for name in sorted(self._thresholds))

    def citable(self, rule_id: str) -> bool:
        """Return whether material may cite a rule: it is here and may be taught."""
        found = self._by_id.get(rule_id)
        return found is not None and found.teachable

    def _unknown(self, what: str, wanted: str, known: Iterable[str]) -> BadInput:
        shown = wanted if len(wanted) <= _LONGEST_ECHO else wanted[:_LONGEST_ECHO] + "…"
        if self.day is not None and wanted in (everything()._by_id | everything()._thresholds):
            return BadInput("law.not_in_force", id=shown, day=self.day.isoformat())
        near = near_matches(wanted, known)
        if near:
            return BadInput(f"law.unknown_{what}", id=shown, near=", ".join(near))
        return BadInput(f"law.unknown_{what}_no_match", id=shown)


def near_matches(wanted: str, known: Iterable[str]) -> list[str]:
    """Return up to three known ids that look like the wanted one."""
    by_upper = {name.upper(): name for name in known}
    found = get_close_matches(wanted[:_LONGEST_ECHO].upper(), by_upper, n=3, cutoff=0.6)
    return [by_upper[name] for name in found]


@lru_cache(maxsize=1)
def everything() -> Rulebook:
    """Return the rule book of all days, drafts and superseded rules included."""
    return Rulebook(library().rules)


@lru_cache(maxsize=64)
def as_of(day: date) -> Rulebook:
    """Return the rule book of a day: a rule is in it if its dates enclose the day."""
    return Rulebook(tuple(rule for rule in library().rules if rule.in_force(day)), day)


def diff(earlier: date, later: date) -> Changes:
    """Return what was added, removed and changed from one day to another, in either direction.

    A pair of rules counts as changed if one replaced the other; neither is then listed as added
    or removed.
    """
    before, after = as_of(earlier), as_of(later)
    gone = {rule.id: rule for rule in before.rules if rule.id not in after}
    new = {rule.id: rule for rule in after.rules if rule.id not in before}
    pairs = tuple(
        (old, rule)
        for rule in new.values()
        for old in gone.values()
        if old.id in rule.replaces or rule.id in old.replaces
    )
    paired = {rule.id for pair in pairs for rule in pair}
    return Changes(
        added=tuple(rule for rule in new.values() if rule.id not in paired),
        removed=tuple(rule for rule in gone.values() if rule.id not in paired),
        changed=pairs,
    )
