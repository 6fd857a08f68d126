"""Group sizes: equal to a plain count by pandas, never smaller when a column gets coarser."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings

from kit.labs.release.levels import OUT, levels_of
from kit.labs.release.table import Table, count_groups
from tests.labs.release_tables import KEYS, amounts, choices, coded, tables

SENSITIVE = ("c04", "exact")
unhurried = settings(deadline=None)
LEVELS = levels_of("amount", 2)


def by_pandas(table, levels):
    """Return each person's group size and number of sensitive values, counted the plain way."""
    shown = [key for key, level in levels.items() if level != OUT]
    frame = pd.DataFrame(
        {key: [table.text(key, levels[key], row) for row in range(table.people)] for key in shown}
        | {"all": 0, "value": [table.text(*SENSITIVE, row) for row in range(table.people)]}
    )
    grouped = frame.groupby(["all", *shown], sort=False)["value"]
    return grouped.size(), grouped.nunique()


@unhurried
@given(tables(), choices())
def test_groups_are_those_that_pandas_counts(table, levels):
    sizes, kinds = by_pandas(table, levels)
    for k in (2, 5):
        found = count_groups(table, levels, k, SENSITIVE)
        assert found.sizes.tolist() == sorted(sizes)
        assert (found.smallest, found.groups) == (sizes.min(), len(sizes))
        assert found.people_below_k == sizes[sizes < k].sum()
        assert found.homogeneous == sizes[kinds == 1].sum()
        assert found.least_diverse == kinds.min()


@unhurried
@given(tables(), choices())
def test_the_example_stands_in_a_smallest_group(table, levels):
    found = count_groups(table, levels, 2, SENSITIVE)
    like = [
        row
        for row in range(table.people)
        if all(
            level == OUT or table.text(key, level, row) == table.text(key, level, found.example)
            for key, level in levels.items()
        )
    ]
    assert len(like) == found.smallest


@unhurried
@given(tables(), choices())
def test_coarser_never_makes_a_smaller_or_plainer_group(table, levels):
    before = count_groups(table, levels, 3, SENSITIVE)
    for key in KEYS:
        for coarser in LEVELS[LEVELS.index(levels[key]) :]:
            after = count_groups(table, levels | {key: coarser}, 3, SENSITIVE)
            assert after.smallest >= before.smallest
            assert after.people_below_k <= before.people_below_k
            assert after.least_diverse >= before.least_diverse
            assert after.groups <= before.groups


@unhurried
@given(tables())
def test_the_order_of_columns_does_not_matter(table):
    levels = dict(zip(KEYS, ("exact", "fine", "wide"), strict=True))
    turned = dict(reversed(levels.items()))
    one, other = (count_groups(table, each, 3, SENSITIVE) for each in (levels, turned))
    assert replace(one, example=0) == replace(other, example=0)
    assert one.sizes.tolist() == other.sizes.tolist()


def test_nothing_released_is_one_group_of_all():
    table = Table(7, {"c01": amounts(range(7)), "c04": {"exact": coded([1] * 7)}})
    found = count_groups(table, {"c01": OUT}, 5, SENSITIVE)
    assert (found.smallest, found.groups, found.people_below_k) == (7, 1, 0)


def test_the_sensitive_column_forms_no_groups():
    table = Table(4, {"c01": amounts([1, 1, 2, 2]), "c04": {"exact": coded([1, 2, 3, 3])}})
    found = count_groups(table, {"c01": "exact", "c04": "exact"}, 2, SENSITIVE)
    assert (found.smallest, found.homogeneous, found.least_diverse) == (2, 2, 1)


@settings(max_examples=5, deadline=None)
@given(tables(most=3))
def test_many_fine_columns_do_not_overflow(small):
    people = 300
    wide = {f"c{n:02}": {"exact": coded(range(people))} for n in range(20)}
    table = Table(people, {**wide, "s": {"exact": coded([0] * people)}})
    found = count_groups(table, dict.fromkeys(wide, "exact"), 2, ("s", "exact"))
    assert np.array_equal(found.sizes, np.ones(people, dtype=np.int64))
