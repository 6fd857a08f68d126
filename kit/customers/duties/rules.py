"""The order of duties: each line says when it applies, what follows, and by which rules.

Read from top to bottom, the first line that fits decides:

1. an open legal hold (a reading: evidence has to last; in winding up, claims, Company Law);
2. grounds for deletion (PIPL Art. 47) - and where a period set by law still runs, everything but
   storage and protection stops instead (Art. 47, last paragraph), under the rule that sets it;
3. putting right what stays (Arts. 8, 31, 46);
4. what becomes of a sound record in this deal (Arts. 22, 23).

Readings (the law does not say so in as many words): a share sale hands nothing over; in a
bankruptcy the administrator keeps custody, and stopping all other use is accepted too, for the
administrator's standing is not settled; what winding up needs may stay until claims are settled.
Whether a business sale falls under Art. 22 is disputed: both answers are accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kit.customers.duties.case import Action, Case, Deal

When = Callable[[Case, Deal], bool]
_WINDING_UP = ("dissolution", "dissolution_with_receiver")


@dataclass(frozen=True)
class Duty:
    """One line of the table.

    Attributes:
        reason: Its code, with label and explanation in ``duties.po``.
        when: Whether it applies to a record in a deal.
        action: What follows.
        articles: The rules behind it.
        also_accept: Other actions a careful person may give.
    """

    reason: str
    when: When
    action: Action
    articles: tuple[str, ...]
    also_accept: tuple[Action, ...] = ()


def handed_over(case: Case, deal: Deal) -> bool:
    """Return whether the record would go to somebody else in this deal."""
    if deal == "bankruptcy":
        return case.receiver and case.in_scope
    return deal in ("merger", "business_sale", "dissolution_with_receiver") and case.in_scope


def ends_with_company(case: Case, deal: Deal) -> bool:
    """Return whether the company stops and nobody takes the record, nor does winding up need it."""
    return deal in _WINDING_UP and not handed_over(case, deal) and not case.owed


def _under(*deals: Deal) -> When:
    return lambda case, deal: deal in deals and handed_over(case, deal)


def _kind(*kinds: str) -> When:
    return lambda case, deal: case.kind in kinds


def _rests_on_withdrawn(case: Case, deal: Deal) -> bool:
    return case.withdrawn and case.basis == "consent"


def _serves_nothing(case: Case, deal: Deal) -> bool:
    """The company's own period, while it runs, is for what comes after the service: claims."""
    only_law = case.period_basis == "statutory" and case.kept_by_law
    return not case.in_use and not (case.period == "running" and not only_law)


HOLDS: tuple[Duty, ...] = (
    Duty(
        "hold_in_winding_up",
        lambda c, d: c.held and d in _WINDING_UP,
        "hold",
        ("COMPANY-235-legal-hold",),
    ),
    Duty("hold_open", lambda c, d: c.held, "hold", ("PIPL-9", "PIPL-51")),
)
"""An open hold that covers the record goes before everything."""

DELETION: tuple[Duty, ...] = (
    Duty("test_record", _kind("test_record"), "delete", ("PIPL-8",)),
    Duty("consent_withdrawn", _rests_on_withdrawn, "delete", ("PIPL-15", "PIPL-47")),
    Duty("no_basis", lambda c, d: c.basis == "none", "delete", ("PIPL-13", "PIPL-47")),
    Duty("not_necessary", lambda c, d: not c.necessary, "delete", ("PIPL-6", "PIPL-47")),
    Duty("period_over", lambda c, d: c.period == "expired", "delete", ("PIPL-19", "PIPL-47")),
    Duty("purpose_ended", _serves_nothing, "delete", ("PIPL-19", "PIPL-47")),
    Duty(
        "company_ends",
        ends_with_company,
        "delete",
        ("PIPL-47", "PIPL-47-deregistration"),
    ),
)
"""Grounds for deletion, the plainest first."""

RETAINED = Duty("kept_by_law", lambda c, d: c.kept_by_law, "restrict", ("PIPL-47", "PIPL-51"))
"""Goes before deletion wherever there is a ground for it."""

