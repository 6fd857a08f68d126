"""Accounts: of the company's own people, of other parties' people, of mailboxes and programs."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from kit.organisation.ending import after_closing
from kit.organisation.history import Staff
from kit.organisation.parties import Others, parties_there, transferee_id
from kit.organisation.setting import DAY, NEVER, Ints, Setting, Texts, moment, table
from kit.organisation.spec import BatchSpec
from kit.organisation.structure import OWN
from kit.seeding import below, unit

_SAME_DAY = 0.75  # of the accounts of leavers: closed on their last evening, else next morning
_WHOLE_COMPANY = ("business_sale", "merger")


@dataclass(frozen=True)
class Accounts:
    """Accounts as columns.

    Attributes:
        account_id, kind, party: As written.
        person: Place among own people and, behind them, the others; -1: nobody's.
        owner: Row of the own person who answers for it, or -1.
        created, disabled: Milliseconds; `NEVER` days: still open.
    """

    account_id: Texts
    kind: Texts
    party: Texts
    person: Ints
    owner: Ints
    created: Ints
    disabled: Ints

    def __len__(self) -> int:
        return len(self.account_id)


def join(parts: list[Accounts]) -> Accounts:
    """Return all accounts, one part after the other."""
    return Accounts(
        *(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Accounts))
    )


def own_accounts(setting: Setting, staff: Staff) -> Accounts:
    """Return one account of each of the company's own people, in their order."""
    count = len(staff)
    created = moment(staff.joined, setting.draws(count, "account", "created"), 8.5, 10.0)
    draws = setting.draws(count, "account", "disabled")
    late = unit(setting.draws(count, "account", "late")) >= _SAME_DAY
    evening, morning = moment(staff.left, draws, 17.0, 19.0), moment(staff.left + 1, draws, 8.5, 11)
    disabled = np.where(late, morning, evening)
    closed = after_closing(setting)
    if closed is not None:
        whole = setting.deal.form in _WHOLE_COMPANY
        over = np.full(count, True) if whole else staff.passed < NEVER
        closing = moment(np.full(count, closed - 1), draws, 18.0, 23.0)
        disabled = np.where(over, np.minimum(disabled, closing), disabled)
    return Accounts(
        np.array([one.lower() for one in staff.persons.staff_id], dtype=object),
        np.full(count, "person", dtype=object),
        np.full(count, OWN, dtype=object),
        np.arange(count, dtype=np.int64),
        np.full(count, -1, np.int64),
        created,
        _open(setting, disabled),
    )


def passed_accounts(setting: Setting, staff: Staff) -> Accounts:
    """Return the new accounts, with the transferee, of those who passed over with the business."""
    who = np.flatnonzero(staff.passed < NEVER)
    draws = setting.draws(len(who), "account", "passed")
    left = moment(staff.left[who], draws, 17.0, 19.0)
    return Accounts(
        np.array([f"{one.lower()}.n" for one in staff.persons.staff_id[who]], dtype=object),
        np.full(len(who), "person", dtype=object),
        np.full(len(who), transferee_id(setting) or "", dtype=object),
        who,
        np.full(len(who), -1, np.int64),
        moment(staff.passed[who] - 1, draws, 13.0, 17.5),
        _open(setting, left),
    )


def other_accounts(setting: Setting, staff: Staff, others: Others) -> Accounts:
    """Return the accounts of people of other parties."""
    count = len(others.party)
    draws = setting.draws(count, "account", "others")
    answer = _in_charge_of_others(setting, staff, others)
    kind = np.where(others.job >= 0, "person", "vendor").astype(object)
    return Accounts(
        np.array([one.lower() for one in others.persons.staff_id], dtype=object),
        kind,
        np.array(others.party, dtype=object),
        len(staff) + np.arange(count, dtype=np.int64),
        answer,
        moment(others.joined, draws, 8.5, 10.0),
        _open(setting, moment(others.left, draws, 17.0, 19.0)),
    )


