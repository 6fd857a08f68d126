"""Tickets and the rights they give to the company's own people."""

from dataclasses import dataclass, replace

import numpy as np

from kit.organisation.accounts import Accounts
from kit.organisation.desk import Desk
from kit.organisation.rights import Marks, Rights, give, join, matrix, opening
from kit.organisation.setting import DAY, NEVER, Ints, Texts, moment, workday
from kit.organisation.structure import live_roles
from kit.seeding import below, unit

_NEVER = NEVER * DAY
_COVER_SHARE, _EXTRA_SHARE = 0.16, 0.04
_COVER_DAYS = (10, 75)
_COVER_WITHIN = 540


@dataclass(frozen=True)
class Papers:
    """The tickets of people's comings and goings, by row of the staff; -1: none.

    Attributes:
        joined, moved, left: Places of the tickets.
    """

    joined: Ints
    moved: Ints
    left: Ints


def write_papers(desk: Desk, accounts: Accounts) -> Papers:
    """Write the tickets of joining, changing jobs and leaving.

    Args:
        desk: Whose.
        accounts: The accounts of the company's own people, in their order.
    """
    staff = desk.staff
    everyone = np.arange(len(staff), dtype=np.int64)
    refs = [list(pair) for pair in zip(desk.ids, accounts.account_id, strict=True)]
    first = np.where(staff.was >= 0, staff.was, staff.job)
    joined = desk.ask(
        "join",
        "join",
        desk.before(staff.joined, "join"),
        accounts.created,
        everyone,
        _named(desk, everyone, first),
        refs,
    )
    moved, left = np.full(len(staff), -1, np.int64), np.full(len(staff), -1, np.int64)
    movers = np.flatnonzero(staff.moved < NEVER)
    values = _named(desk, movers, staff.job[movers])
    for one, job in zip(values, staff.was[movers], strict=True):
        one |= {"old": desk.titles[job], "new": one["job"]}
    opened = desk.before(staff.moved[movers], "move")
    own_refs = [refs[row] for row in movers]
    moved[movers] = desk.ask(
        "move", "move", opened, _taken_away(desk)[movers], movers, values, own_refs
    )
    leavers = np.flatnonzero(staff.left <= desk.setting.today)
    opened = desk.before(staff.left[leavers], "leave")
    left[leavers] = desk.ask(
        "leave",
        "leave",
        opened,
        accounts.disabled[leavers],
        leavers,
        _named(desk, leavers, staff.job[leavers]),
        [refs[row] for row in leavers],
    )
    return Papers(joined, moved, left)


def _named(desk: Desk, who: Ints, job: Ints) -> list[dict[str, str]]:
    titles, names = desk.titles, desk.staff.persons.name
    return [{"name": names[row], "job": titles[one]} for row, one in zip(who, job, strict=True)]


def _taken_away(desk: Desk) -> Ints:
    """When movers lose what only the old job needed: one to five days later."""
    draws = desk.setting.draws(len(desk.staff), "move", "lost")
    return moment(desk.staff.moved + 1 + below(draws, 5), draws << np.uint64(20))


def job_rights(desk: Desk, accounts: Accounts, papers: Papers) -> Rights:
    """Return the rights that come with people's jobs."""
    setting, staff = desk.setting, desk.staff
    everyone = np.arange(len(staff), dtype=np.int64)
    roles = matrix(setting, [job.roles for job in setting.profile.jobs])
    old = roles[np.where(staff.was >= 0, staff.was, staff.job)]
    new = roles[staff.job]
    lost = np.where(staff.moved < NEVER, _taken_away(desk), _NEVER)
    gained = moment(staff.moved, setting.draws(len(staff), "move", "gained"), 9.0, 12.0)
    never = np.full(len(staff), NEVER, np.int64)
    joining = (
        never,
        desk.granters(staff.joined, "join"),
        staff.in_charge(everyone, staff.joined),
        papers.joined,
    )
    moving = (
        never,
        desk.granters(staff.moved, "move"),
        staff.in_charge(everyone, staff.moved),
        papers.moved,
    )
    ends = accounts.disabled
    return join(
        [
            give(everyone, old & new, accounts.created, ends, *joining),
            give(everyone, old & ~new, accounts.created, np.minimum(lost, ends), *joining),
            give(everyone, new & ~old, gained, ends, *moving),
        ]
    )


def opened_later(desk: Desk, rights: Rights, accounts: Accounts, names: Texts) -> Rights:
    """Return the rights with those put off whose system opens later, each asked for again then.

    Args:
        desk: Whose.
        rights: Of all accounts.
        accounts: All accounts, with the people behind them or those who answer for them.
        names: Names of own people and, behind them, of others.
    """
    start = opening(desk.setting)[rights.role]
    rows = np.flatnonzero((rights.granted < start) & (start < rights.revoked))
    rows = rows[start[rows] < desk.setting.now]
    own = accounts.person[rights.account[rows]]
    who = np.where(own < 0, accounts.owner[rights.account[rows]], own)
    who = np.where(who >= len(desk.staff), accounts.owner[rights.account[rows]], who)
    granted = start[rows] + (rows % 300) * 60_000
    role = rights.role[rows]
    day = granted // DAY
    ids = accounts.account_id[rights.account[rows]]
    called = np.where(own >= 0, names[own], ids)
    ticket = _asked(desk, "opened", who, granted, role, ids, called)
    columns = {
        "granted": granted,
        "granted_by": desk.granters(day, "opened"),
        "approved_by": desk.staff.in_charge(who, day),
        "ticket": ticket,
    }
    changed = {name: getattr(rights, name).copy() for name in columns}
    for name, values in columns.items():
        changed[name][rows] = values
    late = replace(rights, **changed)
    return late.taken(np.flatnonzero(late.granted >= opening(desk.setting)[late.role]))


