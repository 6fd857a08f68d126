"""The facts of one flawed record, as a careful person reads them off the tables; the verdict."""

from dataclasses import dataclass
from typing import Literal, get_args

from kit.customers.spec import DealForm

Kind = Literal[
    "duplicate",
    "stale_phone",
    "wrong_format",
    "wrong_column",
    "broken_date",
    "retention_expired",
    "consent_withdrawn",
    "unneeded_field",
    "test_record",
    "free_text_personal",
    "guardian_missing",
    "legal_hold",
    "sound",
]
Deal = DealForm
Action = Literal["keep", "correct", "merge", "restrict", "delete", "hand_over", "hold"]
LegalBasis = Literal[
    "contract", "consent", "legal_duty", "emergency", "legitimate_publication", "none"
]
Period = Literal["none", "running", "expired"]
PeriodBasis = Literal["statutory", "contract", "consent", "company"]
Hold = Literal["none", "open", "released"]
KeepingRule = Literal[
    "none", "ACCOUNTS-retention", "AML-34", "CSL-23", "ECL-31", "NDSR-12", "PIPL-56"
]
"""The rules of `kit.law.retention_card`; of these, only what may be cited keeps anything."""

KINDS: tuple[Kind, ...] = get_args(Kind)
DEALS: tuple[Deal, ...] = get_args(Deal)
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Case:
    """What is known of one record (a row, or the cell that is flawed) on the reference date.

    Attributes:
        kind: What is wrong with it. A kind says how the record was noticed, not what to do:
            ``legal_hold`` with ``hold="released"`` is a hold that no longer binds, and with
            ``sound`` nothing is wrong at all.
        basis: Legal basis of the processing concerned (``reference.processing_register``).
        necessary: Whether the purpose needs it (``necessary`` of the register).
        in_use: Whether the purpose of this record still runs: a service, contract or consent
            that has not ended. A closed file of a present customer is not in use.
        period: The record's own period in ``reference.retention_schedule``: not listed there,
            still running, or over (see `last_day`).
        period_basis: ``basis`` of that row of the schedule.
        statutory: The rule by which the record must still be kept (of `kit.law.retention_card`),
            or ``none``. Papers kept by law keep only what they need: who it is, not a mobile.
        withdrawn: Whether the person withdrew consent to the processing concerned.
        hold: State of the customer's row in ``legal_holds``.
        hold_covers: Whether that row covers this record (``all``, or the record's category).
            For a duplicate: covers either of the two.
        child: Whether the person concerned is under 14 on the reference date.
        in_scope: Whether the record belongs to what is handed over in the deal.
        told: Whether the person was told the receiver's name and contact (PIPL Art. 22).
        separate_consent: Whether the person agreed separately to the handover (PIPL Art. 23).
        handover_refused: Whether the person took that consent back.
        receiver: Whether somebody takes over; the form of the deal settles it but in a bankruptcy.
        owed: Whether the company still owes the person something (unused lessons, a deposit), so
            that winding up needs the record.
    """

    kind: Kind
    basis: LegalBasis = "contract"
    necessary: bool = True
    in_use: bool = True
    period: Period = "none"
    period_basis: PeriodBasis = "company"
    statutory: KeepingRule = "none"
    withdrawn: bool = False
    hold: Hold = "none"
    hold_covers: bool = False
    child: bool = False
    in_scope: bool = True
    told: bool = True
    separate_consent: bool = False
    handover_refused: bool = False
    receiver: bool = False
    owed: bool = False

    @property
    def held(self) -> bool:
        """Whether an open hold covers the record."""
        return self.hold == "open" and self.hold_covers

    @property
    def kept_by_law(self) -> bool:
        """Whether a period set by law still runs for the record."""
        return self.statutory != "none"


@dataclass(frozen=True)
class Decision:
    """What must be done with a record.

    Attributes:
        action: What to do.
        also_accept: Other actions a careful person may give.
        articles: Rule ids behind it, all citable on the reference date.
        reasons: Codes of `duties.po`, the one that decides first.
    """

    action: Action
    also_accept: tuple[Action, ...]
    articles: tuple[str, ...]
    reasons: tuple[str, ...]


CHOICES: dict[str, tuple[str | bool, ...]] = {
    "kind": KINDS,
    "basis": get_args(LegalBasis),
    "necessary": (False, True),
    "in_use": (False, True),
    "period": get_args(Period),
    "period_basis": get_args(PeriodBasis),
    "statutory": get_args(KeepingRule),
    "withdrawn": (False, True),
    "hold": get_args(Hold),
    "hold_covers": (False, True),
    "child": (False, True),
    "in_scope": (False, True),
    "told": (False, True),
    "separate_consent": (False, True),
    "handover_refused": (False, True),
    "receiver": (False, True),
    "owed": (False, True),
}
"""Each fact of a `Case` and the values it can have."""
