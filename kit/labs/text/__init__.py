"""The lab "find in text": mark the personal information in service notes and chats."""

from kit.labs.text.blueprint import Blueprint
from kit.labs.text.grading import grade, key
from kit.labs.text.making import make
from kit.labs.text.practice import MISTAKES, STRATEGIES
from kit.labs.text.render import render
from kit.labs.text.task import Task

__all__ = ["MISTAKES", "STRATEGIES", "Blueprint", "Task", "grade", "key", "make", "render"]
