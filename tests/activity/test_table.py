from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kit.activity.actions import ACTIONS, CODES
from kit.activity.event_ids import world_letters, world_of
from kit.activity.faults import Fault
from kit.activity.names import make_names
from kit.activity.query import customers_of
from kit.activity.rows import COLUMNS, count, join, take
from kit.activity.table import SCHEMA, from_table, make_log, to_table
from kit.errors import BadInput
from tests.activity.made_rows import DAY, make_rows, make_small


@pytest.fixture(scope="module")
def company():
    return make_small()


@pytest.fixture(scope="module")
def rows(company):
    return make_rows(company)


@pytest.fixture(scope="module")
def log(company, rows):
    return make_log(company, rows)


def logged(company, rows):
    """The events whose system keeps a log."""
    kept = company.organisation.tables["systems"]["logged"].to_pylist()
    return take(rows, np.array([kept[number] for number in rows["system"]]))


def same(one, other):
    return all((one[name] == other[name]).all() for name in COLUMNS)


def in_order(rows, log):
    there = np.flatnonzero(log.place >= 0)
    return take(rows, there[np.argsort(log.place[there])])


def test_the_log_has_the_columns_it_promises_and_is_valid(log):
    assert log.table.schema.equals(SCHEMA, check_metadata=True)
    log.table.validate(full=True)
    assert log.table.schema.metadata[b"metadata.version"] == b"1.8.0"


def test_a_log_gives_back_its_events(company, rows, log):
    back = from_table(company, log.table)
    assert {name: column.dtype for name, column in back.items()} == COLUMNS
    assert same(back, in_order(rows, log))


def test_every_cell_says_what_its_number_stands_for(company, rows, log):
    tables, book = company.organisation.tables, company.book
    names = make_names(company)
    ordered = in_order(rows, log)
    for number, row in enumerate(log.table.to_pylist()):
        event = {name: int(ordered[name][number]) for name in COLUMNS}
        action = ACTIONS[event["action"]]
        assert row["action"] == action.code
        assert (row["class_uid"], row["activity_id"]) == (action.class_uid, action.activity_id)
        assert row["type_uid"] == action.type_uid
        assert row["status_id"] == event["status"]
        assert row["time"].replace(microsecond=0) == datetime(1970, 1, 1) + timedelta(
            milliseconds=event["time"]
        )
        for column, table in (
            ("actor.user.uid", "accounts"),
            ("device.uid", "devices"),
            ("metadata.product.name", "systems"),
            ("view", "views"),
        ):
            name = {"actor.user.uid": "account", "metadata.product.name": "system"}.get(column)
            place = event[name or column.partition(".")[0]]
            wanted = None if place < 0 else tables[table].column(0)[place].as_py()
            assert row[column] == wanted
        assert row["src_endpoint.ip"] == names.addresses.of(event["address"])
        assert row["resource.uid"] == (
            None if event["thing"] < 0 else tables[action.thing].column(0)[event["thing"]].as_py()
        )
        assert row["bytes"] == (None if event["size"] < 0 else event["size"])
        if event["segment"] < 0:
            assert (row["segment"], row["start"], row["stop"]) == (None, None, None)
        else:
            assert row["segment"] == book.segments[event["segment"]].segment_id
            assert (row["start"], row["stop"]) == (event["start"], event["stop"])


def test_the_log_is_in_order_and_arrives_soon_after(log):
    times = log.table["time"].to_numpy().astype("i8")
    arrives = log.table["metadata.logged_time"].to_numpy().astype("i8")
    assert (np.diff(times) >= 0).all()
    assert (arrives - times >= 100).all()
    assert (arrives - times < 5000).all()


