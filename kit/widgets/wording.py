"""Puts what the core says into the language and the typography of a view."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kit.i18n import LOCALES

THIN_SPACE = "\u2009"


def in_language(data: Any, locale: str) -> Any:
    """Return data with every ``{"zh": …, "en": …}`` replaced by its text in one language.

    >>> in_language({"titles": {"zh": "甲", "en": "A"}, "rows": [1]}, "zh")
    {'titles': '甲', 'rows': [1]}
    """
    if isinstance(data, Mapping):
        if set(data) == set(LOCALES):
            return data[locale]
        return {name: in_language(value, locale) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [in_language(value, locale) for value in data]
    return data


def grouped(number: int) -> str:
    """Return a number with thin spaces between thousands.

    >>> grouped(18240).split(THIN_SPACE)
    ['18', '240']
    """
    return f"{number:,}".replace(",", THIN_SPACE)


def percent(share: float) -> str:
    """Return a share as whole per cent, or "< 1" if it is less but not nothing.

    >>> percent(0.034), percent(0.002), percent(0)
    ('3', '< 1', '0')
    """
    return "< 1" if 0 < share < 0.01 else f"{share * 100:.0f}"


def clock_time(at: datetime | None) -> str | None:
    """Return the time of day where the person is, in 24 hours."""
    return at.astimezone().strftime("%H:%M") if at else None


def short_token(token: str) -> str:
    """Return the name of a variant as people can tell it to each other.

    >>> short_token("3f2ac09be1")
    '3F2A-C09B'
    """
    return f"{token[:4]}-{token[4:8]}".upper()


def day_and_time(at: datetime) -> str:
    """Return the date and the time of day where the person is."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