REPAIR: tuple[Duty, ...] = (
    Duty(
        "guardian_consent",
        lambda c, d: c.kind == "guardian_missing" and c.child,
        "correct",
        ("PIPL-28", "PIPL-31"),
        ("restrict",),
    ),
    Duty("same_person", _kind("duplicate"), "merge", ("PIPL-8",)),
    Duty(
        "vital_remark",
        lambda c, d: c.kind == "free_text_personal" and c.basis == "emergency",
        "keep",
        ("PIPL-13", "PIPL-51"),
        ("correct",),
    ),
    Duty(
        "out_of_free_text",
        _kind("free_text_personal"),
        "correct",
        ("PIPL-6", "PIPL-51"),
        ("delete",),
    ),
    Duty(
        "stays",
        _kind("stale_phone", "wrong_format", "wrong_column", "broken_date"),
        "correct",
        ("PIPL-8", "PIPL-46"),
    ),
)
"""Putting right what stays: storing is processing too, and has to be accurate."""

SOUND: tuple[Duty, ...] = (
    Duty("share_sale", lambda c, d: d == "share_sale", "keep", ("PIPL-22-share-sale",)),
    Duty(
        "handover_refused",
        lambda c, d: _under("business_sale")(c, d) and c.handover_refused,
        "keep",
        ("PIPL-15", "PIPL-23"),
    ),
    Duty(
        "separate_consent",
        lambda c, d: _under("business_sale")(c, d) and c.separate_consent,
        "hand_over",
        ("PIPL-23",),
    ),
    Duty(
        "business_sale_disputed",
        lambda c, d: _under("business_sale")(c, d) and c.told,
        "keep",
        ("PIPL-22", "PIPL-23"),
        ("hand_over",),
    ),
    Duty("no_separate_consent", _under("business_sale"), "keep", ("PIPL-23",)),
    Duty(
        "receiver_told",
        lambda c, d: handed_over(c, d) and c.told,
        "hand_over",
        ("PIPL-22", "NDSR-14"),
    ),
    Duty("tell_first", handed_over, "keep", ("PIPL-22",)),
    Duty(
        "custody",
        lambda c, d: d == "bankruptcy",
        "keep",
        ("EBL-25-custody", "PIPL-9"),
        ("restrict",),
    ),
    Duty(
        "claim_open",
        lambda c, d: d in _WINDING_UP,
        "keep",
        ("PIPL-13", "COMPANY-235-legal-hold"),
        ("restrict",),
    ),
    Duty("out_of_scope", lambda c, d: True, "keep", ("PIPL-6",)),
)
"""What becomes of a record that there is nothing wrong with; the last line always fits."""

SPARED: tuple[Duty, ...] = (
    Duty(
        "not_resting_on_consent",
        lambda c, d: c.withdrawn and c.basis not in ("consent", "none"),
        "keep",
        ("PIPL-13", "PIPL-15"),
    ),
    Duty(
        "handover_needs_no_consent",
        lambda c, d: c.handover_refused and d != "business_sale" and handed_over(c, d),
        "keep",
        ("PIPL-22",),
    ),
    Duty(
        "not_under_14",
        lambda c, d: c.kind == "guardian_missing" and not c.child,
        "keep",
        ("PIPL-31",),
    ),
    Duty(
        "hold_elsewhere", lambda c, d: c.hold == "open" and not c.hold_covers, "keep", ("PIPL-19",)
    ),
    Duty("hold_released", lambda c, d: c.hold == "released", "keep", ("PIPL-19",)),
    Duty(
        "period_running",
        lambda c, d: c.period == "running" and (c.kind == "retention_expired" or not c.in_use),
        "keep",
        ("PIPL-19",),
    ),
    Duty(
        "field_needed",
        lambda c, d: c.kind == "unneeded_field" and c.necessary and c.basis != "none",
        "keep",
        ("PIPL-6", "PIPL-13"),
    ),
)
"""Why what looked like a duty is none; said besides what decides."""
