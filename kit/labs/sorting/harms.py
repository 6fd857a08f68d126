"""What a wrong action does and what it costs, from a little extra care to irreversible loss.

Costs are in points per record, of `POINTS`; a record that is answered right costs nothing. What
cannot be undone is dearest: deleting what a hold or the law keeps costs the whole record. Keeping
what is due for deletion and handing over what must not leave cost most of it; too much caution,
which can be undone tomorrow, costs less than half.
"""

from dataclasses import dataclass

from kit.customers.duties import Action
from kit.labs.sorting.pool import Candidate

POINTS = 20
MOST = POINTS
MISSING_COST = POINTS
PROBLEM_COST = 4
REASON_COST = 4
_DEARER = 3


@dataclass(frozen=True)
class Harm:
    """What happens to a record that is treated in a wrong way.

    Attributes:
        code: Its message in ``sorting.po``.
        cost: Points lost.
        right: The actions that would have been right.
        chosen: What was chosen instead.
        careful: Whether it errs on the side of caution and can be undone.
    """

    code: str
    cost: int
    right: tuple[Action, ...]
    chosen: Action
    careful: bool = False


HARMS: tuple[Harm, ...] = (
    Harm("deleted_under_hold", 20, ("hold",), "delete"),
    Harm("deleted_kept_by_law", 20, ("restrict",), "delete"),
    Harm("deleted_needed", 18, ("keep", "hand_over"), "delete"),
    Harm("deleted_correctable", 15, ("correct",), "delete"),
    Harm("deleted_double", 15, ("merge",), "delete"),
    Harm("handed_over_under_hold", 16, ("hold",), "hand_over"),
    Harm("handed_over_restricted", 14, ("restrict",), "hand_over"),
    Harm("handed_over_without_ground", 14, ("keep",), "hand_over"),
    Harm("handed_over_due", 15, ("delete",), "hand_over"),
    Harm("handed_over_wrong", 11, ("correct", "merge"), "hand_over"),
    Harm("kept_due", 13, ("delete",), "keep"),
    Harm("kept_under_hold", 11, ("hold",), "keep"),
    Harm("kept_in_use", 11, ("restrict",), "keep"),
    Harm("kept_wrong", 11, ("correct", "merge"), "keep"),
    Harm("not_handed_over", 9, ("hand_over",), "keep", careful=True),
    Harm("changed_under_hold", 13, ("hold",), "correct"),
    Harm("changed_under_hold", 15, ("hold",), "merge"),
    Harm("corrected_due", 11, ("delete", "restrict"), "correct"),
    Harm("corrected_sound", 9, ("keep", "hand_over"), "correct"),
    Harm("corrected_double", 8, ("merge",), "correct"),
    Harm("merged_strangers", 15, ("keep", "hand_over", "correct", "restrict", "delete"), "merge"),
    Harm("restricted_due", 8, ("delete",), "restrict"),
    Harm("restricted_not_held", 6, ("hold",), "restrict", careful=True),
    Harm("restricted_usable", 9, ("keep", "hand_over"), "restrict", careful=True),
    Harm("restricted_wrong", 9, ("correct", "merge"), "restrict", careful=True),
    Harm("held_due", 11, ("delete",), "hold"),
    Harm("held_without_hold", 9, ("keep", "hand_over", "correct", "merge"), "hold", careful=True),
    Harm("held_not_restricted", 6, ("restrict",), "hold", careful=True),
)
"""One line per way of being wrong; every pair of actions is in one of them."""

_BY_PAIR = {(right, one.chosen): one for one in HARMS for right in one.right}


def harm(one: Candidate, chosen: Action) -> Harm:
    """Return what a wrong action does to a record."""
    return _BY_PAIR[one.decision.action, chosen]


def cost(one: Candidate, chosen: Action) -> int:
    """Return what a wrong action costs: handing over a child's or withdrawn data is dearer."""
    dearer = chosen == "hand_over" and (one.child or "consent_withdrawn" in one.decision.reasons)
    return min(MOST, harm(one, chosen).cost + _DEARER * dearer)
