"""Which answers are right for a field, by question: the label's own first, then judgement calls.

Where a scale leaves room, both sides are accepted: a number of a record may lead to its customer
or only to the record. Where the data dictionary says that something is published, it leaves none.
Accepted steps of a scale have no gap: what lies between two judgement calls is one too.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from kit.customers.labels import FieldLabel
from kit.labs.classification.questions import GRADES, REASONS, Question

if TYPE_CHECKING:
    from kit.labs.classification.task import TaskField

Clause = Literal[
    "published", "internal", "record", "known", "private_life", "document", "sensitive"
]
"""Why a field has its grade and its company class (words ``clause.…``)."""

_CATEGORY_OF_REASON = {
    "health": "medical_health",
    "financial_account": "financial_account",
    "whereabouts": "whereabouts",
    "biometric": "biometric",
    "specific_identity": "specific_identity",
    "religion": "religion",
    "minor_under_14": "minor_under_14",
    "free_text_mixed": "other_sensitive",
}
_SUBJECT_OF_REASON = {
    "minor_under_14": "child",
    "third_party": "related_person",
    "employee": "employee",
}
_CLASS_OF_GRADE = {"1": "public", "2": "sensitive", "3": "sensitive", "4": "private"}
_NUMBERED = frozenset({"row_code", "template", "code"})  # generators of record numbers


def accepted(field: "TaskField", question: Question, lead: str | None) -> tuple[str, ...]:
    """Return the codes that are right or acceptable, the best first.

    In a judgement call whose label names nothing for the class, everything that fits it will do.

    Args:
        field: The field.
        question: What is asked.
        lead: The answer to the leading question, where there is one.
    """
    named = tuple(dict.fromkeys(_NAMED[question.id](field)))
    if not question.dependent:
        return named
    fitting = question.fitting(lead)
    return tuple(code for code in named if code in fitting) or fitting


def reasons_of(label: FieldLabel) -> tuple[str, ...]:
    """Return all reasons that a label names."""
    return (label.reason, *label.also_reasons)


def clause(field: "TaskField") -> Clause:
    """Return what decides about grade and company class."""
    label = field.label
    if label.sensitive:
        return "sensitive"
    if not label.personal:
        return "published" if label.grade == 1 else "internal"
    if label.grade == 4:
        return "document" if "specific_identity" in label.also_reasons else "private_life"
    return "known" if label.grade == 3 else "record"


def _choices(field: "TaskField") -> Iterable[str]:
    return (field.label.classification, *field.label.also_accept)


def _reasons(field: "TaskField") -> Iterable[str]:
    return reasons_of(field.label)


def _categories(field: "TaskField") -> Iterator[str]:
    label = field.label
    yield label.sensitive or "none"
    yield from (_CATEGORY_OF_REASON[one] for one in reasons_of(label) if one in _CATEGORY_OF_REASON)
    yield "none"


def _subjects(field: "TaskField") -> Iterator[str]:
    label = field.label
    yield label.subject if label.personal else "none"
    yield from (_SUBJECT_OF_REASON[one] for one in reasons_of(label) if one in _SUBJECT_OF_REASON)


def _identifiers(field: "TaskField") -> Iterator[str]:
    label, reasons = field.label, reasons_of(field.label)
    yield label.identifier
    if not label.personal:
        return
    if "quasi_identifier" in reasons or "free_text_mixed" in reasons:
        yield "quasi"
    if "direct_identifier" in reasons and label.identifier == "quasi":
        yield "direct"
    if "online_identifier" in reasons and label.identifier != "none":
        yield from ("quasi", "direct")
    if "whereabouts" in reasons and label.identifier != "direct":
        yield from ("quasi", "none")
    if field.make in _NUMBERED and label.identifier != "direct":
        yield from ("quasi", "direct")


def _grades(field: "TaskField") -> Iterator[str]:
    """Return the grades of a field, and those between them."""
    named = list(_named_grades(field))
    yield from named
    yield from GRADES[int(min(named)) - 1 : int(max(named))]


def _named_grades(field: "TaskField") -> Iterator[str]:
    label = field.label
    yield str(label.grade)
    if "sensitive" in label.also_accept:
        yield "4"
    if label.sensitive and "personal" in label.also_accept:
        yield "3"
    if not label.personal:
        yield from _company_grades(label)
    elif label.grade == 2 and _known(field):
        yield "3"
    elif label.grade == 3 and _of_a_record(field):
        yield "2"


def _company_grades(label: FieldLabel) -> Iterator[str]:
    if "personal" in label.also_accept:
        yield "2"
    if _published(label) != (label.grade == 1):
        yield from ("1", "2")


def _published(label: FieldLabel) -> bool:
    """Return whether a matter of the company is said to be published.

    One of its own processes has the lowest grade only once it was announced.
    """
    announced = label.grade == 1 and "internal_process" in label.also_reasons
    return announced or "published_reference" in reasons_of(label)


def _known(field: "TaskField") -> bool:
    """Return whether a field of grade 2 may as well be taken for one that tells who it is."""
    reasons = reasons_of(field.label)
    money = "transaction_of_person" in reasons and field.type == "number"
    return money or bool({"contact", "preference_profile"} & set(reasons))


def _of_a_record(field: "TaskField") -> bool:
    """Return whether a field of grade 3 may as well be taken for one of a record."""
    label = field.label
    reasons = set(reasons_of(label))
    if label.identifier == "none":
        return bool({"transaction_of_person", "third_party", "whereabouts"} & reasons)
    return field.make in _NUMBERED and bool({"transaction_of_person", "pseudonymised"} & reasons)


def _company_classes(field: "TaskField") -> Iterator[str]:
    yield field.label.company_class
    yield from (_CLASS_OF_GRADE[grade] for grade in _grades(field))


_NAMED = {
    "choice": _choices,
    "reason": _reasons,
    "category": _categories,
    "subject": _subjects,
    "identifier": _identifiers,
    "grade": _grades,
    "company_class": _company_classes,
}
assert set(REASONS) >= set(_CATEGORY_OF_REASON)
