"""Puts a score of case questions into words for screen and terminal."""

from kit.i18n import translate
from kit.labs.cases.grading import DOMAIN
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.cases.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    figures = score.figures
    shown = {
        "score": f"{score.score:g} / 100",
        "right": f"{figures['right']} / {figures['questions']}",
    }
    return lay_out(
        score, locale, figures_in_words(DOMAIN, shown, locale), _table(score, locale), _item
    )


def _table(score: Score, locale: str) -> tuple[tuple[str, ...], ...]:
    """Return how many questions of each kind were answered rightly."""
    head = tuple(_say(f"table.{name}", locale) for name in ("kind", "right", "questions"))
    rows = (
        (_say(f"ask.{kind}", locale), str(counts["right"]), str(counts["questions"]))
        for kind, counts in score.figures["by_kind"].items()
    )
    return (head, *rows)


def _item(finding: Finding, locale: str) -> ItemReport:
    short = _say(f"short.{finding.details['kind']}", locale)
    title = f"{finding.details['title'][locale]} · {short}"
    return item_report(finding, locale, title, _say(f"verdict.{finding.verdict}", locale))


def _say(message_id: str, locale: str) -> str:
    return translate(f"{DOMAIN}.{message_id}", locale)
