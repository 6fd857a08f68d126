import numpy as np

from kit.activity.clock import stamp
from kit.activity.rows import build, take


def crowded(events=20_000, accounts=40, seconds=3_000, seed=2):
    draws = np.random.default_rng(seed)
    return build(
        events,
        time=(draws.integers(0, seconds, events) + 1_780_000_000) * 1000,
        account=draws.integers(-1, accounts, events),
        thing=np.arange(events),
    )


def test_events_are_in_order_of_time_within_their_second():
    rows = crowded()
    made = stamp(7, rows)
    assert (np.diff(made.time) >= 0).all()
    assert sorted(made.order) == list(range(len(made.order)))
    assert (made.time // 1000 == rows["time"][made.order] // 1000).all()


def test_events_of_an_account_keep_their_order_within_a_second():
    rows = crowded()
    made = stamp(7, rows)
    same = take(rows, made.order)
    key = same["time"] // 1000 * 1000 + same["account"]
    order = np.argsort(key, kind="stable")
    again = (np.diff(key[order]) == 0) & (np.diff(made.time[order]) > 0)
    assert again.sum() > 1000
    assert (np.diff(same["thing"][order])[again] > 0).all()


def test_milliseconds_are_the_same_in_any_slice_and_whatever_came_between():
    rows = crowded()
    whole = dict(zip(stamp(7, rows).order, stamp(7, rows).time, strict=True))
    mine = np.flatnonzero((rows["account"] == 3) & (rows["time"] < 1_780_000_900_000))
    part = stamp(7, take(rows, mine))
    assert [whole[mine[place]] for place in part.order] == part.time.tolist()
    assert stamp(8, rows).time.tolist() != stamp(7, rows).time.tolist()


def test_what_is_below_a_second_is_drawn_anew():
    rows = crowded(events=500)
    shifted = {**rows, "time": rows["time"] + 437}
    assert (stamp(7, shifted).time == stamp(7, rows).time).all()


def test_milliseconds_and_delays_tell_nothing():
    rows = build(
        30_000, time=np.arange(30_000) * 1000, account=np.repeat([4, 5, 90], 10_000), system=1
    )
    made = stamp(7, rows)
    millis = made.time % 1000
    counts = np.bincount(millis // 50, minlength=20)
    assert ((counts - 1500) ** 2 / 1500).sum() < 50  # chi-square, 19 degrees: 1 in 10,000
    assert abs(np.corrcoef(millis[1:], millis[:-1])[0, 1]) < 0.03
    delay = made.arrival - made.time
    assert delay.min() >= 100
    assert delay.max() < 4200
    for number in range(3):
        part = slice(10_000 * number, 10_000 * (number + 1))
        assert abs(millis[part].mean() - 499.5) < 15
        assert abs(delay[part].mean() - delay.mean()) < 50


def test_no_events_are_no_trouble():
    assert len(stamp(7, build(0)).time) == 0
