"""Chooses what to say about each judged note and about the whole: codes, never prose."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kit.labs.results import Finding, Message, Severity
from kit.labs.text.articles import ON_NOTHING
from kit.labs.text.judging import Judged, Outcome
from kit.labs.text.task import Error, Mark, Note, Span, Task

DOMAIN = "text"
_SHOWN = 24
_LINKS = {"zh": "”、“", "en": "”, “"}  # stands between pieces that are quoted together
SEVERITIES: dict[str, Severity] = {
    "right": "ok",
    "acceptable": "note",
    "over": "warn",
    "under": "danger",
    "missing": "danger",
}
_CALLED = {"name": "called", "nickname": "called"}
_ABOUT_CHILD = _CALLED | {
    "age": "age",
    "birth_date": "age",
    "address": "reach",
    "partial_address": "reach",
    "phone": "reach",
    "resident_id": "reach",
}
_ABOUT_THIRD = _CALLED | {
    "phone": "reach",
    "email": "reach",
    "account": "number",
    "plate": "number",
    "resident_id": "number",
}


def explain(task: Task, judged: Judged) -> Finding:
    """Return the finding on one note."""
    note = judged.note
    mistake = _mistake(judged)
    said = [_mark(task, judged, one, mistake) for one in judged.outcomes]
    wrong = [one for one in said if one["verdict"] != "hit"]
    wrong.sort(key=_gravest)
    notes = list(_told(wrong))
    if mistake:
        notes.append(Message(f"{DOMAIN}.mistake.{mistake}"))
    articles = dict.fromkeys(article for one in wrong for article in one["articles"])
    return Finding(
        item=note.key,
        verdict=judged.verdict,
        severity=_severity(judged, said),
        code=f"{DOMAIN}.note.{judged.verdict}",
        values=_counts(judged, note),
        articles=tuple(articles) or ON_NOTHING,
        notes=tuple(notes),
        details={
            "marks": said,
            "mistake": mistake,
            "cost": judged.cost,
            "weight": judged.weight,
            "channel": note.channel,
            "written_at": note.written_at,
            "origin": note.origin,
        },
    )


def _told(wrong: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    """Yield what is said of each; what is missed for the same reason is told in one go."""
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for number, one in enumerate(wrong):
        alone = one["code"] if one["verdict"] == "missed" else f"{one['code']} {number}"
        by_code.setdefault(alone, []).append(one)
    for same in by_code.values():
        first = same[0]
        pieces = [one["values"]["span"] for one in same] if len(same) > 1 else []
        named = {locale: link.join(pieces) for locale, link in _LINKS.items()}
        values = first["values"] | ({"span": named} if pieces else {})
        yield Message(first["code"], values, first["severity"])


def _gravest(said: Mapping[str, Any]) -> int:
    return -int(said["cost"])


def _severity(judged: Judged, said: Sequence[Mapping[str, Any]]) -> Severity:
    if judged.verdict == "under" and not any(one["severity"] == "danger" for one in said):
        return "warn"
    return SEVERITIES[judged.verdict]


def _counts(judged: Judged, note: Note) -> dict[str, Any]:
    count = {"missed": 0, "wrong_kind": 0, "wrong_subject": 0, "false": 0}
    found = set()
    for one in judged.outcomes:
        if one.verdict in ("hit", "close"):
            found.add(one.pair.span)
        elif one.cost:
            count[one.verdict] += 1
    return {
        "channel": note.channel_titles,
        "written_at": note.written_at,
        "spans": len(note.spans),
        "found": len(found),
        "missed": count["missed"],
        "wrong": count["wrong_kind"] + count["wrong_subject"],
        "false": count["false"],
    }


def _mistake(judged: Judged) -> str | None:
    """Return the first misconception that makes exactly the errors of this note."""
    if judged.marks is None or not judged.cost:
        return None
    return judged.note.misread.get(frozenset(_errors(judged, judged.marks)))


def _errors(judged: Judged, marks: Sequence[Mark]) -> Iterator[Error]:
    for one in judged.outcomes:
        pair = one.pair
        if one.verdict == "missed" and pair.span is not None:
            yield "missed", pair.span, ""
        elif one.verdict == "wrong_kind" and pair.span is not None and pair.mark is not None:
            yield "wrong_kind", pair.span, marks[pair.mark].kind
        elif one.verdict == "wrong_subject" and pair.span is not None and pair.mark is not None:
            yield "wrong_subject", pair.span, marks[pair.mark].subject or ""
        elif one.verdict == "false" and one.cost:
            yield "false", -1 if pair.look_alike is None else pair.look_alike, ""


def _mark(task: Task, judged: Judged, one: Outcome, mistake: str | None) -> dict[str, Any]:
    """Return what is said of one span or mark, as plain JSON data."""
    note, pair = judged.note, one.pair
    span = None if pair.span is None else note.spans[pair.span]
    mark = None if pair.mark is None else (judged.marks or ())[pair.mark]
    shown = mark or span
    assert shown is not None
    return {
        "start": shown.start,
        "end": shown.end,
        "kind": mark.kind if mark else None,
        "expected_kind": span.accepted[0] if span else None,
        "subject": mark.subject if mark else None,
        "expected_subject": span.subject if span and task.asks_subject else None,
        "expected_start": span.start if span else None,
        "expected_end": span.end if span else None,
        "verdict": one.verdict,
        "severity": _mark_severity(one, span),
        "cost": one.cost,
        "code": f"{DOMAIN}.{_code(note, one, span)}",
        "values": span.values if span and one.verdict == "hit" else _values(note, span, mark),
        "articles": span.articles if span else ON_NOTHING,
        "mistake": mistake if one.cost else None,
    }


def _mark_severity(one: Outcome, span: Span | None) -> Severity:
    if one.verdict == "hit":
        return "ok"
    if not one.cost:
        return "note"
    if one.verdict == "missed" and span:
        graver = span.sensitive is not None or span.subject in ("child", "related_person")
        return "danger" if graver else "warn"
    return "danger" if one.why == "lost" else "warn"


def _code(note: Note, one: Outcome, span: Span | None) -> str:
    if one.verdict == "hit":
        return "hit.joined" if one.why == "joined" else "hit"
    if one.verdict == "missed" and span:
        return _missed(span)
    if one.verdict == "wrong_kind" and span:
        return _wrong_kind(one, span)
    if one.verdict == "wrong_subject" and span:
        return "wrong_subject.none" if one.why == "nobody" else f"wrong_subject.{span.subject}"
    if one.verdict == "false":
        under = one.pair.look_alike
        return f"false.{note.look_alikes[under].kind if under is not None else one.why}"
    return f"close.{one.why}"


def _missed(span: Span) -> str:
    if span.masked:
        return f"missed.masked.{span.kind}"
    if span.subject == "child" and span.kind in _ABOUT_CHILD:
        return f"missed.child.{_ABOUT_CHILD[span.kind]}"
    if span.subject == "related_person" and span.kind in _ABOUT_THIRD:
        return f"missed.third_person.{_ABOUT_THIRD[span.kind]}"
    if span.subject == "employee":
        return f"missed.employee.{_CALLED.get(span.kind, 'other')}"
    return f"missed.{span.kind}"


def _wrong_kind(one: Outcome, span: Span) -> str:
    if one.why != "lost":
        return "wrong_kind.other"
    return "wrong_kind.child" if span.sensitive == "minor_under_14" else "wrong_kind.lost"


def _values(note: Note, span: Span | None, mark: Mark | None) -> Mapping[str, Any]:
    """Return what a message names; only what is there."""
    if mark is None:
        return span.values if span else {}
    chosen = f"subject.{mark.subject}" if mark.subject else "subject.none"
    own = {
        "marked": short(note.text[mark.start : mark.end]),
        "chosen": _kind(mark.kind),
        "chosen_subject": {"code": f"{DOMAIN}.{chosen}"},
    }
    return {**span.values, **own} if span else own


def span_values(text: str, kind: str, right: str, subject: str) -> dict[str, Any]:
    """Return what a message about a span names."""
    return {
        "span": short(text),
        "fine": {"code": f"spans.{kind}"},
        "expected": _kind(right),
        "whose": {"code": f"{DOMAIN}.subject.{subject}"},
    }


def _kind(code: str) -> dict[str, str]:
    return {"code": f"{DOMAIN}.kind.{code}"}


def short(text: str) -> str:
    """Return a piece of text in one line, cut where it is long."""
    flat = text.replace("\n", " ")
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
