"""Disks sent by courier in the ordinary course: packed, handed over, counted, wiped and back.

Records for the court, pictures for the printer, papers for the auditor: who may copy to removable
media packs a disk, and its number stands on the slip.
"""

import numpy as np

from kit.organisation.check import reached
from kit.organisation.desk import Desk
from kit.organisation.devices import DISK_MONTHS, Devices, device_ids
from kit.organisation.parties import parties_there
from kit.organisation.setting import NEVER, Ints, moment
from kit.organisation.slips import Slip, note
from kit.seeding import below

_HOUR, _MINUTE = 3_600_000, 60_000
_LABELS = 9_000


def delivery_rows(desk: Desk, devices: Devices) -> list[Slip]:
    """Return the slips of disks that went to somebody, and write their tickets."""
    setting = desk.setting
    recent = devices.issued > setting.today - DISK_MONTHS * 31
    rows = np.flatnonzero((devices.kind == "disk") & recent)
    day = devices.issued[rows]
    draws = setting.draws(len(rows), "deliveries")
    packers, courier = _packers(desk, day), _courier(desk)
    packed = moment(day, draws, 10.2, 15.4)
    there = moment(day + 1, draws << np.uint64(12), 9.2, 17)
    counted = there + _HOUR + below(draws << np.uint64(24), 7_200) * 1_000
    ids = device_ids(devices)
    made: list[Slip] = []
    takers = [
        _taker(desk, one, draw >> 9) for one, draw in zip(day.tolist(), draws.tolist(), strict=True)
    ]
    for place, row in enumerate(rows.tolist()):
        item, who, taker = ids[row], desk.ids[packers[place]], takers[place]
        label = 1_000 + int(draws[place] >> np.uint64(30)) % _LABELS
        out = int(packed[place]) + 20 * _MINUTE + int(draws[place] >> np.uint64(14)) % 3_600 * 1_000
        seal = note(desk, "disk_packed", item, label=label)
        carrier = courier or who
        made += [
            (int(packed[place]), item, "packed", who, who, seal),
            (out, item, "handed_over", who, carrier, note(desk, "disk_out", item)),
            (int(there[place]), item, "received", carrier, taker, note(desk, "disk_there", item)),
            (int(counted[place]), item, "counted", taker, None, note(desk, "disk_counted", item)),
        ]
    made += _home_again(desk, devices, rows, packers, takers)
    _tickets(desk, [ids[row] for row in rows], packers, packed, counted)
    return made


def _home_again(
    desk: Desk, devices: Devices, rows: Ints, packers: Ints, takers: list[str]
) -> list[Slip]:
    """Those that came back, and were wiped."""
    draws = desk.setting.draws(len(rows), "deliveries", "back")
    ids = device_ids(devices)
    at = moment(devices.returned[rows], draws, 9.3, 16.5)
    made: list[Slip] = []
    for place, row in enumerate(rows):
        who, back = desk.ids[packers[place]], int(at[place])
        wiped = back + 30 * _MINUTE + int(draws[place] >> np.uint64(40)) % 5_000 * 1_000
        if devices.returned[row] < NEVER:
            home = note(desk, "disk_back", ids[row])
            made.append((back, ids[row], "received", takers[place], who, home))
            made.append((wiped, ids[row], "wiped", who, who, note(desk, "wiped", ids[row])))
    return made


def _tickets(desk: Desk, ids: list[str], packers: Ints, packed: Ints, counted: Ints) -> None:
    opened = packed - 90 * _MINUTE + (packed // 1_000 % 1_801) * 1_000
    what = [{"what": one} for one in ids]
    refs = [[one] for one in ids]
    desk.ask("handover", "delivery", opened, counted + 40 * _MINUTE, packers, what, refs)


def _packers(desk: Desk, day: Ints) -> Ints:
    """Who may copy to removable media, by job; the head if nobody is there."""
    profile, staff = desk.setting.profile, desk.staff
    roles = {one.id: one for one in profile.roles}
    able = {
        key
        for key, one in roles.items()
        if any("usb.copy" in actions for actions in one.grants.values())
    }
    jobs = np.array([bool(reached(job.roles, roles) & able) for job in profile.jobs])
    pool = np.flatnonzero(jobs[staff.job])
    chosen = np.full(len(day), staff.head, np.int64)
    for attempt in range(8 if len(pool) else 0):
        draws = desk.setting.draws(len(day), "deliveries", "packer", str(attempt))
        drawn = pool[below(draws, len(pool))]
        fits = (chosen == staff.head) & staff.there(drawn, day - 7) & staff.there(drawn, day)
        chosen = np.where(fits, drawn, chosen)
    return chosen


def _courier(desk: Desk) -> str | None:
    """The vendor that carries things, by its id; else one that is entrusted with no data."""
    found = [
        one.spec.id
        for one in parties_there(desk.setting)
        if one.spec.role == "vendor" and not one.spec.entrusted and not one.spec.people
    ]
    return min(found, key=lambda key: "courier" not in key, default=None)


def _taker(desk: Desk, day: int, draw: int) -> str:
    """Who gets a disk: an adviser or somebody who works with the data, if there by then."""
    known = [
        one.spec.id
        for one in parties_there(desk.setting)
        if one.window.first < day <= one.window.last
        and one.spec.role in ("adviser", "vendor", "transferee", "liquidation_group")
        and (one.spec.entrusted or one.spec.role != "vendor")
    ]
    boss = desk.staff.in_charge(np.array([desk.staff.head]), np.array([day]))
    return known[draw % len(known)] if known else str(desk.ids[boss[0]])
