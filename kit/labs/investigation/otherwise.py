"""Other lists that the evidence leaves open: what let them out, when, and who is on them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.activity import query
from kit.labs.investigation.reach import Reach
from kit.leaks.dates import DAY, number_of
from kit.leaks.ground import Ground
from kit.leaks.model import Staged
from kit.leaks.schedule import millis

Places = NDArray[np.int64]
_TAKEN = (
    ("screen.capture",),
    ("crm.export", "db.export", "api.read"),
    ("crm.open",),
    ("crm.search",),
)
"""Ways of taking lists out, the plainest first: what only led up to it took out nothing."""


@dataclass(frozen=True)
class Other:
    """A list that may have got out as well.

    Attributes:
        ref: The link or the event that may have let it out.
        since, until: From when to when it could, milliseconds.
        places: Who of those that nothing proves to be concerned is on it.
    """

    ref: str
    since: int
    until: int
    places: Places


def others(staged: Staged, reach: Reach) -> tuple[Other, ...]:
    """Return the other lists that the evidence of a leak leaves open, the earliest first.

    Whoever takes one of them into the scope may take its time into the window, and the reverse.
    """
    left_open = np.setdiff1d(reach.possible, reach.provable)
    if not len(left_open):
        return ()
    ground = Ground(staged.evidence, staged.truth)
    kinds = {via.partition(":")[0] for via in ground.facts["via"]}
    today = (number_of(staged.company.organisation.deal.today) + 1) * DAY
    found = _links(ground, today) if "link" in kinds else _events(ground)
    named = (
        Other(ref, since, until, np.intersect1d(places, left_open))
        for ref, since, until, places in found
    )
    return tuple(sorted((one for one in named if len(one.places)), key=lambda one: one.since))


def _links(ground: Ground, today: int) -> Iterator[tuple[str, int, int, Places]]:
    """Yield the other links for anyone that the same accounts had open at the time."""
    known = set(ground.facts["via"])
    files = {row["file_id"]: row for row in ground.rows("files")}
    for row in ground.rows("links"):
        ref, closed = f"link:{row['link_id']}", row["revoked_at"]
        if (
            ref not in known
            and row["scope"] == "anyone"
            and row["created_by"] in ground.accounts
            and row["created_at"] <= ground.until
            and (closed is None or closed > ground.since)
        ):
            until = today if closed is None else millis(closed)
            places = np.flatnonzero(ground.held([files[row["file_id"]]]))
            yield ref, millis(row["created_at"]), until, places


def _events(ground: Ground) -> Iterator[tuple[str, int, int, Places]]:
    """Yield what else the same accounts did in the same way until the last report."""
    deeds = set(ground.deeds[query.ACTION].to_pylist())
    ways = next((deeds & set(ways) for ways in _TAKEN if deeds & set(ways)), set[str]())
    done = ground.done(query.ACCOUNT, ground.accounts, sorted(ways))
    if ground.addresses():
        done = query.where(done, query.ADDRESS, ground.addresses())
    book, known = ground.evidence.book, set(ground.facts["event_ids"])
    for row in done.filter(done[query.STATUS].to_numpy() == 1).to_pylist():
        if row[query.UID] not in known and row[query.SEGMENT]:
            segment = book.segment_place[row[query.SEGMENT]]
            at = millis(row[query.AT])
            places = book.touched(segment, row[query.START], row[query.STOP])
            yield f"event:{row[query.UID]}", at, at, places
