"""The lab "classify fields": what a customer field is in the eyes of the law and of the company."""

from kit.labs.classification.blueprint import Blueprint
from kit.labs.classification.grading import grade, key
from kit.labs.classification.making import make
from kit.labs.classification.mistakes import MISTAKES
from kit.labs.classification.render import render
from kit.labs.classification.strategies import STRATEGIES
from kit.labs.classification.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
