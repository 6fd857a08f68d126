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
from kit.activity.holders import DAY, Ints
from kit.activity.posting import posted
from kit.activity.stocking import (
    MONTHS,
    NEVER,
    Extracts,
    Stocking,
    joined,
    millis_table,
    names_of,
)
from kit.organisation.model import Organisation
from kit.organisation.schemas import SCHEMAS
from kit.seeding import below, unit

_UPLOADS = (2, 150)  # fewest and most files of a view in a month
_ONE_IN = 4  # one file a month for so many who may make it
_DELETED, _SHARED, _REVOKED, _ENDLESS = 0.25, 0.3, 0.35, 0.25
_SCOPES = (("company", 0.6), ("named", 0.9), ("anyone", 1.0))
_MINUTE = 60_000
Objects = NDArray[np.object_]


def stocked(organisation: Organisation, book: Book, customers: pa.Table) -> Organisation:
    """Return an organisation with its files, links and mails.

    Args:
        organisation: One without them.
        book: Its customers in order of registration, and the lists of them.
        customers: The customers' own table.
    """
    making = Stocking(organisation, book)
    kept = joined([_uploads(making, row) for row in range(len(making.views))])
    attached, mails = posted(making, customers)
    whole = joined([kept, attached])
    order = np.lexsort((whole.account, whole.view, whole.at))
    files = _files(making, whole.taken(order))
    id_of = np.empty(len(whole), object)
    id_of[order] = files["file_id"].to_pylist()
    mails = mails.set_column(
        mails.schema.get_field_index("file_id"),
        "file_id",
        pa.array([None if n < 0 else id_of[len(kept) + n] for n in mails["file_id"].to_pylist()]),
    )
    tables = {
        "files": files,
        "links": _links(making, kept, id_of),
        "mails": mails.cast(SCHEMAS["mails"]),
    }
    return organisation.with_tables(tables)


def _uploads(making: Stocking, row: int) -> Extracts:
    """The files of one view, made by those who may."""
    view = making.views[row]
    style = making.kind[view["system_id"]]
    able = making.register.holders(view["view_id"], "file.upload")
    fewest, most = _UPLOADS
    people = len(np.unique(able.account))
    count = MONTHS * min(max(people // _ONE_IN, fewest), most) if people else 0
    day = making.some_days(round(count * making.share_of(view)), view, "files")
    count = len(day)
    account = able.drawn(day, making.draws(count, "files", view["view_id"], "who"))
    draws = making.draws(count, "files", view["view_id"], "at")
    at = day * DAY + 9 * 60 * _MINUTE + below(draws, 9 * 3600) * 1000
    segment, start, stop = making.extent(day, "files", view["view_id"])
    waiting = (20 * DAY * (1 + 9 * unit(draws << np.uint64(20)))).astype(np.int64)
    later = making.at_work(at + waiting, draws << np.uint64(10))
    gone = (unit(draws << np.uint64(33)) < _DELETED) & (later < making.now)
    made = Extracts(
        np.full(count, row, np.int64),
        account,
        segment,
        start,
        stop,
        at,
        np.where(gone, later, NEVER),
        np.full(count, style if style in ("file_share", "data_room") else "endpoint", object),
    )
    return made.taken(np.flatnonzero((account >= 0) & (stop > start)))


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
    rows = np.flatnonzero(_may_share(making, found) & (unit(draws) < _SHARED))
    draws = draws[rows]
    at = found.at[rows] + (20 + below(draws << np.uint64(9), 3_000)) * 1000
    open_to = _open_to(making, found.view[rows], unit(draws << np.uint64(5)))
    days = 7 + below(draws << np.uint64(18), 84)
    endless = (unit(draws << np.uint64(27)) < _ENDLESS) & (open_to != "anyone")
    expires = np.where(endless, NEVER, at // DAY + days)
    waiting = (days * DAY * unit(draws << np.uint64(36))).astype(np.int64)
    later = making.at_work(at + waiting, draws << np.uint64(22))
    ended = np.minimum(later, found.deleted[rows] - 1000)
    revoked = np.where(unit(draws << np.uint64(40)) < _REVOKED, ended, NEVER)
    revoked = np.where((revoked > at) & (revoked < making.now), revoked, NEVER)
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
    """For whom each link is; for anyone only on the first file share, and never without an end."""
    names = np.array([name for name, _ in _SCOPES], object)
    scope = names[np.searchsorted([end for _, end in _SCOPES], chance, side="right")]
    systems = np.array([one["system_id"] for one in making.views], object)
    first = next((one for one, kind in making.kind.items() if kind == "file_share"), None)
    return np.where((scope == "anyone") & (systems[view] != first), "named", scope)


def _days(values: Ints) -> pa.Array:
    missing = values >= NEVER
    return pa.array(np.where(missing, 0, values).astype(np.int32), mask=missing).cast(pa.date32())


def _may_share(making: Stocking, found: Extracts) -> NDArray[np.bool_]:
    able = np.zeros(len(found), bool)
    for row in np.unique(found.view):
        mine = np.flatnonzero(found.view == row)
        holders = making.register.holders(making.views[int(row)]["view_id"], "file.share")
        able[mine] = holders.hold(found.account[mine], found.at[mine] // DAY)
    return able