def further_rights(desk: Desk, accounts: Accounts) -> Rights:
    """Return rights beside the job: for a while to cover for a colleague, or one more for good."""
    return join([_cover(desk, accounts), _extra(desk, accounts)])


def _cover(desk: Desk, accounts: Accounts) -> Rights:
    setting = desk.setting
    low, high = _COVER_DAYS
    who, day, role = _drawn(desk, "cover", _COVER_SHARE, low)
    days = low + below(setting.draws(len(who), "cover", "days"), high - low)
    expires = workday(day + days)
    granted = moment(day, setting.draws(len(who), "cover", "granted"), 10.0, 17.5)
    names = desk.staff.persons.name[who]
    ticket = _asked(desk, "cover", who, granted, role, accounts.account_id[who], names)
    return _one_each(desk, "cover", accounts, who, role, granted, expires, ticket)


def _extra(desk: Desk, accounts: Accounts) -> Rights:
    who, day, role = _drawn(desk, "extra", _EXTRA_SHARE, 2)
    granted = moment(day, desk.setting.draws(len(who), "extra", "granted"), 10.0, 17.5)
    names = desk.staff.persons.name[who]
    ticket = _asked(desk, "extra", who, granted, role, accounts.account_id[who], names)
    never = np.full(len(who), NEVER, np.int64)
    return _one_each(desk, "extra", accounts, who, role, granted, never, ticket)


def _drawn(desk: Desk, path: str, share: float, least_days: int) -> tuple[Ints, Ints, Ints]:
    """Who asks, on which day, for which role: one of another job's, not the most sensitive ones."""
    setting, staff = desk.setting, desk.staff
    there = np.arange(len(staff)) < staff.at_work
    since = np.where(staff.moved < NEVER, staff.moved, staff.joined) + 30
    end = np.minimum(np.where(staff.passed < NEVER, staff.passed - 2, staff.left), setting.today)
    room = np.minimum(end - least_days - since, _COVER_WITHIN)
    asking = there & (room > 0) & (unit(setting.draws(len(staff), path)) < share)
    who = np.flatnonzero(asking & (staff.manager >= 0))
    back = below(setting.draws(len(staff), path, "day"), 1 << 20)[who] * room[who] >> 20
    day = workday(end[who] - 1 - back)
    role = _role_of_another(desk, who, path)
    fits = role >= 0
    return who[fits], day[fits], role[fits]


def _role_of_another(desk: Desk, who: Ints, path: str) -> Ints:
    """A role that another job of the company has and the own one has not; -1: there is none."""
    profile = desk.setting.profile
    tame = {role.id for role in profile.roles if role.system and not role.sensitive}
    tame &= {part for role in profile.roles for part in role.holds} | {
        role for job in profile.jobs for role in job.roles
    }
    places = list(live_roles(desk.setting))
    has = _all_roles(desk)
    draws = below(desk.setting.draws(len(who), path, "role"), 1 << 20)
    chosen = np.full(len(who), -1, np.int64)
    for job in range(len(profile.jobs)):
        options = [p for p, role in enumerate(places) if role in tame and role not in has[job]]
        mine = desk.staff.job[who] == job
        if options:
            chosen[mine] = np.array(options)[draws[mine] % len(options)]
    return chosen


def _all_roles(desk: Desk) -> list[set[str]]:
    """The roles of each job, with those inside its groups."""
    inside = {role.id: role.holds for role in desk.setting.profile.roles}
    found = []
    for job in desk.setting.profile.jobs:
        waiting, roles = list(job.roles), set[str]()
        while waiting:
            one = waiting.pop()
            if one not in roles:
                roles.add(one)
                waiting += inside[one]
        found.append(roles)
    return found


def _asked(
    desk: Desk, code: str, who: Ints, granted: Ints, role: Ints, accounts: Texts, names: Texts
) -> Ints:
    """Write the tickets for one more role: who asks or answers for it, and for whom it is."""
    words = {one.id: desk.setting.words(one.name) for one in desk.setting.profile.roles}
    titles = [words[one] for one in live_roles(desk.setting)]
    values = [
        {"name": name, "role": titles[place]} for name, place in zip(names, role, strict=True)
    ]
    refs = [[desk.ids[row], account] for row, account in zip(who, accounts, strict=True)]
    opened = desk.before(granted // DAY, code)
    return desk.ask("access", code, opened, granted, who, values, refs)


def _one_each(
    desk: Desk,
    path: str,
    accounts: Accounts,
    who: Ints,
    role: Ints,
    granted: Ints,
    expires: Ints,
    ticket: Ints,
) -> Rights:
    marks: Marks = np.zeros((len(who), len(live_roles(desk.setting))), bool)
    marks[np.arange(len(who)), role] = True
    by = desk.granters(granted // DAY, path)
    boss = desk.staff.in_charge(who, granted // DAY)
    return give(who, marks, granted, accounts.disabled[who], expires, by, boss, ticket)
