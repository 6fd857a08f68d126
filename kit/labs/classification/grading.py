"""Grades an answer: class and reason per field, with under-classification dearer than over.

Costs are in points per field; a field without cost earns all its points. Handing a health record to
a buyer as "not personal" costs several times what too much caution costs, so that neither a blind
"everything is sensitive" nor a blind "nothing is" passes.
"""

from collections.abc import Mapping
from typing import Any

from kit.customers.labels import Classification
from kit.labs.agreement import confusion, kappa
from kit.labs.answers import check_choice, check_envelope, check_keys, check_object
from kit.labs.classification.blueprint import CLASSES
from kit.labs.classification.explain import explain, summarise
from kit.labs.classification.judging import MISSING, MISSING_COST, POINTS, Judged, judge
from kit.labs.classification.task import REASONS, Task
from kit.labs.results import Score


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    A field that is there with ``"choice": null`` counts as not answered and costs the most; a field
    that is not there at all is an error, since nobody can tell whether it was forgotten or lost.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    given = _checked(task, answer)
    judged = tuple(judge(field, *given[field.key]) for field in task.fields)
    figures = _figures(judged)
    score = round(max(0.0, 100 * (1 - figures["cost"] / (POINTS * len(judged)))), 1)
    findings = tuple(explain(one) for one in judged)
    summary = summarise(judged, figures, score, task.pass_mark)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    perfect = task.template()
    for field in task.fields:
        label = field.label
        perfect["fields"][field.key] = {"choice": label.classification, "reason": label.reason}
    return perfect


def _checked(task: Task, answer: Any) -> Mapping[str, tuple[Classification | None, str | None]]:
    items = check_envelope(answer, task.exercise, task.token, "fields")
    check_keys(items, [field.key for field in task.fields], "fields")
    given = {}
    for name, item in items.items():
        where = f"fields.{name}"
        one = check_object(item, where)
        check_keys(one, ("choice", "reason"), where)
        chosen = check_choice(one["choice"], CLASSES, f"{where}.choice")
        reason = check_choice(one["reason"], REASONS, f"{where}.reason")
        given[name] = (_as_class(chosen), reason)
    return given


def _as_class(code: str | None) -> Classification | None:
    return next((one for one in CLASSES if one == code), None)


def _figures(judged: tuple[Judged, ...]) -> dict[str, Any]:
    """Return the measures; a judgement call counts as agreement."""
    pairs = [
        (
            one.field.label.classification,
            one.field.label.classification
            if one.verdict == "acceptable"
            else one.chosen or MISSING,
        )
        for one in judged
    ]
    agreement = kappa(pairs)
    return {
        "accuracy": round(sum(a == b for a, b in pairs) / len(pairs), 4),
        "kappa": None if agreement is None else round(agreement, 4),
        "cost": sum(one.cost for one in judged),
        "max_cost": MISSING_COST * len(judged),
        "reason_accuracy": round(
            sum(one.reason_verdict == "right" for one in judged) / len(judged), 4
        ),
        "confusion": confusion(pairs, CLASSES, (*CLASSES, MISSING)),
    }
