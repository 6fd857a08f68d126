"""What moved by hand: computers given back, wiped and disposed of, backup tapes put into store."""

import numpy as np
import pyarrow as pa

from kit.organisation.deliveries import delivery_rows
from kit.organisation.desk import Desk
from kit.organisation.devices import Devices, device_ids
from kit.organisation.parties import parties_there
from kit.organisation.setting import NEVER, Ints, moment, table
from kit.organisation.slips import Slip, note
from kit.seeding import below

_YEARS = 3 * 365
_DISPOSAL_REFS = 60
_MISLAID, _UNTIL_FOUND = 5, 21 * 3_600_000  # of so many tapes one is missed, for so long


def write_custody(desk: Desk, devices: Devices) -> pa.Table:
    """Return the records of custody in order of time, and write the tickets of disposals."""
    rows = [*_returns(desk, devices), *_disposals(desk, devices), *_tapes(desk, devices)]
    rows += [*_losses(desk, devices), *delivery_rows(desk, devices)]
    rows = sorted(row for row in rows if row[0] < desk.setting.now)
    return table(
        "custody",
        item_id=[row[1] for row in rows],
        event=[row[2] for row in rows],
        at=np.array([row[0] for row in rows], np.int64),
        from_id=[row[3] for row in rows],
        to_id=[row[4] for row in rows],
        note=[row[5] for row in rows],
    )


def _returns(desk: Desk, devices: Devices) -> list[Slip]:
    """Computers and phones that came back in the last years."""
    since = desk.setting.today - _YEARS
    back = (devices.returned <= desk.setting.today) & (devices.returned > since)
    rows = np.flatnonzero(back & (devices.person >= 0))
    at = moment(devices.returned[rows], desk.setting.draws(len(rows), "custody", "back"), 14, 18)
    takers = desk.granters(devices.returned[rows], "custody", "back")
    ids = device_ids(devices)
    return [
        (
            int(time),
            ids[row],
            "received",
            desk.ids[devices.person[row]],
            desk.ids[taker],
            note(desk, "back", ids[row]),
        )
        for time, row, taker in zip(at, rows, takers, strict=True)
    ]


def _disposals(desk: Desk, devices: Devices) -> list[Slip]:
    """Old computers: wiped the day before, then sold or destroyed, a lot each quarter."""
    since = desk.setting.today - _YEARS
    rows = np.flatnonzero((devices.gone < NEVER) & (devices.gone > since))
    by = desk.granters(devices.gone[rows], "custody", "gone")
    draws = desk.setting.draws(len(rows), "custody", "gone")
    wiped = moment(devices.gone[rows] - 1, draws, 9, 18)
    gone = moment(devices.gone[rows], draws, 14, 16)
    ids, buyer = device_ids(devices), _buyer(desk)
    made: list[Slip] = []
    for place, row in enumerate(rows):
        who, event = desk.ids[by[place]], _end(devices, int(row))
        made.append((int(wiped[place]), ids[row], "wiped", who, who, note(desk, "wiped", ids[row])))
        taker = buyer if event == "sold" else None
        made.append((int(gone[place]), ids[row], event, who, taker, note(desk, event, ids[row])))
    _disposal_tickets(desk, devices, rows)
    return made


def _disposal_tickets(desk: Desk, devices: Devices, rows: Ints) -> None:
    """One ticket for each lot."""
    ids = device_ids(devices)
    days = np.unique(devices.gone[rows])
    lots = [[ids[row] for row in rows if devices.gone[row] == day] for day in days]
    closed = moment(days, desk.setting.draws(len(days), "custody", "lots"), 16.2, 17.6)
    desk.ask(
        "disposal",
        "disposal",
        desk.before(days - 3, "disposal"),
        closed,
        desk.granters(days, "disposal"),
        [{"what": _some(lot)} for lot in lots],
        [lot[:_DISPOSAL_REFS] for lot in lots],
    )


def _end(devices: Devices, row: int) -> str:
    """What becomes of a device: as its state says, but small things end in the bin, wiped."""
    small = devices.kind[row] in ("usb", "phone") and devices.state[row] == "destroyed"
    return "binned" if small else str(devices.state[row])


def _losses(desk: Desk, devices: Devices) -> list[Slip]:
    """Phones that were lost, with their tickets."""
    setting = desk.setting
    rows = np.flatnonzero(devices.state == "lost")
    draws = setting.draws(len(rows), "custody", "lost")
    until = np.minimum(desk.staff.left[devices.person[rows]], setting.today)
    first = np.maximum(devices.issued[rows] + 1, until - _YEARS)
    day = first + below(draws, 1 << 20) * np.maximum(until - first, 1) // (1 << 20)
    at = moment(day, draws << np.uint64(20), 11, 21)
    ids = device_ids(devices)
    told = moment(day + 1, draws << np.uint64(30), 8.6, 11)
    desk.ask(
        "lost_device",
        "lost_device",
        told,
        told + below(draws << np.uint64(8), 12 * 86_400) * 1000,
        devices.person[rows],
        [{"what": ids[row]} for row in rows],
        [[ids[row]] for row in rows],
    )
    return [
        (time, ids[row], "lost", desk.ids[devices.person[row]], None, note(desk, "lost", ids[row]))
        for time, row in zip(at.tolist(), rows.tolist(), strict=True)
    ]


def _some(lot: list[str]) -> str:
    return lot[0] if len(lot) == 1 else f"{lot[0]} … {lot[-1]}"


def _buyer(desk: Desk) -> str | None:
    """A vendor who is entrusted with no data and has nobody here: the one for old things."""
    found = [
        one.spec.id
        for one in parties_there(desk.setting)
        if one.spec.role == "vendor" and not one.spec.entrusted and not one.spec.people
    ]
    return found[-1] if found else None


def _tapes(desk: Desk, devices: Devices) -> list[Slip]:
    rows = np.flatnonzero(devices.kind == "tape")
    day = devices.issued[rows]
    draws = desk.setting.draws(len(rows), "custody", "tapes")
    out = moment(day, draws, 9, 11)
    by = desk.granters(day, "custody", "tapes")
    keeper = desk.staff.in_charge(by, day)
    ids = device_ids(devices)
    made: list[Slip] = []
    for place, row in enumerate(rows):
        giver, taker = desk.ids[by[place]], desk.ids[keeper[place]]
        at = int(out[place])
        made.append((at, ids[row], "handed_over", giver, taker, note(desk, "tape_out", ids[row])))
        later = at + 40 * 60_000 + int(draws[place] % np.uint64(3_600)) * 1000
        if place % _MISLAID == _MISLAID - 2:
            later += _UNTIL_FOUND
            at += 3 * 3_600_000 + int(draws[place] % np.uint64(4_001)) * 1000
            made.append((at, ids[row], "lost", giver, None, note(desk, "mislaid", ids[row])))
        made.append((later, ids[row], "received", giver, taker, note(desk, "tape_in", ids[row])))
    return made
