"""Tickets and rights of everybody and everything else: outsiders, mailboxes, programs, keys."""

import numpy as np
import pyarrow as pa

from kit.organisation.accounts import Accounts, live_batches
from kit.organisation.desk import Desk
from kit.organisation.parties import Others, parties_there
from kit.organisation.rights import Rights, give, matrix
from kit.organisation.setting import DAY, NEVER, Ints, moment, table
from kit.seeding import below

_KEY_YEAR = 365
_KEYS_KEPT = 3
_CLOSING = 2


def passed_rights(desk: Desk, accounts: Accounts) -> Rights:
    """Return the rights of those who passed over to the transferee: those of their job."""
    who = accounts.person
    day = accounts.created // DAY
    values = [{"name": desk.staff.persons.name[row]} for row in who]
    refs = [[desk.ids[row], one] for row, one in zip(who, accounts.account_id, strict=True)]
    opened = desk.before(day, "passed")
    ticket = desk.ask("access", "passed", opened, accounts.created, who, values, refs)
    jobs = [job.roles for job in desk.setting.profile.jobs]
    roles = matrix(desk.setting, jobs)[desk.staff.job[who]]
    return _rights(desk, "passed", accounts, roles, ticket, who)


def other_rights(desk: Desk, accounts: Accounts, others: Others) -> Rights:
    """Return the rights of people of other parties: of their party, or of the job they learn."""
    setting = desk.setting
    parties = {one.spec.id: one.spec for one in parties_there(setting)}
    jobs, names = setting.profile.jobs, _party_names(desk, others)
    listed, values, codes = [], [], []
    for number, party in enumerate(others.party):
        job = int(others.job[number])
        listed.append(jobs[job].roles if job >= 0 else parties[party].roles)
        codes.append("transition" if job >= 0 else "other")
        name = others.persons.name[number]
        values.append({"name": name, "party": names[party], "job": desk.titles[job]})
    ticket = np.full(len(accounts), -1, np.int64)
    opened = desk.before(others.joined, "others")
    refs = [list(one) for one in zip(others.persons.staff_id, accounts.account_id, strict=True)]
    for code in ("transition", "other"):
        rows = np.array([n for n, one in enumerate(codes) if one == code], np.int64)
        ticket[rows] = desk.ask(
            "access",
            code,
            opened[rows],
            accounts.created[rows],
            accounts.owner[rows],
            [values[row] for row in rows],
            [refs[row] for row in rows],
        )
    gone = np.flatnonzero(accounts.disabled < setting.now)
    desk.ask(
        "revoke",
        "other_end",
        desk.before(accounts.disabled[gone] // DAY, "others", "end"),
        accounts.disabled[gone],
        accounts.owner[gone],
        [values[row] for row in gone],
        [refs[row] for row in gone],
    )
    roles = matrix(setting, listed)
    return _rights(desk, "others", accounts, roles, ticket, accounts.owner, others.expires)


def _party_names(desk: Desk, others: Others) -> dict[str, str]:
    setting = desk.setting
    names = {one.spec.id: setting.words(one.spec.name) for one in parties_there(setting)}
    return {party: names.get(party, setting.deal.transferee or party) for party in others.party}


def mailbox_rights(desk: Desk, accounts: Accounts) -> Rights:
    """Return the right of each shared mailbox to send and receive."""
    profile = desk.setting.profile
    mail = {system.id for system in profile.systems if system.kind == "mail"}
    roles = tuple(role.id for role in profile.roles if role.system in mail and not role.sensitive)
    names = [desk.setting.words(one) for one in profile.shared_mailboxes.values()]
    ticket = _opened(desk, "mailbox", accounts, names)
    marks = matrix(desk.setting, [roles] * len(accounts))
    return _rights(desk, "mailbox", accounts, marks, ticket, accounts.owner)


def program_rights(desk: Desk, accounts: Accounts) -> Rights:
    """Return the rights of programs."""
    batches = live_batches(desk.setting)
    names = [desk.setting.words(one.name) for one in batches]
    ticket = _opened(desk, "service", accounts, names)
    gone = np.flatnonzero(accounts.disabled < desk.setting.now)
    desk.ask(
        "revoke",
        "service_end",
        desk.before(accounts.disabled[gone] // DAY, "service", "end"),
        accounts.disabled[gone],
        accounts.owner[gone],
        [{"what": names[row]} for row in gone],
        [[accounts.account_id[row]] for row in gone],
    )
    marks = matrix(desk.setting, [(one.role,) for one in batches])
    return _rights(desk, "service", accounts, marks, ticket, accounts.owner)


def _opened(desk: Desk, code: str, accounts: Accounts, names: list[str]) -> Ints:
    return desk.ask(
        "access",
        code,
        desk.before(accounts.created // DAY, code),
        accounts.created,
        accounts.owner,
        [{"what": name} for name in names],
        [[one] for one in accounts.account_id],
    )


def _rights(
    desk: Desk,
    path: str,
    accounts: Accounts,
    roles: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    ticket: Ints,
    who: Ints,
    expires: Ints | None = None,
) -> Rights:
    day = accounts.created // DAY
    return give(
        np.arange(len(accounts), dtype=np.int64),
        roles,
        accounts.created,
        accounts.disabled,
        np.full(len(accounts), NEVER, np.int64) if expires is None else expires,
        desk.granters(day, path),
        desk.staff.in_charge(who, day),
        ticket,
    )


def keys(desk: Desk, accounts: Accounts) -> pa.Table:
    """Return the keys of the interfaces' accounts: changed every year, the old one withdrawn."""
    rows: list[tuple[str, int, int, int]] = []  # account, created, expires, revoked
    setting = desk.setting
    for number in np.flatnonzero(accounts.kind == "api"):
        created, name = int(accounts.created[number]), accounts.account_id[number]
        ends = int(accounts.disabled[number])
        rows += _keys_of(desk, name, created // DAY, min(ends, NEVER * DAY))
    rows.sort(key=lambda row: (row[1], row[0]))
    return table(
        "api_keys",
        key_id=[f"K{number:04}" for number in range(len(rows))],
        account_id=[row[0] for row in rows],
        created_at=np.array([row[1] for row in rows], np.int64),
        expires_on=np.array([row[2] for row in rows], np.int64),
        revoked_at=np.array(
            [row[3] if row[3] < setting.now else NEVER * DAY for row in rows], np.int64
        ),
    )


def _keys_of(desk: Desk, account: str, first: int, ends: int) -> list[tuple[str, int, int, int]]:
    setting = desk.setting
    drawn = desk.setting.draws(64, "keys", account)
    begun = [first]
    while begun[-1] + _KEY_YEAR - 5 < min(setting.today, ends // DAY):
        begun.append(begun[-1] + _KEY_YEAR - 20 + int(below(drawn, 15)[len(begun)]))
    made = []
    for place, day in enumerate(begun):
        after = begun[place + 1] + _CLOSING if place + 1 < len(begun) else NEVER
        created = int(moment(np.array([day]), drawn[place : place + 1])[0])
        withdrawn = int(moment(np.array([after]), drawn[place : place + 1], 14, 17)[0])
        made.append((account, created, day + _KEY_YEAR, min(withdrawn, ends)))
    return [one for one in made if one[1] < one[3] and one[1] < setting.now][-_KEYS_KEPT:]
