"""What happened, as far as duties depend on it, and what a duty is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Where = Literal["processor", "entrusted_party", "transferor", "transferee", "target"]
Finder = Literal["processor", "entrusted_party", "transferor", "transferee", "target", "outsider"]
Owing = Literal[
    "transferor",
    "transferee",
    "target",
    "vendor",
    "adviser",
    "liquidation_group",
    "administrator",
    "entrusted_party",
    "nobody",
]
"""Who owes a duty: a side of the deal, who acts for it, whoever was entrusted - or nobody."""
Addressee = Literal[
    "own_house",
    "authority",
    "provincial_cac",
    "provincial_authority",
    "police",
    "individuals",
    "guardians",
    "processor",
]


@dataclass(frozen=True)
class Incident:
    """A leak, tampering or loss of customers' data, actual or possible.

    Attributes:
        found_on: The day on which the company found or learnt of it.
        tables: Tables of the customers' profile that are concerned.
        people: How many people are, or may be, concerned; at least one.
        sensitive: Whether sensitive personal information is concerned.
        under_14: Whether data of children under 14 is concerned.
        minors: Whether data of minors of 14 to 17 is concerned.
        crime_suspected: Whether a crime is suspected.
        harm_avoided: Whether what was done has effectively avoided the harm.
        found_by: Who found it.
        where: Who had the data when it happened.
        began_on: The day on which it began, if known.
        handed_over: Whether the records are among those that the deal hands over.
    """

    found_on: date
    tables: tuple[str, ...]
    people: int
    sensitive: bool = False
    under_14: bool = False
    minors: bool = False
    crime_suspected: bool = False
    harm_avoided: bool = False
    found_by: Finder = "processor"
    where: Where = "processor"
    began_on: date | None = None
    handed_over: bool = True


@dataclass(frozen=True)
class Clock:
    """By when a duty is due.

    Attributes:
        kind: ``at_once``, a number of ``hours`` or ``days``, or ``none``: the law gives no time.
        amount: How many; 0 for the others.
        starts: What starts it.
    """

    kind: Literal["at_once", "hours", "days", "none"]
    amount: int = 0
    starts: Literal["discovery", "handling_ends"] | None = None

    def due(self, start: datetime) -> datetime | None:
        """Return the last moment if the clock started then; None if it has no number.

        >>> Clock("hours", 4, "discovery").due(datetime(2026, 9, 30, 22))
        datetime.datetime(2026, 10, 1, 2, 0)
        """
        if self.kind == "hours":
            return start + timedelta(hours=self.amount)
        return start + timedelta(days=self.amount) if self.kind == "days" else None


AT_ONCE = Clock("at_once", 0, "discovery")
NO_TIME = Clock("none")


@dataclass(frozen=True)
class Duty:
    """What somebody owes.

    Attributes:
        code: Its code, with words in ``deal_duties.po``.
        owed_by: Who owes it.
        to: To whom.
        clock: By when.
        rules: Rule ids behind it, all citable on the day.
        also_accept: Who may be named as well, where the rule book marks a reading; ``nobody``: to
            say that it is not owed is right as well.
    """

    code: str
    owed_by: Owing
    to: Addressee
    clock: Clock
    rules: tuple[str, ...]
    also_accept: tuple[Owing, ...] = ()

    def accepts(self, answer: Owing) -> bool:
        """Return whether naming this party as the one that owes the duty is right."""
        return answer == self.owed_by or answer in self.also_accept
