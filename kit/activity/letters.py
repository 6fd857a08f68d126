"""Mails as columns: those with attachments (`kit.activity.posting`), circulars and links sent on.

A circular goes to many customers at once, who do not see one another. Whom, follows from the moment
it was sent and how many it had, so that its event is the same wherever it is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kit.activity.book import EVERYBODY, Book
from kit.activity.holders import DAY, Ints
from kit.activity.stocking import MONTHS, Objects, Stocking, known, millis_table, words
from kit.organisation.schemas import SCHEMAS
from kit.seeding import below, scattered, stream, unit

_CIRCULARS, _BATCHES, _MOST = 4, 4, 45  # a month, batches of each at most, recipients of a batch
_SENT_ON = {"company": 0.15, "named": 0.5, "anyone": 0.6}  # links that go out by mail, by scope


@dataclass(frozen=True)
class Letters:
    """Mails, in no order yet.

    Attributes:
        account: Rows of accounts: who sent each.
        at: Milliseconds.
        subject, to, kind: As in the table of mails.
        recipients, visible: How many it went to, and whether they see one another.
        file: Row of the attachment among attachments; -1: none.
    """

    account: Ints
    at: Ints
    subject: Objects
    to: Objects
    kind: Objects
    recipients: Ints
    visible: NDArray[np.bool_]
    file: Ints


def together(parts: Sequence[Letters]) -> Letters:
    """Return all letters, one part after the other."""
    return Letters(
        *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Letters))
    )


def mail_table(making: Stocking, letters: Letters, id_of: Objects) -> pa.Table:
    """Return the table of mails, in order of time.

    Args:
        making: The organisation.
        letters: The mails.
        id_of: The id of each attachment.
    """
    accounts = making.organisation.tables["accounts"]["account_id"].combine_chunks()
    ids = np.array([*id_of, None], object)
    order = np.argsort(letters.at, kind="stable")
    columns = {
        "mail_id": [f"M{number:05}" for number in range(len(order))],
        "account_id": accounts.take(pa.array(letters.account[order])),
        "at": millis_table(letters.at[order]),
        "subject": pa.array(letters.subject[order], pa.string()),
        "to_address": pa.array(letters.to[order], pa.string()),
        "to_kind": pa.array(letters.kind[order], pa.string()),
        "recipients": letters.recipients[order].astype(np.int32),
        "visible": letters.visible[order],
        "file_id": pa.array(ids[letters.file[order]], pa.string()),
    }
    return pa.table(columns, schema=SCHEMAS["mails"])


def circular_views(views: Sequence[str], allowed: Sequence[tuple[str, str]]) -> list[int]:
    """Return the rows of views with which one can send mail but receives none.

    Args:
        views: Ids of all views.
        allowed: Views and actions of all permissions.
    """
    pairs = set(allowed)
    return [
        row
        for row, key in enumerate(views)
        if (key, "mail.send") in pairs and (key, "mail.receive") not in pairs
    ]


def permitted(tables: Mapping[str, pa.Table]) -> list[tuple[str, str]]:
    """Return the views and actions of all permissions."""
    rows = tables["permissions"]
    return list(zip(rows["view_id"].to_pylist(), rows["action"].to_pylist(), strict=True))


def addressed(book: Book, seed: int, at: Ints, recipients: Ints) -> tuple[Ints, Ints, Ints]:
    """Return whom circulars went to: a list and an interval of it, as long as they had recipients.

    Args:
        book: The customers.
        seed: The seed of the organisation.
        at: When they were sent, milliseconds.
        recipients: How many they had.
    """
    draws = scattered(stream(seed, "stock", "circular"), at // 1000)
    day = at // DAY
    segment = below(draws, len(book.segments))
    segment = np.where(known(book, segment, day) >= recipients, segment, EVERYBODY)
    room = np.maximum(known(book, segment, day) - recipients, 0)
    start = (unit(draws << np.uint64(24)) * (room + 1)).astype(np.int64)
    return segment, start, np.minimum(start + recipients, known(book, segment, day))


def circulars(making: Stocking, customers: pa.Table) -> Letters:
    """Return circulars: notices and reminders to a part of the customers, some batches each."""
    tables = making.organisation.tables
    rows = circular_views([one["view_id"] for one in making.views], permitted(tables))
    if not rows or "email" not in customers.schema.names:
        return _none()
    view = making.views[rows[0]]
    day = making.some_days(MONTHS * _CIRCULARS, view, "circulars")
    able = making.register.holders(view["view_id"], "mail.send")
    account = able.drawn(day, making.draws(len(day), "circulars", "who"))
    draws = making.draws(len(day), "circulars", "at")
    several = 1 + below(draws << np.uint64(40), _BATCHES)
    which = np.repeat(np.arange(len(day)), several)
    number = np.arange(len(which)) - np.repeat(np.cumsum(several) - several, several)
    gap = 70 + below(making.draws(len(which), "circulars", "gap"), 420)
    at = day * DAY + 9 * 3_600_000 + below(draws, 7 * 3600) * 1000
    at = at[which] + np.where(number > 0, (number * 500 + gap) * 1000, 0)
    least = known(making.book, np.full(len(at), EVERYBODY), at // DAY)
    many = 2 + below(making.draws(len(which), "circulars", "recipients"), _MOST)
    recipients = np.minimum(many, least)
    extent = addressed(making.book, making.organisation.seed, at, recipients)
    to = _first_addresses(making, customers, *extent)
    subject = _subjects(making, "circular", draws)[which]
    kept = np.flatnonzero((account[which] >= 0) & (recipients > 1) & (to != "") & (at < making.now))
    none = np.full(len(kept), -1, np.int64)
    return Letters(
        account[which][kept],
        at[kept],
        subject[kept],
        to[kept],
        np.full(len(kept), "customer", object),
        recipients[kept],
        np.zeros(len(kept), bool),
        none,
    )


def _first_addresses(
    making: Stocking, customers: pa.Table, segment: Ints, start: Ints, stop: Ints
) -> Objects:
    """The first known address of each interval of a list; empty where there is none."""
    emails = np.array(customers["email"].to_pylist(), object)
    found = np.full(len(segment), "", object)
    intervals = np.stack([segment, start, stop], axis=1).tolist()
    for place, interval in enumerate(intervals):
        own = emails[making.book.row[making.book.touched(*interval)]]
        found[place] = next((one for one in own if one), "")
    return found


def told(making: Stocking, links: pa.Table) -> Letters:
    """Return the mails by which some links were sent on, some minutes after they were made."""
    rows = links.to_pylist()
    draws = making.draws(len(rows), "links", "told")
    wanted = np.array([_SENT_ON[one["scope"]] for one in rows])
    made = links["created_at"].combine_chunks().cast(pa.int64()).to_numpy()
    at = made + (60 + below(draws << np.uint64(20), 1_500)) * 1000
    kept = np.flatnonzero((unit(draws) < wanted) & (at < making.now))
    places = making.organisation.places["accounts"]
    account = np.array([places[rows[row]["created_by"]] for row in kept.tolist()], np.int64)
    day, chosen = at[kept] // DAY, draws[kept]
    partners = making.partners(day, chosen << np.uint64(17))
    inside = np.array([rows[row]["scope"] == "company" for row in kept.tolist()], bool)
    inside |= partners == ""
    recipients = 1 + below(chosen << np.uint64(27), 3)
    return Letters(
        account,
        at[kept],
        _subjects(making, "link", chosen),
        np.where(inside, making.colleagues(day, chosen << np.uint64(11)), partners),
        np.where(inside, "staff", "party").astype(object),
        recipients,
        recipients > 1,
        np.full(len(kept), -1, np.int64),
    )


def _subjects(making: Stocking, section: str, draws: NDArray[np.uint64]) -> Objects:
    options = [making.word(one) for one in words()["subjects"][section]]
    return np.array(options, object)[below(draws << np.uint64(50), len(options))]


def _none() -> Letters:
    empty, texts = np.empty(0, np.int64), np.empty(0, object)
    return Letters(empty, empty, texts, texts, texts, empty, np.empty(0, bool), empty)