def _in_charge_of_others(setting: Setting, staff: Staff, others: Others) -> Ints:
    """Own people who lead and answer for outsiders of a party: the same one for each party."""
    leads = np.unique(staff.manager[: staff.at_work])[1:]
    leads = leads[(staff.left[leads] >= NEVER) & (staff.passed[leads] >= NEVER)]
    if not len(leads):
        leads = np.array([staff.head])
    ids = sorted(set(others.party))
    drawn = below(setting.draws(len(ids), "account", "answers"), len(leads))
    chosen = {party: int(leads[place]) for party, place in zip(ids, drawn, strict=True)}
    return np.array([chosen[party] for party in others.party], np.int64)


def mailboxes(setting: Setting, staff: Staff) -> Accounts:
    """Return the mailboxes that several people read."""
    places = {one.id: place for place, one in enumerate(setting.profile.departments)}
    ids = list(setting.profile.shared_mailboxes)
    owners = [_someone(staff, staff.department == places[one]) for one in ids]
    draws = setting.draws(len(ids), "account", "mailbox")
    return Accounts(
        np.array([f"box.{one}" for one in ids], dtype=object),
        np.full(len(ids), "shared_mailbox", dtype=object),
        np.full(len(ids), OWN, dtype=object),
        np.full(len(ids), -1, np.int64),
        np.array(owners, np.int64),
        moment(setting.founded + 60 + below(draws, 900), draws),
        np.full(len(ids), NEVER * DAY, np.int64),
    )


def live_batches(setting: Setting) -> list[BatchSpec]:
    """Return the work of programs that has begun by the day of the world."""
    there = {one.spec.id for one in parties_there(setting)}
    return [
        one
        for one in setting.profile.batches
        if setting.seen(setting.window(one.phases)) and (one.party is None or one.party in there)
    ]


def program_accounts(setting: Setting, staff: Staff) -> Accounts:
    """Return the accounts of programs, in the order of `live_batches`."""
    batches = live_batches(setting)
    jobs = {one.id: place for place, one in enumerate(setting.profile.jobs)}
    windows = [setting.window(one.phases) for one in batches]
    contract = {one.spec.id: one.window.first for one in parties_there(setting)}
    draws = setting.draws(len(batches), "account", "batches")
    begun = setting.today - 500 - below(draws, 1200)
    since = [
        max(window.first, contract.get(batch.party or "", -NEVER), int(day))
        for window, batch, day in zip(windows, batches, begun, strict=True)
        if window is not None
    ]
    until = [window.last for window in windows if window is not None]
    return Accounts(
        np.array([f"svc.{one.id}" for one in batches], dtype=object),
        np.array([one.kind for one in batches], dtype=object),
        np.array([one.party or OWN for one in batches], dtype=object),
        np.full(len(batches), -1, np.int64),
        np.array([_someone(staff, staff.job == jobs[one.owner]) for one in batches], np.int64),
        moment(np.array(since, np.int64), draws),
        _open(setting, moment(np.array(until, np.int64), draws, 17.0, 19.0)),
    )


def _someone(staff: Staff, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """The one of a group who is still there and has been longest; the head if there is none."""
    rows = np.flatnonzero(mask & (staff.left >= NEVER))
    return int(rows[np.argmin(staff.joined[rows])]) if len(rows) else staff.head


def _open(setting: Setting, disabled: Ints) -> Ints:
    return np.where(disabled < setting.now, disabled, NEVER * DAY)


def account_table(accounts: Accounts, staff_ids: Texts) -> pa.Table:
    """Return the table of accounts, in the order in which they were opened."""
    ids = [*staff_ids, None]
    order = np.argsort(accounts.created, kind="stable")
    return table(
        "accounts",
        account_id=accounts.account_id[order],
        kind=accounts.kind[order],
        staff_id=[ids[place] for place in accounts.person[order]],
        party_id=accounts.party[order],
        owner_id=[ids[place] for place in accounts.owner[order]],
        created_at=accounts.created[order],
        disabled_at=accounts.disabled[order],
    )
