"""Views for notebooks: show a task, collect an answer, call the core, show the result.

Every view also takes answers from code, so a notebook runs without anybody clicking.
"""

from kit.widgets.classify import ClassifyLab, classify
from kit.widgets.desk import attended
from kit.widgets.find_in_text import FindInText, find_in_text
from kit.widgets.investigate import InvestigateLab, investigate
from kit.widgets.reflection import Reflection, reflect
from kit.widgets.rehearsal import VIEWS, rehearse
from kit.widgets.release import ReleaseLab, release
from kit.widgets.sort_out import SortOutLab, sort_out
from kit.widgets.study_cases import StudyCasesLab, study_cases
from kit.widgets.triage import TriageLab, triage
from kit.widgets.welcome import Welcome, welcome
from kit.widgets.worked import Worked, worked

__all__ = [
    "VIEWS",
    "ClassifyLab",
    "FindInText",
    "InvestigateLab",
    "Reflection",
    "ReleaseLab",
    "SortOutLab",
    "StudyCasesLab",
    "TriageLab",
    "Welcome",
    "Worked",
    "attended",
    "classify",
    "find_in_text",
    "investigate",
    "reflect",
    "rehearse",
    "release",
    "sort_out",
    "study_cases",
    "triage",
    "welcome",
    "worked",
]
