"""The desk of whoever investigates: the same as pandas would find, and clear words for the rest."""

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.activity.conditions import OPS, Query, read_query
from kit.activity.log_columns import NAMES
from kit.activity.query import customers_of, touching
from kit.activity.rights import allowed
from kit.activity.search import Search
from kit.errors import BadInput
from kit.leaks.model import Parameters
from kit.leaks.staging import stage
from kit.world import build

TEXTS = ("action", "actor.user.uid", "view", "person", "job", "site", "device.kind", "right")
NUMBERS = ("bytes", "people", "status_id")


@cache
def staged():
    company = build("leasing", 7, 300, staff=24, phase="signing").company
    return stage(company, "departing_salesperson", Parameters(), 3)


@cache
def case():
    return Search(staged().evidence)


@pytest.fixture(autouse=True, scope="module")
def _made_first():
    """Make the case before any example is drawn: making it is not what they are about."""
    frame()


@cache
def frame():
    return case().frame()


def found(**query):
    return case().find(query)


def refused(**query):
    with pytest.raises(BadInput) as caught:
        found(**query)
    return caught.value


def as_pandas(column, op, values):
    values = list(values)
    held = frame()[column]
    if op in ("empty", "not_empty"):
        return held.isna() if op == "empty" else held.notna()
    if column in NUMBERS:
        numbers = [int(value) for value in values]
        held = pd.to_numeric(held)
        if op == "at_least":
            return held >= min(numbers)
        if op == "at_most":
            return held <= max(numbers)
        known = held.isin(numbers)
    elif op == "contains":
        text = held.astype("string").str.casefold()
        parts = [text.str.contains(one.casefold(), regex=False).fillna(False) for one in values]
        return np.logical_or.reduce(parts)
    else:
        known = held.astype("string").isin(values)
    return ~known if op == "is_not" else known


@st.composite
def conditions(draw):
    column = draw(st.sampled_from([*TEXTS, *NUMBERS]))
    op = draw(st.sampled_from(OPS["number" if column in NUMBERS else "text"]))
    if op in ("empty", "not_empty"):
        return {"column": column, "op": op}
    known = sorted({str(one) for one in frame()[column].dropna().unique()})[:200]
    if column in NUMBERS:
        known = [str(int(float(one))) for one in known]
    values = draw(
        st.lists(
            st.sampled_from([*known, "0" if column in NUMBERS else "x"]), min_size=1, max_size=4
        )
    )
    return {"column": column, "op": op, "values": values}


@settings(max_examples=120, deadline=None)
@given(
    some=st.lists(conditions(), max_size=3),
    hours=st.tuples(st.integers(0, 900), st.integers(1, 400)),
)
def test_a_question_finds_what_pandas_finds(some, hours):
    first = frame()["time"].iloc[0].floor("h")
    since, until = (first + timedelta(hours=sum(hours[:n])) for n in (1, 2))
    mask = (frame()["time"] >= since) & (frame()["time"] < until)
    for one in some:
        mask &= as_pandas(one["column"], one["op"], one.get("values", ()))
    rows = found(conditions=some, since=since.isoformat(), until=until.isoformat())
    assert rows.tolist() == np.flatnonzero(mask).tolist()


def test_everything_and_nothing_are_answers_too():
    assert len(found()) == staged().evidence.events.num_rows
    assert not len(found(conditions=[{"column": "action", "values": ["no.such"]}]))
    assert case().count_by(found()[:0], "action") == []
    assert not case().people(found()[:0]).size
    assert case().page(found()[:0]) == []
    assert sum(case().timeline(found()[:0])["series"][0]["counts"]) == 0


def test_every_column_can_be_asked_about_and_is_shown():
    rows = case().page(found(), limit=3)
    assert [list(row) for row in rows] == [list(NAMES)] * 3
    for column in case().columns:
        assert set(frame().columns) == set(NAMES)
        if column.kind != "time":
            assert len(found(conditions=[{"column": column.name, "op": "not_empty"}]))


