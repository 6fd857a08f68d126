"""Chooses what to say about each column of a release and about the whole: codes, never prose."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kit.labs.release.judging import Case, Judged
from kit.labs.release.levels import EXACT, OUT
from kit.labs.release.task import Task
from kit.labs.results import Finding, Message, Severity

DOMAIN = "release"
SEVERITIES: dict[Case, Severity] = {
    "right": "ok",
    "another_way": "note",
    "coarser": "warn",
    "needless": "warn",
    "too_fine": "danger",
    "held_back": "danger",
    "unmet": "warn",
    "missing": "danger",
    "identifier": "danger",
}
ARTICLES: dict[Case, tuple[str, ...]] = {
    "right": ("PIPL-6",),
    "another_way": ("PIPL-6", "GBT42460-D"),
    "coarser": ("PIPL-6", "GBT42460-D"),
    "needless": ("PIPL-6",),
    "too_fine": ("PIPL-4", "PIPL-73", "GBT42460-D"),
    "held_back": ("PIPL-6", "GBT42460-D"),
    "unmet": ("PIPL-6",),
    "missing": ("PIPL-6",),
    "identifier": ("PIPL-4", "PIPL-73"),
}
_FEW = 2


def explain(task: Task, judged: Judged, mistake: str | None) -> Finding:
    """Return the finding on one column.

    Args:
        task: The task.
        judged: The judged column.
        mistake: The misconception that its level shows, if any.
    """
    column = judged.column
    articles = ARTICLES["identifier" if column.identifier else judged.case]
    notes = (Message(f"{DOMAIN}.mistake.{mistake}", {}, "warn"),) if mistake else ()
    return Finding(
        item=column.key,
        verdict=judged.verdict,
        severity=SEVERITIES[judged.case],
        code=f"{DOMAIN}.finding.{_code(task, judged)}",
        values=_values(task, judged),
        articles=articles,
        notes=notes,
        details={
            "column": column.name,
            "chosen": judged.chosen,
            "target": judged.target,
            "cost": judged.cost,
            "mistake": mistake,
        },
    )


def _code(task: Task, judged: Judged) -> str:
    column, case = judged.column, judged.case
    if case == "right":
        return "right_" + _use(task, judged)
    if case == "identifier":
        return {EXACT: "identifier"}.get(str(judged.chosen), f"identifier_{judged.chosen}")
    if case == "missing":
        return "missing"
    if case == "coarser" and judged.chosen == OUT:
        return "coarser_out"
    if column.sensitive and case in ("coarser", "needless"):
        return f"{case}_value"
    if case == "too_fine" and judged.groups and judged.groups.smallest >= task.k:
        return "too_alike"
    if case == "needless" and column.needed:
        return "needless_detail"
    return case


def _use(task: Task, judged: Judged) -> str:
    column = judged.column
    if not column.needed:
        return "identifier" if column.identifier else "out"
    if column.sensitive:
        return "value"
    if judged.chosen == OUT:
        return "no_room"
    return "first" if column.key == task.first else "need"


def _values(task: Task, judged: Judged) -> dict[str, Any]:
    column, groups = judged.column, judged.groups
    level = judged.chosen
    asked = next((one.words for one in task.asks if one.column == column.key), None)
    released = task.table.columns[column.key].get(level or "")
    return {
        "column": dict(column.titles),
        "level": column.level_titles(level) if level else {"zh": "", "en": ""},
        "target": column.level_titles(judged.target),
        "least": column.level_titles(column.useful[-1]),
        "asked": dict(asked) if asked else {"zh": "", "en": ""},
        "alone": len(released.labels) if released else 0,
        "smallest": groups.smallest if groups else 0,
        "below": groups.people_below_k if groups else 0,
        "kinds": groups.least_diverse if groups else 0,
        "people": task.table.people,
        "k": task.k,
        "diverse": task.diverse,
    }


def summarise(
    task: Task,
    judged: tuple[Judged, ...],
    figures: Mapping[str, Any],
    score: float,
    mistakes: Mapping[str, str | None],
) -> tuple[Message, ...]:
    """Return the result in a few messages, the most important first.

    Args:
        task: The task.
        judged: All columns.
        figures: The measures of the release.
        score: The score.
        mistakes: The misconception that each column shows, if any.
    """
    passed = score >= task.pass_mark
    headline = Message(
        f"{DOMAIN}.summary.{'passed' if passed else 'failed'}",
        {"score": f"{score:g}", "pass_mark": task.pass_mark},
        "ok" if passed else "danger",
    )
    said = [headline, *_obstacles(figures), *_on_groups(figures), *_on_wishes(task, judged)]
    counts = Counter(name for name in mistakes.values() if name)
    said += [
        Message(f"{DOMAIN}.mistakes.{name}", {"count": count}, "warn")
        for name, count in counts.most_common()
        if count >= _FEW
    ]
    return (
        *said,
        Message(f"{DOMAIN}.debrief.not_anonymous", {"k": task.k}),
        Message(f"{DOMAIN}.debrief.due_diligence"),
    )


def _obstacles(figures: Mapping[str, Any]) -> list[Message]:
    """Return what keeps the table from going out at all."""
    said = []
    if figures["identifiers"]:
        said.append(_named("identifiers", {"count": figures["identifiers"]}, "danger"))
    if figures["served"] < figures["needs"]:
        values = {"served": figures["served"], "needs": figures["needs"]}
        said.append(_named("unmet", values, "danger"))
    if figures["smallest"] < figures["k"]:
        values = {name: figures[name] for name in ("k", "smallest", "people_below_k", "people")}
        said.append(_named("small_groups", values, "danger"))
    return said


def _on_groups(figures: Mapping[str, Any]) -> list[Message]:
    said = []
    if figures["smallest"] >= figures["k"]:
        values = {name: figures[name] for name in ("k", "smallest", "groups")}
        said.append(_named("large_groups", values, "ok"))
    if figures["least_diverse"] is None or figures["smallest"] < figures["k"]:
        return said
    few = figures["least_diverse"] < figures["diverse"]
    values = {name: figures[name] for name in ("homogeneous", "people", "diverse")}
    if few:
        said.append(_named("too_alike", values, "danger"))
    elif figures["homogeneous"]:
        del values["diverse"]
        said.append(_named("homogeneous", values, "warn"))
    return said


def _on_wishes(task: Task, judged: tuple[Judged, ...]) -> list[Message]:
    first = [
        _named("held_back", _values(task, one), "danger")
        for one in judged
        if one.case == "held_back"
    ]
    coarser = sum(one.case == "coarser" for one in judged)
    return first + ([_named("coarser", {"count": coarser}, "warn")] if coarser else [])


def _named(name: str, values: Mapping[str, Any], severity: Severity) -> Message:
    return Message(f"{DOMAIN}.summary.{name}", values, severity)
