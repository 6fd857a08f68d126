import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from kit.customers.engine import Spec, customer_columns, limits
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.customers.whole import tables
from kit.errors import BadInput, CapacityExceeded
from kit.i18n import explain

ROOT = Path(__file__).resolve().parents[2]
THIRTEEN = [
    "customer_id",
    "name",
    "sex",
    "birth_date",
    "resident_id",
    "mobile",
    "email",
    "province",
    "city",
    "district",
    "address",
    "bank_card",
    "registered_on",
]


def children(spec):
    return [name for name, table in spec.profile.tables.items() if not table.count]


@pytest.mark.parametrize(("start", "count"), [(0, 1), (1, 700), (511, 513), (1999, 1), (700, 0)])
def test_any_range_is_the_slice_of_the_whole_for_every_table(spec, start, count):
    whole, before = tables(spec, 0, 2000), tables(spec, 0, start)
    part = tables(spec, start, count)
    for name in children(spec):
        rows = part[name].num_rows
        assert whole[name].slice(before[name].num_rows, rows).equals(part[name]), name


def test_pieces_far_out_fit_together(spec):
    far = 1_000_003
    whole, first, second = tables(spec, far, 90), tables(spec, far, 40), tables(spec, far + 40, 50)
    for name in children(spec):
        assert (
            pa.concat_tables([first[name], second[name]])
            .combine_chunks()
            .equals(whole[name].combine_chunks())
        )


def test_same_seed_same_data_and_other_seed_other_data(spec):
    one, again = tables(spec, 0, 300), tables(Spec(spec.profile, spec.seed), 0, 300)
    other = tables(Spec(spec.profile, spec.seed + 1), 0, 300)
    for name in children(spec):
        assert one[name].equals(again[name])
        assert not one[name].equals(other[name])


def test_customers_have_the_thirteen_columns_in_order(spec):
    names = tables(spec, 0, 1)["customers"].column_names
    assert [name for name in names if name in THIRTEEN] == THIRTEEN


def test_some_columns_alone_equal_the_same_columns_of_the_table(spec):
    alone = customer_columns(spec, THIRTEEN, 100, 50)
    assert alone.equals(tables(spec, 100, 50)["customers"].select(THIRTEEN))


def test_the_reference_date_moves_ages_and_dates():
    profile = load_profile("leasing")
    for as_of in (date(2020, 2, 29), date(2026, 9, 30)):
        made = tables(Spec(profile, 1, as_of), 0, 5000)["customers"]
        latest = max(made["registered_on"].to_pylist())
        ages = {years_old(born, as_of) for born in made["birth_date"].to_pylist()}
        assert ages == set(range(profile.ages[0], profile.ages[1] + 1))
        assert as_of - timedelta(days=60) < latest <= as_of - timedelta(days=45)


def years_old(born, day):
    return day.year - born.year - ((born.month, born.day) > (day.month, day.day))


def test_leasing_has_eight_child_rows_a_customer_four_of_them_payments():
    made = tables(Spec(load_profile("leasing"), 3), 0, 20_000)
    rows = {
        name: made[name].num_rows / 20_000
        for name, table in load_profile("leasing").tables.items()
        if table.parent
    }
    assert sum(rows.values()) >= 8
    assert rows["payments"] >= 4


def test_beyond_the_unique_numbers_is_refused_with_the_limit(spec):
    with pytest.raises(CapacityExceeded) as caught:
        tables(spec, spec.capacity - 1, 2)
    assert caught.value.values["limit"] == spec.capacity
    assert tables(spec, spec.capacity - 1, 1)["customers"].num_rows == 1


@pytest.mark.parametrize(("start", "count"), [(-1, 5), (0, -1)])
def test_negative_ranges_are_refused(spec, start, count):
    with pytest.raises(BadInput):
        tables(spec, start, count)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_seeds_out_of_range_are_refused(seed):
    with pytest.raises(BadInput):
        Spec(load_profile("leasing"), seed)


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_the_outermost_seeds_work(seed):
    assert tables(Spec(load_profile("leasing"), seed), 0, 10)["customers"].num_rows == 10


SCRIPT = """
import hashlib
from kit.customers.engine import Spec
from kit.customers.whole import tables
from kit.customers.profile import SHIPPED, load_profile
digest = hashlib.sha256()
for name in SHIPPED:
    for key, table in tables(Spec(load_profile(name), 4), 50, 200).items():
        digest.update(key.encode() + repr(table.to_pydict()).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def baseline():
    return digest_in({})


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
        {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C"},
    ],
)
def test_bytes_do_not_depend_on_process_hash_seed_or_time_zone(environment, baseline):
    assert digest_in(environment) == baseline


def digest_in(environment):
    """The digest of all shipped profiles, made in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_every_shipped_profile_is_listed():
    assert set(SHIPPED) == {"leasing", "sanitary_ware", "swim_school"}


def test_a_column_made_for_some_rows_has_the_values_it_would_have_for_all():
    source = load_profile("leasing").source
    condition = 'only_if = { column = "kind", values = ["flat"] }\n'
    assert source.count(condition) == 3
    everywhere = Spec(parse_profile(source.replace(condition, ""), "leasing.toml"), 9)
    sparse = Spec(load_profile("leasing"), 9)
    assert tables(sparse, 5, 400)["contracts"].equals(tables(everywhere, 5, 400)["contracts"])


def test_the_column_that_runs_out_first_is_named(spec):
    first, then, *_ = limits(spec)
    assert (first.table, first.column) == ("customers", "resident_id")
    assert first.customers == spec.capacity < then.customers
    with pytest.raises(CapacityExceeded) as caught:
        tables(spec, 10**9, 1)
    assert caught.value.values["column"] == "resident_id"
    for locale in ("zh", "en"):
        assert "resident_id" in explain(caught.value, locale)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_on_sizes_names_the_limits_of_this_version(language):
    page = (ROOT / "docs" / f"any-size-{language}.md").read_text(encoding="utf-8")
    for name in SHIPPED:
        first = limits(Spec(load_profile(name), 1))[0]
        assert f"| {name} | {first.customers:,} " in page
