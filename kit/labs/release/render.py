"""Puts the score of a release into words for screen and terminal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kit.i18n import translate
from kit.labs.release.grading import BINS
from kit.labs.release.task import thousands
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Line, Report, cite, say, word


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.release.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    lines = [_line(message, locale) for message in score.summary]
    return Report(
        headline=lines[0].text,
        summary=tuple(lines[1:]),
        figures=_figures(score, locale),
        table=_table(score, locale),
        items=tuple(_item(finding, locale) for finding in score.findings),
    )


def _figures(score: Score, locale: str) -> tuple[tuple[str, str, str], ...]:
    figures = score.figures
    shown = {
        "score": f"{score.score:g} / 100",
        "smallest": thousands(figures["smallest"]),
        "below": f"{thousands(figures['people_below_k'])} / {thousands(figures['people'])}",
        "served": f"{figures['served']} / {figures['needs']}",
        "identifiers": str(figures["identifiers"]),
        "homogeneous": f"{thousands(figures['homogeneous'])} / {thousands(figures['people'])}",
    }
    return tuple(
        (_say(f"figure.{name}", locale), text, _say(f"figure.{name}.about", locale, k=figures["k"]))
        for name, text in shown.items()
    )


def _table(score: Score, locale: str) -> tuple[tuple[str, ...], ...]:
    """Return how many people stand in groups of which size."""
    k = score.figures["k"]
    rows = [
        (bin_title(name, k, locale), thousands(score.figures["sizes"][name]))
        for name in BINS
        if name != "below" or k > 2
    ]
    return ((_say("table.size", locale), _say("table.people", locale)), *rows)


def bin_title(name: str, k: int, locale: str) -> str:
    """Return what a class of group sizes is called.

    >>> bin_title("below", 5, "en")
    '2–4'
    """
    values = {"last": k - 1, "k": k, "more": 2 * k, "upto": 2 * k - 1}
    return _say(f"bin.{name}", locale, **values)


def _item(finding: Finding, locale: str) -> ItemReport:
    values = _readable(finding.values)
    return ItemReport(
        item=finding.item,
        title=word("release.item_title", values, locale),
        verdict=_say(f"verdict.{finding.code.rpartition('.')[2]}", locale),
        severity=finding.severity,
        lines=(
            word(finding.code, values, locale),
            *(_line(note, locale).text for note in finding.notes),
        ),
        articles=cite(finding.articles, locale),
    )


def _line(message: Message, locale: str) -> Line:
    return say(replace(message, values=_readable(message.values)), locale)


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a message with thin spaces between thousands."""
    return {
        name: thousands(value) if isinstance(value, int) else value
        for name, value in values.items()
    }


def _say(message_id: str, locale: str, **values: object) -> str:
    return translate(f"release.{message_id}", locale, **values)
