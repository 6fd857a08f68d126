"""Says the result of a whole answer in a few messages: codes, never prose."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kit.labs.results import Finding, Message, Severity
from kit.labs.text.explain import DOMAIN, short
from kit.labs.text.judging import Judged, Outcome
from kit.labs.text.task import Span, Task

_LISTED = 6
_MISTAKES_TOLD = 2


def summarise(
    task: Task, judged: Sequence[Judged], findings: Sequence[Finding], score: float
) -> tuple[Message, ...]:
    """Return the result in a few messages: the dangerous first, then the rest, then what to do."""
    said = [one for finding in findings for one in finding.details["marks"]]
    outcomes = [(one, outcome) for one in judged for outcome in one.outcomes]
    skipped = [
        _note(number, one) for number, one in enumerate(judged, start=1) if one.marks is None
    ]
    messages = [_outcome(task, said, skipped, score)]
    if skipped:
        messages.append(_listed("summary.missing", skipped, "danger"))
    missed = [_span(one, outcome) for one, outcome in outcomes if outcome.verdict == "missed"]
    messages += _missed_summary(missed)
    lost = [_span(one, outcome).text for one, outcome in outcomes if outcome.why == "lost"]
    if lost:
        messages.append(_listed("summary.lost", lost, "danger"))
    fooled = [one for one in said if one["verdict"] == "false" and one["cost"]]
    messages += _false_summary(fooled)
    messages += _mistakes(findings)
    judgement = [one for one in said if one["verdict"] == "close" and not one["cost"]]
    if judgement:
        messages.append(Message(f"{DOMAIN}.summary.judgement", {"count": len(judgement)}))
    return tuple(messages)


def _outcome(
    task: Task, said: Sequence[Mapping[str, Any]], skipped: Sequence[Any], score: float
) -> Message:
    there = sum(one["expected_kind"] is not None for one in said)
    values = {"score": f"{score:g}", "pass_mark": task.pass_mark, "spans": there}
    values["notes"] = len(task.notes)
    if score == 100:
        return Message(f"{DOMAIN}.summary.perfect", values, "ok")
    if score < task.pass_mark:
        return Message(f"{DOMAIN}.summary.failed", values, "warn")
    danger = skipped or any(one["severity"] == "danger" for one in said)
    return Message(f"{DOMAIN}.summary.{'passed_with_danger' if danger else 'passed'}", values, "ok")


def _note(number: int, judged: Judged) -> dict[str, Any]:
    """Return what a note is called where it is shown: its number and where it comes from."""
    values = {"number": number, "channel": judged.note.channel_titles}
    return {"code": f"{DOMAIN}.note_named", "values": values}


def _span(judged: Judged, outcome: Outcome) -> Span:
    assert outcome.pair.span is not None
    return judged.note.spans[outcome.pair.span]


def _missed_summary(missed: Sequence[Span]) -> Iterator[Message]:
    """Yield what was missed by how grave it is; each piece once."""
    rest = list(missed)
    for code, belongs in (
        ("child", lambda span: span.subject == "child"),
        ("sensitive", lambda span: span.sensitive is not None),
        ("third_person", lambda span: span.subject == "related_person"),
        ("masked", lambda span: span.masked),
        ("employee", lambda span: span.subject == "employee"),
        ("other", lambda span: True),
    ):
        found = [span.text for span in rest if belongs(span)]
        rest = [span for span in rest if not belongs(span)]
        if found:
            grave = code in ("child", "sensitive", "third_person")
            yield _listed(f"summary.missed.{code}", found, "danger" if grave else "warn")


def _false_summary(fooled: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    kinds = Counter(one["code"] for one in fooled)
    alike = sum(count for code, count in kinds.items() if code not in _NOT_ALIKE)
    if alike:
        marked = [one["values"]["marked"] for one in fooled if one["code"] not in _NOT_ALIKE]
        yield _listed("summary.look_alikes", marked, "warn")
    if kinds[f"{DOMAIN}.false.whole"]:
        values = {"count": kinds[f"{DOMAIN}.false.whole"]}
        yield Message(f"{DOMAIN}.summary.whole", values, "warn")
    others = kinds[f"{DOMAIN}.false.nothing"] + kinds[f"{DOMAIN}.false.part"]
    if others:
        yield Message(f"{DOMAIN}.summary.false", {"count": others}, "warn")


_NOT_ALIKE = frozenset(f"{DOMAIN}.false.{why}" for why in ("whole", "nothing", "part", "role"))


def _mistakes(findings: Sequence[Finding]) -> Iterator[Message]:
    shown = Counter(one.details["mistake"] for one in findings if one.details["mistake"])
    for name, count in sorted(shown.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= _MISTAKES_TOLD:
            yield Message(f"{DOMAIN}.mistakes.{name}", {"count": count}, "warn")


def _listed(code: str, texts: Sequence[Any], severity: Severity) -> Message:
    """Return a message that names some texts or, as codes, some notes."""
    plain = dict.fromkeys(text for text in texts if isinstance(text, str))
    named: list[Any] = [short(text) for text in plain]
    named += [text for text in texts if not isinstance(text, str)]
    more = len(named) - _LISTED
    named = named[:_LISTED]
    if more > 0:
        named.append({"code": f"{DOMAIN}.and_more", "values": {"count": more}})
    return Message(f"{DOMAIN}.{code}", {"count": len(texts), "named": named}, severity)
