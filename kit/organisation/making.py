"""Makes the organisation of a company: people, systems and rights at one moment of its deal.

What to know of the tables: the company's own people come first in ``staff``, those whom the
customers' tables name at the very top; behind them are those who have left, and then people of
other parties, who have no job here (``job_id`` null) unless they learn one for the transferee. Who
has passed over to the transferee has its ``party_id`` and a second account (``<staff>.n``), while
the first one was disabled at the closing. Files, links and mails are empty: `kit.activity.stock`
lays them out, since they hold extracts of customers.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from kit.customers.engine import Spec
from kit.errors import BadInput
from kit.organisation import accounts, answering, granting, outside
from kit.organisation.accounts import account_table
from kit.organisation.closing import with_deal
from kit.organisation.custody import write_custody
from kit.organisation.deal import make_deal
from kit.organisation.desk import Desk
from kit.organisation.devices import device_table, make_devices
from kit.organisation.history import Staff, make_staff
from kit.organisation.model import Organisation
from kit.organisation.parties import Others, make_others, party_table, transferee_id
from kit.organisation.profile import load_organisation
from kit.organisation.rights import join, right_table, within_systems
from kit.organisation.routine import domain_table, write_matters, write_routine
from kit.organisation.schemas import SCHEMAS
from kit.organisation.setting import NEVER, Ints, Setting, Texts, table
from kit.organisation.spec import OrganisationProfile, Phase
from kit.organisation.structure import OWN, site_ids, structure
from kit.organisation.tickets import Tickets

FEWEST, MOST = 20, 20_000


def make_organisation(
    spec: Spec,
    tables: Mapping[str, pa.Table],
    *,
    staff: int = 60,
    phase: Phase | None = None,
    profile: OrganisationProfile | None = None,
) -> Organisation:
    """Return the organisation around some customers.

    Args:
        spec: What fixes the customers.
        tables: Their tables; the reference tables of staff, sites and the deal are used.
        staff: How many people work for the company, before a closing or a liquidation thins them.
        phase: Phase of the deal; the one of the reference date if not given.
        profile: The organisation without its people; the shipped one if not given.

    Raises:
        BadInput: Too few or too many people, or a phase that the form of the deal does not have.
    """
    if not FEWEST <= staff <= MOST:
        raise BadInput("organisation.staff_range", staff=staff, fewest=FEWEST, most=MOST)
    profile = profile or load_organisation(spec.profile.id)
    setting = Setting(spec, tables, profile, make_deal(spec, tables, phase, profile), staff)
    made = structure(setting) | {"parties": party_table(setting)} | _people_tables(setting)
    whole = {name: made.get(name, schema.empty_table()) for name, schema in SCHEMAS.items()}
    return Organisation(profile, spec.seed, staff, spec.locale, setting.deal, whole)


def _people_tables(setting: Setting) -> dict[str, pa.Table]:
    staff = with_deal(setting, make_staff(setting))
    others = make_others(setting, staff)
    desk = Desk(setting, staff, Tickets(setting))
    own = accounts.own_accounts(setting, staff)
    groups = [
        own,
        accounts.passed_accounts(setting, staff),
        accounts.other_accounts(setting, staff, others),
        accounts.mailboxes(setting, staff),
        accounts.program_accounts(setting, staff),
    ]
    papers = granting.write_papers(desk, own)
    parts = [
        join([granting.job_rights(desk, own, papers), granting.further_rights(desk, own)]),
        outside.passed_rights(desk, groups[1]),
        outside.other_rights(desk, groups[2], others),
        outside.mailbox_rights(desk, groups[3]),
        outside.program_rights(desk, groups[4]),
    ]
    firsts = np.cumsum([0, *(len(group) for group in groups)])
    shifted = [part.shifted(int(first)) for part, first in zip(parts, firsts, strict=False)]
    whole = accounts.join(groups)
    names: Texts = np.concatenate([staff.persons.name, others.persons.name])
    put_off = granting.opened_later(desk, join(shifted), whole, names)
    rights = within_systems(setting, put_off)
    desk.tickets.close_after(rights.ticket, rights.granted)
    staff_ids: Texts = np.concatenate([staff.persons.staff_id, others.persons.staff_id])
    devices = make_devices(setting, staff)
    custody = write_custody(desk, devices)
    write_routine(desk)
    write_matters(desk)
    tickets, ticket_ids = desk.tickets.finish()
    return {
        "staff": _staff_table(setting, staff, others),
        "staff_history": _history(setting, staff, papers, ticket_ids),
        "accounts": account_table(
            replace(whole, owner=answering.owners(staff, whole.owner, setting.today)), staff_ids
        ),
        "entitlements": right_table(setting, rights, whole.account_id, staff_ids, ticket_ids),
        "api_keys": outside.keys(desk, groups[4]),
        "devices": device_table(devices, staff.persons.staff_id),
        "custody": custody,
        "domains": domain_table(setting),
        "tickets": tickets,
    }


def _staff_table(setting: Setting, staff: Staff, others: Others) -> pa.Table:
    persons, guests = staff.persons, others.persons
    none = [None] * len(others.party)
    jobs = np.array([job.id for job in setting.profile.jobs] + [None], dtype=object)
    departments = [one.id for one in setting.profile.departments] + [None]
    of_job = {job.id: job.department for job in setting.profile.jobs}
    sites = site_ids(setting)
    party = np.where(staff.passed < NEVER, transferee_id(setting) or OWN, OWN)
    ids = [*persons.staff_id, *guests.staff_id, None]
    manager = answering.managers(staff, setting.today, _of_transferee(setting, staff, others))
    return table(
        "staff",
        staff_id=np.concatenate([persons.staff_id, guests.staff_id]),
        name=np.concatenate([persons.name, guests.name]),
        sex=np.concatenate([persons.sex, guests.sex]),
        mobile=np.concatenate([persons.mobile, guests.mobile]),
        email=np.concatenate([persons.email, guests.email]),
        party_id=[*party, *others.party],
        department_id=[departments[one] for one in staff.department]
        + [of_job.get(job) for job in jobs[others.job]],
        job_id=[*jobs[staff.job], *jobs[others.job]],
        site_id=[sites[place] for place in staff.site] + none,
        manager_id=[ids[one] for one in manager] + none,
        joined_on=np.concatenate([staff.joined, others.joined]),
        left_on=np.concatenate([_past(setting, staff.left), _past(setting, others.left)]),
    )


def _of_transferee(setting: Setting, staff: Staff, others: Others) -> int:
    """Row of the first person of the transferee who is here today; -1: there is none."""
    theirs = np.array([one == transferee_id(setting) for one in others.party], bool)
    here = np.flatnonzero(theirs & (others.left > setting.today))
    return len(staff) + int(here[0]) if len(here) else -1


def _past(setting: Setting, days: Ints) -> Ints:
    return np.where(days <= setting.today, days, NEVER)


def _history(setting: Setting, staff: Staff, papers: granting.Papers, tickets: Texts) -> pa.Table:
    """The comings and goings, in order of time."""
    jobs, departments = setting.profile.jobs, [job.department for job in setting.profile.jobs]
    first = np.where(staff.was >= 0, staff.was, staff.job)
    none = np.full(len(staff), -1, np.int64)
    blocks = [
        ("join", staff.joined, none, first, papers.joined),
        ("move", staff.moved, staff.was, staff.job, papers.moved),
        ("leave", staff.left, staff.job, none, papers.left),
    ]
    rows = [
        (int(day[row]), row, event, int(old[row]), int(new[row]), int(ticket[row]))
        for event, day, old, new, ticket in blocks
        for row in np.flatnonzero(day <= setting.today).tolist()
    ]
    rows.sort(key=lambda row: row[0])
    ids = [*(job.id for job in jobs), None]
    places = [*departments, None]
    return table(
        "staff_history",
        staff_id=[staff.persons.staff_id[row[1]] for row in rows],
        event=[row[2] for row in rows],
        on_day=np.array([row[0] for row in rows], np.int64),
        from_job_id=[ids[row[3]] for row in rows],
        to_job_id=[ids[row[4]] for row in rows],
        from_department_id=[places[row[3]] for row in rows],
        to_department_id=[places[row[4]] for row in rows],
        ticket_id=[tickets[row[5]] for row in rows],
    )
