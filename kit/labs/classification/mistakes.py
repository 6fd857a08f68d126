"""Usual mistakes: what somebody with a misconception answers, and whose mistake an answer is.

A misconception says of a field what its holder would say, or nothing where it does not matter to
them. The most specific come first: an answer that several would give is put down to the first. What
stands ready on the desk, the class of an old inventory, explains an answer like it before all else.
"""

from collections.abc import Callable, Mapping
from functools import partial

from kit.labs.classification.judging import Judged, judge
from kit.labs.classification.questions import SCHEMES, Scheme
from kit.labs.classification.scanning import in_scheme, scanned
from kit.labs.classification.task import Task, TaskField
from kit.labs.classification.truth import accepted, reasons_of
from kit.labs.practice import Mistake

Said = Mapping[str, str]
"""Class and answers by question, as of `scanning.in_scheme`; or answers by question alone."""
Misconception = Callable[[TaskField], Said | None]

_NOTHING = {"class": "non_personal", "grade": "2", "company_class": "sensitive"}
_NUMBERS = ("financial_account", "specific_identity")
_PLAIN = (
    "linked_to_person",
    "preference_profile",
    "quasi_identifier",
    "transaction_of_person",
)


def _children_overlooked(field: TaskField) -> Said | None:
    if field.label.sensitive != "minor_under_14":
        return None
    grade = "3" if field.label.identifier == "direct" else "2"
    return {"class": "personal", "grade": grade, "company_class": "sensitive"}


def _contacts_are_public(field: TaskField) -> Said | None:
    label = field.label
    ours = label.subject == "customer" and label.reason in ("direct_identifier", "contact")
    return {"class": "non_personal", "reason": "published_reference"} if ours else None


def _third_parties_overlooked(field: TaskField) -> Said | None:
    if field.label.subject != "related_person":
        return None
    return _NOTHING | {"reason": "company_information"}


def _employees_do_not_count(field: TaskField) -> Said | None:
    if field.label.subject != "employee":
        return None
    return _NOTHING | {"reason": "internal_process"}


def _masked_is_anonymous(field: TaskField) -> Said | None:
    label = field.label
    masked = label.reason == "pseudonymised" or field.trap == "code" or _template(field)
    if not label.personal or not masked:
        return None
    return {"class": "non_personal", "reason": "system_code"}


def _template(field: TaskField) -> bool:
    reasons = ("biometric", "online_identifier")
    return field.label.reason in reasons and field.make in ("code", "device_id", "imei")


def _totals_are_personal(field: TaskField) -> Said | None:
    if field.label.reason != "aggregate_statistics":
        return None
    return {"class": "personal", "reason": "linked_to_person", "grade": "3"}


def _company_counts_as_person(field: TaskField) -> Said | None:
    of_company = field.label.reason == "company_information" or field.trap == "own_company"
    return {"class": "personal", "reason": "contact", "grade": "3"} if of_company else None


def _free_text_skipped(field: TaskField) -> Said | None:
    written = field.trap == "free_text" or "free_text_mixed" in reasons_of(field.label)
    if not field.label.personal or not written:
        return None
    return _NOTHING | {"reason": "internal_process"}


def _only_numbers(field: TaskField) -> Said | None:
    label = field.label
    if label.sensitive and label.sensitive not in _NUMBERS:
        return {"class": "personal", "grade": "2", "company_class": "sensitive"}
    return _NOTHING if label.personal and label.reason in _PLAIN else None


def _names_decide(field: TaskField) -> Said | None:
    return scanned(field.name, ())


def _all_sensitive(field: TaskField) -> Said | None:
    return {"class": "sensitive", "grade": "4"}


def _everyone_is_customer(field: TaskField) -> Said | None:
    return {"subject": "customer"} if field.label.personal else None


def _children_need_content(field: TaskField) -> Said | None:
    of_child = field.label.sensitive == "minor_under_14"
    return {"category": "other_sensitive"} if of_child else None


def _codes_lead_nowhere(field: TaskField) -> Said | None:
    coded = "pseudonymised" in reasons_of(field.label) or field.trap == "code"
    return {"identifier": "none"} if field.label.personal and coded else None


def _only_names_identify(field: TaskField) -> Said | None:
    return {"identifier": "none"} if field.label.identifier == "quasi" else None


