"""Puts the score of a triage into words for screen and terminal."""

from kit.i18n import translate
from kit.labs.results import Finding, Score
from kit.labs.triage.grading import DOMAIN
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.triage.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    figures = score.figures
    shown = {
        "score": f"{score.score:g} / 100",
        "found": f"{figures['found']} / {figures['incidents']}",
        "looks": f"{figures['looks']} / {figures['budget']}",
        "wrongly_accused": str(figures["wrongly_accused"]),
    }
    told = figures_in_words(DOMAIN, shown, locale)
    return lay_out(score, locale, told, _table(score, locale), _item)


def _table(score: Score, locale: str) -> tuple[tuple[str, ...], ...]:
    """Return what simple orders would have found with the same looks, beside one's own."""
    head = (_say("table.order", locale), _say("table.found", locale))
    own = (_say("baseline.own", locale), str(score.figures["found"]))
    rows = tuple(
        (_say(f"baseline.{name}", locale), str(count))
        for name, count in score.figures["baselines"].items()
        if count is not None
    )
    return (head, own, *rows)


def _item(finding: Finding, locale: str) -> ItemReport:
    title = _say(f"rule.{finding.details['rule']}", locale)
    if finding.details["account"]:
        title = f"{title} · {finding.details['account']}"
    return item_report(finding, locale, title, _say(f"verdict.{finding.verdict}", locale))


def _say(message_id: str, locale: str) -> str:
    return translate(f"{DOMAIN}.{message_id}", locale)
