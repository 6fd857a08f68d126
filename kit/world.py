"""One company at one moment of its transfer: everything that labs and drills are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from kit.customers.engine import DEFAULT_AS_OF, Spec
from kit.customers.labels import FieldLabel
from kit.customers.profile import load_profile
from kit.customers.spec import Profile
from kit.customers.whole import make

if TYPE_CHECKING:
    from kit.activity.company import Company
    from kit.organisation.spec import Phase


@dataclass(frozen=True)
class World:
    """A whole synthetic company.

    Attributes:
        spec: What fixes every value of it.
        size: Number of customers.
        tables: Arrow tables by name; column names as in the profile.
        truth: ``spans`` in texts, ``cell_labels`` and ``flaws`` (`kit.customers.truth`); rows
            count from 0 in each table.
        labels: The label of every field.
        staff: Number of people who work for the company, before the deal thins them.
        phase: Phase of the deal on the day of the world; that of the reference date if None.
    """

    spec: Spec
    size: int
    tables: Mapping[str, pa.Table]
    truth: Mapping[str, pa.Table]
    labels: tuple[FieldLabel, ...]
    staff: int = 60
    phase: "Phase | None" = None

    @property
    def profile(self) -> Profile:
        """The company's profile."""
        return self.spec.profile

    @cached_property
    def company(self) -> "Company":
        """The company at work: its people, systems and rights around the customers.

        Made when first asked for, and its code loaded then: who only looks at the customers'
        tables does not wait for it.

        Raises:
            BadInput: Too few or too many people, or a phase that this form of deal does not have.
        """
        from kit.activity.company import make_company
        from kit.organisation.making import make_organisation

        organisation = make_organisation(self.spec, self.tables, staff=self.staff, phase=self.phase)
        return make_company(self.spec, self.tables, self.labels, organisation)

    def label(self, table: str, field: str) -> FieldLabel:
        """Return the label of one field.

        Raises:
            KeyError: If there is no such field.
        """
        for label in self.labels:
            if (label.table, label.field) == (table, field):
                return label
        raise KeyError(f"{table}.{field}")


def build(
    profile: str,
    seed: int,
    size: int,
    as_of: date | None = None,
    locale: str = "zh",
    *,
    flaws: float = 0.0,
    deal: str = "",
    staff: int = 60,
    phase: "Phase | None" = None,
) -> World:
    """Return the company of a profile, a seed and a number of customers.

    Args:
        profile: Name of a shipped profile.
        seed: Any whole number from 0 to 2**63 - 1.
        size: Number of customers.
        as_of: The reference date; that of this version if not given.
        locale: Language of the values; people, numbers and dates are the same in each.
        flaws: Share of customers that carry a deliberate flaw.
        deal: How the company changes hands or ends; the profile's own form if not given.
        staff: Number of people who work for the company.
        phase: Phase of the deal in which the day of the world lies; that of the reference date if
            not given.

    Raises:
        BadInput: Unknown profile, language or deal, or more customers than there are unique
            numbers for.
    """
    spec = Spec(load_profile(profile), seed, as_of or DEFAULT_AS_OF, locale, flaws, deal)
    made = make(spec, 0, size)
    return World(spec, size, made.tables, made.truth, spec.profile.labels(), staff, phase)
