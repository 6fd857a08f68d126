"""What a view shows of a result: in words, in figures, and item by item."""

from dataclasses import replace
from typing import Any

from kit.errors import BadInput
from kit.i18n import translate
from kit.labs.results import Finding, Score
from kit.labs.words import ItemReport, Line, Report, say
from kit.widgets.engine import Engine
from kit.widgets.rules import rule_entries

MISTAKE = ".mistake."


def score_page(score: Score, report: Report, locale: str) -> dict[str, Any]:
    """Return the score, what it says, and the rules behind it.

    Args:
        score: The result on record.
        report: The same in words.
        locale: Language of the rules.
    """
    shown = f"{score.score:g} / 100"  # stands in large type beside the figures
    cited = dict.fromkeys(rule for one in score.findings for rule in one.articles)
    hints = score.figures.get("hints", 0)
    return {
        "passed": score.passed,
        "score": score.score,
        "pass_mark": score.pass_mark,
        "headline": _headline(score, report, locale),
        "summary": [line_page(line) for line in report.summary],
        "points": next((text for _, value, text in report.figures if value == shown), ""),
        "figures": [figure_page(*one) for one in report.figures if one[1] != shown],
        "hints": hints,
        "hints_known": score.figures.get("hints_known", 0),
        "hint_cost": score.figures.get("hint_cost", 0),
        "graded": score.figures.get("graded", score.score),
        "rules": rule_entries(cited, locale),
        "outdated": False,
    }


def record_page(score: Score, engine: Engine, locale: str) -> dict[str, Any]:
    """Return a result from its record alone, as its task or its grading has changed since.

    Where this version has no words any more for what an earlier one said, score and pass mark are
    all that is shown.

    Args:
        score: The result on record.
        engine: Puts it into words.
        locale: Language of the words.
    """
    try:
        page = _record(score, engine.report(score, locale), locale)
    except (KeyError, BadInput):  # a message, a figure or a rule that is gone
        values = {"score": f"{score.score:g}", "pass_mark": score.pass_mark}
        line = translate("view.score_line", locale, **values)
        bare = replace(score, figures={}, findings=(), summary=())
        page = _record(bare, Report(line, (), (), (), ()), locale)
    return page | {"outdated": True}


def _record(score: Score, report: Report, locale: str) -> dict[str, Any]:
    pairs = zip(score.findings, report.items, strict=True)
    findings = [finding_base(*pair, locale) for pair in pairs]
    return score_page(score, report, locale) | {"findings": findings}


def _headline(score: Score, report: Report, locale: str) -> str:
    """Return the outcome; the lab's own words do not know of points lost to hints."""
    cost = score.figures.get("hint_cost", 0)
    if not cost:
        return report.headline
    code = "view.headline_hints_passed" if score.passed else "view.headline_hints_failed"
    values = {"score": f"{score.score:g}", "pass_mark": score.pass_mark, "cost": cost}
    return translate(code, locale, **values)


def practice_headline(score: Score, locale: str) -> str:
    """Return the outcome of guided practice, which nobody passes or fails."""
    right = sum(one.severity == "ok" for one in score.findings)
    return translate("view.headline_practice", locale, right=right, total=len(score.findings))


def line_page(line: Line) -> dict[str, Any]:
    """Return a sentence of the summary."""
    return {"text": line.text, "severity": line.severity}


def figure_page(name: str, value: str, meaning: str) -> dict[str, Any]:
    """Return a figure."""
    return {"name": name, "value": value, "meaning": meaning}


def finding_base(finding: Finding, report: ItemReport, locale: str) -> dict[str, Any]:
    """Return what every lab shows of a finding; a usual mistake's own remark stands apart."""
    remarks = [say(note, locale).text for note in finding.notes if MISTAKE in note.code]
    return {
        "item": finding.item,
        "title": report.title,
        "verdict": report.verdict,
        "severity": finding.severity,
        "fine": finding.severity == "ok",
        "lines": [line for line in report.lines if line not in remarks],
        "mistake": remarks[0] if remarks else None,
        "articles": list(finding.articles),
    }
