"""The lab "study cases": what happened elsewhere, what failed, and what may be said for certain."""

from kit.labs.cases.blueprint import Blueprint
from kit.labs.cases.grading import grade, key
from kit.labs.cases.making import make
from kit.labs.cases.practice import MISTAKES, STRATEGIES
from kit.labs.cases.render import render
from kit.labs.cases.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
