"""What happens every month, quarter or half-year: reviews, upgrades, recovery tests; domains."""

import numpy as np
import pyarrow as pa

from kit.organisation.desk import Desk
from kit.organisation.people import mail_domain
from kit.organisation.setting import DAY, NEVER, Setting, moment, table, workday
from kit.organisation.structure import live_systems
from kit.seeding import below

_YEARS = 3 * 365
_ROUTINES = (  # kind of ticket, every so many days, days from opening to closing, kinds of system
    ("audit", 91, 12, ("crm", "erp", "app_backend", "database", "file_share")),
    ("recovery_test", 30, 2, ("backup",)),
    ("export", 23, 2, ("crm", "erp", "app_backend")),
    ("change", 37, 1, ("crm", "erp", "app_backend", "mail", "file_share", "database")),
)
_MATTERS = (  # kind of ticket, every so many days, days until it is closed, subjects
    ("incident", 17, (1, 40), [f"incident_{number}" for number in range(1, 10)]),
    ("hold", 150, (90, 420), ["hold_1", "hold_2", "hold_3"]),
    ("revoke", 71, (1, 9), ["revoke_1", "revoke_2"]),
)
_DOMAINS = (
    ("{}.example", "mail"),
    ("www.{}.example", "web"),
    ("app.{}.example", "app"),
    ("{}-club.example", "campaign"),
    ("{}-old.example", "former mail"),
)


def write_routine(desk: Desk) -> None:
    """Write the tickets of routine work of the last years, as long as somebody is there for it."""
    for kind, every, takes, kinds in _ROUTINES:
        systems = _systems(desk.setting, kinds)
        end = min(desk.setting.first_of("deregistered") or NEVER, desk.setting.today) - 2
        days = workday(np.arange(end - _YEARS, end, every, dtype=np.int64))
        if not systems or not len(days):
            continue
        draws = desk.setting.draws(len(days), "routine", kind)
        names = [systems[place % len(systems)] for place in range(len(days))]
        who = desk.granters(days, "routine", kind)
        opened = moment(days, draws)
        closed = moment(workday(days + takes), draws << np.uint64(20), 17, 18)
        desk.ask(
            kind,
            kind,
            opened,
            np.where(closed // DAY <= days + takes, np.maximum(closed, opened + 3_600_000), closed),
            who,
            [{"what": name} for _, name in names],
            [[key] for key, _ in names],
        )


def write_matters(desk: Desk) -> None:
    """Write the tickets of what comes up now and then: small incidents, holds, rights in question.

    A matter takes its days, so some are still open.
    """
    setting = desk.setting
    end = min(setting.first_of("deregistered") or NEVER, setting.today) - 1
    for kind, every, (least, most), codes in _MATTERS:
        count = _YEARS // every
        draws = setting.draws(count, "matters", kind)
        number = np.arange(count, dtype=np.int64)
        days = workday(end - number * every - below(draws, every))
        opened = moment(days, draws << np.uint64(20), 8.7, 18.4)
        takes = least + below(draws << np.uint64(9), most - least)
        closed = moment(workday(days + takes), draws << np.uint64(30), 9.2, 18)
        pool = np.flatnonzero(desk.staff.left >= NEVER)
        pool = pool if len(pool) else np.array([desk.staff.head])
        who = pool[below(setting.draws(count, "matters", kind, "who"), len(pool))]
        who = np.where(desk.staff.there(who, days), who, desk.staff.head)
        drawn = below(setting.draws(count, "matters", kind, "what"), len(codes))
        for place, code in enumerate(codes):
            mine = np.flatnonzero(drawn == place)
            values: list[dict[str, str]] = [{} for _ in mine]
            refs: list[list[str]] = [[] for _ in mine]
            shut = np.maximum(closed[mine], opened[mine] + 1_800_000)
            desk.ask(kind, code, opened[mine], shut, who[mine], values, refs)


def _systems(setting: Setting, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    live = live_systems(setting)
    return [
        (one.id, setting.words(one.name))
        for one in setting.profile.systems
        if one.kind in kinds and one.id in live and live[one.id].first <= -NEVER
    ]


def domain_table(setting: Setting) -> pa.Table:
    """Return the company's domains; paid for a year or two at a time, none lapsed so far."""
    name = mail_domain(setting).partition(".")[0]
    count = len(_DOMAINS)
    left = setting.draws(count, "domains") % np.uint64(700)
    return table(
        "domains",
        domain=[pattern.format(name) for pattern, _ in _DOMAINS],
        purpose=[purpose for _, purpose in _DOMAINS],
        expires_on=setting.today + 20 + left.astype(np.int64),
        state=["held"] * count,
    )
