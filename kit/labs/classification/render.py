"""Puts a classification score into words for screen and terminal."""

from typing import Any

from kit.i18n import translate
from kit.labs.classification.blueprint import CLASSES
from kit.labs.classification.judging import MISSING
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, cite, say, word


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.classification.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    lines = [say(message, locale) for message in score.summary]
    return Report(
        headline=lines[0].text,
        summary=tuple(lines[1:]),
        figures=_figures(score, locale),
        table=_table(score.figures["confusion"], locale),
        items=tuple(_item(finding, locale) for finding in score.findings),
    )


def _figures(score: Score, locale: str) -> tuple[tuple[str, str, str], ...]:
    figures = score.figures
    kappa = figures["kappa"]
    shown = {
        "score": f"{score.score:g} / 100",
        "accuracy": f"{figures['accuracy']:.0%}",
        "kappa": "–" if kappa is None else f"{kappa:.2f}",
        "cost": f"{figures['cost']} / {figures['max_cost']}",
        "reason_accuracy": f"{figures['reason_accuracy']:.0%}",
    }
    return tuple(
        (_say(f"figure.{n}", locale), text, _say(f"figure.{n}.about", locale))
        for n, text in shown.items()
    )


def _table(confusion: dict[str, dict[str, int]], locale: str) -> tuple[tuple[str, ...], ...]:
    columns = (*CLASSES, MISSING)
    head = (_say("figure.confusion", locale), *(_say(f"class.{code}", locale) for code in columns))
    rows = [
        (_say(f"class.{row}", locale), *(str(confusion[row][column]) for column in columns))
        for row in CLASSES
    ]
    return (head, *rows)


def _item(finding: Finding, locale: str) -> ItemReport:
    details, values = finding.details, dict(finding.values)
    lines = (
        []
        if finding.verdict == "right"
        else [word("classification.lead." + finding.verdict, values, locale)]
    )
    lines.append(word(finding.code, values, locale))
    lines += [say(note, locale).text for note in finding.notes]
    return ItemReport(
        item=finding.item,
        title=word("classification.item_title", values, locale),
        verdict=_verdict(finding, details, locale),
        severity=finding.severity,
        lines=tuple(lines),
        articles=cite(finding.articles, locale),
    )


def _verdict(finding: Finding, details: Any, locale: str) -> str:
    if finding.verdict == "right" and details["reason_verdict"] != "right":
        return _say("verdict.right_but_reason", locale)
    return _say(f"verdict.{finding.verdict}", locale)


def _say(message_id: str, locale: str) -> str:
    return translate(f"classification.{message_id}", locale)
