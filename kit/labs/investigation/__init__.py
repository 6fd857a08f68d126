"""The lab "investigation": from evidence to what leaked, through whom, whose data, and duties."""

from kit.labs.investigation.blueprint import Blueprint
from kit.labs.investigation.given import complete
from kit.labs.investigation.grading import grade, key
from kit.labs.investigation.making import make
from kit.labs.investigation.mistakes import MISTAKES
from kit.labs.investigation.render import render
from kit.labs.investigation.strategies import STRATEGIES
from kit.labs.investigation.task import Task

__all__ = [
    "MISTAKES",
    "STRATEGIES",
    "Blueprint",
    "Task",
    "complete",
    "grade",
    "key",
    "make",
    "render",
]
