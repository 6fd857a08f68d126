from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kit.activity.faults import Fault
from kit.activity.parts import daily, log_parts
from kit.activity.rollup import add_up
from kit.activity.table import from_table, to_table
from kit.errors import BadInput
from tests.activity.made_rows import DAY, make_small


@pytest.fixture(scope="module")
def company():
    return make_small()


def test_the_parts_of_a_log_are_the_log(company):
    last = company.organisation.deal.today
    first = last - timedelta(days=70)
    parts = list(log_parts(company, first, last))
    assert len(parts) > 1
    whole = pa.concat_tables(parts)
    times = whole["time"].to_numpy()
    assert (np.diff(times) >= np.timedelta64(0)).all()
    assert len(pc.unique(whole["metadata.uid"])) == whole.num_rows
    again = to_table(company, from_table(company, whole))
    for name in ("metadata.uid", "time", "actor.user.uid", "segment", "start", "resource.uid"):
        assert again[name].to_pylist() == whole[name].to_pylist()


def test_nothing_is_logged_of_a_system_that_is_down(company):
    last = company.organisation.deal.today
    first = last - timedelta(days=2)
    day = (last - date(1970, 1, 1)).days * DAY
    busy = pa.concat_tables(log_parts(company, first, last, ()))
    names = busy["metadata.product.name"].cast(pa.string())
    common = pc.value_counts(names).to_pylist()
    most = max(common, key=lambda one: one["counts"])["values"]
    system = company.organisation.places["systems"][most]
    down = Fault(system, "outage", day - 2 * DAY, day + DAY)
    quiet = pa.concat_tables(log_parts(company, first, last, (down,)))
    assert quiet.num_rows == busy.num_rows - next(
        one["counts"] for one in common if one["values"] == most
    )


def test_the_roll_up_equals_the_log_where_the_log_is_whole(company):
    last = company.organisation.deal.today
    first = last - timedelta(days=9)
    start = (first - date(1970, 1, 1)).days * DAY
    systems = company.organisation.places["systems"]
    down = Fault(systems["crm"], "outage", start + 2 * DAY, start + 3 * DAY)
    rolled = daily(company, first, last, (down,))
    log = pa.concat_tables(log_parts(company, first, last, (down,)))
    kept = company.organisation.tables["systems"].filter(pc.field("logged"))
    of_logged = rolled.filter(pc.is_in(rolled["system_id"], kept["system_id"].combine_chunks()))
    assert of_logged.equals(add_up(company, from_table(company, log)))
    crm = rolled.filter(pc.equal(rolled["system_id"], "crm"))
    assert first + timedelta(days=2) not in crm["day"].to_pylist()
    assert crm.num_rows > 0


def test_an_empty_window_is_refused(company):
    today = company.organisation.deal.today
    with pytest.raises(BadInput, match="window_reversed"):
        daily(company, today, today - timedelta(days=1))
