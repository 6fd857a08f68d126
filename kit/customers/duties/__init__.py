"""What must be done with a flawed record: computed from facts and the deal, never from the kind."""

from kit.customers.duties.case import (
    ACTIONS,
    CHOICES,
    DEALS,
    KINDS,
    Action,
    Case,
    Deal,
    Decision,
    Hold,
    Kind,
    LegalBasis,
    Period,
    PeriodBasis,
)
from kit.customers.duties.deciding import Decided, decide, decide_all, last_day

__all__ = [
    "ACTIONS",
    "CHOICES",
    "DEALS",
    "KINDS",
    "Action",
    "Case",
    "Deal",
    "Decided",
    "Decision",
    "Hold",
    "Kind",
    "LegalBasis",
    "Period",
    "PeriodBasis",
    "decide",
    "decide_all",
    "last_day",
]
