from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.activity.actions import CODES
from kit.activity.calendar import day_number
from kit.activity.faults import plan_faults
from kit.activity.ordinary import rollup, with_last_used
from kit.activity.parts import log_parts
from kit.activity.rollup import SCHEMA, add_up
from kit.activity.rows import empty
from kit.errors import BadInput
from tests.activity.made_work import DAY, company, holder, stocked, worked


def test_the_rollup_equals_the_raw_events_added_up_by_another_library():
    made, rows = worked()
    last = made.organisation.deal.today
    made_up = rollup(made, last - timedelta(59), last)
    assert made_up.schema == SCHEMA
    tables = made.organisation.tables
    raw = pa.table(
        {
            "day": (rows["time"] // DAY).astype(np.int32),
            "account_id": tables["accounts"]["account_id"].take(
                pa.array(rows["account"], mask=rows["account"] < 0)
            ),
            "system_id": tables["systems"]["system_id"].take(pa.array(rows["system"])),
            "action": pa.array(CODES).take(pa.array(rows["action"])),
            "failed": (rows["status"] == 2).astype(np.int32),
        }
    )
    keys = ["day", "account_id", "system_id", "action"]
    wanted = raw.group_by(keys).aggregate([("failed", "count"), ("failed", "sum")])
    frames = []
    for table, columns in ((wanted, [*keys, "failed_count", "failed_sum"]), (made_up, None)):
        frame = table.select(columns or SCHEMA.names).to_pandas()
        frame.columns = SCHEMA.names
        if columns is None:
            frame["day"] = [day_number(day) for day in frame["day"]]
        frames.append(frame.sort_values(keys).reset_index(drop=True).astype({"day": "int64"}))
    assert frames[0].astype(str).equals(frames[1].astype(str))
    assert pc.sum(made_up["events"]).as_py() == len(rows["time"])
    assert pc.sum(made_up["failures"]).as_py() == int((rows["status"] == 2).sum())


def test_a_part_of_the_rollup_made_alone_is_that_part():
    made = company()
    last = made.organisation.deal.today
    whole = rollup(made, last - timedelta(70), last)
    since = last - timedelta(12)
    part = rollup(made, since, last - timedelta(4))
    inside = pc.and_(
        pc.greater_equal(whole["day"], since), pc.less_equal(whole["day"], last - timedelta(4))
    )
    assert part.equals(whole.filter(inside).combine_chunks())


def test_a_batch_that_runs_once_a_year_shows_in_thirteen_months():
    made = company()
    last = made.organisation.deal.today
    rolled = rollup(made, last - timedelta(396), last)
    mine = rolled.filter(pc.equal(rolled["account_id"], "svc.yearly_audit_extract"))
    assert 1 <= mine.num_rows <= 2
    assert set(mine["action"].to_pylist()) == {"db.export"}
    weeks = rollup(made, last - timedelta(20), last)
    assert len(set(rolled["account_id"].to_pylist())) > len(set(weeks["account_id"].to_pylist()))


def test_with_faults_the_rollup_equals_the_log_that_shows_them():
    made = company()
    last = made.organisation.deal.today
    first = last - timedelta(59)
    faults = plan_faults(made.organisation, first, last)
    assert {one.kind for one in faults} == {"outage", "collector", "late"}
    rolled = rollup(made, first, last, faults=faults)
    log = pa.concat_tables(log_parts(made, first, last, faults))
    assert pc.sum(rolled["events"]).as_py() == log.num_rows
    assert pc.sum(rolled["failures"]).as_py() == pc.sum(pc.equal(log["status_id"], 2)).as_py()
    counted = rolled.group_by("account_id").aggregate([("events", "sum")])
    logged = log["actor.user.uid"].cast(pa.string()).value_counts()
    shown = dict(zip(*(logged.field(n).to_pylist() for n in range(2)), strict=True))
    pairs = zip(counted["account_id"].to_pylist(), counted["events_sum"].to_pylist(), strict=True)
    assert dict(pairs) == shown
    assert log.num_rows < pc.sum(rollup(made, first, last)["events"]).as_py()


def test_an_empty_window_is_refused():
    made = company()
    today = made.organisation.deal.today
    with pytest.raises(BadInput, match="window_reversed"):
        rollup(made, today, today - timedelta(1))


def test_no_events_make_an_empty_rollup():
    assert add_up(company(), empty()).num_rows == 0
    assert add_up(company(), empty()).schema == SCHEMA


def test_last_use_is_the_last_day_in_the_log_on_which_a_right_was_used():
    made = stocked()
    last = made.organisation.deal.today
    rolled = rollup(made, last - timedelta(59), last)
    used = with_last_used(made, rolled).organisation.tables["entitlements"]
    account = holder(made, "g.operations")
    row = next(
        one
        for one in used.to_pylist()
        if one["account_id"] == account and one["role_id"] == "g.operations"
    )
    actions = {"db.query", "db.backup", "file.open", "file.download", "mail.send", "print.page"}
    mine = rolled.filter(
        pc.and_(
            pc.equal(rolled["account_id"], account),
            pc.is_in(rolled["action"], pa.array(sorted(actions | {"mail.receive"}))),
        )
    )
    assert row["last_used_on"] >= pc.max(mine["day"]).as_py() - timedelta(1)
    assert used.schema == made.organisation.tables["entitlements"].schema


def test_last_use_lies_within_the_life_of_a_right():
    made = company()
    last = made.organisation.deal.today
    rolled = rollup(made, last - timedelta(396), last)
    filled = 0
    for row in with_last_used(made, rolled).organisation.tables["entitlements"].to_pylist():
        day = row["last_used_on"]
        if day is None:
            continue
        filled += 1
        assert day > row["granted_at"].date()
        assert day <= last
        assert row["revoked_at"] is None or day < row["revoked_at"].date()
        assert row["expires_on"] is None or day <= row["expires_on"]
    assert filled > 50


def test_some_rights_are_never_used():
    made = company()
    last = made.organisation.deal.today
    rolled = rollup(made, last - timedelta(396), last)
    rows = with_last_used(made, rolled).organisation.tables["entitlements"].to_pylist()
    assert any(row["last_used_on"] is None and row["revoked_at"] is None for row in rows)


def test_a_company_without_a_log_has_no_last_use():
    made = company()
    used = with_last_used(made, SCHEMA.empty_table())
    rights = used.organisation.tables["entitlements"]
    assert rights["last_used_on"].null_count == rights.num_rows
