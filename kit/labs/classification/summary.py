"""Sums a score up in a few messages: the dangerous first, then the rest, then figures."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kit.labs.classification.explain import DOMAIN, SEVERITIES
from kit.labs.classification.judging import Judged
from kit.labs.classification.task import sheet_titles
from kit.labs.results import Message, Severity

_LISTED = 6
_WORTH_SAYING = 2  # how often a mistake must show to be called a habit
_PARTLY = "partly"


def summarise(
    judged: tuple[Judged, ...],
    mistakes: Mapping[str, str | None],
    figures: Mapping[str, Any],
    score: float,
    pass_mark: int,
) -> tuple[Message, ...]:
    """Return the result in a few messages: the dangerous first, then the rest, then figures.

    Args:
        judged: The answers, judged.
        mistakes: The misconception behind each, by item.
        figures: Of the score.
        score: 0 to 100.
        pass_mark: The least score that passes.
    """
    by_verdict = {
        verdict: [one for one in judged if _verdict(one) == verdict]
        for verdict in (*SEVERITIES, _PARTLY)
    }
    values = {"score": _plain(score), "pass_mark": pass_mark, "count": len(judged)}
    messages = [_outcome(by_verdict, score, pass_mark, values)]
    messages += _dangers(by_verdict["under"], by_verdict["missing"])
    if by_verdict["over"]:
        messages.append(_about("summary.over", by_verdict["over"], "warn"))
    wrong_reasons = [one for one in judged if one.reason_verdict in ("wrong", "missing")]
    if by_verdict[_PARTLY]:
        messages.append(_about("summary.partly", by_verdict[_PARTLY], "warn"))
    if wrong_reasons:
        messages.append(_about("summary.reasons", wrong_reasons, "note"))
    if by_verdict["acceptable"]:
        messages.append(_about("summary.acceptable", by_verdict["acceptable"], "note"))
    messages += _habits(mistakes)
    messages += _practise(judged)
    messages.append(_kappa(figures["kappa"]))
    return tuple(messages)


def _verdict(judged: Judged) -> str:
    """Return the verdict, one of its own where nothing is too lenient but something else is off."""
    lenient = any(part.verdict == "under" for part in judged.parts)
    return _PARTLY if judged.verdict == "under" and not lenient else judged.verdict


def _outcome(
    by_verdict: Mapping[str, list[Judged]], score: float, pass_mark: int, values: Mapping[str, Any]
) -> Message:
    if score == 100:
        return Message(f"{DOMAIN}.summary.perfect", values, "ok")
    if score >= pass_mark:
        code = "passed_with_danger" if by_verdict["under"] else "passed"
        return Message(f"{DOMAIN}.summary.{code}", values, "ok")
    return Message(f"{DOMAIN}.summary.failed", values, "warn")


def _dangers(under: list[Judged], missing: list[Judged]) -> list[Message]:
    messages = []
    if under:
        messages.append(_about("summary.danger", under, "danger"))
    if missing:
        messages.append(_about("summary.missing", missing, "danger"))
    if not under and not missing:
        return [_note("summary.no_danger")]
    harmed: dict[str, list[Judged]] = {}
    for one in (*under, *missing):
        if one.field.label.personal:
            harmed.setdefault(one.field.label.subject, []).append(one)
    for subject in ("child", "related_person", "customer", "employee"):
        if subject in harmed:
            messages.append(_about(f"summary.harm.{subject}", harmed[subject], "danger"))
    return messages


def _habits(mistakes: Mapping[str, str | None]) -> list[Message]:
    """Return the misconceptions that show more than once, the most frequent first."""
    counts = Counter(name for name in mistakes.values() if name)
    return [
        _note(f"mistakes.{name}", {"count": count})
        for name, count in counts.most_common()
        if count >= _WORTH_SAYING
    ]


def _practise(judged: tuple[Judged, ...]) -> list[Message]:
    """Return what to practise: the kind of trap that cost the most, if it cost much."""
    lost: Counter[str] = Counter()
    for one in judged:
        if one.field.trap and one.verdict in ("over", "under"):
            lost[one.field.trap] += one.cost
    if not lost:
        return []
    return [_note(f"summary.practise.{max(sorted(lost), key=lost.__getitem__)}")]


def _kappa(value: float | None) -> Message:
    if value is None:
        return _note("summary.kappa.undefined")
    if value == 1:
        return _note("summary.kappa.full", {"kappa": f"{value:.2f}"})
    band = "high" if value >= 0.8 else "fair" if value >= 0.4 else "low"
    return _note(f"summary.kappa.{band}", {"kappa": f"{value:.2f}"})


def _about(code: str, fields: list[Judged], severity: Severity) -> Message:
    listed: list[dict[str, Any]] = [_where(one) for one in fields[:_LISTED]]
    if len(fields) > _LISTED:
        rest = {"count": len(fields) - _LISTED}
        listed.append({"code": f"{DOMAIN}.and_more", "values": rest})
    return Message(f"{DOMAIN}.{code}", {"count": len(fields), "fields": listed}, severity)


def _where(judged: Judged) -> dict[str, Any]:
    """Return a field as the trainee saw it, with what it really is."""
    field = judged.field
    values = {"field": field.name, "sheet": sheet_titles(field.sheet), "title": dict(field.titles)}
    return {"code": f"{DOMAIN}.where", "values": values}


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _note(code: str, values: Mapping[str, Any] | None = None) -> Message:
    return Message(f"{DOMAIN}.{code}", values or {})
