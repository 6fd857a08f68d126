"""The labs by name. A new lab is one module, two lines here and one test file.

Its own line with its own types lets mypy compare the module with what `Lab` asks of it.
"""

from typing import Any

from kit.labs import cases, classification, investigation, release, sorting, text, triage
from kit.labs.protocols import Lab
from kit.labs.spec import Spec

CLASSIFY_FIELDS: Lab[classification.Blueprint, classification.Task] = classification
RELEASE_COLUMNS: Lab[release.Blueprint, release.Task] = release
SORT_OUT: Lab[sorting.Blueprint, sorting.Task] = sorting
FIND_IN_TEXT: Lab[text.Blueprint, text.Task] = text
INVESTIGATION: Lab[investigation.Blueprint, investigation.Task] = investigation
STUDY_CASES: Lab[cases.Blueprint, cases.Task] = cases
TRIAGE: Lab[triage.Blueprint, triage.Task] = triage

LABS: dict[str, Lab[Any, Any]] = {
    "classify_fields": CLASSIFY_FIELDS,
    "release_columns": RELEASE_COLUMNS,
    "sort_out": SORT_OUT,
    "find_in_text": FIND_IN_TEXT,
    "investigation": INVESTIGATION,
    "study_cases": STUDY_CASES,
    "triage": TRIAGE,
}


def lab_of(spec: Spec[Any]) -> Lab[Any, Any]:
    """Return the lab of an exercise."""
    return LABS[spec.lab]
