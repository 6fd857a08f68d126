import random
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from kit.activity.query import (
    ACCOUNT,
    ACTION,
    ADDRESS,
    AT,
    DEVICE,
    RESOURCE,
    SEGMENT,
    START,
    STATUS,
    STOP,
    SYSTEM,
    UID,
    VIEW,
    between,
    by_account,
    customers_of,
    from_where,
    touching,
    where,
)
from kit.activity.table import SCHEMA
from kit.errors import BadInput
from tests.activity.made_logs import customers_slowly, make_known, make_log, touched_slowly


@pytest.fixture(scope="module", params=[3, 4, 5])
def known(request):
    return make_known(seed=request.param)


@pytest.fixture(scope="module")
def events(known):
    return make_log(known, seed=len(known.book.members[1]))


def as_dict(table):
    rows = table.to_pylist()
    return {row["customer_id"]: (row["events"], row["first"], row["last"]) for row in rows}


def test_customers_are_exactly_those_the_events_touched(known, events):
    assert as_dict(customers_of(known, events)) == customers_slowly(known, events)


def test_customers_come_in_order_of_registration(known, events):
    ids = customers_of(known, events)["customer_id"].to_pylist()
    assert ids == sorted(ids, key=known.book.place_of.get)


def test_the_order_of_the_events_does_not_matter(known, events):
    mixed = events.take(pa.array(np.random.default_rng(1).permutation(events.num_rows)))
    assert customers_of(known, mixed).equals(customers_of(known, events))
    assert by_account(known, mixed).equals(by_account(known, events))


def test_asked_by_account_each_is_answered_alone(known, events):
    table = customers_of(known, events, by=ACCOUNT)
    for account in set(events[ACCOUNT].to_pylist()):
        alone = customers_slowly(known, where(events, ACCOUNT, [account]))
        assert as_dict(where(table, ACCOUNT, [account])) == alone


def test_touching_finds_every_event_of_a_customer_and_no_other(known, events):
    draws = random.Random(1)
    for _ in range(20):
        wanted = set(draws.sample(known.book.customer_id.to_pylist(), 3))
        slow = [e for e in events.to_pylist() if wanted & set(touched_slowly(known, e))]
        assert touching(known, events, wanted).to_pylist() == slow


def test_by_account_counts_different_customers(known, events):
    for row in by_account(known, events).to_pylist():
        own = where(events, ACCOUNT, [row[ACCOUNT]])
        moments = own[AT].to_pylist()
        assert row["events"] == own.num_rows
        assert row["failures"] == own[STATUS].to_pylist().count(2)
        assert row["customers"] == len(customers_slowly(known, own))
        assert (row["first"], row["last"]) == (min(moments), max(moments))


def test_the_account_that_touched_most_comes_first(known, events):
    counts = by_account(known, events)["customers"].to_pylist()
    assert counts == sorted(counts, reverse=True)


def test_a_window_holds_its_first_moment_and_not_its_last(events):
    moments = events[AT].to_pylist()
    since, until = moments[20], moments[120]
    wanted = [event for event in events.to_pylist() if since <= event[AT] < until]
    assert between(events, since, until).to_pylist() == wanted


def test_an_empty_window_is_refused(events):
    noon = datetime(2026, 9, 1, 12)
    with pytest.raises(BadInput, match=r"activity\.empty_window"):
        between(events, noon, noon)
    with pytest.raises(BadInput, match=r"activity\.empty_window"):
        between(events, noon, noon - timedelta(days=1))


def test_addresses_lead_to_sites(events):
    sites = pa.table({"site_id": ["L1", "L2"], "network": ["192.0.2.0/28", "2001:db8::/64"]})
    found = from_where(events, sites)
    homes = {"192.0.2.7": "L1", "2001:db8::5": "L2"}
    assert found["site_id"].to_pylist() == [homes.get(a) for a in events[ADDRESS].to_pylist()]


def test_nothing_touches_nobody(known, events):
    nothing = events.slice(0, 0)
    assert customers_of(known, nothing).num_rows == 0
    assert customers_of(known, nothing, by=ACCOUNT).num_rows == 0
    assert by_account(known, nothing).num_rows == 0
    assert touching(known, nothing, ["C0001"]).num_rows == 0
    assert touching(known, events, []).num_rows == 0


def test_a_customer_that_is_not_there_is_named(known, events):
    with pytest.raises(BadInput) as caught:
        touching(known, events, ["C0001", "C9999"])
    assert caught.value.values == {"customer": "C9999"}


def test_a_log_of_another_book_is_refused(known, events):
    number = events.schema.get_field_index(STOP)
    beyond = events.set_column(number, STOP, pa.array([10**6] * events.num_rows, pa.int32()))
    with pytest.raises(BadInput, match=r"activity\.no_members"):
        customers_of(known, beyond)
    number = events.schema.get_field_index(SEGMENT)
    other = events.set_column(number, SEGMENT, pa.array(["S9999"] * events.num_rows))
    with pytest.raises(BadInput, match=r"activity\.no_segment"):
        customers_of(known, other)


def test_a_column_that_is_not_there_is_named(known, events):
    with pytest.raises(BadInput, match=r"activity\.no_column"):
        customers_of(known, events, by="colour")


def test_the_columns_asked_for_are_those_of_the_log():
    named = {UID, AT, ACCOUNT, ADDRESS, STATUS, VIEW, ACTION, SEGMENT, START, STOP}
    assert named | {DEVICE, SYSTEM, RESOURCE} <= set(SCHEMA.names)
