"""What an organisation is described with: departments, jobs, systems, views, roles, batch work.

One TOML file per company profile (``profiles/<profile>.toml``); `kit.organisation.profile` reads
and checks it. It says what exists and how people work; how many there are of each, and who, is
made from the seed.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kit.customers.spec import DealForm, Words

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,62}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(ge=0, le=500)]
Hour = Annotated[float, Field(ge=0, le=24)]
SystemKind = Literal[
    "crm",
    "erp",
    "file_share",
    "data_room",
    "mail",
    "app_backend",
    "database",
    "api_gateway",
    "backup",
    "test",
    "identity",
    "endpoint",
    "paper_archive",
]
PartyRole = Literal[
    "transferor", "transferee", "target", "vendor", "adviser", "liquidation_group", "administrator"
]
AccountKind = Literal["person", "service", "shared_mailbox", "vendor", "api"]
Phase = Literal[
    "normal",
    "due_diligence",
    "signing",
    "cut_over",
    "post_closing",
    "liquidation",
    "deregistered",
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartySpec(_Part):
    """A party beside the company itself.

    With the role ``transferor`` or ``transferee`` it adds people of a side of the deal; that side's
    name is the deal's then, and there is no such party where the deal has no such side.

    Attributes:
        id: Its code.
        role: What it is in the deal or in daily work.
        name: Its name; invented, of no real company.
        service: What it does for the company.
        entrusted: Tables whose data it processes on the company's behalf (PIPL Art. 21).
        phases: When it has access, from the first to the last of those the deal has; always if
            empty.
        people: How many of its people have accounts.
        roles: Roles of their accounts.
        habits: Mean number of each action of one of them on a working day.
        starts, ends: Their usual working hours, local time.
    """

    id: Code
    role: PartyRole
    name: Words
    service: Words
    entrusted: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    people: Annotated[int, Field(ge=0, le=50)] = 0
    roles: tuple[Code, ...] = ()
    habits: dict[Code, Rate] = {}
    starts: Hour = 9.0
    ends: Hour = 18.0


class DepartmentSpec(_Part):
    """A department; the owners of the profile's processing register are among them.

    Attributes:
        id: Its code.
        name: Its name.
        parent: The department it belongs to; none for the head office.
        sites: Whether it has a team at every site (a showroom, a branch, a pool).
    """

    id: Code
    name: Words
    parent: Code | None = None
    sites: bool = False


class JobSpec(_Part):
    """A job and the habits of those who do it.

    Attributes:
        id: Its code.
        title: Its title.
        department: Where it is.
        share: Its part of the headcount; the shares of all jobs are scaled to one.
        least: The fewest people that do it, however small the company.
        manages: Jobs whose holders report to a holder of this one.
        roles: Roles that come with the job.
        starts, ends: Usual working hours, local time.
        weekends: Share of weekend days worked.
        remote: Share of days worked from home.
        scope: Field of the customers whose values are dealt out to the holders (a salesperson sees
            one province); None: all customers.
        habits: Mean number of each action (`kit.activity.actions`) on a working day.
        month_end: By how much work grows in the last three working days of a month.
    """

    id: Code
    title: Words
    department: Code
    share: Annotated[float, Field(gt=0, le=1)]
    least: Annotated[int, Field(ge=0, le=100)] = 1
    manages: tuple[Code, ...] = ()
    roles: tuple[Code, ...]
    starts: Hour = 8.5
    ends: Hour = 18.0
    weekends: Share = 0.0
    remote: Share = 0.1
    scope: str | None = None
    habits: dict[Code, Rate]
    month_end: Annotated[float, Field(ge=1, le=5)] = 1.0


class SystemSpec(_Part):
    """A system.

    Attributes:
        id: Its code.
        kind: What it is.
        name: Its name.
        department: Who owns it.
        party: Who runs it, if not the company.
        logged: Whether it writes a log that an investigator can read.
        phases: When it is live, from the first to the last of those the deal has; always if empty.
    """

    id: Code
    kind: SystemKind
    name: Words
    department: Code
    party: Code | None = None
    logged: bool = True
    phases: tuple[Phase, ...] = ()


class ViewSpec(_Part):
    """What a system shows, exports or stores of customers: one table's fields.

    Attributes:
        id: Its code, ``<system>.<what>``.
        system: Where it is.
        title: Its title.
        table: Table of the customers' profile; each row leads to one customer.
        fields: Its fields, of that table; those of the customer's own table may be added as
            ``customers.<field>``.
        actions: What can be done with it (`kit.activity.actions`).
        page: Rows a person sees at once.
    """

    id: Code
    system: Code
    title: Words
    table: str
    fields: tuple[str, ...]
    actions: tuple[Code, ...]
    page: Annotated[int, Field(ge=1, le=200)] = 20


class RoleSpec(_Part):
    """A role of a system, or a group that holds roles.

    Attributes:
        id: Its code.
        name: Its name.
        system: Its system; None for a group.
        grants: Views it opens, each with the actions it allows: ``{"crm.card" = ["crm.open"]}``.
        holds: Roles and groups that come with this group (nested groups).
        sensitive: Whether it is reviewed more often.
    """

    id: Code
    name: Words
    system: Code | None = None
    grants: dict[Code, tuple[Code, ...]] = {}
    holds: tuple[Code, ...] = ()
    sensitive: bool = False


class BatchSpec(_Part):
    """Work that a service account does by itself.

    Attributes:
        id: Its code; the service account is named after it.
        name: What it is for.
        owner: The job that answers for it.
        party: The party whose account it is, if not the company.
        kind: ``service`` or ``api``.
        role: Its role.
        action: What it does.
        view: With what.
        every: How often.
        at: Local time.
        repeat: How many events a run makes (pages of an interface, files of a backup).
        phases: When it runs, from the first to the last of those the deal has; always if empty.
    """

    id: Code
    name: Words
    owner: Code
    party: Code | None = None
    kind: Literal["service", "api"] = "service"
    role: Code
    action: Code
    view: Code
    every: Literal["hour", "day", "week", "month", "year"]
    at: Hour = 2.0
    repeat: Annotated[int, Field(ge=1, le=5000)] = 1
    phases: tuple[Phase, ...] = ()


class OrganisationProfile(_Part):
    """An organisation without its people.

    Attributes:
        id: The company profile's id.
        staff_table, staff_key, staff_name, staff_job_field: Where the customers' profile already
            names staff, who are the first staff of the organisation.
        staff_jobs: Jobs by value of the column ``staff_job_field`` (in every language), or one job
            of all of them under ``*``.
        sites: Reference table of the sites (branches, showrooms, pools), with key and name columns.
        segment_fields: Fields of the customers' own table that lists are filtered by.
        shared_mailboxes: Names of mailboxes that several people read, by owning department.
    """

    id: str
    staff_table: str
    staff_key: str
    staff_name: str
    staff_jobs: dict[str, Code] = {}
    staff_job_field: str | None = None
    sites: str
    site_key: str
    site_name: str
    segment_fields: tuple[str, ...]
    forms: tuple[DealForm, ...] = ()
    parties: tuple[PartySpec, ...]
    departments: tuple[DepartmentSpec, ...]
    jobs: tuple[JobSpec, ...]
    systems: tuple[SystemSpec, ...]
    views: tuple[ViewSpec, ...]
    roles: tuple[RoleSpec, ...]
    batches: tuple[BatchSpec, ...]
    shared_mailboxes: dict[Code, Words] = {}
