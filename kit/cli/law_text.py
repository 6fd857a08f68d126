"""Rules of law as lines of plain text and as JSON."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kit import law
from kit.i18n import translate

_YI, _WAN = 100_000_000, 10_000


def rule_lines(rule: law.Rule, locale: str) -> Iterator[str]:
    """Yield what a person needs to know about a rule, line by line."""
    yield translate(
        "law.heading",
        locale,
        citation=law.citation(rule.id, locale),
        title=rule.title[locale],
    )
    yield f"  {rule.text[locale]}"
    full = law.citation(rule.id, locale, full=True)
    yield f"  {translate('law.full_name', locale, full=full, id=rule.id)}"
    if rule.terms:
        yield f"  {terms_line(rule, locale)}"
    if rule.thresholds:
        yield f"  {translate('law.thresholds', locale)}"
        for threshold in rule.thresholds:
            yield f"    - {threshold_line(threshold, locale)}"
    yield f"  {period_line(rule, locale)}"
    for line in sureness_lines(rule, locale):
        yield f"  {line}"
    if rule.replaces:
        ids = ", ".join(rule.replaces)
        yield f"  {translate('law.replaces', locale, ids=ids)}"


def summary_line(rule: law.Rule, locale: str) -> str:
    """Return a rule in one line: id, citation, title and how it may be used."""
    tags = []
    if not rule.teachable:
        tags.append(translate("law.tag.not_taught", locale))
    elif rule.reading:
        tags.append(translate("law.tag.reading", locale))
    return "  ".join([rule.id, law.citation(rule.id, locale), rule.title[locale], *tags])


def terms_line(rule: law.Rule, locale: str) -> str:
    """Return the terms of a rule in both languages."""
    glossary = law.glossary()
    words = [
        translate("law.term", locale, zh=glossary[key].zh, en=glossary[key].en)
        for key in rule.terms
    ]
    return translate("law.terms", locale, terms=translate("law.term_separator", locale).join(words))


def threshold_line(threshold: law.Threshold, locale: str) -> str:
    """Return what a threshold is about and its number with unit."""
    about = threshold.about[locale]
    return translate("law.threshold_line", locale, about=about, amount=limit(threshold, locale))


def limit(threshold: law.Threshold, locale: str) -> str:
    """Return the number of a threshold in words, e.g. "at least 10,000 people"."""
    if threshold.value is None:
        return translate("law.comparison.at_once", locale)
    value = threshold.value * 100 if threshold.unit == "share" else threshold.value
    unit = f"law.unit.{threshold.unit}" + (".one" if threshold.value == 1 else "")
    amount = _close_up(translate(unit, locale, n=number(value, locale)))
    return translate(f"law.comparison.{threshold.comparison}", locale, amount=amount)


def number(value: int | Decimal, locale: str) -> str:
    """Return a number as people write it: 10,000,000 or, in Chinese, 1,000 万.

    >>> number(10_000_000, "en"), number(10_000_000, "zh"), number(Decimal("0.50"), "zh")
    ('10,000,000', '1,000 万', '0.5')
    """
    if locale == "zh":
        for size, word in ((_YI, "亿"), (_WAN, "万")):
            if value >= size and value % size == 0:
                return f"{int(value // size):,} {word}"
    plain = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def period_line(rule: law.Rule, locale: str) -> str:
    """Return since when, until when or from when a rule is in force."""
    start, end = rule.effective_from, rule.effective_to
    if start is None:
        return translate("law.period.unknown", locale)
    if end is not None:
        line = translate("law.period.between", locale, start=start, end=end)
    else:
        code = "law.period.future" if start > law.CHECKED else "law.period.from"
        line = translate(code, locale, start=start)
    if rule.dates_mark == "M":
        line += translate("law.period.from_memory", locale)
    return line


def sureness_lines(rule: law.Rule, locale: str) -> Iterator[str]:
    """Yield in words how sure we are of a rule, and why it is not taught if it is not."""
    yield translate(f"law.sure.{rule.mark}", locale)
    if rule.reading and rule.mark != "I":
        yield translate("law.sure.reading", locale)
    if rule.standing != "law":
        yield translate(f"law.standing.{rule.standing}", locale)
    if rule.doubt is not None:
        note = law.doubts()[rule.doubt].text[locale]
        yield translate("law.doubt", locale, note=note)


def disclaimer(locale: str) -> str:
    """Return the line that says this is not legal advice."""
    return translate("law.disclaimer", locale, checked=law.CHECKED)


def rule_json(rule: law.Rule) -> dict[str, Any]:
    """Return a rule as plain JSON values, in both languages."""
    glossary = law.glossary()
    doubt = None if rule.doubt is None else law.doubts()[rule.doubt]
    return {
        "id": rule.id,
        "instrument": rule.instrument,
        "article": rule.article,
        "citation": {locale: law.citation(rule.id, locale) for locale in ("zh", "en")},
        "title": _words(rule.title),
        "text": _words(rule.text),
        "terms": [
            {"key": key, "zh": glossary[key].zh, "en": glossary[key].en} for key in rule.terms
        ],
        "thresholds": [_threshold_json(threshold) for threshold in rule.thresholds],
        "mark": rule.mark,
        "reading": rule.reading,
        "doubt": rule.doubt,
        "doubt_note": None if doubt is None else _words(doubt.text),
        "standing": rule.standing,
        "teachable": rule.teachable,
        "effective_from": _day(rule.effective_from),
        "effective_to": _day(rule.effective_to),
        "dates_mark": rule.dates_mark,
        "replaces": list(rule.replaces),
    }


def _close_up(amount: str) -> str:
    """Return an amount without the space between two Chinese characters: 100 万元."""
    return amount.replace("万 ", "万").replace("亿 ", "亿")


def _threshold_json(threshold: law.Threshold) -> dict[str, Any]:
    value = threshold.value
    return {
        "id": threshold.id,
        "value": float(value) if isinstance(value, Decimal) else value,
        "unit": threshold.unit,
        "comparison": threshold.comparison,
        "about": _words(threshold.about),
    }


def _words(words: law.Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
