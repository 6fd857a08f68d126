"""How a rule is cited in Chinese and English."""

from kit.law.loading import library
from kit.law.model import Instrument
from kit.law.rulebook import everything

_STANDARDS = ("standard", "mandatory_standard")
_CHINESE_DIGITS = "零一二三四五六七八九"


def citation(rule_id: str, locale: str, *, full: bool = False) -> str:
    """Return the citation of a rule, with the short name of its instrument unless ``full``.

    Raises:
        BadInput: If there is no such rule.

    >>> citation("PIPL-28", "zh"), citation("PIPL-28", "en")
    ('个保法第 28 条', 'PIPL Art. 28')
    >>> citation("PIPL-28", "zh", full=True)
    '个人信息保护法第 28 条'
    """
    rule = everything().rule(rule_id)
    instrument = library().instruments[rule.instrument]
    name = (instrument.titles if full else instrument.short)[locale]
    if not rule.article:
        return name
    place = place_in(instrument, rule.article, locale)
    touching = locale == "zh" and not name[-1].isascii() and place.startswith("第")
    return f"{name}{place}" if touching else f"{name} {place}"


def place_in(instrument: Instrument, article: str, locale: str) -> str:
    """Return an article, clause, annex or control in the words of its kind of instrument."""
    if instrument.kind == "international_standard":
        return article
    if article.isalpha():
        return f"附录 {article}" if locale == "zh" else f"Annex {article}"
    if instrument.kind in _STANDARDS:
        if locale == "en":
            return f"cl. {article}"
        return f"第 {article} 条" if "." in article else f"第 {article} 章"
    if locale == "en":
        return f"Art. {article}"
    number, _, inserted = article.partition("-")
    return f"第 {number} 条" + (f"之{_CHINESE_DIGITS[int(inserted)]}" if inserted else "")
