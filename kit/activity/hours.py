"""When people are at work: the days they come, and the stretches of each day.

A working day has a morning and an afternoon with a break between them, and now and then an evening
at home. Work is spread evenly over these stretches, thinly over the break.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kit.activity.calendar import HOLIDAY, WORKDAY, closing, kinds
from kit.activity.doers import Doers
from kit.activity.lives import Ints, Lives
from kit.seeding import Draws, Stream, scattered, stream, unit

Floats = NDArray[np.float64]

_HOUR = 3600.0
_ABSENT = 0.05  # leave, illness, meetings elsewhere
_BREAK_WORK, _EVENING_WORK = 0.1, 0.55  # how dense work is then
_EVENINGS = 0.06
_OWN_DEVICE, _OWN_DAYS = 0.28, 0.36  # people who use one of their own, and how often
_LATEST = 21.5  # when the last leave
_LAST_SECOND = 86_399 - 900


@dataclass(frozen=True)
class Workdays:
    """Days on which somebody works, by account and day; times are seconds of the day.

    Attributes:
        account, day: Who, and days since 1970.
        doer, rights, device: As in `Lives`.
        kind: Kind of the day (`kit.activity.calendar`).
        begin, noon, back, end: The stretches of the day; no break: all three the same.
        dusk, night: The evening at home; none: both the same as ``end``.
        remote: Whether the whole day is worked from home.
        own: Whether what is done from home is done on a device of one's own, which no list names.
        load: How much work there is; 1 is usual.
        closing: Whether it is one of the last working days of a month.
    """

    account: Ints
    day: Ints
    doer: Ints
    rights: Ints
    device: Ints
    kind: Ints
    begin: Ints
    noon: Ints
    back: Ints
    end: Ints
    dusk: Ints
    night: Ints
    remote: NDArray[np.bool_]
    own: NDArray[np.bool_]
    load: Floats
    closing: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.account)

    @property
    def address(self) -> Ints:
        """The address of each in streams: account and day."""
        return self.account << 42 | self.day << 26

    def at(self, account: Ints, day: Ints) -> Ints:
        """Return the place of each account's working day; -1: it is off."""
        if not len(self):
            return np.full(len(account), -1)
        key = account << 32 | day
        place = np.searchsorted(self.account << 32 | self.day, key, side="right") - 1
        good = (place >= 0) & (self.account[place] == account) & (self.day[place] == day)
        return np.where(good, place, -1)

    def during(self, which: Ints, second: Ints) -> NDArray[np.bool_]:
        """Return whether moments lie within the stretches of their days (-1: off)."""
        usual = (second >= self.begin[which]) & (second <= self.end[which])
        evening = (second >= self.dusk[which]) & (second <= self.night[which])
        return (usual | evening) & (which >= 0)

    @cached_property
    def weights(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the work done by the end of each stretch: morning, break, afternoon, evening."""
        morning = (self.noon - self.begin).astype(np.float64)
        middle = morning + (self.back - self.noon) * _BREAK_WORK
        afternoon = middle + (self.end - self.back)
        return morning, middle, afternoon, afternoon + (self.night - self.dusk) * _EVENING_WORK


def make_workdays(seed: int, lives: Lives, doers: Doers, first: int, last: int) -> Workdays:
    """Return who works when, from one day to another (days since 1970, inclusive)."""
    length = np.clip(np.minimum(lives.stop, last + 1) - np.maximum(lives.first, first), 0, None)
    length[lives.doer == doers.place["program"]] = 0
    life = np.repeat(np.arange(len(length)), length)
    skipped = np.repeat(np.cumsum(length) - length, length)
    day = np.maximum(lives.first, first)[life] + np.arange(len(life)) - skipped
    account, doer = lives.account[life], lives.doer[life]
    kind = kinds(first, last)[day - first].astype(np.int64)
    chance = _presence(kind, doers.weekends[doer])
    here = np.flatnonzero(_units(seed, "present", account << 42 | day << 26) < chance)
    return _hours(seed, lives, doers, life[here], day[here], kind[here], first, last)


def _presence(kind: Ints, weekends: Floats) -> Floats:
    """The chance that somebody works on a day; who works weekends has days off in the week."""
    usual = 1 - _ABSENT - 0.25 * weekends
    return np.where(kind == WORKDAY, usual, np.where(kind == HOLIDAY, 0.4, 1.0) * weekends)


def _hours(
    seed: int,
    lives: Lives,
    doers: Doers,
    life: Ints,
    day: Ints,
    kind: Ints,
    first: int,
    last: int,
) -> Workdays:
    account, doer = lives.account[life], lives.doer[life]
    address = account << 42 | day << 26
    month_end = closing(first, last)[day - first]
    free = kind != WORKDAY
    habit = _units(seed, "habit of hours", account << 42) - 0.5
    begin = doers.starts[doer] + 0.6 * habit + 0.5 * _units(seed, "begin", address) - 0.35 + free
    over = _units(seed, "end", address) ** 4
    end = doers.ends[doer] + 0.8 * habit + 2.2 * over * (1 + month_end) - 0.25 - 1.5 * free
    end = np.minimum(end, np.maximum(doers.ends[doer], _LATEST) + 0.4 * habit)
    end = np.maximum(end, begin + 1.5)
    noon, back = _break(seed, address, begin, end)
    late = _units(seed, "late", address) < _EVENINGS * (1 + 1.5 * month_end)
    late &= (end < 20.7) & (doers.starts[doer] >= 8)
    dusk = np.where(late, np.maximum(end + 0.7, 19.6 + _units(seed, "dusk", address)), end)
    night = np.where(late, dusk + 0.4 + 2.0 * _units(seed, "night", address) ** 2, dusk)
    busy = np.exp(0.35 * _bell(seed, "busy", account << 42) + 0.25 * _bell(seed, "load", address))
    load = busy * np.where(free, 0.5, 1.0) * np.where(month_end, doers.month_end[doer], 1.0)
    away = np.where(free & (doers.weekends[doer] < 0.1), 0.7, doers.remote[doer])
    remote = _units(seed, "remote", address) < away
    own = _units(seed, "owns a device", account << 42) < _OWN_DEVICE
    own &= _units(seed, "own device", address) < _OWN_DAYS
    return Workdays(
        account,
        day,
        doer,
        lives.rights[life],
        lives.device[life],
        kind,
        _seconds(begin),
        _seconds(noon),
        _seconds(back),
        _seconds(end),
        _seconds(dusk),
        _seconds(night),
        remote,
        own,
        load,
        month_end,
    )


def _seconds(hours: Floats) -> Ints:
    return np.minimum((hours * _HOUR).astype(np.int64), _LAST_SECOND)


def _break(seed: int, address: Ints, begin: Floats, end: Floats) -> tuple[Floats, Floats]:
    """The break: at noon, or towards evening for those who begin late; none on a short day."""
    draws = _draws(seed, "break", address)
    noon = np.where(begin < 11, 11.7, 17.2) + 0.6 * unit(draws)
    back = noon + 0.8 + 0.7 * unit(draws << np.uint64(32))
    has = (noon > begin + 0.5) & (back < end - 0.5)
    return np.where(has, noon, end), np.where(has, back, end)


def moments(days: Workdays, which: Ints, shares: Floats) -> Ints:
    """Return the second of the day at which a share of a day's work is done.

    Args:
        days: The working days.
        which: For each share the place of its day.
        shares: In ``[0, 1)``.
    """
    morning, middle, afternoon, whole = (part[which] for part in days.weights)
    done = shares * whole
    early = np.where(
        done < morning,
        days.begin[which] + done,
        days.noon[which] + (done - morning) / _BREAK_WORK,
    )
    late = np.where(
        done < afternoon,
        days.back[which] + (done - middle),
        days.dusk[which] + (done - afternoon) / _EVENING_WORK,
    )
    return np.where(done < middle, early, late).astype(np.int64)


def close(days: Workdays, which: Ints, seconds: Ints) -> Ints:
    """Return moments that follow others, no later than the stretch in which they follow lasts."""
    end, night = days.end[which], days.night[which]
    evening = (seconds >= days.dusk[which]) & (night > end)
    return np.minimum(seconds, np.where(evening, night, end))


def _draws(seed: int, name: str, address: Ints) -> Draws:
    return scattered(_stream(seed, name), address)


def _stream(seed: int, name: str) -> Stream:
    return stream(seed, "activity", "hours", name)


def _units(seed: int, name: str, address: Ints) -> Floats:
    return unit(_draws(seed, name, address))


def _bell(seed: int, name: str, address: Ints) -> Floats:
    """A number around 0, nearly normal with deviation 1: the sum of four 16-bit numbers."""
    draws = _draws(seed, name, address)
    parts = [(draws >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48)]
    bell: Floats = (sum(part.astype(np.float64) for part in parts) / 65_536 - 2) * np.sqrt(3.0)
    return bell
