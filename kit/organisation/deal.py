"""The deal file: how the company changes hands or ends, when, and who answers for its data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from kit.customers.engine import Spec
from kit.customers.spec import DealForm
from kit.errors import BadInput
from kit.organisation.phases import (
    SERVICES,
    PhaseDays,
    day_inside,
    forms_with,
    length_of,
    named,
    phase_days,
)
from kit.organisation.profile import load_organisation
from kit.organisation.roles import STANDINGS, Roles, Standing, TransitionalService, company_of
from kit.organisation.spec import OrganisationProfile, PartyRole, Phase
from kit.seeding import derive

__all__ = ["DealFile", "Entrustment", "PhaseDays", "make_deal"]

_ENDS: tuple[DealForm, ...] = ("dissolution", "bankruptcy")


@dataclass(frozen=True)
class Entrustment:
    """A vendor that processes tables on the company's behalf (PIPL Art. 21).

    Since which year it has done so is in the table ``parties`` of the organisation.

    Attributes:
        party_id: Who.
        tables: Tables of the customers' profile.
        phases: When; all phases if empty.
    """

    party_id: str
    tables: tuple[str, ...]
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True)
class DealFile:
    """The dated facts of the deal, from which duties follow.

    Attributes:
        form: How the company changes hands or ends.
        today: The day of the world; nothing later has happened.
        phases: The phases of this form in order, without gaps.
        signed_on, closing_on: As in the customers' table ``deal``. The closing day is the first day
            of what follows the closing.
        transferor, transferee: Names; no transferee where nobody takes over.
        services: What one side goes on doing for the other after the closing.
        vendors: Who processes which tables on the company's behalf.
        tables: The tables whose rows lead to a customer.
    """

    form: DealForm
    today: date
    phases: tuple[PhaseDays, ...]
    signed_on: date
    closing_on: date
    transferor: str
    transferee: str | None
    services: tuple[TransitionalService, ...] = ()
    vendors: tuple[Entrustment, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def company(self) -> PartyRole:
        """Which party the company itself is: the target of a sale of shares, or transferor."""
        return company_of(self.form)

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
        raise BadInput(
            "organisation.no_phase",
            phase=named(phase),
            form={"code": f"duties.deal.{self.form}"},
            known=[named(one.phase) for one in self.phases],
            forms=forms_with(phase),
        )

    def services_on(self, day: date) -> tuple[TransitionalService, ...]:
        """Return the transitional services that run on a day."""
        return tuple(one for one in self.services if one.first <= day <= one.last)

    def roles(self, table: str, day: date) -> Roles:
        """Return who is processor, entrusted party and receiver of a table on a day.

        Raises:
            BadInput: If the table has no rows of customers.
        """
        if table not in self.tables:
            raise BadInput("deal_duties.no_table", table=table, known=", ".join(self.tables))
        standing = self.standing(day)
        receives = self.form not in ("share_sale", *_ENDS) and day >= self.signed_on
        return Roles(
            standing,
            self._entrusted(table, day) if standing.processor else (),
            "transferee" if receives else None,
        )

    def standing(self, day: date) -> Standing:
        """Return who answers for the customers' data on a day."""
        return STANDINGS[self.form][self.phase_on(day)]

    def _entrusted(self, table: str, day: date) -> tuple[str, ...]:
        phase = self.phase_on(day)
        vendors = (
            one.party_id
            for one in self.vendors
            if table in one.tables and phase in (one.phases or (phase,))
        )
        providers = (one.provider for one in self.services_on(day))
        return tuple(dict.fromkeys((*vendors, *providers)))


def make_deal(
    spec: Spec,
    tables: Mapping[str, pa.Table],
    phase: Phase | None = None,
    profile: OrganisationProfile | None = None,
) -> DealFile:
    """Return the deal file of a company.

    Args:
        spec: What fixes the customers.
        tables: Their tables, with the one row of ``deal``.
        phase: Phase in which the day of the world lies. If it is that of the reference date, or
            None, the day of the world is the day after the reference date, when the customers'
            tables are a night old; otherwise it is a day of the phase that the seed decides, with
            six weeks of the phase behind it where the phase is that long.
        profile: The organisation, for its vendors; the shipped one if not given.

    Raises:
        BadInput: If the form of the deal has no such phase, the table ``deal`` no two days, or no
            organisation is described for the profile.
    """
    facts = tables["deal"].slice(0, 1).to_pylist()[0]
    form, signed_on, closing_on = facts["form"], facts["signed_on"], facts["closing_on"]
    if not signed_on or not closing_on or (closing_on - signed_on).days < 3:
        raise BadInput("organisation.deal_days", signed_on=signed_on, closing_on=closing_on)
    profile = profile or load_organisation(spec.profile.id)
    made = DealFile(
        form=form,
        today=spec.as_of,
        phases=tuple(phase_days(form, signed_on, closing_on, _seed(spec))),
        signed_on=signed_on,
        closing_on=closing_on,
        transferor=facts["transferor"],
        transferee=None if form in _ENDS else facts["transferee"],
        vendors=tuple(
            Entrustment(one.id, one.entrusted, one.phases)
            for one in profile.parties
            if one.entrusted
        ),
        tables=tuple(name for name, table in spec.profile.tables.items() if not table.count),
    )
    return _with_services(_on(made, spec, phase), _seed(spec))


def _on(deal: DealFile, spec: Spec, phase: Phase | None) -> DealFile:
    current = deal.days_of(deal.phase_on(spec.as_of))
    wanted = deal.days_of(phase) if phase else current
    today = day_inside(wanted, _seed(spec))
    if wanted == current:
        today = min(spec.as_of + timedelta(1), max(current.last, spec.as_of))
    return replace(deal, today=today)


def _with_services(deal: DealFile, seed: int) -> DealFile:
    """Let the old systems and the mail run on for the receiver, or the group's for the target."""
    recipient: PartyRole = "target" if deal.form == "share_sale" else "transferee"
    after = deal.phases[[one.first for one in deal.phases].index(deal.closing_on)]
    services = [
        TransitionalService(
            code,
            "transferor",
            recipient,
            deal.closing_on,
            min(deal.closing_on + timedelta(length_of(seed, code) - 1), after.last),
        )
        for code, (forms, _, _) in SERVICES.items()
        if deal.form in forms
    ]
    return replace(deal, services=tuple(services))


def _seed(spec: Spec) -> int:
    return derive(spec.seed, "deal", spec.profile.id)
