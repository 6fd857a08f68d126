"""Questions to a log: who touched what, when, and from where.

Arrow in, Arrow out. An event says whom it touched as an interval of a list (`kit.activity.book`),
so nothing here works event by event: intervals are counted, painted and joined as whole columns,
and a million events take about as long to ask as to read.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kit.activity.book import Book, Places
from kit.activity.intervals import Intervals, Layout
from kit.errors import BadInput

AT, ACCOUNT, ADDRESS, STATUS = "time", "actor.user.uid", "src_endpoint.ip", "status_id"
UID = "metadata.uid"
VIEW, ACTION = "view", "action"
DEVICE, SYSTEM, RESOURCE = "device.uid", "metadata.product.name", "resource.uid"
SEGMENT, START, STOP = "segment", "start", "stop"
_NEVER = int(np.iinfo(np.int64).max)
_FAILURE = 2
_TIME = pa.timestamp("ms")


class HasBook(Protocol):
    """What questions about customers are put to: evidence, or a company."""

    @property
    def book(self) -> Book:
        """The customers in order of registration, and the lists of them."""


def between(events: pa.Table, since: datetime, until: datetime) -> pa.Table:
    """Return the events from one moment on and before another, local time.

    Raises:
        BadInput: If the window is empty.
    """
    if since >= until:
        raise BadInput("activity.empty_window", since=since, until=until)
    first, last = (pa.scalar(moment, _TIME) for moment in (since, until))
    return events.filter(pc.and_(pc.greater_equal(events[AT], first), pc.less(events[AT], last)))


def where(events: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """Return the events with one of these texts in a column.

    Raises:
        BadInput: If there is no such column.
    """
    wanted = set(values)
    codes, known = codes_of(events, column)
    picked = np.array([text in wanted for text in known], np.bool_)
    return events.filter(pa.array(np.append(picked, False)[codes]))


def touching(known: HasBook, events: pa.Table, customers: Iterable[str]) -> pa.Table:
    """Return the events that touched any of these customers.

    Args:
        known: The book that the events speak of.
        events: The log, or a part of it.
        customers: Their ids.

    Raises:
        BadInput: If there is no such customer, or an event speaks of members that are not there.
    """
    found = _intervals(known, events)
    hit = found.event[found.touch(_places(known.book, customers))]
    return events.take(pa.array(hit))


def customers_of(known: HasBook, events: pa.Table, by: str | None = None) -> pa.Table:
    """Return each customer that the events touched.

    Args:
        known: The book that the events speak of.
        events: The log, or a part of it.
        by: Column of the events, such as the account or the view; each of its values is then asked
            about alone and stands in the first column. Events without a value are left out.

    Returns:
        ``customer_id``, ``events`` (how many touched them), ``first`` and ``last`` (when), in order
        of registration.

    Raises:
        BadInput: If an event speaks of members that are not there, or has no such column.
    """
    found, times = _intervals(known, events), millis_of(events)
    if by is None:
        return _touched(known.book, found, times)
    tables = [
        _touched(known.book, part, times).add_column(0, by, _repeated(text, part.places()))
        for text, part in _groups(events, by, found)
    ]
    empty = _touched(known.book, found.take(np.empty(0, np.int64)), times)
    empty = empty.add_column(0, by, _repeated("", empty.column(0)))
    return pa.concat_tables([empty, *tables])


def by_account(known: HasBook, events: pa.Table) -> pa.Table:
    """Return what each account did, the one that touched most customers first.

    Returns:
        The account, ``events``, ``failures``, ``customers`` (how many different ones), ``first``
        and ``last``; events without an account are left out.
    """
    codes, names = codes_of(events, ACCOUNT)
    found, times = _intervals(known, events), millis_of(events)
    failed = np.asarray(events[STATUS]) == _FAILURE
    touched = dict.fromkeys(names, 0)
    for text, part in _groups(events, ACCOUNT, found):
        touched[text] = len(part.places())
    first, last = np.full(len(names) + 1, _NEVER), np.full(len(names) + 1, -_NEVER)
    np.minimum.at(first, codes, times)
    np.maximum.at(last, codes, times)
    counted = pa.table(
        {
            ACCOUNT: pa.array(names, pa.string()),
            "events": np.bincount(codes[codes >= 0], minlength=len(names)),
            "failures": np.bincount(codes[(codes >= 0) & failed], minlength=len(names)),
            "customers": pa.array(list(touched.values()), pa.int64()),
            "first": _as_time(first[:-1]),
            "last": _as_time(last[:-1]),
        }
    )
    there = counted.filter(pc.greater(counted["events"], 0))
    return there.sort_by([("customers", "descending"), (ACCOUNT, "ascending")])


def from_where(events: pa.Table, sites: pa.Table) -> pa.Table:
    """Return the events with ``site_id``: from which site's network they came; null: from none.

    Args:
        events: The log, or a part of it.
        sites: The organisation's table; its ``network`` is text such as ``192.0.2.0/28``.
    """
    networks = [(row["site_id"], ip_network(row["network"])) for row in sites.to_pylist()]
    codes, known = codes_of(events, ADDRESS)
    addresses = [ip_address(text) for text in known]
    homes = [next((site for site, net in networks if one in net), None) for one in addresses]
    column = pa.array([*homes, None], pa.string()).take(pa.array(codes % (len(known) + 1)))
    return events.append_column("site_id", column)


def _touched(book: Book, found: Intervals, times: Places) -> pa.Table:
    counts, at = found.counts(), times[found.event]
    places = np.flatnonzero(counts)
    first, last = found.earliest(at, _NEVER), -found.earliest(-at, _NEVER)
    return pa.table(
        {
            "customer_id": book.customer_id.take(pa.array(places)),
            "events": counts[places],
            "first": _as_time(first[places]),
            "last": _as_time(last[places]),
        }
    )


def _groups(events: pa.Table, by: str, found: Intervals) -> Iterator[tuple[str, Intervals]]:
    """Yield the intervals of each text of a column."""
    codes, names = codes_of(events, by)
    of_event = codes[found.event]
    order = np.argsort(of_event, kind="stable")
    ends = np.searchsorted(of_event[order], np.arange(len(names) + 1))
    for number, text in enumerate(names):
        if ends[number + 1] > ends[number]:
            yield text, found.take(order[ends[number] : ends[number + 1]])


def _intervals(known: HasBook, events: pa.Table) -> Intervals:
    codes, names = codes_of(events, SEGMENT)
    for name in names:
        if name not in known.book.segment_place:
            raise BadInput("activity.no_segment", segment=name, there=len(known.book.segments))
    numbers = np.array([*(known.book.segment_place[name] for name in names), -1], np.int64)
    start, stop = (
        np.asarray(pc.fill_null(events[name], 0)).astype(np.int64) for name in (START, STOP)
    )
    return Layout(known.book).intervals(numbers[codes], start, stop)


def _places(book: Book, customers: Iterable[str]) -> Places:
    wanted = list(customers)
    missing = [key for key in wanted if key not in book.place_of]
    if missing:
        raise BadInput("activity.no_customer", customer=missing[0])
    return np.array([book.place_of[key] for key in wanted], np.int64)


def codes_of(events: pa.Table, column: str) -> tuple[Places, list[str]]:
    """Return for each event the number of its text, -1 without one, and the texts."""
    if column not in events.column_names:
        raise BadInput("activity.no_column", column=column)
    texts = events[column].combine_chunks()
    if not pa.types.is_dictionary(texts.type):
        texts = texts.cast(pa.string()).dictionary_encode()
    codes = np.asarray(pc.fill_null(texts.indices.cast(pa.int64()), -1))
    return codes, texts.dictionary.cast(pa.string()).to_pylist()


def millis_of(events: pa.Table) -> Places:
    """Return when the events were, in milliseconds since 1970-01-01, local time."""
    return np.asarray(events[AT].cast(_TIME).cast(pa.int64()))


def _as_time(millis: NDArray[np.int64]) -> pa.Array:
    return pa.array(millis).cast(_TIME)


def _repeated(text: str, rows: Any) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), len(rows))
