"""Links opened: by colleagues with an account, and by partners whom a link was sent to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kit.activity import addresses
from kit.activity.actions import NUMBER
from kit.activity.calendar import WORKDAY, kinds
from kit.activity.company import Company
from kit.activity.desk import Desk
from kit.activity.hours import moments
from kit.activity.lives import FAR, Ints
from kit.activity.papers import DAY_MS, Shelf, millis
from kit.activity.records import places_of, rows_of
from kit.activity.rows import Rows, build
from kit.activity.sizes import list_bytes
from kit.seeding import Draws, below, scattered, stream, unit

_OPENINGS, _WITHIN = 16, 12  # how often a link may be opened, and for how many days
_BY_COLLEAGUE, _BY_PARTNER = 0.45, 0.4
_MISTYPED, _TOO_LATE, _LATER = 0.025, 0.015, 9  # of openings; days after a link has run out
_OPEN = NUMBER["link.open"]


@dataclass(frozen=True)
class _Openings:
    """What may be openings: several of each link.

    Attributes:
        link, file, view: Rows of their tables.
        day: Days since 1970.
        until: The first millisecond at which nothing is there to open any more.
        draws: One draw each.
    """

    link: Ints
    file: Ints
    view: Ints
    day: Ints
    until: Ints
    draws: Draws


def link_rows(desk: Desk, shelf: Shelf, company: Company, outsiders: bool) -> Iterator[Rows]:
    """Yield the openings of links in the days after they were made.

    Args:
        desk: The block of days.
        shelf: The files.
        company: The company.
        outsiders: Whether to make those by partners too, who have no account here.
    """
    if company.organisation.tables["links"].num_rows:
        found = _openings(desk, shelf, company)
        if len(desk.days):
            yield _by_colleagues(desk, shelf, company, found)
        if outsiders:
            yield _by_partners(desk, shelf, company, found)
            yield _in_vain(desk, shelf, company, found)


def _openings(desk: Desk, shelf: Shelf, company: Company) -> _Openings:
    links, places = company.organisation.tables["links"], company.organisation.places
    link = np.repeat(np.arange(links.num_rows), _OPENINGS)
    draws = scattered(stream(desk.seed, "activity", "link"), np.arange(len(link)))
    made = millis(links, "created_at", FAR)[link]
    day = made // DAY_MS + 1 + below(draws << np.uint64(20), _WITHIN)
    file = places_of(links["file_id"], places["files"])[link]
    expires = links["expires_on"].combine_chunks().cast(pa.int32()).fill_null(FAR).to_numpy()
    until = np.minimum(
        millis(links, "revoked_at", FAR)[link], (expires.astype(np.int64)[link] + 1) * DAY_MS
    )
    until = np.minimum(until, np.append(shelf.deleted, 0)[file])
    return _Openings(link, file, np.append(shelf.view, -1)[file], day, until, draws)


def _in_vain(desk: Desk, shelf: Shelf, company: Company, found: _Openings) -> Rows:
    """Openings that fail: an address with a slip of the pen, or a link that has run out."""
    late = unit(found.draws << np.uint64(3)) < _TOO_LATE
    wrong = ~late & (unit(found.draws << np.uint64(3)) < _TOO_LATE + _MISTYPED)
    over = found.until // DAY_MS + 1 + below(found.draws << np.uint64(26), _LATER)
    day = np.where(late, over, found.day)
    first, count = desk.lists.first, desk.lists.known.shape[1]
    keep = np.flatnonzero((late | wrong) & (day >= first) & (day < first + count))
    draws, link, file = found.draws[keep], found.link[keep], found.file[keep]
    second = 8 * 3600 + below(draws << np.uint64(16), 14 * 3600)
    parties = max(company.organisation.tables["parties"].num_rows, 1)
    office = addresses.party(link * 7 % parties)
    afar = addresses.outside(below(draws << np.uint64(21), addresses.OUTSIDERS))
    return build(
        len(keep),
        time=(day[keep] * 86_400 + second) * 1000,
        action=_OPEN,
        system=np.append(shelf.system, -1)[file],
        address=np.where(unit(draws << np.uint64(33)) < 0.5, office, afar),
        view=found.view[keep],
        thing=link,
        status=2,
        size=0,
    )


def _by_colleagues(desk: Desk, shelf: Shelf, company: Company, found: _Openings) -> Rows:
    kind = company.organisation.tables["accounts"]["kind"].to_pylist()
    people = np.flatnonzero(np.array([one == "person" for one in kind]))
    if not len(people):
        return build(0)
    who = people[below(found.draws, len(people))]
    which, stretch = desk.days.at(who, found.day), desk.lives.at(who, found.day)
    second = moments(desk.days, which, unit(found.draws << np.uint64(9)))
    at = (found.day * 86_400 + second) * 1000
    good = (which >= 0) & (at < found.until)
    good &= unit(found.draws << np.uint64(31)) < _BY_COLLEAGUE
    good &= desk.lives.allows(stretch, np.full(len(who), _OPEN), found.view)
    keep = np.flatnonzero(good)
    file = found.file[keep]
    columns = {"thing": found.link[keep], "view": found.view[keep], "system": shelf.system[file]}
    return rows_of(desk, shelf, _OPEN, (at[keep], who[keep]), stretch[keep], file, columns)


def _by_partners(desk: Desk, shelf: Shelf, company: Company, found: _Openings) -> Rows:
    """Openings of links for others than colleagues, from other parties' offices by day."""
    tables = company.organisation.tables
    named = np.array([one != "company" for one in tables["links"]["scope"].to_pylist()])
    first, count = desk.lists.first, desk.lists.known.shape[1]
    inside = (found.day >= first) & (found.day < first + count)
    place = np.where(inside, found.day - first, 0)
    worked = kinds(first, first + count - 1)[place] == WORKDAY
    second = (9 + 9 * unit(found.draws << np.uint64(13))) * 3600
    at = (found.day * 86_400 + second.astype(np.int64)) * 1000
    good = named[found.link] & inside & worked & (at < found.until) & (found.file >= 0)
    good &= unit(found.draws << np.uint64(37)) < _BY_PARTNER
    keep = np.flatnonzero(good)
    file = found.file[keep]
    segment, start, stop = shelf.segment[file], shelf.start[file], shelf.stop[file]
    nobody = start >= stop
    party = found.link[keep] * 7 % max(tables["parties"].num_rows, 1)
    return build(
        len(keep),
        time=at[keep],
        action=_OPEN,
        system=shelf.system[file],
        address=addresses.party(party),
        view=found.view[keep],
        segment=np.where(nobody, -1, segment),
        start=np.where(nobody, -1, start),
        stop=np.where(nobody, -1, stop),
        thing=found.link[keep],
        size=list_bytes(stop - start),
    )
