"""Writes the dataset cards in Chinese and English from the figures, by the templates beside it."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from importlib.resources import files
from typing import Any

import jinja2

from kit.customers.spec import Words
from kit.datasets.figures import Figures, figures
from kit.datasets.sets import FORMATS, LOCALES, ReadyMade
from kit.i18n import translate

NAMES = {"zh": "README.zh-CN.md", "en": "README.md"}


def cards(sets: Iterable[ReadyMade]) -> dict[str, str]:
    """Return the text of every card by its path below the folder of the datasets.

    Besides a card per dataset there is an overview of all of them, each in both languages.
    """
    counted = [figures(one) for one in sets]
    written = {}
    for locale in LOCALES:
        written[NAMES[locale]] = _filled("overview", locale, all=counted)
        for one in counted:
            path = f"{one.made.profile}/{NAMES[locale]}"
            written[path] = _filled("card", locale, **_values(one, locale))
    return written


def _values(one: Figures, locale: str) -> dict[str, Any]:
    set_ = one.made
    command = (
        f"kit generate {set_.profile} --rows {set_.rows} --seed {set_.seed} "
        f"--flaws {set_.flaws:g} --locale {{locale}} --format {{form}} --out DIR"
    )
    commands = [command.format(locale=lang, form=form) for lang in LOCALES for form in FORMATS]
    return {"f": one, "set": set_, "commands": commands}


def _filled(name: str, locale: str, **values: Any) -> str:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown
    )

    def say(code: str, domain: str = "datasets") -> str:
        return translate(f"{domain}.{code}", locale)

    environment.filters |= {"own": partial(_own, locale=locale), "say": say}
    environment.filters |= {"sum_up": _sum_up, "cell": _cell}
    source = (files("kit.datasets") / "cards" / f"{name}.{locale}.md").read_text(encoding="utf-8")
    return environment.from_string(source).render(locale=locale, **values)


def _own(words: Words, locale: str) -> str:
    return words.zh if locale == "zh" else words.en


def _sum_up(counts: Counter[str]) -> int:
    return sum(counts.values())


def _cell(text: str) -> str:
    """Return a text as it may stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