def _everything_identifies(field: TaskField) -> Said | None:
    return {"identifier": "direct"} if field.label.personal else None


def _internal_is_public(field: TaskField) -> Said | None:
    return {"grade": "1", "company_class": "public"} if not field.label.personal else None


def _private_life_overlooked(field: TaskField) -> Said | None:
    label = field.label
    private = label.personal and not label.sensitive and label.company_class == "private"
    return {"grade": "3", "company_class": "sensitive"} if private else None


def _same_word(field: TaskField) -> Said | None:
    return {"company_class": "sensitive"} if field.label.sensitive else None


def _old_label_kept(field: TaskField) -> Said | None:
    old = field.old
    if not old:
        return None
    return {**old, "class": old["choice"]} if "choice" in old else old


MISCONCEPTIONS: Mapping[str, Misconception] = {
    "old_label_kept": _old_label_kept,
    "children_overlooked": _children_overlooked,
    "contacts_are_public": _contacts_are_public,
    "third_parties_overlooked": _third_parties_overlooked,
    "employees_do_not_count": _employees_do_not_count,
    "masked_is_anonymous": _masked_is_anonymous,
    "totals_are_personal": _totals_are_personal,
    "free_text_skipped": _free_text_skipped,
    "company_class_is_law": _same_word,
    "private_life_overlooked": _private_life_overlooked,
    "internal_is_public": _internal_is_public,
    "everyone_is_customer": _everyone_is_customer,
    "children_need_content": _children_need_content,
    "codes_lead_nowhere": _codes_lead_nowhere,
    "only_names_identify": _only_names_identify,
    "everything_identifies": _everything_identifies,
    "company_counts_as_person": _company_counts_as_person,
    "only_numbers": _only_numbers,
    "names_decide": _names_decide,
    "all_sensitive": _all_sensitive,
}


def recognised(judged: Judged) -> str | None:
    """Return the first misconception that explains what is wrong with an answer, if any."""
    off = _off(judged)
    if not off:
        return None
    for name in MISCONCEPTIONS:
        wrong = _judged(name, judged.field, judged.scheme)
        wrongly = _signature(wrong) if wrong else set()
        if wrongly and wrongly <= off:
            return name
    return None


def _mistake(name: str, task: Task) -> dict[str, dict[str, str]]:
    """Return the wrong answers of a misconception, those left out that an earlier one explains."""
    answers = {}
    for field in task.fields:
        wrong = _judged(name, field, task.scheme)
        if wrong and _off(wrong) and recognised(wrong) == name:
            answers[field.key] = {
                part.question.id: part.chosen for part in wrong.parts if part.chosen
            }
    return answers


def _judged(name: str, field: TaskField, scheme: Scheme) -> Judged | None:
    """Return what somebody with a misconception answers, judged; None if it does not matter."""
    said = MISCONCEPTIONS[name](field)
    if said is None:
        return None
    if "class" in said:
        return judge(field, in_scheme(scheme, dict(said)), scheme)
    asked = {question.id for question in SCHEMES[scheme]}
    if not asked & set(said):
        return None
    return judge(
        field, _best(field, scheme) | {q: c for q, c in said.items() if q in asked}, scheme
    )


def _best(field: TaskField, scheme: Scheme) -> dict[str, str | None]:
    first, *others = SCHEMES[scheme]
    lead = accepted(field, first, None)[0]
    best: dict[str, str | None] = {first.id: lead}
    return best | {one.id: accepted(field, one, lead)[0] for one in others}


def _signature(judged: Judged) -> set[tuple[str, str]]:
    """Return by what a mistake is known: by the class where that is off, else by all that is."""
    off = _off(judged)
    return {one for one in off if one[0] == "choice"} or off


def _off(judged: Judged) -> set[tuple[str, str]]:
    """Return what is wrong with an answer, reasons aside: they have explanations of their own.

    Of a grade it is the direction that tells, not by how many steps it is off.
    """
    return {
        (part.question.id, part.verdict if part.question.id == "grade" else part.chosen)
        for part in judged.parts
        if part.question.id != "reason"
        and part.chosen is not None
        and part.verdict in ("over", "under", "wrong")
    }


MISTAKES: Mapping[str, Mistake] = {name: partial(_mistake, name) for name in MISCONCEPTIONS}
