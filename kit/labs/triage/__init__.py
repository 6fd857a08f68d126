"""The lab "triage": many alerts, few looks; find what is real and accuse nobody wrongly.

A task shows alerts (``alerts``: key, rule, when, who, figures) and a budget of looks. A look gives
``task.detail(key)``: the events behind the alert and around them, whose account it is, which
rights it holds, and the tickets. The answer has a verdict for each alert that was looked at,
``{"alerts": {"a01": {"verdict": "real" | "harmless" | null}}}``, at most as many as the budget.
"""

from kit.labs.triage.blueprint import Blueprint
from kit.labs.triage.grading import grade, key
from kit.labs.triage.making import make
from kit.labs.triage.practice import MISTAKES, STRATEGIES
from kit.labs.triage.render import render
from kit.labs.triage.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
