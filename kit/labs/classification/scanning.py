"""What goes by names: a keyword scanner, and the rules of the company's last inventory."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from kit.labs.classification.questions import SCHEMES, Scheme

_GRADES = {"non_personal": "1", "personal": "2", "sensitive": "3"}
_COMPANY_CLASSES = {"non_personal": "public", "personal": "sensitive", "sensitive": "private"}
_USUAL_REASONS = {
    "non_personal": "published_reference",
    "personal": "linked_to_person",
    "sensitive": "financial_account",
}


@dataclass(frozen=True)
class _Rule:
    """An entry of ``keywords.toml``."""

    words: frozenset[str]
    form: re.Pattern[str] | None
    answer: dict[str, str]

    def fits(self, name: str, samples: Sequence[str]) -> bool:
        """Return whether it decides about a column."""
        words = set(re.split(r"[^a-z]+", name.lower()))
        form = self.form
        by_form = form is not None and bool(samples) and all(form.search(one) for one in samples)
        return by_form or bool(words & self.words) or not self.words


def scanned(name: str, samples: Sequence[str]) -> dict[str, str]:
    """Return what a keyword scanner says of a column: class, reason, category, identifier.

    >>> scanned("debit_account", ["6200001"])["class"], scanned("ext_1", ["x"])["class"]
    ('sensitive', 'non_personal')
    """
    return _first("scanner", name, samples)


def inventoried(name: str) -> dict[str, str]:
    """Return the class and the company's class that the last inventory gave a column.

    >>> inventoried("mobile")["company_class"], inventoried("price")["company_class"]
    ('public', 'private')
    """
    return _first("inventory", name, ())


def old_answer(scheme: Scheme, name: str, samples: Sequence[str]) -> dict[str, str]:
    """Return the answers that the last inventory stands for, where it says anything.

    It has classes only: no reasons, categories, persons or identifiers.
    """
    found = in_scheme(scheme, inventoried(name))
    kept = {"choice", "grade", "company_class"}
    return {question: code for question, code in found.items() if question in kept}


def in_scheme(scheme: Scheme, said: dict[str, str]) -> dict[str, str]:
    """Return what a scan or an inventory says as an answer to a field.

    Args:
        scheme: What is asked.
        said: ``class`` and, where known, answers by question.
    """
    lead = said["class"]
    usual: dict[str, str] = {
        "choice": lead,
        "reason": _USUAL_REASONS[lead],
        "category": "financial_account" if lead == "sensitive" else "none",
        "subject": "none" if lead == "non_personal" else "customer",
        "identifier": "none" if lead == "non_personal" else "direct",
        "grade": _GRADES[lead],
        "company_class": _COMPANY_CLASSES[lead],
    }
    return {one.id: said.get(one.id, usual[one.id]) for one in SCHEMES[scheme]}


def _first(
    kind: Literal["scanner", "inventory"], name: str, samples: Sequence[str]
) -> dict[str, str]:
    rules = _rules(kind)
    return next(rule.answer for rule in rules if rule.fits(name, samples))


@lru_cache(maxsize=2)
def _rules(kind: str) -> tuple[_Rule, ...]:
    text = (files("kit.labs.classification") / "keywords.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)[kind]
    return tuple(
        _Rule(
            frozenset(entry.pop("words")),
            re.compile(entry.pop("form")) if "form" in entry else None,
            entry,
        )
        for entry in entries
    )
