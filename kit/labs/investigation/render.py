"""Puts a score into words for screen and terminal."""

from dataclasses import replace

from kit.i18n import translate
from kit.labs.investigation.beliefs import BELIEFS
from kit.labs.investigation.judge_when import OFF
from kit.labs.investigation.weights import WEIGHTS, points
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Report, figures_in_words, item_report, lay_out

DOMAIN = "investigation"
EXACT = (
    "scope.both_exact",
    "scope.count_is_exact",
    "scope.everyone_exact",
    "scope.no_count_exact",
    "scope.right_exact",
    "scope.rows_exact",
    "scope.wide_exact",
)
"""Sentences that name one number, for when the evidence leaves nobody open."""


def render(score: Score, locale: str) -> Report:
    """Return a score in words of a language.

    Args:
        score: From `kit.labs.investigation.grade`.
        locale: ``"zh"`` or ``"en"``.
    """
    return lay_out(score, locale, _figures(score, locale), _table(score, locale), _item)


def _figures(score: Score, locale: str) -> tuple[tuple[str, str, str], ...]:
    shown = {"score": f"{score.score:g} / 100"}
    for name in ("recall", "precision"):
        if name in score.figures:
            shown[name] = f"{score.figures[name]:.0%}"
    return figures_in_words(DOMAIN, shown, locale)


def _table(score: Score, locale: str) -> tuple[tuple[str, ...], ...]:
    """Return what each part earned of what it is worth."""
    earned = score.figures["points"]
    worth = points([part for part in WEIGHTS if part in earned])
    head = tuple(_say(f"column.{name}", locale) for name in ("part", "earned", "worth"))
    rows = [
        (_say(f"part.{part}", locale), f"{earned[part]:g}", f"{worth[part]:g}") for part in worth
    ]
    return (head, *rows)


def _item(finding: Finding, locale: str) -> ItemReport:
    title = _say(f"part.{finding.item}", locale)
    notes = tuple(replace(note, code=_exact(note)) for note in finding.notes)
    finding = replace(finding, code=_exact(finding), notes=notes)
    return item_report(finding, locale, title, _say(f"verdict.{_verdict(finding)}", locale))


def _exact(told: Finding | Message) -> str:
    """Return the code of the words that name one number where what is provable is all there is."""
    one = "provable" in told.values and told.values["provable"] == told.values["possible"]
    code = f"{told.code}_exact"
    return code if one and code.removeprefix(f"{DOMAIN}.") in EXACT else told.code


def _verdict(finding: Finding) -> str:
    """Return which word the verdict has: of times and of deadlines, which way they are off."""
    if finding.item == "when" and finding.verdict in ("over", "under"):
        how = finding.code.removeprefix(f"{DOMAIN}.when.")
        return f"when.{how}" if f"when.{how}" in OFF.values() else "wrong"
    if finding.item == "duties" and (deadlines := _of_deadlines(finding)):
        return deadlines
    if finding.item in _CHOICES and finding.verdict in ("over", "under"):
        return "wrong"  # of one choice nothing is too much or too little
    partly = finding.verdict == "right" and finding.severity != "ok"
    return "right_but" if partly else finding.verdict


def _of_deadlines(finding: Finding) -> str | None:
    """Return which word duties have of which nothing but deadlines is wrong; else None."""
    notes = {note.code.removeprefix(f"{DOMAIN}.") for note in finding.notes}
    notes -= {"duties.sample", *(f"mistake.{name}" for name in BELIEFS)}
    if not notes or not notes <= set(_DEADLINES):
        return None
    found = {_DEADLINES[one] for one in notes}
    return found.pop() if len(found) == 1 else "duties.deadline"


_DEADLINES = {
    "duties.clock_missing": "duties.deadline_missing",
    "duties.clock_strict": "duties.deadline_strict",
    "duties.four_hours": "duties.deadline_strict",
    "duties.clock_late": "duties.deadline_late",
}
_CHOICES = ("what", "how", "ongoing")


def _say(message_id: str, locale: str) -> str:
    return translate(f"{DOMAIN}.{message_id}", locale)
