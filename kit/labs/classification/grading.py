"""Grades an answer: class and reason per field, with under-classification dearer than over.

Costs are in points per field; a field without cost earns all its points. Handing a health record to
a buyer as "not personal" costs several times what too much caution costs, so that neither a blind
"everything is sensitive" nor a blind "nothing is" passes.
"""

from typing import Any

from kit.labs.agreement import confusion, kappa
from kit.labs.answers import checked_choices
from kit.labs.classification.explain import explain
from kit.labs.classification.judging import MISSING, Judged, judge
from kit.labs.classification.mistakes import recognised
from kit.labs.classification.questions import missing_cost
from kit.labs.classification.summary import summarise
from kit.labs.classification.task import Task
from kit.labs.classification.truth import accepted
from kit.labs.results import Score


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    A field whose answers are null counts as not answered and costs the most; a field that is not
    there at all is an error, since nobody can tell whether it was forgotten or lost.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    codes = {question.id: question.codes for question in task.questions}
    given = checked_choices(task, answer, {field.key: codes for field in task.fields})
    judged = tuple(judge(field, given[field.key], task.scheme) for field in task.fields)
    mistakes = {one.field.key: recognised(one) for one in judged}
    figures = _figures(task, judged)
    score = round(max(0.0, 100 * (1 - figures["cost"] / (task.points * len(judged)))), 1)
    findings = tuple(explain(one, mistakes[one.field.key]) for one in judged)
    summary = summarise(judged, mistakes, figures, score, task.pass_mark)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    perfect = task.template()
    first, *others = task.questions
    for field in task.fields:
        lead = accepted(field, first, None)[0]
        best = {first.id: lead} | {one.id: accepted(field, one, lead)[0] for one in others}
        perfect["fields"][field.key] = best
    return perfect


def _figures(task: Task, judged: tuple[Judged, ...]) -> dict[str, Any]:
    """Return the measures; a judgement call counts as agreement.

    Agreement, kappa and the confusion table are those of the leading question.
    """
    first = task.questions[0]
    pairs = [
        (one.lead.expected, one.lead.expected if one.lead.good else one.lead.chosen or MISSING)
        for one in judged
    ]
    agreement = kappa(pairs)
    shares = {
        question.id: round(
            sum(one.lead.good and one.part(question.id).good for one in judged) / len(judged), 4
        )
        for question in task.questions[1:]
    }
    return {
        "scheme": task.scheme,
        "points": task.points,
        "accuracy": round(sum(a == b for a, b in pairs) / len(pairs), 4),
        "kappa": None if agreement is None else round(agreement, 4),
        "cost": sum(one.cost for one in judged),
        "max_cost": missing_cost(task.scheme) * len(judged),
        "shares": shares,
        "confusion": confusion(pairs, first.codes, (*first.codes, MISSING)),
    }
