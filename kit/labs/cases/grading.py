"""Grades an answer: every question counts the same; what can be argued for counts as right.

The score is a whole number, rounded down: what does not reach the pass mark is never shown as it.
"""

from collections import Counter
from typing import Any

from kit.labs.answers import checked_choices
from kit.labs.cases.task import Question, Task
from kit.labs.results import Finding, Message, Score, Severity, Verdict

DOMAIN = "cases"
_SHOWN = 2


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer: the share of questions answered rightly, in points.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form or belongs to another task.
    """
    codes = {one.key: {"choice": one.codes} for one in task.questions}
    given = checked_choices(task, answer, codes)
    findings = tuple(_finding(task, one, given[one.key]["choice"]) for one in task.questions)
    met = sum(one.verdict in ("right", "acceptable") for one in findings)
    score = 100 * met // len(findings)
    figures = {"questions": len(findings), "right": met, "by_kind": _by_kind(task, findings)}
    summary = _summary(findings, score, task.pass_mark)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer."""
    return task.chosen({one.key: one.coded("right")[0] for one in task.questions})


def _finding(task: Task, question: Question, chosen: str | None) -> Finding:
    verdict = _verdict(question, chosen)
    right = question.coded("right")
    option = question.option(chosen) if chosen else None
    best = question.option(right[0])
    notes = [] if verdict == "right" else [_why("why_right", question, best.code)]
    mistake = option.mistake if option else None
    if mistake:
        notes.insert(0, Message(f"{DOMAIN}.mistake.{mistake}", severity="warn"))
    values = {"why": option.why.both()} if option else {}
    code = f"{DOMAIN}.{verdict if verdict != 'under' else 'wrong'}"
    return Finding(
        item=question.key,
        verdict=verdict,
        severity=_severity(verdict),
        code=code,
        values=values,
        articles=_articles(question, chosen),
        notes=tuple(notes),
        details={
            "case": question.case,
            "title": dict(task.sheet(question.case).titles),
            "kind": question.kind,
            "chosen": question.titles(chosen) if chosen else None,
            "expected": [question.titles(code) for code in right],
            "lessons": [dict(one) for one in task.sheet(question.case).lessons],
            "mistake": mistake,
        },
    )


def _why(code: str, question: Question, option: str) -> Message:
    words = {"option": question.titles(option), "why": question.option(option).why.both()}
    return Message(f"{DOMAIN}.{code}", words)


def _verdict(question: Question, chosen: str | None) -> Verdict:
    if chosen is None:
        return "missing"
    found: dict[str, Verdict] = {"right": "right", "also": "acceptable", "wrong": "under"}
    return found[question.option(chosen).verdict]


def _severity(verdict: Verdict) -> Severity:
    found: dict[Verdict, Severity] = {"right": "ok", "acceptable": "note", "under": "warn"}
    return found.get(verdict, "danger")


def _articles(question: Question, chosen: str | None) -> tuple[str, ...]:
    """Return the rules to read beside a verdict: right and chosen ones, or the case's."""
    if question.kind != "rule":
        return question.rules
    return tuple(dict.fromkeys((*question.coded("right"), *([chosen] if chosen else []))))


def _by_kind(task: Task, findings: tuple[Finding, ...]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for question, one in zip(task.questions, findings, strict=True):
        counts = found.setdefault(question.kind, {"right": 0, "questions": 0})
        counts["questions"] += 1
        counts["right"] += one.verdict in ("right", "acceptable")
    return found


def _summary(findings: tuple[Finding, ...], score: float, pass_mark: int) -> tuple[Message, ...]:
    passed = score >= pass_mark
    values = {"score": f"{score:g}", "pass_mark": pass_mark}
    tone: Severity = "ok" if passed else "warn"
    said = [Message(f"{DOMAIN}.{'passed' if passed else 'failed'}", values, tone)]
    shown = Counter(one.details["mistake"] for one in findings if one.details["mistake"])
    for name, count in shown.most_common():
        if count >= _SHOWN:
            said.append(Message(f"{DOMAIN}.mistakes.{name}", {"count": count}, "warn"))
    missing = sum(one.verdict == "missing" for one in findings)
    if missing:
        said.append(Message(f"{DOMAIN}.unanswered", {"count": missing}, "danger"))
    if score == 100:
        said.append(Message(f"{DOMAIN}.all_right", {}, "ok"))
    return tuple(said)
