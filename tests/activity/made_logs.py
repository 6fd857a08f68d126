"""A small log made by hand, and slow answers to questions about it."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from kit.activity.book import make_book
from kit.activity.query import ACCOUNT, ADDRESS, AT, SEGMENT, START, STATUS, STOP

START_OF_DAY = 1_780_000_000_000


def make_known(customers=40, seed=3):
    draws = np.random.default_rng(seed)
    days = draws.integers(18_000, 20_000, customers).astype("i4")
    province = draws.choice(["四川", "云南", None], customers, p=[0.5, 0.3, 0.2])
    table = pa.table(
        {
            "customer_id": [f"C{number:04}" for number in range(customers)],
            "registered_on": pa.array(days).cast(pa.date32()),
            "province": pa.array(province.tolist(), pa.string()),
        }
    )
    return SimpleNamespace(book=make_book(table, ["province"]))


def make_log(known, events=200, seed=4, accounts=5):
    draws = np.random.default_rng(seed)
    book = known.book
    segment = draws.integers(-1, len(book.segments), events)
    sizes = np.array([*(len(one) for one in book.members), 0])[segment]
    start = (draws.random(events) * sizes).astype("i4")
    stop = np.minimum(start + draws.choice([0, 1, 1, 7], events), sizes).astype("i4")
    names = [*(one.segment_id for one in book.segments), None]
    moments = np.sort(draws.integers(START_OF_DAY, START_OF_DAY + 10**9, events))
    return pa.table(
        {
            AT: pa.array(moments).cast(pa.timestamp("ms")),
            ACCOUNT: pa.array([f"U{n}" for n in draws.integers(0, accounts, events)]),
            ADDRESS: pa.array(draws.choice(["192.0.2.7", "192.0.2.99", "2001:db8::5"], events)),
            STATUS: pa.array(draws.integers(1, 3, events).astype("i1")),
            SEGMENT: pa.array([names[number] for number in segment]).dictionary_encode(),
            START: pa.array(start, mask=segment < 0),
            STOP: pa.array(stop, mask=segment < 0),
        }
    )


def touched_slowly(known, event):
    """The ids that one event touched."""
    if event[SEGMENT] is None:
        return []
    number = known.book.segment_place[event[SEGMENT]]
    return known.book.ids(known.book.members[number][event[START] : event[STOP]])


def customers_slowly(known, events):
    found = {}
    for event in events.to_pylist():
        for key in touched_slowly(known, event):
            count, first, last = found.get(key, (0, event[AT], event[AT]))
            found[key] = (count + 1, min(first, event[AT]), max(last, event[AT]))
    return found
