"""Message catalogues: turns codes and values from the core into words in Chinese or English.

Catalogues are gettext ``.po`` files, one per language and domain: the code
``"customers.unknown_profile"`` is ``unknown_profile`` in ``locales/<lang>/customers.po``.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kit.errors import KitError

LOCALES = ("zh", "en")


def translate(code: str, locale: str, /, **values: Any) -> str:
    """Return the message of a code in a language, its ``{placeholders}`` filled.

    Args:
        code: ``"<domain>.<message id>"``.
        locale: ``"zh"`` or ``"en"``.
        **values: What the placeholders stand for.

    Raises:
        KeyError: If the catalogue has no such message (a test keeps every code in both languages).
    """
    domain, _, message_id = code.partition(".")
    return catalogue(domain, locale)[message_id].format(**values)


def in_both(code: str, /, **values: Any) -> dict[str, str]:
    """Return the message of a code in every language, by language.

    >>> in_both("deal_duties.phase.signing")
    {'zh': '签约', 'en': 'signing'}
    """
    return {locale: translate(code, locale, **values) for locale in LOCALES}


def explain(error: KitError, locale: str) -> str:
    """Return the words for an error, those of the codes it names among them."""
    return word(error.code, error.values, locale)


def word(code: str, values: Mapping[str, Any], locale: str) -> str:
    """Return the text of a code, its values put into the language first."""
    return translate(
        code, locale, **{name: resolve(value, locale) for name, value in values.items()}
    )


def resolve(value: Any, locale: str) -> Any:
    """Return a value as text of a language: pairs, codes and lists of these.

    >>> resolve([{"zh": "甲", "en": "A"}, "b"], "zh")
    '甲、b'
    """
    if isinstance(value, Mapping):
        if "code" in value:
            return word(value["code"], value.get("values", {}), locale)
        return value.get(locale, value)
    if isinstance(value, (list, tuple)):
        return {"zh": "、", "en": "; "}[locale].join(str(resolve(one, locale)) for one in value)
    return value


@lru_cache(maxsize=64)
def catalogue(domain: str, locale: str) -> dict[str, str]:
    """Return the messages of one domain and language by id."""
    from babel.messages.pofile import read_po

    with (files(__name__) / "locales" / locale / f"{domain}.po").open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id}


def domains() -> list[str]:
    """Return the names of the catalogues."""
    folder = files(__name__) / "locales" / LOCALES[0]
    return sorted(
        entry.name.removesuffix(".po") for entry in folder.iterdir() if entry.name.endswith(".po")
    )


def preferred_locale() -> str:
    """Return the person's language: ``KIT_LANG``, else that of their system, else English."""
    for name in ("KIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"
