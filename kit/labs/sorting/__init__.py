"""The lab "sort out": the list before a transfer - what is wrong with a record, what to do, why."""

from kit.labs.sorting.blueprint import Blueprint
from kit.labs.sorting.grading import grade, key
from kit.labs.sorting.making import make
from kit.labs.sorting.mistakes import MISTAKES
from kit.labs.sorting.render import render
from kit.labs.sorting.strategies import STRATEGIES
from kit.labs.sorting.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
