"""Puts a text score into words for screen and terminal."""

from collections.abc import Mapping
from typing import Any

from kit.i18n import translate, word
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.text.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    table = _table(score.figures["by_kind"], locale)
    return lay_out(score, locale, _figures(score, locale), table, _item)


def _figures(score: Score, locale: str) -> tuple[tuple[str, str, str], ...]:
    figures = score.figures
    shown = {"score": f"{score.score:g} / 100"}
    for level in ("strict", "overlap"):
        for name in ("precision", "recall", "f1"):
            shown[f"{level}.{name}"] = _share(figures[level][name])
    shown["cost"] = f"{figures['cost']} / {figures['max_cost']}"
    return figures_in_words("text", shown, locale)


def _table(by_kind: Mapping[str, Mapping[str, Any]], locale: str) -> tuple[tuple[str, ...], ...]:
    columns = ("there", "marked", "strict", "overlap", "precision", "recall", "f1")
    head = (_say("table.kind", locale), *(_say(f"table.{name}", locale) for name in columns))
    rows = [
        (
            _say(f"kind.{code}", locale),
            *(str(row[name]) for name in columns[:4]),
            *(_share(row[name]) for name in columns[4:]),
        )
        for code, row in by_kind.items()
    ]
    return (head, *rows)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _item(finding: Finding, locale: str) -> ItemReport:
    title = word("text.item_title", finding.values, locale)
    return item_report(finding, locale, title, _say(f"verdict.{finding.verdict}", locale))


def _say(message_id: str, locale: str) -> str:
    return translate(f"text.{message_id}", locale)
