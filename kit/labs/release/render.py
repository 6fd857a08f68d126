"""Puts the score of a release into words for screen and terminal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kit.i18n import translate, word
from kit.labs.release.grading import BINS
from kit.labs.release.task import thousands
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.release.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    readable = replace(score, summary=tuple(_with_spaces(one) for one in score.summary))
    return lay_out(readable, locale, _figures(score, locale), _table(score, locale), _item)


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
    return figures_in_words("release", shown, locale, k=figures["k"])


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
    notes = tuple(_with_spaces(note) for note in finding.notes)
    readable = replace(finding, values=_readable(finding.values), notes=notes)
    title = word("release.item_title", readable.values, locale)
    verdict = _say(f"verdict.{finding.code.rpartition('.')[2]}", locale)
    return item_report(readable, locale, title, verdict)


def _with_spaces(message: Message) -> Message:
    return replace(message, values=_readable(message.values))


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a message with thin spaces between thousands."""
    return {
        name: thousands(value) if isinstance(value, int) else value
        for name, value in values.items()
    }


def _say(message_id: str, locale: str, **values: object) -> str:
    return translate(f"release.{message_id}", locale, **values)
