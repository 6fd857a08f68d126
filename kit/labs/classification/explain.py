"""Chooses what to say about each judged field: codes, never prose."""

from collections.abc import Mapping
from typing import Any

from kit.customers.labels import Reason
from kit.labs.classification.judging import MISSING, Judged, Part
from kit.labs.classification.questions import CLASSES, REASONS
from kit.labs.classification.task import sheet_id, sheet_titles
from kit.labs.classification.truth import clause
from kit.labs.classification.wording import (
    MIXED_UP,
    PUBLIC_MYTH_ARTICLES,
    PUBLIC_MYTH_CHOSEN,
    PUBLIC_MYTH_NAMED,
    TRAPPED,
)
from kit.labs.results import Finding, Message, Severity

DOMAIN = "classification"
_SAMPLE_SHOWN = 32
_IMAGES = (".jpg", ".jpeg", ".png", ".pdf")

# What a form says where there is nothing to say: no example of anything.
_NOTHING = frozenset(
    {"无", "否", "没有", "正常", "空", "-", "—", "/", "0", "none", "normal", "no", "false", ""}
)
_NOTHING_FOUND = ("未见", "暂无", "未发现", "nothing ", "no abnormal", "no finding", "none ")

SEVERITIES: dict[str, Severity] = {
    "right": "ok",
    "acceptable": "note",
    "over": "warn",
    "under": "danger",
    "missing": "danger",
}


def explain(judged: Judged, mistake: str | None = None) -> Finding:
    """Return the finding on one field.

    Args:
        judged: The answer, judged.
        mistake: The misconception that explains what is wrong with it, if one does.
    """
    field, label = judged.field, judged.field.label
    code, articles = _main_code(judged)
    return Finding(
        item=field.key,
        verdict=judged.verdict,
        severity=_severity(judged),
        code=f"{DOMAIN}.{code}",
        values=_values(judged),
        articles=tuple(dict.fromkeys((*articles, *label.articles))),
        notes=_notes(judged, code, mistake),
        details={
            "field": field.name,
            "table": sheet_id(field.sheet),
            "scheme": judged.scheme,
            "expected": judged.lead.expected,
            "chosen": judged.chosen,
            "expected_reason": label.reason,
            "chosen_reason": judged.reason,
            "parts": [_part(part) for part in judged.parts],
            "reason_verdict": judged.reason_verdict,
            "mistake": mistake,
            "origin": f"{field.table}.{field.column}",
            "subject": label.subject,
            "trap": field.trap,
            "cost": judged.cost,
            "grade": label.grade,
            "company_class": label.company_class,
        },
    )


def _part(part: Part) -> dict[str, Any]:
    return {
        "question": part.question.id,
        "expected": part.expected,
        "chosen": part.chosen,
        "verdict": part.verdict,
    }


def _severity(judged: Judged) -> Severity:
    if judged.verdict == "right" and judged.reason_verdict not in ("right", "not_graded"):
        return "note"
    mild = judged.verdict == "under" and all(part.verdict != "under" for part in judged.parts)
    return "warn" if mild else SEVERITIES[judged.verdict]


def _main_code(judged: Judged) -> tuple[str, tuple[str, ...]]:
    """Return what is said first: of the class where that is off, else of the first part that is."""
    if judged.lead.verdict == "missing":
        return "missing", ()
    asks_class = judged.lead.question.id == "choice"
    if asks_class and not judged.lead.good:
        return _class_code(judged, judged.lead.verdict)
    off = [part for part in judged.parts if not part.good and part.question.id != "reason"]
    if off:
        return _off_code(off[0]), ()
    if asks_class and judged.lead.verdict == "acceptable":
        return f"acceptable.{_acceptable(judged)}", ()
    if judged.verdict == "acceptable":
        return "acceptable.part", ()
    if judged.scheme == "identifiers" and judged.field.label.personal:
        return f"right.identifier.{judged.part('identifier').expected}", ()
    if judged.scheme in ("grades", "company_classes"):
        return f"right.{judged.scheme}", ()
    return _class_code(judged, "right")


def _off_code(part: Part) -> str:
    return f"off.{part.question.id}.{part.verdict}"


def _class_code(judged: Judged, verdict: str) -> tuple[str, tuple[str, ...]]:
    reason, trap = judged.field.label.reason, judged.field.trap
    if _public_myth(judged):
        return "myth.public", PUBLIC_MYTH_ARTICLES
    if verdict in ("right", "under") and _shows_document(judged):
        return f"{verdict}.{reason}.image", ()
    if (verdict, reason, trap) in TRAPPED:
        return f"{verdict}.{reason}.{trap}", ()
    return (f"{verdict}.{reason}" if _usual(verdict, reason) else f"{verdict}.general"), ()


def _usual(verdict: str, reason: Reason) -> bool:
    """Return whether a mistake of this kind happens to this reason (else: general words)."""
    classes = set(REASONS[reason])
    if verdict == "under":
        return bool(classes - {"non_personal"})
    return verdict == "right" or bool(classes - {"sensitive"})


def _acceptable(judged: Judged) -> str:
    if judged.field.make == "resident_id":
        return "resident_number"
    order: tuple[str, ...] = CLASSES
    expected = judged.lead.expected
    higher = order.index(judged.chosen or expected) > order.index(expected)
    return "stricter" if higher else "looser"


