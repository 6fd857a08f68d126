"""The files that lie about in a company, the links to them and the mails that carried them.

An organisation is made without its customers. Here, where the book of customers is known, its stock
of extracts is laid out: reports and lists on the file share, samples in the data room, lists and
papers sent by mail. Whoever made a file had the right to do so on that day; what it holds is an
interval of a list of the book, of customers who were there the evening before.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.book import Book
from kit.activity.copies import copies, made, with_drills, with_shredded
from kit.activity.holders import DAY, Ints
from kit.activity.letters import circulars, mail_table, together, told
from kit.activity.posting import posted
from kit.activity.stocking import NEVER, Extracts, Objects, Stocking, joined, millis_table, names_of
from kit.organisation.model import Organisation
from kit.organisation.schemas import SCHEMAS
from kit.seeding import below, unit

_UPLOADS = {"file_share": (8, 150, 4), "data_room": (8, 80, 4)}
"""Fewest and most files of a view in a month, and for how many people there is one."""
_FEW = (2, 150, 4)
_MINUTE = 60_000
_SHARED, _REVOKED, _ENDLESS = 0.5, 0.65, 0.25
_SCOPES = (("company", 0.5), ("named", 0.82), ("anyone", 1.0))


def stocked(organisation: Organisation, book: Book, customers: pa.Table) -> Organisation:
    """Return an organisation with its files, links and mails.

    Args:
        organisation: One without them.
        book: Its customers in order of registration, and the lists of them.
        customers: The customers' own table.
    """
    making = Stocking(organisation, book)
    kept = joined([*(_uploads(making, row) for row in range(len(making.views))), *copies(making)])
    attached, letters = posted(making, customers)
    whole = joined([kept, attached])
    order = np.lexsort((whole.account, whole.view, whole.at))
    files = _files(making, whole.taken(order))
    id_of = np.empty(len(whole), object)
    id_of[order] = files["file_id"].to_pylist()
    links = _links(making, kept, id_of)
    letters = together([letters, circulars(making, customers), told(making, links)])
    tables = {
        "files": files,
        "links": links,
        "mails": mail_table(making, letters, id_of[len(kept) :]),
        "tickets": with_drills(organisation.tables["tickets"], kept, id_of),
        "custody": with_shredded(making, organisation.tables["custody"], kept, id_of),
    }
    return organisation.with_tables(tables)


def _uploads(making: Stocking, row: int) -> Extracts:
    """The files of one view, made by those who may."""
    style = making.kind[making.views[row]["system_id"]]
    often = _UPLOADS.get(style, _FEW)
    return made(making, row, "file.upload", style if style in _UPLOADS else "endpoint", often)


def _files(making: Stocking, found: Extracts) -> pa.Table:
    """The table of files, in order of time."""
    organisation = making.organisation
    views = organisation.tables["views"]
    rows = pa.array(found.view)
    encrypted = unit(making.draws(len(found), "files", "encrypted")) < 0.12
    columns = {
        "file_id": [f"F{number:05}" for number in range(len(found))],
        "system_id": views["system_id"].combine_chunks().take(rows),
        "path": names_of(making, found),
        "view_id": views["view_id"].combine_chunks().take(rows),
        "segment_id": [making.book.segments[one].segment_id for one in found.segment.tolist()],
        "row_start": pa.array(found.start, pa.int32()),
        "row_stop": pa.array(found.stop, pa.int32()),
        "created_by": _accounts(making, found.account),
        "created_at": millis_table(found.at),
        "deleted_at": millis_table(found.deleted),
        "encrypted": encrypted,
    }
    return pa.table(columns, schema=SCHEMAS["files"])


def _accounts(making: Stocking, rows: Ints) -> pa.Array:
    ids = making.organisation.tables["accounts"]["account_id"].combine_chunks()
    return ids.take(pa.array(rows))


def _links(making: Stocking, found: Extracts, id_of: Objects) -> pa.Table:
    """Links to some of the files, by those who may share them."""
    draws = making.draws(len(found), "links")
    made_at = found.at + (20 + below(draws << np.uint64(9), 3_000)) * 1000
    there = made_at + _MINUTE < found.deleted
    rows = np.flatnonzero(_may_share(making, found) & there & (unit(draws) < _SHARED))
    draws, at = draws[rows], made_at[rows]
    open_to = _open_to(making, found.view[rows], unit(draws << np.uint64(5)))
    days = 7 + below(draws << np.uint64(18), 84)
    endless = (unit(draws << np.uint64(27)) < _ENDLESS) & (open_to != "anyone")
    expires = np.where(endless, NEVER, at // DAY + days)
    waiting = (days * DAY * unit(draws << np.uint64(36)) ** 2).astype(np.int64)
    later = making.at_work(at + waiting, draws << np.uint64(22))
    ended = np.minimum(later, found.deleted[rows] - 1000)
    revoked = np.where(unit(draws << np.uint64(40)) < _REVOKED, ended, NEVER)
    revoked = np.where((revoked > at) & (revoked < making.now), revoked, NEVER)
    still = _hold(making, found.view[rows], found.account[rows], np.minimum(revoked, making.now))
    revoked = np.where(still, revoked, NEVER)
    order = np.argsort(at, kind="stable")
    views = making.organisation.tables["views"]["system_id"].combine_chunks()
    columns = {
        "link_id": [f"L{number:05}" for number in range(len(rows))],
        "file_id": pa.array(list(id_of[rows[order]]), pa.string()),
        "system_id": views.take(pa.array(found.view[rows[order]])),
        "scope": open_to[order],
        "created_by": _accounts(making, found.account[rows[order]]),
        "created_at": millis_table(at[order]),
        "expires_on": _days(expires[order]),
        "revoked_at": millis_table(revoked[order]),
    }
    return pa.table(columns, schema=SCHEMAS["links"])


def _open_to(making: Stocking, view: Ints, chance: NDArray[np.float64]) -> Objects:
    """For whom each link is; for anyone only on file shares, and never without an end."""
    names = np.array([name for name, _ in _SCOPES], object)
    scope = names[np.searchsorted([end for _, end in _SCOPES], chance, side="right")]
    share = np.array([making.kind[one["system_id"]] == "file_share" for one in making.views])
    return np.where((scope == "anyone") & ~share[view], "named", scope)


def _days(values: Ints) -> pa.Array:
    missing = values >= NEVER
    return pa.array(np.where(missing, 0, values).astype(np.int32), mask=missing).cast(pa.date32())


def _may_share(making: Stocking, found: Extracts) -> NDArray[np.bool_]:
    return _hold(making, found.view, found.account, found.at)


def _hold(making: Stocking, view: Ints, account: Ints, at: Ints) -> NDArray[np.bool_]:
    """Whether each account could share files of a view at a moment."""
    able = np.zeros(len(view), bool)
    for row in np.unique(view):
        mine = np.flatnonzero(view == row)
        holders = making.register.holders(making.views[int(row)]["view_id"], "file.share")
        able[mine] = holders.hold(account[mine], at[mine] // DAY)
    return able
