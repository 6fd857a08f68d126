"""Who answers for customers' data in each form of deal and phase, and how sure that is.

Sources: PIPL Arts. 20 to 23, 47 and 73, Network Data Regulations Art. 14, and the event matrix of
`kit.law`. Where the matrix marks a reading, this says so, and where people may well answer
otherwise, that answer is listed as accepted too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kit.customers.spec import DealForm
from kit.organisation.spec import PartyRole, Phase

Sure = Literal["text", "reading"]


@dataclass(frozen=True)
class Standing:
    """Who answers in one phase of a form, whatever the table.

    Attributes:
        processor: Who decides on purpose and method; None: nobody does any more.
        sure: Whether the text of the law says so, or it is a common reading.
        rules: Rule ids behind it, all citable.
        acting: Who acts for the processor, or keeps what is left where there is none.
        also: Parties that may be named as well, because no express rule settles it.
        remainder: Who answers for what was not handed over; None: nothing is left behind.
        remainder_acting: Who acts for that party.
    """

    processor: PartyRole | None
    sure: Sure
    rules: tuple[str, ...]
    acting: PartyRole | None = None
    also: tuple[PartyRole, ...] = ()
    remainder: PartyRole | None = None
    remainder_acting: PartyRole | None = None


@dataclass(frozen=True)
class TransitionalService:
    """What one side of the deal goes on doing for the other for a while after the closing.

    Who does it processes on the other's behalf (PIPL Art. 21); that the two decide together
    (Art. 20) is accepted too, where the agreement leaves purposes open.

    Attributes:
        code: ``old_systems``, ``mail_forwarding`` or ``group_it``.
        provider, recipient: Sides of the deal.
        first, last: Its days, both inclusive.
    """

    code: str
    provider: PartyRole
    recipient: PartyRole
    first: date
    last: date


@dataclass(frozen=True)
class Roles:
    """Who is what for one table on one day.

    Attributes:
        standing: Who answers.
        entrusted: party_ids of those who process the table on the processor's behalf; a side of
            the deal goes by its role.
        receiver: Who is to receive the table or has received it; None if nobody, or before the
            signing.
    """

    standing: Standing
    entrusted: tuple[str, ...]
    receiver: PartyRole | None

    @property
    def processor(self) -> PartyRole | None:
        """Who decides on purpose and method; None: nobody does any more."""
        return self.standing.processor

    @property
    def sure(self) -> Sure:
        """Whether the text says who answers, or a reading."""
        return self.standing.sure

    @property
    def also_accept(self) -> tuple[PartyRole, ...]:
        """Parties that may be named as the processor as well."""
        acting = self.standing.acting
        return (*((acting,) if acting else ()), *self.standing.also)

    @property
    def disputed(self) -> bool:
        """Whether no single party answers: nobody is left, or more than one may be named."""
        return self.processor is None or bool(self.standing.also)


def company_of(form: DealForm) -> PartyRole:
    """Return which party the company itself is.

    >>> company_of("share_sale"), company_of("merger")
    ('target', 'transferor')
    """
    return "target" if form == "share_sale" else "transferor"


_TEXT_PROCESSOR = Standing("transferor", "text", ("PIPL-73",))
_STILL = Standing("transferor", "reading", ("PIPL-22", "PIPL-73"))
_SAME = Standing("target", "reading", ("PIPL-22-share-sale",))
_RECEIVED = Standing("transferee", "text", ("PIPL-22", "NDSR-14"))
_BOUGHT = Standing(
    "transferee",
    "reading",
    ("PIPL-22", "PIPL-23"),
    also=("transferor",),
    remainder="transferor",
)
_RESOLVED = Standing("transferor", "reading", ("PIPL-73", "COMPANY-232"))
_WOUND_UP = Standing(
    "transferor", "reading", ("PIPL-47", "COMPANY-232"), acting="liquidation_group"
)
_IN_CUSTODY = Standing(
    "transferor", "reading", ("EBL-15", "EBL-25", "EBL-25-custody"), also=("administrator",)
)
_NOBODY = ("PIPL-47", "PIPL-47-deregistration")
_BEFORE: Mapping[Phase, Standing] = {
    "normal": _TEXT_PROCESSOR,
    "due_diligence": _STILL,
    "signing": _STILL,
    "cut_over": _STILL,
}

STANDINGS: Mapping[DealForm, Mapping[Phase, Standing]] = {
    "share_sale": {
        "normal": Standing("target", "text", ("PIPL-73",)),
        "due_diligence": _SAME,
        "signing": _SAME,
        "cut_over": _SAME,
        "post_closing": _SAME,
    },
    "business_sale": {**_BEFORE, "post_closing": _BOUGHT},
    "merger": {**_BEFORE, "post_closing": _RECEIVED, "deregistered": _RECEIVED},
    "dissolution_with_receiver": {
        **_BEFORE,
        "liquidation": Standing(
            "transferee",
            "text",
            ("PIPL-22", "NDSR-14"),
            remainder="transferor",
            remainder_acting="liquidation_group",
        ),
        "deregistered": replace(_RECEIVED, remainder_acting="liquidation_group"),
    },
    "dissolution": {
        "normal": _TEXT_PROCESSOR,
        "signing": _RESOLVED,
        "liquidation": _WOUND_UP,
        "deregistered": Standing(None, "reading", _NOBODY, acting="liquidation_group"),
    },
    "bankruptcy": {
        "normal": _TEXT_PROCESSOR,
        "signing": _IN_CUSTODY,
        "liquidation": _IN_CUSTODY,
        "deregistered": Standing(None, "reading", _NOBODY, acting="administrator"),
    },
}
"""Who answers, by form and phase."""
