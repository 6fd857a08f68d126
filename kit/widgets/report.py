"""Brings a stored score back, and lays it out for a view."""

from collections.abc import Mapping
from typing import Any

from kit.labs.results import Finding, Message, Score

FINDING_KEYS = {"item", "verdict", "severity", "code", "values", "articles", "notes"}


def score_from_json(data: Mapping[str, Any]) -> Score:
    """Return the score that `Score.to_json` wrote."""
    return Score(
        exercise=data["exercise"],
        lab=data["lab"],
        score=data["score"],
        pass_mark=data["pass_mark"],
        figures=data["figures"],
        findings=tuple(_finding(one) for one in data["findings"]),
        summary=tuple(_message(one) for one in data["summary"]),
    )


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(
        item=data["item"],
        verdict=data["verdict"],
        severity=data["severity"],
        code=data["code"],
        values=data["values"],
        articles=tuple(data["articles"]),
        notes=tuple(_message(note) for note in data["notes"]),
        details={name: value for name, value in data.items() if name not in FINDING_KEYS},
    )


def _message(data: Mapping[str, Any]) -> Message:
    return Message(data["code"], data["values"], data["severity"])
