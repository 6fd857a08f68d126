"""Articles of the rule book as a view shows them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from kit import law
from kit.i18n import LOCALES


def rule_entries(ids: Iterable[str], locale: str) -> list[dict[str, Any]]:
    """Return rules with citation, one-sentence text, terms and since when they apply."""
    return [_entry(one, locale) for one in ids]


@lru_cache(maxsize=512)
def _entry(rule_id: str, locale: str) -> dict[str, Any]:
    rule = law.rule(rule_id)
    citation = law.citation(rule.id, locale)
    glossary = law.glossary()
    return {
        "id": rule.id,
        "citation": citation,
        "title": rule.title[locale],
        "short": f"{citation} {rule.title[locale]}",
        "text": rule.text[locale],
        "terms": [_term(glossary[name], locale) for name in rule.terms if name in glossary],
        "since": rule.effective_from.isoformat() if rule.effective_from else None,
        "reading": rule.reading,
    }


def _term(term: law.Term, locale: str) -> dict[str, str]:
    """Return a term of the law in this language, then in the other, and what to beware of."""
    words = {"zh": (term.zh, term.zh_note), "en": (term.en, term.en_note)}
    [other] = [code for code in LOCALES if code != locale]
    return {"name": words[locale][0], "other": words[other][0], "note": words[locale][1]}
