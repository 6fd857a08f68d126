"""Chooses what to say about each judged field and about the whole: codes, never prose."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kit.customers.labels import Reason
from kit.labs.classification.judging import MISSING, Judged
from kit.labs.classification.task import REASONS, sheet_id, sheet_titles
from kit.labs.results import Finding, Message, Severity

DOMAIN = "classification"
_SAMPLE_SHOWN = 32
_LISTED = 6
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

# Names and contact details called public: the mistake of a page that circulates among agents.
PUBLIC_MYTH_NAMED = frozenset({"direct_identifier", "contact"})
PUBLIC_MYTH_CHOSEN = frozenset({"published_reference", "company_information"})
PUBLIC_MYTH_ARTICLES = ("PIPL-4", "PIPL-25")

# Traps with an explanation of their own for a reason, beside the one for the reason in general.
TRAPPED = frozenset(
    {
        ("over", "aggregate_statistics", "aggregate"),
        ("over", "company_information", "looks_personal"),
        ("over", "internal_process", "free_text"),
        ("over", "internal_process", "looks_personal"),
        ("over", "product_or_stock", "code"),
        ("over", "product_or_stock", "free_text"),
        ("over", "product_or_stock", "looks_personal"),
        ("over", "published_reference", "looks_personal"),
        ("over", "system_code", "looks_personal"),
        ("under", "biometric", "looks_harmless"),
        ("under", "direct_identifier", "looks_harmless"),
        ("under", "financial_account", "employee"),
        ("under", "financial_account", "looks_harmless"),
        ("under", "financial_account", "third_party"),
        ("under", "health", "employee"),
        ("under", "health", "free_text"),
        ("under", "health", "looks_harmless"),
        ("under", "health", "third_party"),
        ("under", "linked_to_person", "code"),
        ("under", "linked_to_person", "looks_harmless"),
        ("under", "minor_under_14", "code"),
        ("under", "minor_under_14", "looks_harmless"),
        ("under", "online_identifier", "looks_harmless"),
        ("under", "pseudonymised", "code"),
        ("under", "quasi_identifier", "looks_harmless"),
        ("under", "religion", "looks_harmless"),
        ("under", "specific_identity", "looks_harmless"),
        ("under", "specific_identity", "third_party"),
        ("under", "transaction_of_person", "code"),
        ("under", "transaction_of_person", "looks_harmless"),
        ("under", "whereabouts", "employee"),
        ("under", "whereabouts", "looks_harmless"),
    }
)

# (right reason, chosen reason): confusions that deserve a word of their own.
MIXED_UP = frozenset(
    {
        ("third_party", "contact"),
        ("third_party", "direct_identifier"),
        ("third_party", "linked_to_person"),
        ("employee", "contact"),
        ("employee", "direct_identifier"),
        ("minor_under_14", "health"),
        ("minor_under_14", "whereabouts"),
        ("quasi_identifier", "direct_identifier"),
        ("direct_identifier", "quasi_identifier"),
        ("direct_identifier", "contact"),
        ("contact", "direct_identifier"),
        ("pseudonymised", "direct_identifier"),
        ("pseudonymised", "quasi_identifier"),
        ("transaction_of_person", "linked_to_person"),
        ("transaction_of_person", "preference_profile"),
        ("online_identifier", "contact"),
        ("online_identifier", "pseudonymised"),
        ("free_text_mixed", "linked_to_person"),
        ("system_code", "product_or_stock"),
        ("system_code", "internal_process"),
        ("product_or_stock", "company_information"),
        ("company_information", "published_reference"),
        ("published_reference", "company_information"),
        ("aggregate_statistics", "company_information"),
        ("internal_process", "system_code"),
        ("financial_account", "specific_identity"),
        ("specific_identity", "biometric"),
        ("biometric", "specific_identity"),
        ("health", "minor_under_14"),
    }
)


def explain(judged: Judged) -> Finding:
    """Return the finding on one field."""
    field, label = judged.field, judged.field.label
    code, articles = _main_code(judged)
    return Finding(
        item=field.key,
        verdict=judged.verdict,
        severity=_severity(judged),
        code=f"{DOMAIN}.{code}",
        values=_values(judged),
        articles=tuple(dict.fromkeys((*articles, *label.articles))),
        notes=_notes(judged, code),
        details={
            "field": field.name,
            "table": sheet_id(field.sheet),
            "expected": label.classification,
            "chosen": judged.chosen,
            "expected_reason": label.reason,
            "chosen_reason": judged.reason,
            "reason_verdict": judged.reason_verdict,
            "origin": f"{field.table}.{field.column}",
            "subject": label.subject,
            "trap": field.trap,
            "cost": judged.cost,
            "grade": label.grade,
            "company_class": label.company_class,
        },
    )


def _severity(judged: Judged) -> Severity:
    if judged.verdict == "right" and judged.reason_verdict != "right":
        return "note"
    return SEVERITIES[judged.verdict]


def _main_code(judged: Judged) -> tuple[str, tuple[str, ...]]:
    reason, verdict, trap = judged.field.label.reason, judged.verdict, judged.field.trap
    if verdict == "missing":
        return "missing", ()
    if verdict == "acceptable":
        return f"acceptable.{_acceptable(judged)}", ()
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
    order = ("non_personal", "personal", "sensitive")
    label = judged.field.label
    higher = order.index(judged.chosen or label.classification) > order.index(label.classification)
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
        and judged.verdict == "under"
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


def _values(judged: Judged) -> dict[str, Any]:
    field, label = judged.field, judged.field.label
    return {
        "field": field.name,
        "title": dict(field.titles),
        "sheet": sheet_titles(field.sheet),
        "table": dict(field.table_titles),
        "example": _example(judged, "example"),
        "quote": _example(judged, "quote"),
        "expected": _code("class", label.classification),
        "chosen": _code("class", judged.chosen or MISSING),
        "expected_reason": _code("reason", label.reason),
        "chosen_reason": _code("reason", judged.reason or MISSING),
    }


def _notes(judged: Judged, code: str) -> tuple[Message, ...]:
    notes = []
    label, trap = judged.field.label, judged.field.trap
    if code in ("missing", "myth.public"):
        notes.append(_why(judged))
    if judged.verdict in ("over", "under") and trap and not code.endswith(f".{trap}"):
        fourteen = trap == "child" and label.reason != "minor_under_14"
        notes.append(_note("trap.child.fourteen" if fourteen else f"trap.{trap}"))
    if judged.verdict in ("right", "acceptable") and judged.reason_verdict != "right":
        notes += _reason_notes(judged)
    elif judged.verdict == "right" and judged.reason != label.reason:
        notes.append(_note("reason_also", _values(judged)))
    if label.personal and (judged.verdict != "right" or judged.reason_verdict != "right"):
        company = {"class": _code("company_class", label.company_class), "grade": label.grade}
        notes.append(Message(f"{DOMAIN}.company_level", company))
    return tuple(notes)


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


def summarise(
    judged: tuple[Judged, ...], figures: Mapping[str, Any], score: float, pass_mark: int
) -> tuple[Message, ...]:
    """Return the result in a few messages: the dangerous first, then the rest, then figures."""
    by_verdict = {
        verdict: [one for one in judged if one.verdict == verdict] for verdict in SEVERITIES
    }
    values = {"score": _plain(score), "pass_mark": pass_mark, "count": len(judged)}
    messages = [_outcome(by_verdict, score, pass_mark, values)]
    messages += _dangers(by_verdict["under"], by_verdict["missing"])
    if by_verdict["over"]:
        messages.append(_about("summary.over", by_verdict["over"], "warn"))
    wrong_reasons = [one for one in judged if one.reason_verdict in ("wrong", "missing")]
    if wrong_reasons:
        messages.append(_about("summary.reasons", wrong_reasons, "note"))
    if by_verdict["acceptable"]:
        messages.append(_about("summary.acceptable", by_verdict["acceptable"], "note"))
    messages += _practise(judged)
    messages.append(_kappa(figures["kappa"]))
    return tuple(messages)


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
