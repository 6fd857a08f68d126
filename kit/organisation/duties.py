"""Who owes what after a leak: computed from the deal file, the day and what is known.

The facts behind it: PIPL Art. 57 gives no hours and has no smallest number of people, so authority
and individuals are notified at once whatever the size. Four hours come from the Incident Reporting
Measures, run from the moment of discovery, and hold only from a million people on. Individuals may
be left out where harm was effectively avoided; the authority never. An entrusted party tells the
processor, who notifies. Guardians are told where minors are concerned, the police where a crime is
suspected. Which office takes a notice below a million people is not settled: ``authority``.

What the deal itself asks, leak or not, is in `kit.organisation.phase_duties`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kit import law
from kit.errors import BadInput
from kit.law.rulebook import Rulebook
from kit.organisation.deal import DealFile
from kit.organisation.incident import (
    AT_ONCE,
    NO_TIME,
    Addressee,
    Clock,
    Duty,
    Incident,
    Owing,
)
from kit.organisation.roles import Roles

REPORTABLE = "NIR_level_relatively_major_people"
"""The threshold from which an incident is relatively major, and the clock of the Measures runs."""


def _reportable(incident: Incident) -> bool:
    return law.threshold(REPORTABLE).met_by(incident.people)


CONDITIONS: dict[str, Callable[[Incident], bool]] = {
    "always": lambda one: True,
    "reportable": _reportable,
    "below": lambda one: not _reportable(one),
    "sensitive": lambda one: one.sensitive or one.under_14,
    "minors": lambda one: one.minors or one.under_14,
    "crime": lambda one: one.crime_suspected,
    "avoided": lambda one: one.harm_avoided,
    "never": lambda one: False,
}
"""What a line may depend on, by the name it is called by in ``deal_duties.po``."""


@dataclass(frozen=True)
class Line:
    """One line of the listing of duties.

    Attributes:
        code: Its code.
        when: Which condition brings it about (`CONDITIONS`).
        to: To whom it is owed.
        clock: By when; its number is that of ``limit``.
        rules: The rules behind it.
        more: Conditions that bring in a further rule, and the rule.
        limit: The threshold of `kit.law` that sets the number.
        waived: Under which condition saying that it is not owed is right as well.
        runner: Whether a vendor may be named too where it happened with the vendor: it runs the
            network, and has to keep the data safe itself.
        owed_by: ``processor``, ``entrusted_party``, or ``other_side`` of the deal.
    """

    code: str
    when: str
    to: Addressee
    clock: Clock
    rules: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()
    limit: str = ""
    waived: str = "never"
    runner: bool = False
    owed_by: str = "processor"


LINES: tuple[Line, ...] = (
    Line(
        "remedy",
        "always",
        "own_house",
        AT_ONCE,
        ("PIPL-57", "NDSR-11", "CSL-27", "DSL-29"),
        (("sensitive", "PIPL-28"), ("minors", "MINORS-35")),
        runner=True,
    ),
    Line(
        "notify_authority",
        "always",
        "authority",
        AT_ONCE,
        ("PIPL-57",),
        (("below", "NIR-level-general"), ("minors", "MINORS-35")),
    ),
    Line(
        "report_four_hours",
        "reportable",
        "provincial_cac",
        Clock("hours", 0, "discovery"),
        ("NIR-4", "NIR-4-start", "NIR-level-relatively-major"),
        limit="NIR_other_operator_hours",
        runner=True,
    ),
    Line("supplement", "reportable", "provincial_cac", NO_TIME, ("NIR-7",), runner=True),
    Line(
        "summary",
        "reportable",
        "provincial_cac",
        Clock("days", 0, "handling_ends"),
        ("NIR-8",),
        limit="NIR_summary_days_after_handling",
        runner=True,
    ),
    Line(
        "notify_individuals",
        "always",
        "individuals",
        AT_ONCE,
        ("PIPL-57", "NDSR-11", "CC-1038"),
        (("minors", "MINORS-35"),),
        waived="avoided",
    ),
    # A reading: what spares the individuals their notice spares the guardians theirs.
    Line("tell_guardians", "minors", "guardians", AT_ONCE, ("MINORS-35",), waived="avoided"),
    Line("police", "crime", "police", NO_TIME, ("NDSR-11",), (("reportable", "NIR-4-police"),)),
)
"""What the processor owes; every line that fits holds."""

TELL_PROCESSOR = Line(
    "tell_processor",
    "with_vendor",
    "processor",
    NO_TIME,
    ("PIPL-21", "PIPL-59"),
    owed_by="entrusted_party",
)
"""Where it happened with an entrusted party, or was found by one."""
PASS_ON = Line("pass_on", "other_side", "processor", NO_TIME, ("NDSR-12",), owed_by="other_side")
"""Where the other side of the deal found it, which does not answer for the data; a reading."""


def duties(deal: DealFile, incident: Incident) -> tuple[Duty, ...]:
    """Return who owes what to whom, by when, after a leak, tampering or loss.

    Args:
        deal: The deal file.
        incident: What is known of it.

    Raises:
        BadInput: If the incident cannot be as it says.
    """
    case = _Case(deal, incident, _checked_roles(deal, incident))
    book = law.as_of(incident.found_on)
    made = [
        *(_duty(case, line) for line in LINES if CONDITIONS[line.when](incident)),
        *_passed_on(case),
    ]
    return tuple(one for one in (_in_force(duty, book) for duty in made) if one.rules)


@dataclass(frozen=True)
class _Case:
    """An incident, and who is what for its tables on the day it was found."""

    deal: DealFile
    incident: Incident
    roles: Roles

    @property
    def closed(self) -> bool:
        return self.incident.found_on >= self.deal.closing_on

    @property
    def left_behind(self) -> bool:
        """Whether these records did not go over, though others did."""
        return self.closed and not self.incident.handed_over and self.roles.receiver is not None

    @property
    def with_vendor(self) -> bool:
        """Whether it happened with somebody who processes on the processor's behalf."""
        return self.incident.where in ("entrusted_party", *self.roles.entrusted)

    def owing(self) -> list[Owing]:
        """Return who owes what a processor owes: first the best answer, then what passes too."""
        standing = self.roles.standing
        found: list[Owing | None] = [standing.processor, standing.acting, *standing.also]
        if self.left_behind:
            found = [standing.remainder, standing.remainder_acting]
        if not found[0]:
            found.append("nobody")
        return list(dict.fromkeys(one for one in [*found, *self._held_it()] if one))

    def _held_it(self) -> Iterator[Owing]:
        """Yield sides that may be named because the data was with them; no rule settles it."""
        incident, standing = self.incident, self.roles.standing
        other_side = incident.where in ("transferor", "transferee") and not self.with_vendor
        if other_side and standing.processor and self.deal.phase_on(incident.found_on) != "normal":
            yield "transferor" if incident.where == "transferor" else "transferee"
        earlier = incident.began_on is not None and incident.began_on < self.deal.closing_on
        if earlier and self.closed and standing.remainder and not self.left_behind:
            yield standing.remainder
            yield standing.remainder_acting or standing.remainder