def test_pages_follow_one_another_and_turn_round():
    rows = found(conditions=[{"column": "action", "values": ["crm.export"]}])
    uids = [one["metadata.uid"] for one in case().page(rows, limit=10**6)]
    parts = [one["metadata.uid"] for n in range(0, len(rows), 7) for one in case().page(rows, n, 7)]
    turned = [one["metadata.uid"] for one in case().page(rows, limit=10**6, newest=True)]
    assert uids == parts == turned[::-1]


def test_people_are_those_of_the_intervals_each_once():
    evidence = staged().evidence
    rows = found(conditions=[{"column": "action", "values": ["crm.export", "crm.open"]}])
    told = customers_of(evidence, evidence.events.take(rows))["customer_id"].to_pylist()
    assert case().ids_of(case().people(rows)) == told
    counted = case().count_by(rows, "actor.user.uid", 500)
    assert max(one["people"] for one in counted) <= len(told) <= sum(o["people"] for o in counted)
    for one in counted[:5]:
        own = found(
            conditions=[
                {"column": "action", "values": ["crm.export", "crm.open"]},
                {"column": "actor.user.uid", "values": [one["value"]]},
            ]
        )
        assert (one["events"], one["people"]) == (len(own), len(case().people(own)))
        assert one["first"] == case().page(own, limit=1)[0]["time"]
        assert one["last"] == case().page(own, limit=1, newest=True)[0]["time"]


def test_who_touched_some_customers():
    evidence, names = staged().evidence, staged().evidence.book.ids(np.array([3, 70, 200]))
    rows = found(customers=names)
    told = touching(evidence, evidence.events, names)["metadata.uid"].to_pylist()
    assert [one["metadata.uid"] for one in case().page(rows, limit=10**6)] == told


@pytest.mark.parametrize("by", [None, "action", "person"])
def test_the_time_line_counts_every_event_once(by):
    rows = found()
    line = case().timeline(rows, bins=37, by=by, top=3)
    counts = np.array([one["counts"] for one in line["series"]])
    assert counts.shape[1] == 37
    assert counts.sum() == len(rows)
    start = np.datetime64(line["since"], "ms").astype(np.int64)
    lone = (case().times - start) // line["width_ms"]
    assert counts.sum(axis=0).tolist() == np.bincount(lone, minlength=37).tolist()


def test_the_time_line_says_when_the_log_was_silent():
    gaps = staged().evidence.tables["log_gaps"].to_pylist()
    assert gaps
    told = case().timeline(found())["gaps"]
    assert {(one["system"], one["since"]) for one in told} <= {
        (one["system_id"], one["since"].isoformat()) for one in gaps
    }
    first = min(one["since"] for one in gaps)
    only = case().timeline(found(), since=first, until=first + timedelta(seconds=1))
    assert first.isoformat() in {one["since"] for one in only["gaps"]}


def test_a_right_that_was_held_and_one_that_was_not():
    counted = {one["value"]: one["events"] for one in case().count_by(found(), "right")}
    assert counted["held"] > 0
    assert counted["not_needed"] > 0
    done = frame()[frame()["right"].isin(["none", "expired", "revoked"])]
    assert len(done) <= 0.02 * len(frame())


