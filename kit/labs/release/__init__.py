"""The lab "release columns": give out a table so that it serves its purpose and hides people."""

from kit.labs.release.blueprint import Blueprint
from kit.labs.release.grading import grade, key
from kit.labs.release.making import make
from kit.labs.release.practice import MISTAKES, STRATEGIES
from kit.labs.release.render import render
from kit.labs.release.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