def _public_myth(judged: Judged) -> bool:
    label = judged.field.label
    reasons = {label.reason, *label.also_reasons}
    names_or_reaches = (
        label.reason in (*PUBLIC_MYTH_NAMED, "third_party")
        and bool(PUBLIC_MYTH_NAMED & reasons)
        and "specific_identity" not in reasons  # the number of a document
    )
    return (
        judged.chosen == "non_personal"
        and judged.lead.verdict == "under"
        and judged.reason in PUBLIC_MYTH_CHOSEN
        and names_or_reaches
    )


def _shows_document(judged: Judged) -> bool:
    """Return whether the field holds images of identity documents, not a status in words."""
    field = judged.field
    images = any(sample.lower().endswith(_IMAGES) for sample in field.samples)
    return field.label.reason == "specific_identity" and images


def _why(judged: Judged) -> Message:
    image = ".image" if _shows_document(judged) else ""
    return _note(f"reason.{judged.field.label.reason}.why{image}")


def _example(judged: Judged, code: str) -> str | dict[str, Any]:
    """Return a sample that tells something, in brackets; nothing where there is none."""
    telling = [one for one in judged.field.samples if not _says_nothing(one.strip().lower())]
    if not telling:
        return ""
    sample = " ".join(telling[0].split())  # a chat has lines of its own
    short = sample if len(sample) <= _SAMPLE_SHOWN else sample[:_SAMPLE_SHOWN] + "…"
    return {"code": f"{DOMAIN}.{code}", "values": {"sample": short}}


def _says_nothing(sample: str) -> bool:
    return sample in _NOTHING or sample.startswith(_NOTHING_FOUND)


def _values(judged: Judged, part: Part | None = None) -> dict[str, Any]:
    """Return what messages name.

    Args:
        judged: The answer to a field.
        part: The part that a message is about; by default the first that is off.
    """
    field, label, lead = judged.field, judged.field.label, judged.lead
    others = [one for one in judged.parts[1:] if not one.good]
    about = part or (others[0] if others else lead)
    best = lead.chosen if lead.good else lead.expected
    return {
        "field": field.name,
        "title": dict(field.titles),
        "sheet": sheet_titles(field.sheet),
        "table": dict(field.table_titles),
        "example": _example(judged, "example"),
        "quote": _example(judged, "quote"),
        "expected": _option(lead, lead.expected),
        "chosen": _option(lead, lead.chosen),
        "expected_reason": _code("reason", label.reason),
        "chosen_reason": _code("reason", judged.reason or MISSING),
        "wanted": [_option(one, best if one is lead else one.expected) for one in judged.parts],
        "given": [_option(one, one.chosen) for one in judged.parts],
        "part_wanted": _option(about, about.expected),
        "part_given": _option(about, about.chosen),
        "why": _code("clause", clause(field)),
    }


def _option(part: Part, code: str | None) -> dict[str, str]:
    return _code("class", MISSING) if code is None else _code(part.question.family, code)


def _notes(judged: Judged, code: str, mistake: str | None) -> tuple[Message, ...]:
    notes = []
    label, trap = judged.field.label, judged.field.trap
    if mistake:
        notes.append(_note(f"mistake.{mistake}"))
    if code in ("missing", "myth.public"):
        notes.append(_why(judged))
    wrong = judged.lead.question.id == "choice" and judged.lead.verdict in ("over", "under")
    if wrong and not mistake and trap and not code.endswith(f".{trap}"):
        fourteen = trap == "child" and label.reason != "minor_under_14"
        notes.append(_note("trap.child.fourteen" if fourteen else f"trap.{trap}"))
    notes += [
        _note(_off_code(part), _values(judged, part))
        for part in judged.parts[1:]
        if part.question.id != "reason"
        and part.verdict not in ("right", "acceptable", "not_graded")
        and _off_code(part) != code
    ]
    if judged.scheme == "law":
        notes += _law_notes(judged)
    return tuple(notes)


def _law_notes(judged: Judged) -> list[Message]:
    label, notes = judged.field.label, []
    if judged.verdict in ("right", "acceptable") and judged.reason_verdict != "right":
        notes += _reason_notes(judged)
    elif judged.verdict == "right" and judged.reason != label.reason:
        notes.append(_note("reason_also", _values(judged)))
    if label.personal and (judged.verdict != "right" or judged.reason_verdict != "right"):
        company = {"class": _code("company_class", label.company_class), "grade": label.grade}
        notes.append(Message(f"{DOMAIN}.company_level", company))
    return notes


def _reason_notes(judged: Judged) -> list[Message]:
    expected = judged.field.label.reason
    if judged.reason_verdict == "missing":
        return [_note("reason_missing", _values(judged)), _why(judged)]
    if judged.verdict == "acceptable":
        return [_note("reason_of_other_class", _values(judged))]
    if (expected, judged.reason) in MIXED_UP:
        return [_note(f"mixed.{expected}.{judged.reason}", _values(judged))]
    return [_note("reason_off", _values(judged)), _why(judged)]


def _note(code: str, values: Mapping[str, Any] | None = None) -> Message:
    return Message(f"{DOMAIN}.{code}", values or {})


def _code(family: str, code: str) -> dict[str, str]:
    return {"code": f"{DOMAIN}.{family}.{code}"}
