"""Puts a sorting score into words for screen and terminal."""

from kit.customers.duties import ACTIONS
from kit.i18n import translate
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out

DOMAIN = "sorting"


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.sorting.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    table = _table(score.figures["confusion"], locale)
    return lay_out(score, locale, _figures(score, locale), table, _item)


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
    return figures_in_words(DOMAIN, shown, locale)


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
    title = finding.details["record"][locale]
    lead = f"{DOMAIN}.instead" if finding.verdict in ("over", "under") else None
    return item_report(finding, locale, title, _verdict(finding, locale), lead)


def _verdict(finding: Finding, locale: str) -> str:
    if finding.verdict == "right" and finding.severity == "note":
        return _say("verdict.right_but", locale)
    return _say(f"verdict.{finding.verdict}", locale)


def _say(message_id: str, locale: str) -> str:
    return translate(f"{DOMAIN}.{message_id}", locale)
