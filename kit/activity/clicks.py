"""Work on screens: lists looked through, customers opened from them, changed, printed, exported.

Whoever searches reads a page of a list, or a few people of a name; opens the one meant, and perhaps
changes, prints or copies what is there. So a customer is mostly opened from the list just searched.
"""

import numpy as np

from kit.activity.desk import Desk, Flags, Part
from kit.activity.hours import close
from kit.activity.lists import window
from kit.activity.lives import Ints
from kit.activity.sizes import list_bytes
from kit.seeding import Draws, below, unit

_NEXT_PAGE = 0.3
_BY_NAME = 0.45
_NO_RESULT = 0.05
_OPENED_FROM_LIST = 0.88
_PRINTED_FROM_CARD = {"print.page": 0.5, "screen.capture": 0.6}
_NEW_ONLY = 0.25  # exports of those who came lately, rather than of a whole list


def search(desk: Desk) -> None:
    """Make searches: pages of lists one after the other, and searches by name."""
    part = desk.begin("crm.search")
    head, steps = _chains(desk, part)
    draws = part.draws(desk.seed, "search")[head]
    part.second = close(desk.days, part.which, part.second[head] + steps * 35)
    part.view, part.system = part.view[head], part.system[head]
    segment = desk.segments(part, draws)
    length = desk.length(part, segment)
    page = desk.rows_of[part.view]
    more = draws * np.uint64(0x9E3779B97F4A7C15)
    first, last = window(length, np.full(len(part), 3), more)
    pages = np.maximum(-(-length // np.maximum(page, 1)), 1)
    turned = ((pages * unit(more) ** 2).astype(np.int64) + steps) % pages
    turned = np.where((more & np.uint64(1)).astype(np.bool_), pages - 1 - turned, turned)
    named = unit(more << np.uint64(40)) < _BY_NAME
    named &= steps == 0
    start = np.where(named, first, turned * page)
    stop = np.where(named, last, np.minimum(start + page, length))
    lost = named & (unit(more << np.uint64(48)) < _NO_RESULT / _BY_NAME)
    part.touch(segment, start, stop, lost)
    desk.finish("crm.search", part)


def _chains(desk: Desk, part: Part) -> tuple[Ints, Ints]:
    """For each search the one that began the list it turns the pages of, and how many pages on."""
    follows = (part.ordinal > 0) & (unit(part.draws(desk.seed, "next page")) < _NEXT_PAGE)
    own = np.arange(len(part))
    head = np.maximum.accumulate(np.where(follows, 0, own)) if len(own) else own
    return head, own - head


def open_one(desk: Desk) -> None:
    """Make customers opened: one of the list just searched, or one straight away."""
    part = desk.begin("crm.open")
    draws = part.draws(desk.seed, "open")
    found = desk.done["crm.search"]
    parent = _parents(desk, part, found, draws)
    source = found.columns["segment"][parent] if len(found) else parent
    listed = (parent >= 0) & (source >= 0) & (unit(draws) < _OPENED_FROM_LIST)
    segment, start, stop = _anybody(desk, part)
    if len(found):
        begin, end = found.columns["start"][parent], found.columns["stop"][parent]
        chosen = begin + below(part.draws(desk.seed, "row"), 2**20) * (end - begin) // 2**20
        segment = np.where(listed, source, segment)
        start, stop = np.where(listed, chosen, start), np.where(listed, chosen + 1, stop)
        after = found.second[parent] + _pause(draws, 6, 150)
        part.second = np.where(listed, close(desk.days, part.which, after), part.second)
    part.touch(segment, start, stop)
    desk.finish("crm.open", part)


def update(desk: Desk) -> None:
    """Make changes: of a customer just opened."""
    part = desk.begin("crm.update")
    _follow(desk, part, 0.93, 20, 400)
    desk.finish("crm.update", part)


def on_paper(desk: Desk, code: str) -> None:
    """Make pages printed or pictures taken: of a customer just opened, or of something else."""
    part = desk.begin(code)
    linked = _follow(desk, part, _PRINTED_FROM_CARD[code], 15, 240)
    part.view = np.where(linked, part.view, -1)
    part.blank(~linked)
    desk.finish(code, part)


def _follow(desk: Desk, part: Part, share: float, least: int, most: int) -> Flags:
    """Let some events follow the opening of a customer; return which. The others touch anybody."""
    draws = part.draws(desk.seed, "follow")
    opened = desk.done["crm.open"]
    parent = _parents(desk, part, opened, draws)
    segment, start, stop = _anybody(desk, part)
    if not len(opened):
        part.touch(segment, start, stop)
        return parent >= 0
    source = opened.columns["segment"][parent]
    linked = (parent >= 0) & (source >= 0) & (unit(draws) < share)
    part.touch(
        np.where(linked, source, segment),
        np.where(linked, opened.columns["start"][parent], start),
        np.where(linked, opened.columns["stop"][parent], stop),
    )
    after = close(desk.days, part.which, opened.second[parent] + _pause(draws, least, most))
    part.second = np.where(linked, after, part.second)
    return linked


def _parents(desk: Desk, part: Part, found: Part, draws: Draws) -> Ints:
    """For each event the place of an earlier kind's event of the same day; -1: there is none."""
    count = np.bincount(found.which, minlength=len(desk.days))
    first = np.cumsum(count) - count
    own = count[part.which]
    place = first[part.which] + below(draws << np.uint64(16), 2**20) * own // 2**20
    return np.where(own > 0, place, -1)


def _anybody(desk: Desk, part: Part) -> tuple[Ints, Ints, Ints]:
    """One customer for each event, of the lists that its account works with."""
    draws = part.draws(desk.seed, "anybody")
    segment = desk.segments(part, draws)
    length = desk.length(part, segment)
    return segment, *window(length, np.ones(len(part), np.int64), draws << np.uint64(9))


def _pause(draws: Draws, least: int, most: int) -> Ints:
    """Seconds between one click and the next: short ones most."""
    return least + (unit(draws << np.uint64(36)) ** 2.5 * (most - least)).astype(np.int64)


def export(desk: Desk, code: str) -> None:
    """Make exports: whole lists as of the evening before, or those on them who came lately."""
    part = desk.begin(code)
    draws = part.draws(desk.seed, "export")
    segment = desk.segments(part, draws)
    length = desk.length(part, segment)
    lately = unit(draws << np.uint64(30)) < _NEW_ONLY
    fresh = np.maximum(length // 12, 1)
    start = np.where(lately, np.maximum(length - fresh, 0), 0)
    part.touch(segment, start, length)
    desk.finish(code, part)
    _weigh(part)


def query(desk: Desk) -> None:
    """Make queries to databases: counts that show nobody, a few rows, or a whole list."""
    part = desk.begin("db.query")
    draws = part.draws(desk.seed, "query")
    segment = desk.segments(part, draws)
    length = desk.length(part, segment)
    first, last = window(length, desk.rows_of[part.view], draws)
    kind = unit(draws << np.uint64(28))
    whole = kind > 0.96
    start, stop = np.where(whole, 0, first), np.where(whole, length, last)
    part.touch(segment, start, stop, nobody=kind < 0.4)
    desk.finish("db.query", part)


def whole_store(desk: Desk, code: str) -> None:
    """Make backups and restores by hand: of everybody."""
    part = desk.begin(code)
    everybody = np.zeros(len(part), np.int64)
    length = desk.length(part, everybody)
    part.touch(everybody, everybody, length)
    desk.finish(code, part)
    _weigh(part)


def _weigh(part: Part) -> None:
    """Give lists their sizes; what failed has none."""
    size = list_bytes(part.columns["stop"] - part.columns["start"])
    part.columns["size"] = np.where(part.columns["status"] == 2, 0, size)
