"""What the deal itself asks on a day, whether or not anything leaks.

The context of every incident: PIPL Art. 22 (tell who receives, the receiver goes on with every
duty), Art. 23 (separate consent where data is given to another processor), Art. 47 (delete without
being asked). By which day and channel people are told under Art. 22 no express rule says, so these
duties have no clock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kit import law
from kit.customers.spec import DealForm
from kit.organisation.deal import DealFile
from kit.organisation.incident import NO_TIME, Addressee, Duty, Owing
from kit.organisation.roles import STANDINGS
from kit.organisation.spec import Phase

Bearer = Literal["company", "processor", "acting", "remainder", "transferee", "entrusted_party"]

_MOVES: tuple[DealForm, ...] = ("merger", "dissolution_with_receiver")
_TRANSFERS: tuple[DealForm, ...] = (*_MOVES, "business_sale")
_SALES: tuple[DealForm, ...] = (*_TRANSFERS, "share_sale")
_BEFORE: tuple[Phase, ...] = ("signing", "cut_over")
_AFTER: tuple[Phase, ...] = ("post_closing", "liquidation", "deregistered")
_NOBODY: tuple[Owing, ...] = ("nobody",)


@dataclass(frozen=True)
class PhaseLine:
    """One line of the listing.

    Attributes:
        code: Its code.
        forms, phases: Where it holds.
        bearer: Who owes it, by place in the deal.
        to: To whom.
        rules: The rules behind it.
        also: Who may be named as well, because the rule book marks a reading.
        people: Threshold of `kit.law`: it holds only from so many people processed on.
        service: Whether it holds only while a transitional service runs.
    """

    code: str
    forms: tuple[DealForm, ...]
    phases: tuple[Phase, ...]
    bearer: Bearer
    to: Addressee
    rules: tuple[str, ...]
    also: tuple[Owing, ...] = ()
    people: str = ""
    service: bool = False


PHASE_LINES: tuple[PhaseLine, ...] = (
    PhaseLine(
        "samples_only",
        _SALES,
        ("due_diligence",),
        "company",
        "own_house",
        ("PIPL-4", "PIPL-6"),
        _NOBODY,
    ),
    PhaseLine(
        "assess_impact",
        _TRANSFERS,
        _BEFORE,
        "company",
        "own_house",
        ("PIPL-55", "PIPL-56"),
        _NOBODY,
    ),
    PhaseLine(
        "name_receiver",
        _MOVES,
        _BEFORE,
        "company",
        "individuals",
        ("PIPL-22",),
        ("transferee",),
    ),
    PhaseLine(
        "name_receiver",
        ("business_sale",),
        _BEFORE,
        "company",
        "individuals",
        ("PIPL-22", "PIPL-23"),
        ("transferee",),
    ),
    PhaseLine(
        "separate_consent",
        ("business_sale",),
        _BEFORE,
        "company",
        "individuals",
        ("PIPL-23",),
        _NOBODY,
    ),
    PhaseLine(
        "report_disposal",
        (*_MOVES, "dissolution", "bankruptcy"),
        (*_BEFORE, "liquidation"),
        "processor",
        "provincial_authority",
        ("NDSR-28", "NDSR-32"),
        people="NDSR28_people_min",
    ),
    PhaseLine(
        "go_on_with_duties",
        _MOVES,
        _AFTER,
        "transferee",
        "individuals",
        ("PIPL-22", "NDSR-14"),
    ),
    PhaseLine(
        "go_on_with_duties",
        ("business_sale",),
        _AFTER,
        "transferee",
        "individuals",
        ("PIPL-22", "PIPL-23"),
        _NOBODY,
    ),
    PhaseLine(
        "fresh_consent",
        _TRANSFERS,
        _AFTER,
        "transferee",
        "individuals",
        ("PIPL-14", "PIPL-22", "PIPL-23"),
    ),
    PhaseLine(
        "update_notice",
        ("share_sale",),
        _AFTER,
        "processor",
        "individuals",
        ("PIPL-17",),
    ),
    PhaseLine(
        "reset_rights",
        _SALES,
        ("post_closing", "liquidation"),
        "processor",
        "own_house",
        ("PIPL-51",),
        _NOBODY,
    ),
    PhaseLine(
        "check_officer",
        _SALES,
        ("post_closing", "liquidation"),
        "processor",
        "authority",
        ("OFFICER-filing", "OFFICER-change"),
        _NOBODY,
        people="PIPO_people_min",
    ),
    PhaseLine(
        "agree_on_service",
        _SALES,
        _AFTER,
        "processor",
        "own_house",
        ("PIPL-21", "NDSR-12"),
        service=True,
    ),
    PhaseLine(
        "return_or_delete",
        _SALES,
        _AFTER,
        "entrusted_party",
        "processor",
        ("PIPL-21",),
        ("transferor",),
        service=True,
    ),
    PhaseLine(
        "keep_custody",
        ("bankruptcy",),
        ("signing", "liquidation"),
        "acting",
        "own_house",
        ("EBL-15", "EBL-25", "EBL-25-custody"),
        ("transferor",),
    ),
    PhaseLine(
        "hold_first",
        ("dissolution", "bankruptcy"),
        ("signing", "liquidation"),
        "processor",
        "own_house",
        ("COMPANY-235-legal-hold",),
        ("nobody",),
    ),
    PhaseLine(
        "delete_on_end",
        ("dissolution", "bankruptcy"),
        ("liquidation",),
        "processor",
        "individuals",
        ("PIPL-47",),
    ),
    PhaseLine(
        "delete_rest",
        ("dissolution_with_receiver",),
        ("liquidation",),
        "remainder",
        "individuals",
        ("PIPL-47",),
    ),
    PhaseLine(
        "contact_point",
        ("dissolution", "bankruptcy"),
        ("deregistered",),
        "acting",
        "individuals",
        ("PIPL-47", "PIPL-47-deregistration"),
        _NOBODY,
    ),
)
"""What the deal asks, in the order of its phases."""


def phase_duties(deal: DealFile, day: date, people: int = 0) -> tuple[Duty, ...]:
    """Return what the deal asks on a day.

    Args:
        deal: The deal file.
        day: The day.
        people: How many people's data the company processes.
    """
    book, phase = law.as_of(day), deal.phase_on(day)
    service = bool(deal.services_on(day))
    made = []
    for line in PHASE_LINES:
        fits = deal.form in line.forms and phase in line.phases and (service or not line.service)
        if fits and (not line.people or law.threshold(line.people).met_by(people)):
            rules = tuple(rule for rule in line.rules if book.citable(rule))
            owed_by, *also = dict.fromkeys((*bearers(line.bearer, deal.form, phase), *line.also))
            made.append(Duty(line.code, owed_by, line.to, NO_TIME, rules, tuple(also)))
    return tuple(duty for duty in made if duty.rules)


def bearers(bearer: Bearer, form: DealForm, phase: Phase) -> tuple[Owing, ...]:
    """Return who that is in a form and phase: the best answer first, then what passes too."""
    standing = STANDINGS[form][phase]
    if bearer in ("transferee", "entrusted_party"):
        return (bearer,)
    acting: Owing = standing.acting or "nobody"
    if form == "bankruptcy":
        acting = "administrator"
    if bearer == "acting":
        return (acting,)
    if bearer == "remainder":
        named = (standing.remainder, standing.remainder_acting)
    else:
        named = (standing.processor, standing.acting)
    parties = (*named, *(standing.also if bearer != "remainder" else ()))
    return tuple(one for one in parties if one) or ("nobody",)
