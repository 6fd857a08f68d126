"""The deal file: how the company changes hands or ends, and when."""

from dataclasses import dataclass
from datetime import date

from kit.customers.spec import DealForm
from kit.organisation.spec import Phase


@dataclass(frozen=True)
class PhaseDays:
    """When a phase lasts.

    Attributes:
        phase: Which.
        first, last: Its days, both inclusive.
    """

    phase: Phase
    first: date
    last: date


@dataclass(frozen=True)
class DealFile:
    """The dated facts of the deal, from which duties follow.

    Attributes:
        form: How the company changes hands or ends.
        today: The day of the world; nothing later has happened.
        phases: The phases of this form in order, without gaps.
        signed_on, closing_on: As in the customers' table ``deal``.
        transferor, transferee: Names; no transferee where nobody takes over.
    """

    form: DealForm
    today: date
    phases: tuple[PhaseDays, ...]
    signed_on: date
    closing_on: date
    transferor: str
    transferee: str | None

    def phase_on(self, day: date) -> Phase:
        """Return the phase of a day; the first and the last phase are open at their far ends."""
        for one in self.phases:
            if day <= one.last:
                return one.phase
        return self.phases[-1].phase