def test_a_right_is_told_as_the_tables_have_it():
    """Worked out event by event, for events of all kinds and rights that ended in the log."""
    evidence = staged().evidence
    tables = dict(evidence.tables)
    rows = tables["entitlements"].to_pylist()
    middle = case().times[len(case().times) // 2].astype("datetime64[ms]").item()
    for number, row in enumerate(rows):
        row["revoked_at"] = middle if number % 3 == 0 else row["revoked_at"]
        row["expires_on"] = middle.date() if number % 3 == 1 else row["expires_on"]
    tables["entitlements"] = pa.Table.from_pylist(rows, tables["entitlements"].schema)
    own = Search(replace(evidence, tables=tables))
    given = {}
    for right in allowed(tables).to_pylist():
        given.setdefault((right["view_id"], right["action"]), set()).add(right["role_id"])
    counted = Counter()
    for event in own.page(own.find({}), limit=10**6)[::97]:
        told = expected_standing(event, rows, given)
        assert event["right"] in told, (event, told)
        counted[event["right"]] += 1
    assert all(counted[one] for one in ("held", "expired", "revoked", "not_needed"))


def expected_standing(event, rows, given):
    roles = given.get((event["view"], event["action"]))
    if not roles or event["actor.user.uid"] is None:
        return {"not_needed"}
    at = datetime.fromisoformat(event["time"])
    mine = [r for r in rows if r["account_id"] == event["actor.user.uid"] and r["role_id"] in roles]
    over = set()
    for row in mine:
        ends = [row["revoked_at"]] if row["revoked_at"] else []
        if row["expires_on"]:
            ends.append(datetime.combine(row["expires_on"], datetime.min.time()) + timedelta(1))
        end = min(ends, default=datetime.max)
        if row["granted_at"] <= at < end:
            return {"held"}
        if end <= at:
            over.add("revoked" if row["revoked_at"] == end else "expired")
    return over or {"none"}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_pasted_ids_are_read_however_they_stand(data):
    book = staged().evidence.book
    places = data.draw(st.lists(st.integers(0, len(book) - 1), max_size=30))
    gaps = st.sampled_from([" ", "，", ", ", "、", "\n", "\t", "；", ";  ", "\u3000"])
    wide = {ord(a): ord(a) + 0xFEE0 for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
    text = ""
    for name in book.ids(np.array(places, np.int64)):
        text += (name.translate(wide) if data.draw(st.booleans()) else name) + data.draw(gaps)
    read = case().places_of_text(text)
    assert read.places.tolist() == sorted(set(places))
    assert (read.unknown, read.repeated) == ((), len(places) - len(set(places)))


GAPS = (" ", "，", "。", ".\n", ": ", "：", "。\ufeff", "\u200b、\u200b", "\u2060 ", ",", "\r\n")
HEADS = ("", "customer_id\n", "\ufeffcustomer_id,", "客户编号：", "Customer ID: ", "CUSTOMER_ID;\n")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_marks_that_nobody_sees_headings_and_full_stops_are_no_part_of_an_id(data):
    book = staged().evidence.book
    places = data.draw(st.lists(st.integers(0, len(book) - 1), min_size=1, max_size=20))
    unseen = st.sampled_from(["", "\u200b", "\ufeff", "\u200d", "\u00ad", "\u202a"])
    text = data.draw(st.sampled_from(HEADS))
    for name in book.ids(np.array(places, np.int64)):
        cut = data.draw(st.integers(0, len(name)))
        gap = data.draw(st.sampled_from(GAPS))
        text += name[:cut] + data.draw(unseen) + name[cut:] + gap
    read = case().places_of_text(text)
    assert read.places.tolist() == sorted(set(places))
    assert (read.unknown, read.repeated) == ((), len(places) - len(set(places)))


@pytest.mark.parametrize("text", ["K.H1", "kh1x", "A0000001", "KH１２３"])
def test_what_is_nobodys_id_stays_as_it_was_written(text):
    assert case().places_of_text(f"{text}.").unknown == (
        unicodedata.normalize("NFKC", text).upper(),
    )


def test_words_alone_are_told_and_not_passed_over():
    assert case().places_of_text("张三").unknown == ("张三",)
    assert case().places_of_text("customer_id").unknown == ("CUSTOMER_ID",)


def test_a_hundred_thousand_ids_and_some_that_are_nobodys():
    ids = staged().evidence.book.customer_id.to_pylist()
    text = "，".join([*(ids[n % len(ids)] for n in range(100_000)), "KH000000000", "张三"])
    read = case().places_of_text(text)
    assert len(read.places) == len(ids)
    assert read.unknown == ("KH000000000", "张三")
    assert read.repeated == 100_000 - len(ids)


def test_lists_and_files_name_their_people():
    evidence = staged().evidence
    row = next(r for r in evidence.tables["files"].to_pylist() if r["segment_id"])
    place = evidence.book.segment_place[row["segment_id"]]
    told = evidence.book.touched(place, row["row_start"], row["row_stop"])
    assert case().places_of_file(row["file_id"]).tolist() == told.tolist()
    assert len(case().places_of_list("S0000")) == len(evidence.book)


def test_events_of_another_case_are_named_as_such():
    own = staged().truth.facts["event_ids"]
    assert len(case().rows_of_events(own)) == len(own)
    other = stage(build("leasing", 8, 300, staff=24, phase="signing").company, "misdirected_mail")
    for ids, code in (
        ([other.truth.facts["event_ids"][0]], "activity.search_other_case"),
        (["nonsense"], "activity.event_id_form"),
    ):
        with pytest.raises(BadInput) as caught:
            case().rows_of_events([own[0], *ids])
        assert caught.value.code == code


def moment(text, op="at_least"):
    return {"conditions": [{"column": "time", "op": op, "values": [text]}]}


@pytest.mark.parametrize("at", ["2026-08-01", "2026-08-01T09:30", "2026-08-01 09:30:00.250"])
def test_a_moment_is_local_time(at):
    wanted = np.datetime64(datetime.fromisoformat(at), "ms").astype(np.int64)
    whole = set(range(len(case().times)))
    late = set(case().find(moment(at)).tolist())
    assert late == {row for row in whole if case().times[row] >= wanted}
    early = set(case().find(moment(at, "at_most")).tolist())
    assert early == {row for row in whole if case().times[row] <= wanted}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"conditions": [{"column": "colour", "values": ["red"]}]}, "activity.search_column"),
        (
            {"conditions": [{"column": "view", "op": "at_least", "values": ["1"]}]},
            "activity.search_op",
        ),
        ({"conditions": [{"column": "bytes", "values": ["much"]}]}, "activity.search_number"),
        (
            {"conditions": [{"column": "time", "op": "at_least", "values": ["noon"]}]},
            "activity.search_moment",
        ),
        (moment("NaT"), "activity.search_moment"),
        (moment("now"), "activity.search_moment"),
        (moment("today"), "activity.search_moment"),
        (moment(""), "activity.search_moment"),
        (moment("2026-08"), "activity.search_moment"),
        (moment("2026-08-01T09:30:00+08:00"), "activity.search_zone"),
        (moment("2026-08-01T09:30:00Z"), "activity.search_zone"),
        ({"conditions": [{"column": "view"}]}, "activity.search_form"),
        (
            {"conditions": [{"column": "view", "op": "empty", "values": ["x"]}]},
            "activity.search_form",
        ),
        ({"conditions": "all"}, "activity.search_form"),
        ({"colour": "red"}, "activity.search_form"),
        ({"since": "yesterday"}, "activity.search_form"),
        ({"since": "2026-08-01T00:00:00Z"}, "activity.search_zone"),
        ({"since": "2026-08-02", "until": "2026-08-01"}, "activity.empty_window"),
        ({"customers": ["KH1"]}, "activity.search_customer"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(query, code):
    assert refused(**query).code == code


def test_questions_keep_their_form_in_json():
    query = read_query(
        {
            "since": "2026-08-01T09:30:00",
            "conditions": [{"column": "action", "values": ["crm.open"]}],
        }
    )
    assert read_query(query.to_json()) == query
    assert query.to_json()["since"] == "2026-08-01T09:30:00"
    assert Query().to_json() == {}
    assert query.since == datetime(2026, 8, 1, 9, 30)
    with pytest.raises(BadInput) as caught:
        case().count_by(found(), "metadata.uid")
    assert caught.value.code == "activity.search_not_text"
    with pytest.raises(BadInput) as caught:
        case().places_of_file("F99999999")
    assert caught.value.code == "activity.search_file"
