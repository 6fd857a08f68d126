"""What happens every month, quarter or half-year: reviews, upgrades, recovery tests; domains."""

import numpy as np
import pyarrow as pa

from kit.organisation.desk import Desk
from kit.organisation.people import mail_domain
from kit.organisation.setting import DAY, NEVER, Setting, moment, table, workday
from kit.organisation.structure import live_systems

_YEARS = 3 * 365
_ROUTINES = (  # kind of ticket, every so many days, days from opening to closing, kinds of system
    ("audit", 91, 12, ("crm", "erp", "app_backend", "database", "file_share")),
    ("recovery_test", 182, 2, ("backup",)),
    ("export", 23, 2, ("crm", "erp", "app_backend")),
    ("change", 37, 1, ("crm", "erp", "app_backend", "mail", "file_share", "database")),
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