def _duty(case: _Case, line: Line) -> Duty:
    owed_by, *also = case.owing()
    if line.runner and case.with_vendor:
        also += ["entrusted_party"]
    if CONDITIONS[line.waived](case.incident):
        also += ["nobody"]
    number = law.threshold(line.limit).value if line.limit else None
    return Duty(
        line.code,
        owed_by,
        line.to,
        line.clock if number is None else replace(line.clock, amount=int(number)),
        (*line.rules, *(rule for when, rule in line.more if CONDITIONS[when](case.incident))),
        tuple(dict.fromkeys(one for one in also if one != owed_by)),
    )


def _passed_on(case: _Case) -> Iterator[Duty]:
    """Yield what whoever found it owes the processor; for a side of the deal that is a reading."""
    finder = case.incident.found_by
    if finder == "entrusted_party" or case.with_vendor or finder in case.roles.entrusted:
        side: tuple[Owing, ...] = ("transferor",) if "transferor" in case.roles.entrusted else ()
        yield _told(TELL_PROCESSOR, "entrusted_party", side)
    elif finder in ("transferor", "transferee", "target") and finder not in case.owing():
        yield _told(PASS_ON, finder, ("nobody",))


def _told(line: Line, owed_by: Owing, also: tuple[Owing, ...]) -> Duty:
    return Duty(line.code, owed_by, line.to, line.clock, line.rules, also)


def _in_force(duty: Duty, book: Rulebook) -> Duty:
    return replace(duty, rules=tuple(rule for rule in duty.rules if book.citable(rule)))


def _checked_roles(deal: DealFile, incident: Incident) -> Roles:
    if incident.people < 1:
        raise BadInput("deal_duties.people", people=incident.people)
    if not incident.tables:
        raise BadInput("deal_duties.no_tables")
    if incident.began_on and incident.began_on > incident.found_on:
        raise BadInput(
            "deal_duties.found_before", began_on=incident.began_on, found_on=incident.found_on
        )
    for side in (incident.where, incident.found_by):
        if (side == "transferee" and not deal.transferee) or (
            side == "target" and deal.form != "share_sale"
        ):
            raise BadInput(
                "deal_duties.no_such_side",
                side={"code": f"deal_duties.party.{side}"},
                form={"code": f"duties.deal.{deal.form}"},
            )
    roles = [deal.roles(table, incident.found_on) for table in incident.tables]
    entrusted = tuple(dict.fromkeys(party for one in roles for party in one.entrusted))
    if "entrusted_party" in (incident.where, incident.found_by) and not entrusted:
        raise BadInput(
            "deal_duties.nobody_entrusted",
            tables=", ".join(incident.tables),
            day=incident.found_on,
        )
    receivers = dict.fromkeys(one.receiver for one in roles if one.receiver)
    standing = deal.standing(incident.found_on)  # of the day, whatever the table
    return Roles(standing, entrusted, next(iter(receivers), None))
