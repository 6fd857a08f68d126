"""Who holds which role or group, since when, by whose leave, until when.

Rights come with the job. Whoever changes jobs keeps what both have in common, gets what is new on
the day and loses the rest within days. Beside these a few people cover for a colleague, with a
right that runs out, or have been given one more for good.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa

from kit.organisation.setting import DAY, NEVER, Ints, Setting, Texts, table
from kit.organisation.structure import live_roles

_NEVER = NEVER * DAY
_MINUTE = 60_000
Marks = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Rights:
    """Entitlements as columns.

    Attributes:
        account: Row of the accounts.
        role: Place among the live roles.
        granted, revoked: Milliseconds; `NEVER` days: still held.
        expires: Day, or `NEVER`.
        granted_by, approved_by: Rows of own people.
        ticket: Place of the ticket that asked for it.
    """

    account: Ints
    role: Ints
    granted: Ints
    revoked: Ints
    expires: Ints
    granted_by: Ints
    approved_by: Ints
    ticket: Ints

    def __len__(self) -> int:
        return len(self.account)

    def taken(self, rows: Ints) -> "Rights":
        """Return some of the rights."""
        return Rights(*(getattr(self, one.name)[rows] for one in fields(Rights)))

    def shifted(self, first: int) -> "Rights":
        """Return the rights of the same accounts when these stand behind ``first`` others."""
        return replace(self, account=self.account + first)


def join(parts: list[Rights]) -> Rights:
    """Return all rights, one part after the other."""
    return Rights(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Rights)))


def give(
    account: Ints,
    roles: Marks,
    granted: Ints,
    revoked: Ints,
    expires: Ints,
    granted_by: Ints,
    approved_by: Ints,
    ticket: Ints,
) -> Rights:
    """Return the rights of accounts.

    Args:
        account: Rows of the accounts.
        roles: For each account and live role, whether it gets it.
        granted, revoked, expires, granted_by, approved_by, ticket: As in `Rights`, one each.
    """
    who, role = np.nonzero(roles)
    columns = (revoked, expires, granted_by, approved_by, ticket)
    moments = granted[who] + (7 + 3 * (role % 5)) * _MINUTE
    return Rights(account[who], role, moments, *(column[who] for column in columns))


def matrix(setting: Setting, listed: list[tuple[str, ...]]) -> Marks:
    """Return for each list of roles and each live role whether it is in the list."""
    places = {role: place for place, role in enumerate(live_roles(setting))}
    made: Marks = np.zeros((len(listed), len(places)), bool)
    for row, roles in enumerate(listed):
        made[row, [places[role] for role in roles if role in places]] = True
    return made


def opening(setting: Setting) -> Ints:
    """Return for each live role the first moment at which it can be given."""
    first = np.array([one.first for one in live_roles(setting).values()], np.int64)
    return np.where(first > -NEVER, first * DAY + 9 * 60 * _MINUTE, -_NEVER)


def within_systems(setting: Setting, rights: Rights) -> Rights:
    """Return the rights cut to the days on which their systems are there, and to what is past.

    A right on a system that goes ends with it; a right that has run out is taken away on the
    evening of its last day.
    """
    last = np.array([one.last for one in live_roles(setting).values()], np.int64)[rights.role]
    evening = 20 * 60 * _MINUTE + (rights.account % 40) * _MINUTE
    over = np.minimum(last, rights.expires) * DAY + evening
    revoked = np.minimum(rights.revoked, over)
    kept = np.flatnonzero((rights.granted < revoked) & (rights.granted < setting.now))
    cut = rights.taken(kept)
    ended = np.where(revoked[kept] < setting.now, revoked[kept], _NEVER)
    return replace(cut, revoked=ended)


def right_table(
    setting: Setting, rights: Rights, accounts: Texts, staff_ids: Texts, tickets: Texts
) -> pa.Table:
    """Return the table of entitlements in order of time; nothing is known of their use yet."""
    order = np.lexsort((rights.role, rights.account, rights.granted))
    roles = np.array(list(live_roles(setting)), dtype=object)
    return table(
        "entitlements",
        entitlement_id=[f"G{number:06}" for number in range(len(order))],
        account_id=accounts[rights.account[order]],
        role_id=roles[rights.role[order]],
        granted_at=rights.granted[order],
        granted_by=staff_ids[rights.granted_by[order]],
        approved_by=staff_ids[rights.approved_by[order]],
        ticket_id=tickets[rights.ticket[order]],
        expires_on=rights.expires[order],
        revoked_at=rights.revoked[order],
        last_used_on=np.full(len(order), NEVER, np.int64),
    )
