"""Devices: computers and phones with their predecessors, servers, tapes, disks, memory sticks."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.organisation.history import Staff
from kit.organisation.setting import NEVER, Ints, Setting, Texts, table, workday
from kit.organisation.structure import live_systems
from kit.seeding import below, unit

Flags = NDArray[np.bool_]
_LIFE = 4 * 365  # days that a computer is used
_DESKTOP_SHARE = {True: 0.7, False: 0.2}  # by whether somebody works at a site
_ENCRYPTED = {"laptop": 0.93, "desktop": 0.55, "phone": 0.9, "disk": 0.7}
_PHONE_SHARE, _STICK_SHARE = 0.35, 0.05
_WITHOUT_SERVER = ("data_room", "endpoint", "paper_archive")
_TAPES = 12
_STORED_DAYS = (30, 150)  # how long an old computer waits until it is disposed of
DISK_MONTHS = 14
"""Portable disks of so many months are on record."""
_DISKS, _OLD_DISKS = (18, 90), (6, 40)  # fewest and most: portable ones, and old ones of servers
_LOST_SHARE = 0.045  # of the staff have lost a phone at some time


@dataclass(frozen=True)
class Devices:
    """Devices as columns.

    Attributes:
        kind, state: As written.
        person: Row of the own person it was given to, or -1.
        encrypted, managed: As written.
        issued, returned: Days; `NEVER`: still in use.
        gone: Day on which it was sold or destroyed, or `NEVER`.
    """

    kind: Texts
    person: Ints
    encrypted: Flags
    managed: Flags
    issued: Ints
    returned: Ints
    state: Texts
    gone: Ints

    def __len__(self) -> int:
        return len(self.kind)


def make_devices(setting: Setting, staff: Staff) -> Devices:
    """Return every device, in the order in which they were bought."""
    now, before = _computers(setting, staff)
    parts = [now, before, _phones(setting, staff), _sticks(setting, staff), _servers(setting)]
    further = [_lost_phones(setting, staff), _old_sticks(setting, staff)]
    whole = _joined([*parts, *further, _tapes(setting), _disks(setting), _old_disks(setting)])
    kept = np.flatnonzero((whole.issued <= setting.today) & (whole.issued <= whole.returned))
    order = kept[np.lexsort((whole.person[kept], whole.issued[kept]))]
    return _taken(whole, order)


def device_table(devices: Devices, staff_ids: Texts) -> pa.Table:
    """Return the table of devices."""
    ids = [*staff_ids, None]
    return table(
        "devices",
        device_id=device_ids(devices),
        kind=devices.kind,
        staff_id=[ids[row] for row in devices.person],
        encrypted=devices.encrypted,
        managed=devices.managed,
        issued_on=devices.issued,
        returned_on=devices.returned,
        state=devices.state,
    )


def device_ids(devices: Devices) -> list[str]:
    """Return the id of each device."""
    return [f"D{number:05}" for number in range(len(devices))]


def _computers(setting: Setting, staff: Staff) -> tuple[Devices, Devices]:
    """The computers in use, or in use to the last day, and those that they replaced."""
    count = len(staff)
    everyone = np.arange(count, dtype=np.int64)
    out = np.array([one.sites for one in setting.profile.departments])[staff.department]
    chance = unit(setting.draws(count, "devices", "kind"))
    desktop = chance < np.where(out, _DESKTOP_SHARE[True], _DESKTOP_SHARE[False])
    kind = np.where(desktop, "desktop", "laptop").astype(object)
    end = np.minimum(staff.left, setting.today)
    age = below(setting.draws(count, "devices", "age"), _LIFE)
    issued = np.maximum(staff.joined, workday(end - age))
    returned = np.where(staff.left <= setting.today, staff.left, NEVER)
    now = _plain(setting, "now", kind, everyone, issued, returned)
    late = np.flatnonzero(issued > staff.joined)
    first = np.maximum(staff.joined[late], workday(issued[late] - _LIFE - 200))
    old = _plain(setting, "old", kind[late], late, first, issued[late])
    return _disposed(setting, "now", now), _disposed(setting, "old", old)


def _plain(
    setting: Setting, path: str, kind: Texts, person: Ints, issued: Ints, returned: Ints
) -> Devices:
    share = np.array([_ENCRYPTED.get(one, 1.0) for one in kind])
    encrypted = unit(setting.draws(len(kind), "devices", path, "encrypted")) < share
    managed = unit(setting.draws(len(kind), "devices", path, "managed")) < 0.96
    never = np.full(len(kind), NEVER, np.int64)
    state = np.where(returned <= setting.today, "stored", "in_use").astype(object)
    return Devices(kind, person, encrypted, managed, issued, returned, state, never)


def _disposed(setting: Setting, path: str, devices: Devices) -> Devices:
    """Of those given back long enough ago, most are destroyed or sold by now."""
    draws = setting.draws(len(devices), "devices", path, "disposed")
    low, high = _STORED_DAYS
    quarter = workday((devices.returned + low + below(draws, high - low)) // 91 * 91 + 90)
    chance = unit(draws << np.uint64(20))
    over = (devices.returned < NEVER) & (quarter < setting.today - 2) & (chance < 0.8)
    state = np.where(chance < 0.45, "destroyed", "sold").astype(object)
    return Devices(
        devices.kind,
        devices.person,
        devices.encrypted,
        devices.managed,
        devices.issued,
        devices.returned,
        np.where(over, state, devices.state),
        np.where(over, quarter, NEVER),
    )


def _phones(setting: Setting, staff: Staff) -> Devices:
    return _some(setting, staff, "phone", _PHONE_SHARE, 3 * 365)


def _sticks(setting: Setting, staff: Staff) -> Devices:
    return _some(setting, staff, "usb", _STICK_SHARE, 2 * 365)


def _some(setting: Setting, staff: Staff, kind: str, share: float, life: int) -> Devices:
    who = np.flatnonzero(unit(setting.draws(len(staff), "devices", kind)) < share)
    end = np.minimum(staff.left[who], setting.today)
    age = below(setting.draws(len(staff), "devices", kind, "age")[who], life)
    issued = np.maximum(staff.joined[who], workday(end - age))
    returned = np.where(staff.left[who] <= setting.today, staff.left[who], NEVER)
    names = np.full(len(who), kind, dtype=object)
    return _plain(setting, kind, names, who, issued, returned)


def _servers(setting: Setting) -> Devices:
    live = live_systems(setting)
    hosts = [
        max(live[one.id].first, setting.founded + 90)
        for one in setting.profile.systems
        if one.id in live and one.kind not in _WITHOUT_SERVER and one.party is None
    ]
    since = np.repeat(np.array(hosts, np.int64), 1 + setting.size // 500)
    age = below(setting.draws(len(since), "devices", "servers"), 5 * 365) + 60
    issued = np.maximum(since, workday(setting.today - age))
    never = np.full(len(since), NEVER, np.int64)
    none = np.full(len(since), -1, np.int64)
    kind = np.full(len(since), "server", dtype=object)
    return _plain(setting, "servers", kind, none, issued, never)


def _tapes(setting: Setting) -> Devices:
    """One tape for each month of the last year."""
    month = np.arange(_TAPES, dtype=np.int64)
    issued = workday(setting.today - 5 - 30 * (_TAPES - 1 - month))
    never, none = np.full(_TAPES, NEVER, np.int64), np.full(_TAPES, -1, np.int64)
    made = _plain(setting, "tapes", np.full(_TAPES, "tape", dtype=object), none, issued, never)
    return Devices(
        made.kind,
        made.person,
        np.ones(_TAPES, bool),
        np.ones(_TAPES, bool),
        made.issued,
        made.returned,
        np.full(_TAPES, "stored", dtype=object),
        made.gone,
    )


def _lost_phones(setting: Setting, staff: Staff) -> Devices:
    """Phones that somebody left in a taxi; the line stays, the phone does not come back."""
    draws = setting.draws(len(staff), "devices", "lost")
    there = np.minimum(staff.left, setting.today) - staff.joined
    stays = staff.left >= NEVER
    who = np.flatnonzero((unit(draws) < _LOST_SHARE) & (there > 60) & stays)
    issued = workday(staff.joined[who] + below(draws[who] << np.uint64(20), 40) + 5)
    never = np.full(len(who), NEVER, np.int64)
    made = _plain(setting, "lost", np.full(len(who), "phone", object), who, issued, never)
    return replace(made, state=np.full(len(who), "lost", dtype=object))


def _old_sticks(setting: Setting, staff: Staff) -> Devices:
    """Memory sticks that were used up, given back and wiped."""
    draws = setting.draws(len(staff), "devices", "old sticks")
    there = np.minimum(staff.left, setting.today) - staff.joined
    who = np.flatnonzero((unit(draws) < 0.12) & (there > 400))
    back = setting.today - 20 - below(draws[who] << np.uint64(20), 300)
    returned = workday(np.minimum(back, staff.left[who]))
    issued = workday(np.maximum(staff.joined[who] + 10, returned - 600))
    made = _plain(setting, "old sticks", np.full(len(who), "usb", object), who, issued, returned)
    return _disposed(setting, "old sticks", made)


def _disks(setting: Setting) -> Devices:
    """Portable disks: each filled for a delivery, back after some weeks, then kept or shredded."""
    fewest, most = _DISKS
    count = min(max(setting.size // 4, fewest), most)
    number = np.arange(count, dtype=np.int64)
    draws = setting.draws(count, "devices", "disks")
    span = DISK_MONTHS * 30
    day = setting.today - 3 - number * span // count - below(draws, max(span // count - 2, 1))
    issued = workday(day)
    back = workday(issued + 12 + below(draws << np.uint64(20), 20))
    returned = np.where(back < setting.today, back, NEVER)
    made = _without_person(setting, "disks", count, issued, returned)
    managed = unit(setting.draws(count, "devices", "disks", "managed")) < 0.5
    return _disposed(setting, "disks", replace(made, managed=managed))


def _old_disks(setting: Setting) -> Devices:
    """Disks taken out of old servers."""
    fewest, most = _OLD_DISKS
    count = min(max(setting.size // 8, fewest), most)
    draws = setting.draws(count, "devices", "old disks")
    returned = workday(setting.today - 10 - below(draws, 700))
    issued = workday(np.maximum(returned - 1100 - below(draws << np.uint64(20), 900), 0))
    issued = np.maximum(issued, workday(np.full(count, setting.founded + 90)))
    made = _without_person(setting, "old disks", count, issued, np.maximum(returned, issued))
    return _disposed(setting, "old disks", made)


def _without_person(
    setting: Setting, path: str, count: int, issued: Ints, returned: Ints
) -> Devices:
    kind, none = np.full(count, "disk", dtype=object), np.full(count, -1, np.int64)
    return _plain(setting, path, kind, none, issued, returned)


def _joined(parts: list[Devices]) -> Devices:
    return Devices(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Devices)))


def _taken(devices: Devices, rows: Ints) -> Devices:
    return Devices(*(getattr(devices, f.name)[rows] for f in fields(Devices)))
