"""Articles of the rule book as a view shows them."""

from collections.abc import Iterable
from typing import Any

from kit import law


def rule_entries(ids: Iterable[str], locale: str) -> list[dict[str, Any]]:
    """Return rules with citation, one-sentence text and since when they apply."""
    return [_entry(law.rule(one), locale) for one in ids]


def _entry(rule: law.Rule, locale: str) -> dict[str, Any]:
    citation = law.citation(rule.id, locale)
    return {
        "id": rule.id,
        "citation": citation,
        "short": f"{citation} {rule.title[locale]}",
        "text": rule.text[locale],
        "since": rule.effective_from.isoformat() if rule.effective_from else None,
        "reading": rule.reading,
    }
