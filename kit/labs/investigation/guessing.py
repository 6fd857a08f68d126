"""How far a guess gets in a case: as far as that, no exercise may let anybody pass."""

from kit.labs.investigation.codes import GROUNDS
from kit.labs.investigation.grading import score_of
from kit.labs.investigation.strategies import GUESSES, Hunch
from kit.labs.investigation.task import Task
from kit.leaks.catalogue import LEAKS

MARGIN = 12
"""So many points at least lie between the best guess and the pass mark."""


def best_guess(task: Task) -> float:
    """Return the score of the best simple strategy whose hunch is right.

    Whether the first report sounds like what happened depends on the language it is told in. Here
    it always does, so that a case is as hard to guess in one language as in another.
    """
    right = task.right
    hunch = Hunch(right.name if right.real else min(LEAKS), right.ground or min(GROUNDS))
    return max(score_of(task, guess(task, hunch)) for guess in GUESSES.values())
