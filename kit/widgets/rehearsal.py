"""The views of the labs by name, and a perfect answer given without anybody clicking."""

import tempfile
from pathlib import Path

from kit.classroom.store import Store
from kit.labs.results import Score
from kit.widgets.classify import ClassifyLab
from kit.widgets.engine import Engine
from kit.widgets.find_in_text import FindInText
from kit.widgets.investigate import InvestigateLab
from kit.widgets.lab import Lab
from kit.widgets.release import ReleaseLab
from kit.widgets.sort_out import SortOutLab
from kit.widgets.study_cases import StudyCasesLab
from kit.widgets.triage import TriageLab

# A new lab adds one line.
VIEWS: dict[str, type[Lab]] = {
    "classify_fields": ClassifyLab,
    "find_in_text": FindInText,
    "investigation": InvestigateLab,
    "release_columns": ReleaseLab,
    "sort_out": SortOutLab,
    "study_cases": StudyCasesLab,
    "triage": TriageLab,
}


def rehearse(
    exercise: str | None = None, engine: Engine | None = None, lab: str = "classify_fields"
) -> Score:
    """Return the score of a perfect answer, given in a store that is thrown away afterwards.

    Args:
        exercise: Exercise id; by default the lab's first.
        engine: Makes and grades the task.
        lab: Which lab the exercise belongs to.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "records.sqlite")
        view = VIEWS[lab](exercise, store=store, engine=engine)
        try:
            view.enter("rehearsal")
            view.answer(view.engine.key(view.task))
            return view.submit()
        finally:
            view.close()
            store.close()
