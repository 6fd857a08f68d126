"""Exercises: data files that labs turn into tasks, one variant per trainee.

>>> [spec.id for spec in load_all()] == sorted(spec.id for spec in load_all())
True
"""

from kit.exercises.answers import parse_answer, read_answer
from kit.exercises.grading import grade
from kit.exercises.loading import find, load, load_all, load_file
from kit.exercises.registry import LABS, lab_of
from kit.exercises.tasks import open_task, variant

__all__ = [
    "LABS",
    "find",
    "grade",
    "lab_of",
    "load",
    "load_all",
    "load_file",
    "open_task",
    "parse_answer",
    "read_answer",
    "variant",
]
