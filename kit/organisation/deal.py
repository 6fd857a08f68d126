"""The deal file: how the company changes hands or ends, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from kit.customers.engine import Spec
from kit.customers.spec import DealForm
from kit.errors import BadInput
from kit.organisation.phases import PhaseDays, day_inside, phase_days
from kit.organisation.spec import Phase
from kit.seeding import derive

__all__ = ["DealFile", "PhaseDays", "make_deal"]


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

    def days_of(self, phase: Phase) -> PhaseDays:
        """Return the days of a phase.

        Raises:
            BadInput: If this form has no such phase.
        """
        for one in self.phases:
            if one.phase == phase:
                return one
        known = ", ".join(one.phase for one in self.phases)
        raise BadInput("organisation.no_phase", phase=phase, form=self.form, known=known)


def make_deal(spec: Spec, tables: Mapping[str, pa.Table], phase: Phase | None = None) -> DealFile:
    """Return the deal file of a company.

    Args:
        spec: What fixes the customers.
        tables: Their tables, with the one row of ``deal``.
        phase: Phase in which the day of the world lies. If it is that of the reference date, or
            None, the day of the world is the day after the reference date, when the customers'
            tables are a night old; otherwise it is a day of the phase that the seed decides, with
            six weeks of the phase behind it where the phase is that long.

    Raises:
        BadInput: If the form of the deal has no such phase, or the table ``deal`` no two days.
    """
    facts = tables["deal"].slice(0, 1).to_pylist()[0]
    form, signed_on, closing_on = facts["form"], facts["signed_on"], facts["closing_on"]
    if not signed_on or not closing_on or (closing_on - signed_on).days < 3:
        raise BadInput("organisation.deal_days", signed_on=signed_on, closing_on=closing_on)
    made = DealFile(
        form=form,
        today=spec.as_of,
        phases=tuple(phase_days(form, signed_on, closing_on, _seed(spec))),
        signed_on=signed_on,
        closing_on=closing_on,
        transferor=facts["transferor"],
        transferee=None if form in ("dissolution", "bankruptcy") else facts["transferee"],
    )
    return _on(made, spec, phase)


def _on(deal: DealFile, spec: Spec, phase: Phase | None) -> DealFile:
    current = deal.days_of(deal.phase_on(spec.as_of))
    wanted = deal.days_of(phase) if phase else current
    today = day_inside(wanted, _seed(spec))
    if wanted == current:
        today = min(spec.as_of + timedelta(1), max(current.last, spec.as_of))
    return replace(deal, today=today)


def _seed(spec: Spec) -> int:
    return derive(spec.seed, "deal", spec.profile.id)
