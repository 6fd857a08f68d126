"""Whatever is answered: scores stay within bounds, and what is more nearly right earns more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.labs.investigation.judge_scope import WIDE
from kit.labs.investigation.judge_when import common
from kit.labs.investigation.keys import of_people
from kit.labs.practice import mixed, skilled
from kit.labs.variants import Dice
from kit.leaks.dates import MINUTE
from tests.labs.investigation.opened import (
    CHILDREN,
    ENDED,
    FALSE_ALARM,
    LAB,
    LEAK,
    NIGHT,
    SHARED,
    key,
    task,
)

CASES = st.sampled_from([LEAK, FALSE_ALARM, CHILDREN, SHARED, ENDED, NIGHT])
PLACES = st.sets(st.integers(0, 599), max_size=300)
SEEDS = st.integers(0, 2**32)


def scope_share(exercise, places, count=0):
    made = task(exercise)
    value = of_people(made, np.array(sorted(places), np.int64), count)
    answer = mixed(made, key(exercise), {"scope": value})
    return LAB.grade(made, answer).figures["shares"]["scope"]


@given(CASES, SEEDS, st.integers(0, 100))
@settings(deadline=None, max_examples=60)
def test_every_score_lies_within_its_bounds_and_is_the_sum_of_its_parts(exercise, seed, percent):
    made = task(exercise)
    dice = Dice(seed)
    guess = LAB.STRATEGIES[dice.pick(tuple(LAB.STRATEGIES))](made, dice)
    score = LAB.grade(made, skilled(made, key(exercise), guess, percent, dice))
    assert 0 <= score.score <= 100
    assert all(0 <= share <= 1 for share in score.figures["shares"].values())
    assert abs(sum(score.figures["points"].values()) - score.score) < 1
    for one in score.findings:
        assert (one.severity == "ok") == (one.details["share"] == 1 and one.verdict == "right")


@given(CASES, SEEDS)
@settings(deadline=None, max_examples=60)
def test_putting_one_part_right_never_costs(exercise, seed):
    made, right = task(exercise), key(exercise)
    dice = Dice(seed)
    answer = skilled(made, right, LAB.STRATEGIES["random"](made, dice), 40, dice)
    part = dice.pick(made.asks)
    better = mixed(made, answer, {part: right["report"][part]})
    assert LAB.grade(made, better).score >= LAB.grade(made, answer).score


@given(st.sampled_from([LEAK, CHILDREN, SHARED]), PLACES, st.data())
@settings(deadline=None, max_examples=60)
def test_naming_one_more_who_is_provable_earns_and_one_who_is_not_possible_costs(
    exercise, places, data
):
    reach = task(exercise).right.reach
    outside = set(range(600)) - set(reach.possible.tolist())
    more = data.draw(st.sampled_from(sorted(reach.provable.tolist())))
    fewer = data.draw(st.sampled_from(sorted(outside)))
    places = (places | {fewer}) - {more}
    before = scope_share(exercise, places)
    assert scope_share(exercise, places | {more}) >= before
    assert scope_share(exercise, places - {fewer} | {more}) >= before


@given(PLACES)
@settings(deadline=None, max_examples=40)
def test_only_all_provable_and_nobody_impossible_is_full(places):
    reach = task(SHARED).right.reach
    full = set(reach.provable.tolist()) <= places <= set(reach.possible.tolist())
    full = full and len(places) <= WIDE * max(len(reach.provable), len(reach.exposed))
    assert (scope_share(SHARED, places, len(reach.provable)) == 1) == full


@pytest.mark.parametrize("exercise", [LEAK, SHARED, "scrap-dealer", "another-product"])
def test_a_wider_scope_than_all_who_are_concerned_never_earns_more(exercise):
    made = task(exercise)
    reach, everybody = made.right.reach, np.arange(len(made.evidence.book))
    others = np.setdiff1d(reach.possible, reach.exposed)
    outside = np.setdiff1d(everybody, reach.possible)
    order = [*reach.exposed.tolist(), *others.tolist(), *outside.tolist()]
    widths = sorted({len(reach.exposed), *range(len(reach.exposed), len(order), 37), len(order)})
    shares = [scope_share(exercise, set(order[:width]), width) for width in widths]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1
    assert shares[-1] < 0.9


TIMES = st.integers(0, 60 * 24 * 30).map(lambda minutes: minutes * MINUTE)


@given(TIMES, TIMES, TIMES, TIMES)
def test_windows_share_the_same_either_way_round_and_fully_only_with_themselves(a, b, c, d):
    (since, until), (low, high) = sorted((a, b)), sorted((c, d))
    share = common(since, until, low, high)
    assert 0 <= share <= 1
    assert common(low, high, low, high) == 1
    if until < low - 8 * 60 * MINUTE or since > high + 8 * 60 * MINUTE:
        assert share < 0.5


@given(TIMES, TIMES, st.integers(0, 60 * 24 * 10), st.integers(0, 60 * 24 * 10))
def test_a_window_stretched_further_fits_no_better(a, b, some, more):
    low, high = sorted((a, b))
    near = common(low, high + some * MINUTE, low, high)
    assert common(low, high + (some + more) * MINUTE, low, high) <= near
