"""The phases of each form of deal, and the days on which they begin and end.

Two days are given: the signing (agreement, resolution or court order) and the closing (hand-over,
or leaving the register where nobody takes over). The closing day is the first day of what follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kit.customers.spec import DealForm
from kit.organisation.spec import Phase
from kit.seeding import below, stream

_BEFORE_ALL: tuple[Phase, ...] = ("normal", "due_diligence", "signing", "cut_over")
_SALE: tuple[Phase, ...] = (*_BEFORE_ALL, "post_closing")
_END: tuple[Phase, ...] = ("normal", "signing", "liquidation", "deregistered")

PHASES: Mapping[DealForm, tuple[Phase, ...]] = {
    "share_sale": _SALE,
    "business_sale": _SALE,
    "merger": (*_SALE, "deregistered"),
    "dissolution_with_receiver": (*_BEFORE_ALL, "liquidation", "deregistered"),
    "dissolution": _END,
    "bankruptcy": _END,
}
"""The phases of each form, in order."""

AT_CLOSING: Mapping[DealForm, Phase] = {
    "share_sale": "post_closing",
    "business_sale": "post_closing",
    "merger": "post_closing",
    "dissolution_with_receiver": "liquidation",
    "dissolution": "deregistered",
    "bankruptcy": "deregistered",
}
"""The phase that begins on the closing day."""

_LENGTHS: Mapping[Phase, tuple[int, int]] = {
    "normal": (396, 427),
    "due_diligence": (50, 80),
    "cut_over": (10, 14),
    "post_closing": (75, 100),
    "liquidation": (75, 110),
    "deregistered": (365, 365),
}
"""Fewest and most days of a phase, where neither signing nor closing bounds it."""
_RESOLVED: Mapping[DealForm, tuple[int, int]] = {"dissolution": (8, 15), "bankruptcy": (3, 10)}
"""Days from the resolution or court order until liquidators or the administrator are at work."""
SERVICES: Mapping[str, tuple[tuple[DealForm, ...], int, int]] = {
    "old_systems": (("business_sale", "merger", "dissolution_with_receiver"), 45, 70),
    "mail_forwarding": (("business_sale", "merger", "dissolution_with_receiver"), 30, 60),
    "group_it": (("share_sale",), 45, 75),
}
"""Transitional services: the forms that have them, fewest and most days from the closing on."""
SIX_WEEKS = 42


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


def named(phase: Phase) -> dict[str, object]:
    """Return what a message calls a phase: its title, and the code by which it is asked for."""
    title = {"code": f"deal_duties.phase.{phase}"}
    return {"code": "deal_duties.phase_named", "values": {"title": title, "code": phase}}


def forms_with(phase: Phase) -> list[dict[str, object]]:
    """Return the forms of deal that have a phase, as a message calls them."""
    forms = [form for form in PHASES if phase in PHASES[form]]
    titles = [{"code": f"duties.deal.{form}"} for form in forms]
    return [{"code": "deal_duties.form_named", "values": {"title": one}} for one in titles]


def phase_days(form: DealForm, signed_on: date, closing_on: date, seed: int) -> list[PhaseDays]:
    """Return the phases of a form in order, without gaps.

    Args:
        form: How the company changes hands or ends.
        signed_on, closing_on: Its two days; the closing is the later one by at least three days.
        seed: Decides how long phases last that neither day bounds.
    """
    starts: dict[Phase, date] = {"signing": signed_on, AT_CLOSING[form]: closing_on}
    between = (closing_on - signed_on).days
    if "cut_over" in PHASES[form]:
        length = min(_drawn(seed, "cut_over", _LENGTHS["cut_over"]), between // 3)
        starts["cut_over"] = closing_on - timedelta(length)
    else:
        length = min(_drawn(seed, "resolved", _RESOLVED[form]), between // 3)
        starts["liquidation"] = signed_on + timedelta(length)
    return _filled(PHASES[form], starts, seed)


def _filled(phases: tuple[Phase, ...], starts: dict[Phase, date], seed: int) -> list[PhaseDays]:
    """Give every phase its first day: those before the signing backwards, the others onwards."""
    for phase in reversed(phases[: phases.index("signing")]):
        following = starts[phases[phases.index(phase) + 1]]
        starts[phase] = following - timedelta(_drawn(seed, phase, _LENGTHS[phase]))
    made = []
    for phase, then in zip(phases, (*phases[1:], None), strict=True):
        end = starts.get(then) if then else None
        end = end or starts[phase] + timedelta(_drawn(seed, phase, _LENGTHS[phase]))
        if then:
            starts[then] = end
        made.append(PhaseDays(phase, starts[phase], end - timedelta(1)))
    return made


def day_inside(phase: PhaseDays, seed: int) -> date:
    """Return a day of a phase with six weeks of it behind, or near its end if it is shorter."""
    length = (phase.last - phase.first).days + 1
    latest = min(length - 1, 2 * SIX_WEEKS) if phase.phase != "normal" else length - 1
    earliest = min(SIX_WEEKS, length * 3 // 4) if phase.phase != "normal" else length - SIX_WEEKS
    return phase.first + timedelta(_drawn(seed, f"day of {phase.phase}", (earliest, latest)))


def length_of(seed: int, service: str) -> int:
    """Return for how many days a transitional service is agreed."""
    return _drawn(seed, f"service {service}", SERVICES[service][1:])


def _drawn(seed: int, name: str, limits: tuple[int, int]) -> int:
    draws = stream(seed, "deal", name).draws(0, 1)
    return limits[0] + int(below(draws, limits[1] - limits[0] + 1)[0])
