"""What a leak plans, and what staging it returns.

A leak never writes log lines. It plans: rows in the format of ordinary work, changes to the
organisation that make it possible, and a time-ordered list of exposures. Staging changes the
organisation first, lets ordinary work go on in it, and merges; what the truth says is computed from
the same plan.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, Protocol

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from kit.activity.book import Book
from kit.activity.company import Company
from kit.activity.rows import Rows, empty
from kit.organisation.spec import Phase

Family = Literal["accident", "negligence", "insider", "outsider", "misuse"]
ViaKind = Literal["entitlement", "link", "api_key", "device", "file", "mail", "domain", "paper"]
Recipient = Literal[
    "wrong_customer",
    "other_customers",
    "public",
    "competitor",
    "receiver",
    "criminal",
    "former_staff",
    "former_vendor",
    "subcontractor",
    "finder",
    "buyer_of_scrap",
    "own_staff",
    "unknown",
]


class Parameters(BaseModel):
    """How large, how careful and when; every leak takes these.

    Attributes:
        scale: Share of those it could reach, 0.01 to 1.
        stealth: 0: in one go, at odd hours, loud; 1: slowly, within the usual.
        start: First day; the leak's own choice within the phase if not given.
        phase: Phase in which it happens; the leak's own if not given.
        job: Job of whoever does it or slips; the leak's own if not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    scale: Annotated[float, Field(ge=0.01, le=1)] = 0.3
    stealth: Annotated[float, Field(ge=0, le=1)] = 0.5
    start: date | None = None
    phase: Phase | None = None
    job: str | None = None


@dataclass(frozen=True)
class Exposure:
    """Customers whose data reached somebody at one moment.

    Attributes:
        time: Milliseconds since 1970-01-01, local time: when it became exposed.
        segment, start, stop: Whose, as in the book.
        view: Row of views: which fields.
        via: ``"<kind>:<id>"`` of what let it out, e.g. ``"entitlement:G00031"``.
        recipient: Who got it.
        trace: Place of the event in the plan's rows that shows it; None: no log shows it.
    """

    time: int
    segment: int
    start: int
    stop: int
    view: int
    via: str
    recipient: Recipient
    trace: int | None = None


@dataclass(frozen=True)
class Change:
    """One cell of the organisation that is otherwise than it should be (a right not revoked)."""

    table: str
    key: str
    column: str
    value: Any


@dataclass(frozen=True)
class Silence:
    """Ordinary work that does not happen: of an account or on a device, from a moment to another.

    Attributes:
        account, device: Row of the table; None: any.
        since, until: Milliseconds, local time; until is exclusive.
    """

    account: int | None
    device: int | None
    since: int
    until: int


@dataclass(frozen=True)
class Report:
    """What sets an investigation off: an alert, a rumour, a complaint.

    Attributes:
        at: Milliseconds, local time.
        channel: hotline, mail, alert, regulator, press, colleague, partner.
        code: Code of its words (``words/reports.toml``).
        values: What the words name.
        customers: Places in the book of those who are named in it.
    """

    at: int
    channel: str
    code: str
    values: Mapping[str, Any]
    customers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What happens, before it is mixed with ordinary work.

    Attributes:
        rows: Events that it adds.
        added: Rows it adds to tables of the organisation, by table.
        changes: Cells it leaves otherwise than they should be.
        silences: Ordinary work it prevents.
        exposures: In order of time; empty for a look-alike.
        reports: What sets the investigation off.
        actors: staff_ids of those who did it or slipped (for an outsider: none).
        accounts: account_ids it used.
        window: First and last moment, milliseconds, local time.
        channel: How it went out: mail, link, download, media, paper, device, api, screen, domain.
        ongoing: Whether it goes on on the day of the world.
        control: Code of the control that failed (domain ``leaks``, ``control.<code>``).
        first_knowable: When a careful person could know, milliseconds, local time.
    """

    window: tuple[int, int]
    channel: str
    control: str
    first_knowable: int
    rows: Rows = field(default_factory=empty)
    added: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    silences: tuple[Silence, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    reports: tuple[Report, ...] = ()
    actors: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    ongoing: bool = False


@dataclass(frozen=True)
class Evidence:
    """What an investigator has; nothing here tells ordinary from staged.

    Attributes:
        events: The log (`kit.activity.table`), in order of time.
        tables: The organisation's tables, ``log_gaps``, ``segments`` and ``reports``.
        customers: The customers' tables.
        book: The customers in order of registration, and the lists of them.
    """

    events: pa.Table
    tables: Mapping[str, pa.Table]
    customers: Mapping[str, pa.Table]
    book: Book


@dataclass(frozen=True)
class Truth:
    """What really happened.

    Attributes:
        facts: As written to ``truth.json`` (see `kit.leaks.truth`).
        exposures: One row per exposure, with event ids.
        customers: ``customer_id``, first exposure, fields.
    """

    facts: Mapping[str, Any]
    exposures: pa.Table
    customers: pa.Table


@dataclass(frozen=True)
class Staged:
    """A company in which something happened."""

    company: Company
    evidence: Evidence
    truth: Truth


class Leak(Protocol):
    """A module of the catalogue: one leak, or one look-alike.

    Attributes:
        FAMILY: What kind of incident it is; accidents are the majority of a drawn sample.
        WEIGHT: How often it is drawn, beside the others.
        PHASES: Phases in which it can happen, the usual one first.
        VIA: What it goes through.
    """

    FAMILY: Family
    WEIGHT: int
    PHASES: tuple[Phase, ...]
    VIA: ViaKind

    def fits(self, company: Company) -> str | None:
        """Return None, or the message code of why it makes no sense in this company."""

    def plan(self, company: Company, parameters: Parameters, seed: int) -> Plan:
        """Return what happens; the same for the same company, parameters and seed.

        Raises:
            BadInput: If what it goes through is not there.
        """


Planner = Callable[[Company, Parameters, int], Plan]
