"""Grades a triage: leaks found within the budget, and everybody who was accused for nothing."""

from typing import Any

import numpy as np

from kit.errors import BadInput
from kit.i18n import LOCALES, translate
from kit.labs.answers import checked_choices
from kit.labs.results import Finding, Message, Score, Severity, Verdict
from kit.labs.triage.alerts import Alert
from kit.labs.triage.counterparts import COUNTERPARTS
from kit.labs.triage.practice import mistake_of
from kit.labs.triage.task import VERDICTS, Task

DOMAIN = "triage"
WRONG = 8.0
"""Points lost for each harmless alert called real."""


def grade(task: Task, answer: Any) -> Score:
    """Return the score of an answer.

    100 points times the share of the leaks that were found (an alert behind which one lies was
    looked at and called real), less 8 points for each harmless alert called real.

    Args:
        task: The task.
        answer: The answer, of the form that ``answer_schema`` describes.

    Raises:
        BadInput: If the answer has another form, or more alerts were looked at than may be.
    """
    codes = {one.key: {"verdict": VERDICTS} for one in task.alerts}
    given = checked_choices(task, answer, codes)
    verdicts = {key: one["verdict"] for key, one in given.items() if one["verdict"]}
    if len(verdicts) > task.budget:
        raise BadInput("triage.over_budget", used=len(verdicts), budget=task.budget)
    found = sorted(
        {
            number
            for key, verdict in verdicts.items()
            if verdict == "real"
            for number in task.by_key[key].causes
            if number in task.incidents
        }
    )
    findings = tuple(_finding(task, one, verdicts.get(one.key)) for one in _told(task, verdicts))
    wrong = sum(one.verdict == "over" for one in findings)
    score = round(max(0.0, 100 * len(found) / len(task.incidents) - WRONG * wrong), 1)
    figures = {
        "found": len(found),
        "incidents": len(task.incidents),
        "looks": len(verdicts),
        "budget": task.budget,
        "wrongly_accused": wrong,
        "dismissed": sum(one.verdict == "under" for one in findings),
        "baselines": dict(task.baselines),
    }
    missed = [number for number in task.incidents if number not in found]
    summary = _summary(task, figures, score, missed)
    return Score(task.exercise, task.lab, score, task.pass_mark, figures, findings, summary)


def key(task: Task) -> dict[str, Any]:
    """Return a perfect answer: one alert of each leak."""
    return task.judged({one.key: "real" for one in task.first_of_each})


def _told(task: Task, verdicts: dict[str, Any]) -> list[Alert]:
    """Return the alerts to speak of: those looked at, and one of each leak that was not."""
    spoken = [one for one in task.alerts if one.key in verdicts]
    seen = {number for one in spoken for number in one.causes}
    for number in task.incidents:
        if number not in seen:
            spoken.append(next(one for one in task.alerts if number in one.causes))
    return spoken


def _finding(task: Task, alert: Alert, chosen: str | None) -> Finding:
    real = task.real(alert)
    verdict, code = _verdict(real, chosen)
    names = [task.happened[number].name for number in alert.causes]
    known = dict.fromkeys(names)
    mistake = mistake_of(task, alert.key, chosen) if verdict in ("over", "under") else None
    return Finding(
        item=alert.key,
        verdict=verdict,
        severity=_severity(verdict),
        code=f"{DOMAIN}.{code}",
        values={"rule": _words(f"triage.rule.{alert.rule}"), "people": alert.found.people},
        articles=("PIPL-57",) if real else ("PIPL-51",),
        notes=tuple(_notes(task, alert, list(known), mistake)),
        details={
            "rule": alert.rule,
            "account": alert.found.account,
            "chosen": chosen,
            "expected": "real" if real else "harmless",
            "happened": list(known),
            "mistake": mistake,
            "events": _proof(task, alert),
        },
    )


def _verdict(real: bool, chosen: str | None) -> tuple[Verdict, str]:
    if chosen is None:
        return "missing", "missed"
    if (chosen == "real") == real:
        return "right", "found" if real else "cleared"
    return ("under", "dismissed") if real else ("over", "accused")


def _severity(verdict: Verdict) -> Severity:
    table: dict[Verdict, Severity] = {"right": "ok", "under": "danger", "missing": "warn"}
    return table.get(verdict, "danger")


def _notes(task: Task, alert: Alert, names: list[str], mistake: str | None) -> list[Message]:
    """Return the usual mistake behind the verdict, what really happened, and what shows it."""
    said = [Message(f"{DOMAIN}.mistake.{mistake}", severity="warn")] if mistake else []
    said += [
        Message(f"{DOMAIN}.{'was' if task.real(alert) else 'looked_like'}", {"name": _title(name)})
        for name in names
    ]
    said += [Message(f"{DOMAIN}.decides.{name}") for name in names if name in COUNTERPARTS]
    if not names:
        said.append(Message(f"{DOMAIN}.ordinary"))
    said += [Message(f"{DOMAIN}.shows.{alert.rule}")]
    return said


def _proof(task: Task, alert: Alert) -> list[str]:
    """Return the ids of the first events that show what lies behind an alert."""
    ids = {key for number in alert.causes for key in task.happened[number].event_ids}
    page = (
        task.search.page(np.array(alert.found.rows, np.int64), limit=200)
        if alert.found.rows
        else []
    )
    return [row["metadata.uid"] for row in page if row["metadata.uid"] in ids][:5]


def _title(name: str) -> dict[str, Any]:
    return _words(f"{DOMAIN}.counterpart.{name}" if name in COUNTERPARTS else f"leaks.title.{name}")


def _words(code: str) -> dict[str, str]:
    return {locale: translate(code, locale) for locale in LOCALES}


def _summary(
    task: Task, figures: dict[str, Any], score: float, missed: list[int]
) -> tuple[Message, ...]:
    passed = score >= task.pass_mark
    values = {"score": f"{score:g}", "pass_mark": task.pass_mark}
    said = [
        Message(f"{DOMAIN}.{'passed' if passed else 'failed'}", values, "ok" if passed else "warn")
    ]
    counts = {name: figures[name] for name in ("found", "incidents", "looks", "budget")}
    said.append(Message(f"{DOMAIN}.found_of", counts, "ok" if not missed else "warn"))
    for number in missed:
        one = task.happened[number]
        told = {"name": _title(one.name), "since": one.window[0][:10]}
        said.append(Message(f"{DOMAIN}.not_found", told, "warn"))
    if figures["wrongly_accused"]:
        told = {"count": figures["wrongly_accused"], "cost": f"{WRONG:g}"}
        said.append(Message(f"{DOMAIN}.wrongly_accused", told, "danger"))
    better = [
        name for name, one in task.baselines.items() if one is not None and one > figures["found"]
    ]
    if better:
        names = [_words(f"triage.baseline.{name}") for name in better]
        said.append(Message(f"{DOMAIN}.program_found_more", {"names": names}, "note"))
    return tuple(said)