def test_ids_are_those_of_the_world(company, log):
    ids = log.table["metadata.uid"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert {world_of(one) for one in ids} == {world_letters(company.seed)}


def test_a_seed_of_its_own_makes_ids_of_its_own(company, rows, log):
    other = to_table(company, rows, seed=99)
    assert world_of(other["metadata.uid"][0].as_py()) == world_letters(99)
    assert other["time"] != log.table["time"]
    assert other["actor.user.uid"].to_pylist() != []


def test_the_order_in_which_events_are_given_does_not_matter(company, log, rows):
    # events of the same account and second keep the order given, so let there be none
    key = rows["time"] // 1000 * 10_000 + rows["account"]
    alone = take(rows, np.unique(key, return_index=True)[1])
    mixed = take(alone, np.random.default_rng(1).permutation(count(alone)))
    assert to_table(company, mixed).equals(to_table(company, alone))


def test_events_joined_later_are_numbered_with_the_others(company, rows):
    added = take(rows, np.arange(0, 500, 50))
    rest = take(rows, np.setdiff1d(np.arange(500), np.arange(0, 500, 50)))
    made = make_log(company, join([rest, added]))
    whole = make_log(company, rows)
    assert made.table.num_rows == whole.table.num_rows
    places = made.place[-10:]
    assert not (np.diff(places[places >= 0]) == 1).all()  # they do not stand together
    by_id = made.table.take(pc.sort_indices(made.table["metadata.uid"]))
    assert by_id["time"].to_pylist() != sorted(by_id["time"].to_pylist())


def test_systems_without_a_log_leave_no_trace(company):
    tables = company.organisation.tables
    flags = [number > 0 for number in range(tables["systems"].num_rows)]
    silent = tables["systems"].set_column(5, "logged", pa.array(flags))
    assert tables["systems"].schema.names[5] == "logged"
    quiet = company.with_organisation(company.organisation.with_tables({"systems": silent}))
    rows = make_rows(quiet)
    made = make_log(quiet, rows)
    assert ((made.place < 0) == (rows["system"] == 0)).all()
    assert same(from_table(quiet, made.table), in_order(rows, made))


def test_collector_gaps_take_events_and_late_logs_only_time(company, rows):
    start = int(rows["time"].min()) // DAY * DAY
    gap = Fault(0, "collector", start, start + DAY // 2)
    late = Fault(1, "late", start, start + DAY // 2)
    down = Fault(2, "outage", start, start + DAY // 2)
    made, whole = make_log(company, rows, (gap, late, down)), make_log(company, rows)
    kept = make_names(company).keeps_log[rows["system"]]
    lost = kept & (rows["system"] == 0) & (rows["time"] < gap.until)
    assert lost.any()
    assert ((made.place < 0) == (~kept | lost)).all()
    waits = made.table["metadata.logged_time"].to_numpy() - made.table["time"].to_numpy()
    of_late = pc.equal(
        made.table["metadata.product.name"].cast(pa.string()),
        company.organisation.tables["systems"]["system_id"][1].as_py(),
    ).to_numpy()
    morning = made.table["time"].to_numpy().astype("i8") < late.until
    slow = waits > np.timedelta64(5, "s")
    assert (slow == (of_late & morning)).all()
    assert slow.any() == kept[rows["system"] == 1].any()
    ids = set(whole.table["metadata.uid"].to_pylist())
    assert set(made.table["metadata.uid"].to_pylist()) <= ids  # numbers are without gaps


def test_a_log_read_from_a_file_gives_back_its_events(company, rows, log, tmp_path):
    pq.write_table(log.table, tmp_path / "log.parquet")
    read = pq.read_table(tmp_path / "log.parquet")
    assert read.equals(log.table)
    plain = pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(read.column_names, read.columns, strict=True)
        }
    )
    assert same(from_table(company, plain), in_order(rows, log))
    some = plain.slice(30, 9).take(list(range(8, -1, -1)))
    assert from_table(company, some)["action"].tolist() == [
        CODES.index(code) for code in some["action"].to_pylist()
    ]


def test_questions_to_the_log_find_the_customers_that_events_touched(company, rows, log):
    found = customers_of(company, log.table)
    ordered = in_order(rows, log)
    wanted = np.zeros(len(company.book), np.int64)
    for segment, start, stop in zip(
        *(ordered[n] for n in ("segment", "start", "stop")), strict=True
    ):
        if segment >= 0:
            wanted[company.book.touched(int(segment), int(start), int(stop))] += 1
    assert found["customer_id"].to_pylist() == company.book.ids(np.flatnonzero(wanted))
    assert found["events"].to_pylist() == wanted[wanted > 0].tolist()


def test_no_events_make_an_empty_log(company, rows):
    nothing = to_table(company, take(rows, np.arange(0)))
    assert nothing.num_rows == 0
    assert nothing.schema.equals(SCHEMA)
    assert count(from_table(company, nothing)) == 0


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("account", 10_000, "no_row"),
        ("system", 500, "no_row"),
        ("view", -2, "no_row"),
        ("action", 99, "no_row"),
        ("segment", 10_000, "no_row"),
        ("address", 10**7, "no_address"),
        ("thing", 10**6, "no_thing"),
        ("thing", -2, "no_thing"),
    ],
)
def test_numbers_that_point_nowhere_are_refused(company, rows, column, value, code):
    values = rows[column].copy()
    values[7] = value
    with pytest.raises(BadInput, match=code):
        to_table(company, {**rows, column: values})


def test_an_object_of_an_action_without_objects_is_refused(company, rows):
    searches = take(rows, np.flatnonzero(rows["action"] == CODES.index("crm.search")))
    wrong = {**searches, "thing": np.zeros(count(searches), "i4")}
    with pytest.raises(BadInput, match="no_thing"):
        to_table(company, wrong)


def test_what_is_no_log_of_this_company_is_refused(company, log):
    with pytest.raises(BadInput, match="not_a_log"):
        from_table(company, log.table.drop(["view"]))
    strange = log.table.set_column(
        7, "actor.user.uid", pa.array(["nobody"] * log.table.num_rows).dictionary_encode()
    )
    with pytest.raises(BadInput, match="unknown_text"):
        from_table(company, strange)
