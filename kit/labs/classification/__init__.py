"""The lab "classify fields": is a customer field personal information, is it sensitive, and why."""

from kit.labs.classification.blueprint import Blueprint
from kit.labs.classification.grading import grade, key
from kit.labs.classification.making import make
from kit.labs.classification.render import render
from kit.labs.classification.task import Task

__all__ = ["Blueprint", "Task", "grade", "key", "make", "render"]
