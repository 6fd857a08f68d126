"""Mails that carry customers: lists among colleagues and to partners, papers to whom they concern.

Each has its attachment, saved a few minutes before.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.book import EVERYBODY
from kit.activity.holders import DAY
from kit.activity.letters import Letters
from kit.activity.stocking import MONTHS, NEVER, Extracts, Objects, Stocking, joined, words
from kit.seeding import below, unit

_MAILS = (6, 1200)  # fewest and most mails of a view in a month
_ONE_IN = 3  # one mail a month for so many who may send it
_TO_STAFF = 0.75  # of lists; the others go to those who process data for the company
_OTHER_ADDRESS, _PRIVATE = 0.05, 0.05  # of papers: to addresses not on record, to relatives
_MISTYPED, _OFFICE = 0.02, 0.06  # of lists: to nobody (they come back), to courts and insurers


def posted(making: Stocking, customers: pa.Table) -> tuple[Extracts, Letters]:
    """Return what was attached to mails, and the mails, in the same order."""
    rows = [n for n, view in enumerate(making.views) if making.kind[view["system_id"]] == "mail"]
    parts = [_attachments(making, row) for row in rows]
    found = joined(parts) if parts else _none()
    sent = found.at + (2 + below(making.draws(len(found), "mail", "sent"), 480)) * 1000
    single = np.array([style == "paper" for style in found.style], bool)
    to, kind = _addresses(making, customers, found, single)
    drawn = making.draws(len(found), "mail", "many")
    few = single | np.isin(kind, ["unknown", "outside"])
    recipients = np.where(few, 1, 1 + below(drawn, 5))
    visible = (kind == "staff") | (unit(drawn << np.uint64(20)) < 0.6)
    return found, Letters(
        found.account,
        sent,
        np.array(_subjects(making, found, kind), object),
        to,
        kind,
        recipients,
        (recipients > 1) & visible,
        np.arange(len(found)),
    )


def _none() -> Extracts:
    empty = np.empty(0, np.int64)
    texts = np.empty(0, object)
    return Extracts(empty, empty, empty, empty, empty, empty, empty, texts, texts)


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
    never, style = np.full(count, NEVER, np.int64), "paper" if single else "mail"
    made = Extracts.of_view(row, account, (segment, start, stop), at, never, style)
    fits = (account >= 0) & (stop > start) & (at + 3_600_000 < making.now)
    return made.taken(np.flatnonzero(fits))


def _actions(making: Stocking, view: str) -> set[str]:
    rows = making.organisation.tables["permissions"].to_pylist()
    return {row["action"] for row in rows if row["view_id"] == view}


def _addresses(
    making: Stocking, customers: pa.Table, found: Extracts, single: NDArray[np.bool_]
) -> tuple[Objects, Objects]:
    """Where each mail goes first, and what kind of recipient that is."""
    draws = making.draws(len(found), "mail", "to")
    day = found.at // DAY
    to = making.colleagues(day, draws << np.uint64(11))
    kind = np.full(len(found), "staff", object)
    partners = making.partners(day, draws << np.uint64(17))
    goes = ~single & (unit(draws) >= _TO_STAFF) & (partners != "")
    own = _customers_own(making, customers, found)
    writes = single & (own != "")
    private = np.array([f"{one.partition('@')[0]}" for one in np.where(writes, own, to)], object)
    to = np.where(goes, partners, np.where(writes, own, to))
    kind = np.where(goes, "party", np.where(writes, "customer", kind))
    return _strays(making, found, single, private, to, kind)


def _strays(
    making: Stocking,
    found: Extracts,
    single: NDArray[np.bool_],
    private: Objects,
    to: Objects,
    kind: Objects,
) -> tuple[Objects, Objects]:
    """Let some mails go elsewhere: to other addresses of customers, to mistyped ones, to offices.

    Offices get mail from people who cannot export lists.
    """
    draws = making.draws(len(found), "mail", "stray")
    chance = unit(draws)
    digits = 1000 + below(draws << np.uint64(20), 9000)
    boxes = ("@mail.example", "@post.test")
    other = np.array(
        [f"{name}{n}{boxes[n % 2]}" for name, n in zip(private, digits.tolist(), strict=True)],
        object,
    )
    unknown = chance < np.where(single, _OTHER_ADDRESS, _MISTYPED)
    offices = np.array([making.word(one) for one in words()["offices"]], object)
    plain = ~np.isin(found.account, making.exporters())
    outside = plain & (chance > 1 - np.where(single, _PRIVATE, _OFFICE))
    office = offices[below(draws << np.uint64(33), len(offices))]
    to = np.where(unknown, other, np.where(outside, np.where(single, other, office), to))
    return to, np.where(unknown, "unknown", np.where(outside, "outside", kind))


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


def _subjects(making: Stocking, found: Extracts, kind: Objects) -> list[str]:
    draws = making.draws(len(found), "mail", "subject")
    sections = words()["subjects"]
    made = []
    for row, style in enumerate(found.style):
        section = "paper" if style == "paper" else "office" if kind[row] == "outside" else "list"
        options = sections[section]
        name = making.list_name(int(found.segment[row]))
        made.append(making.word(options[int(draws[row]) % len(options)]).format(list=name))
    return made
