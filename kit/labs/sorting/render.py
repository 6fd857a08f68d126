"""Puts a sorting score into words for screen and terminal."""

from typing import Any

from kit.customers.duties import ACTIONS
from kit.i18n import translate
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, cite, say, word

DOMAIN = "sorting"


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.sorting.grade`.
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
        "action_accuracy": f"{figures['action_accuracy']:.0%}",
        "kappa": "–" if kappa is None else f"{kappa:.2f}",
        "cost": f"{figures['cost']} / {figures['max_cost']}",
    }
    for part in ("problem_accuracy", "reason_accuracy"):
        if part in figures:
            shown[part] = f"{figures[part]:.0%}"
    return tuple(
        (_say(f"figure.{name}", locale), text, _say(f"figure.{name}.about", locale))
        for name, text in shown.items()
    )


def _table(confusion: dict[str, dict[str, int]], locale: str) -> tuple[tuple[str, ...], ...]:
    """Return the confusion of actions; rows without records and columns without answers go."""
    rows = [row for row in ACTIONS if any(confusion[row].values())]
    columns = [one for one in (*ACTIONS, "missing") if any(confusion[row][one] for row in rows)]
    columns = [one for one in (*ACTIONS, "missing") if one in columns or one in rows]
    head = (_say("figure.confusion", locale), *(_action(one, locale) for one in columns))
    body = [(_action(row, locale), *(str(confusion[row][one]) for one in columns)) for row in rows]
    return (head, *body)


def _action(code: str, locale: str) -> str:
    if code == "missing":
        return _say("no_answer", locale)
    return translate(f"duties.action.{code}", locale)


def _item(finding: Finding, locale: str) -> ItemReport:
    values: dict[str, Any] = dict(finding.values)
    lines = [word(finding.code, values, locale)]
    if finding.verdict in ("over", "under"):
        lines.insert(0, word(f"{DOMAIN}.instead", values, locale))
    lines += [say(note, locale).text for note in finding.notes]
    return ItemReport(
        item=finding.item,
        title=finding.details["record"][locale],
        verdict=_verdict(finding, locale),
        severity=finding.severity,
        lines=tuple(lines),
        articles=cite(finding.articles, locale),
    )


def _verdict(finding: Finding, locale: str) -> str:
    if finding.verdict == "right" and finding.severity == "note":
        return _say("verdict.right_but", locale)
    return _say(f"verdict.{finding.verdict}", locale)


def _say(message_id: str, locale: str) -> str:
    return translate(f"{DOMAIN}.{message_id}", locale)
