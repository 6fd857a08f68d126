"""Puts a classification score into words for screen and terminal."""

from collections.abc import Mapping
from typing import Any

from kit.i18n import translate, word
from kit.labs.classification.judging import MISSING
from kit.labs.classification.questions import POINTS, SCHEMES, Scheme
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Report, item_report, lay_out


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.classification.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    table = _table(score.figures, locale)
    return lay_out(score, locale, _figures(score, locale), table, _item)


def _figures(score: Score, locale: str) -> tuple[tuple[str, str, str], ...]:
    figures = score.figures
    kappa = figures["kappa"]
    shown = {
        "score": f"{score.score:g} / 100",
        "accuracy": f"{figures['accuracy']:.0%}",
        "kappa": "–" if kappa is None else f"{kappa:.2f}",
    }
    shares = _shares(figures)
    shown |= {f"share.{question}": f"{share:.0%}" for question, share in shares.items()}
    scheme: Scheme = figures.get("scheme", "law")
    points = figures.get("points", POINTS)
    whole = points * len(score.findings)  # the scale that the score is reckoned with
    shown["cost"] = f"{figures['cost']} / {whole}"
    values = {"points": points, "limit": whole}
    return tuple(
        (_say(_title(name, scheme), locale), text, word(_about(name, scheme), values, locale))
        for name, text in shown.items()
    )


def _title(name: str, scheme: Scheme) -> str:
    first = SCHEMES[scheme][0].id
    return f"figure.{name}.{first}" if name == "accuracy" else f"figure.{name}"


def _about(name: str, scheme: str) -> str:
    about = f"score.about.{scheme}" if name == "score" else f"{name}.about"
    return f"classification.figure.{about}"


def _shares(figures: Mapping[str, Any]) -> Mapping[str, float]:
    """Return the share of right answers by further question; old records know reasons only."""
    if "shares" in figures:
        shares: Mapping[str, float] = figures["shares"]
        return shares
    return {"reason": figures["reason_accuracy"]}


def _table(figures: Mapping[str, Any], locale: str) -> tuple[tuple[str, ...], ...]:
    confusion, first = figures["confusion"], SCHEMES[figures.get("scheme", "law")][0]
    titles = {code: _say(f"{first.family}.{code}", locale) for code in first.codes}
    head = (_say("figure.confusion", locale), *titles.values(), _say("class.missing", locale))
    rows = [
        (titles[row], *(str(confusion[row][column]) for column in (*first.codes, MISSING)))
        for row in first.codes
    ]
    return (head, *rows)


def _item(finding: Finding, locale: str) -> ItemReport:
    title = word("classification.item_title", finding.values, locale)
    verdict = _say(f"verdict.{_verdict(finding)}", locale)
    return item_report(finding, locale, title, verdict, _lead(finding))


def _lead(finding: Finding) -> str | None:
    """Return the message that opens an explanation: what was answered and what was right."""
    if finding.verdict == "right":
        return None
    lead = "lead" if finding.details.get("scheme", "law") == "law" else "lead_parts"
    return f"classification.{lead}.{finding.verdict}"


def _verdict(finding: Finding) -> str:
    if finding.verdict == "right" and finding.severity == "note":
        return "right_but_reason"
    if finding.verdict == "under" and finding.severity == "warn":
        return "partly"
    return finding.verdict


def _say(message_id: str, locale: str) -> str:
    return translate(f"classification.{message_id}", locale)
