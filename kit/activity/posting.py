"""Mails that carry customers: lists among colleagues and to partners, papers to whom they concern.

Each has its attachment, saved a few minutes before.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.book import EVERYBODY
from kit.activity.calendar import day_number
from kit.activity.holders import DAY, Ints
from kit.activity.stocking import MONTHS, NEVER, Extracts, Stocking, joined, millis_table, words
from kit.organisation.schemas import SCHEMAS
from kit.seeding import below, unit

_MAILS = (6, 1200)  # fewest and most mails of a view in a month
_ONE_IN = 3  # one mail a month for so many who may send it
_TO_STAFF = 0.75  # of lists; the others go to those who process data for the company
Objects = NDArray[np.object_]


def posted(making: Stocking, customers: pa.Table) -> tuple[Extracts, pa.Table]:
    """Return what was attached, and the mails in order of time.

    The column ``file_id`` of the mails holds the row of the attachment, or -1.
    """
    rows = [n for n, view in enumerate(making.views) if making.kind[view["system_id"]] == "mail"]
    parts = [_attachments(making, row) for row in rows]
    found = joined(parts) if parts else _none()
    sent = found.at + (2 + below(making.draws(len(found), "mail", "sent"), 480)) * 1000
    single = np.array([style == "paper" for style in found.style], bool)
    to, kind = _addresses(making, customers, found, single)
    staff = kind == "staff"
    drawn = making.draws(len(found), "mail", "many")
    recipients = np.where(single, 1, 1 + below(drawn, 5))
    subjects = _subjects(making, found)
    order = np.argsort(sent, kind="stable")
    columns = {
        "mail_id": [f"M{number:05}" for number in range(len(found))],
        "account_id": _accounts(making)[found.account[order]],
        "at": millis_table(sent[order]),
        "subject": [subjects[row] for row in order],
        "to_address": to[order],
        "to_kind": kind[order],
        "recipients": recipients[order].astype(np.int32),
        "visible": ((recipients > 1) & (staff | (unit(drawn << np.uint64(20)) < 0.6)))[order],
        "file_id": order,
    }
    schema = SCHEMAS["mails"]
    place = schema.get_field_index("file_id")
    return found, pa.table(columns, schema=schema.set(place, pa.field("file_id", pa.int64())))


def _none() -> Extracts:
    empty = np.empty(0, np.int64)
    return Extracts(empty, empty, empty, empty, empty, empty, empty, np.empty(0, object))


def _attachments(making: Stocking, row: int) -> Extracts:
    """What goes out with one view: a list, or the papers of one customer."""
    view = making.views[row]
    key = view["view_id"]
    able = making.register.holders(key, "mail.send")
    people = len(np.unique(able.account))
    if "mail.receive" not in _actions(making, key):
        people = 0  # a mail without an attachment
    fewest, most = _MAILS
    count = MONTHS * min(max(people // _ONE_IN, fewest), most) if people else 0
    day = making.some_days(count, view, "mail")
    count = len(day)
    account = able.drawn(day, making.draws(count, "mail", key, "who"))
    draws = making.draws(count, "mail", key, "at")
    at = day * DAY + 9 * 3_600_000 + below(draws, 8 * 3600) * 1000
    segment, start, stop = making.extent(day, "mail", key)
    single = view["page_rows"] == 1
    if single:
        segment = np.full(count, EVERYBODY, np.int64)
        known = making.known(segment, day)
        start = (known * unit(draws << np.uint64(20))).astype(np.int64)
        stop = np.minimum(start + 1, known)
    made = Extracts(
        np.full(count, row, np.int64),
        account,
        segment,
        start,
        stop,
        at,
        np.full(count, NEVER, np.int64),
        np.full(count, "paper" if single else "mail", object),
    )
    fits = (account >= 0) & (stop > start) & (at + 3_600_000 < making.now)
    return made.taken(np.flatnonzero(fits))


def _actions(making: Stocking, view: str) -> set[str]:
    rows = making.organisation.tables["permissions"].to_pylist()
    return {row["action"] for row in rows if row["view_id"] == view}


def _accounts(making: Stocking) -> Objects:
    return np.array(making.organisation.tables["accounts"]["account_id"].to_pylist(), object)


def _addresses(
    making: Stocking, customers: pa.Table, found: Extracts, single: NDArray[np.bool_]
) -> tuple[Objects, Objects]:
    """Where each mail goes first, and what kind of recipient that is."""
    draws = making.draws(len(found), "mail", "to")
    to = _colleagues(making, found.at // DAY, draws << np.uint64(11))
    kind = np.full(len(found), "staff", object)
    partners = _partners(making, found.at // DAY, draws << np.uint64(17))
    goes = ~single & (unit(draws) >= _TO_STAFF) & (partners != "")
    own = _customers_own(making, customers, found)
    writes = single & (own != "")
    to = np.where(goes, partners, np.where(writes, own, to))
    return to, np.where(goes, "party", np.where(writes, "customer", kind))


def _colleagues(making: Stocking, day: Ints, draws: NDArray[np.uint64]) -> Objects:
    staff = making.organisation.tables["staff"]
    inside = np.flatnonzero([job is not None for job in staff["job_id"].to_pylist()])
    mails = np.array(staff["email"].to_pylist(), object)[inside]
    joined_on = staff["joined_on"].combine_chunks().cast(pa.int32()).to_numpy()[inside]
    left = staff["left_on"].combine_chunks().cast(pa.int32()).fill_null(1 << 20).to_numpy()[inside]
    found = np.full(len(day), mails[0], object)
    settled = np.zeros(len(day), bool)
    for attempt in range(6):
        place = below(draws << np.uint64(3 * attempt), len(inside))
        fits = ~settled & (joined_on[place] <= day) & (left[place] >= day)
        found[fits], settled[fits] = mails[place[fits]], True
    return found


def _partners(making: Stocking, day: Ints, draws: NDArray[np.uint64]) -> Objects:
    """Mailboxes of those who process data for the company; empty where none was there yet."""
    entrusted = {one.id for one in making.organisation.profile.parties if one.entrusted}
    rows = making.organisation.tables["parties"].to_pylist()
    rows = [row for row in rows if row["party_id"] in entrusted and row["to_day"] is None]
    if not rows:
        return np.full(len(day), "", object)
    boxes = np.array([f"contact@{r['party_id'].replace('_', '-')}.example" for r in rows], object)
    first = np.array([day_number(row["from_day"]) for row in rows])
    place = below(draws, len(boxes))
    return np.where(first[place] < day, boxes[place], "")


def _customers_own(making: Stocking, customers: pa.Table, found: Extracts) -> Objects:
    """The address of the first customer of each extract; empty where none is known."""
    if "email" not in customers.schema.names or not len(found):
        return np.full(len(found), "", object)
    members = [
        int(making.book.members[segment][start])
        for segment, start in zip(found.segment.tolist(), found.start.tolist(), strict=True)
    ]
    rows = making.book.row[np.array(members, np.int64)]
    texts = customers["email"].combine_chunks().take(pa.array(rows)).to_pylist()
    return np.array([text or "" for text in texts], object)


def _subjects(making: Stocking, found: Extracts) -> list[str]:
    draws = making.draws(len(found), "mail", "subject")
    sections = words()["subjects"]
    made = []
    for row, style in enumerate(found.style):
        options = sections["paper" if style == "paper" else "list"]
        name = making.list_name(int(found.segment[row]))
        made.append(making.word(options[int(draws[row]) % len(options)]).format(list=name))
    return made
