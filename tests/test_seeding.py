import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.seeding import LARGEST, below, derive, faker, permute, stream, unit


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**12), st.integers(0, 50), st.integers(0, 50))
def test_any_range_is_the_slice_of_a_longer_one(seed, start, skip, count):
    whole = stream(seed, "a", "b").draws(start, skip + count)
    part = stream(seed, "a", "b").draws(start + skip, count)
    assert (whole[skip:] == part).all()


def test_streams_differ_by_seed_and_by_name():
    first = stream(1, "customers", "mobile").draws(0, 100)
    assert not (first == stream(2, "customers", "mobile").draws(0, 100)).any()
    assert not (first == stream(1, "customers", "email").draws(0, 100)).any()
    assert not (first == stream(1, "customersmobile").draws(0, 100)).any()


def test_draws_are_the_published_philox_numbers():
    bits = np.random.Philox(key=np.array(stream(5, "x").key, dtype=np.uint64))
    assert (stream(5, "x").draws(0, 9) == bits.random_raw(9)).all()


def test_known_values_do_not_change_between_versions():
    assert stream(1, "golden").draws(3, 2).tolist() == GOLDEN_DRAWS
    assert permute(1, ("golden",), 1000, np.arange(5)).tolist() == GOLDEN_PLACES
    assert derive(1, "golden") == GOLDEN_SEED


@given(st.integers(0, 2**32), st.integers(1, 3000))
def test_permute_is_a_bijection(seed, size):
    image = permute(seed, ("p",), size, np.arange(size))
    assert sorted(image.tolist()) == list(range(size))


@given(st.integers(1, LARGEST), st.integers(0, 2**32))
@example(LARGEST, 0)
@settings(max_examples=40, deadline=None)
def test_permute_stays_inside_at_any_size(size, seed):
    rows = np.array([0, size // 3, size - 1], dtype=np.int64)
    image = permute(seed, ("p",), size, rows)
    assert ((image >= 0) & (image < size)).all()


def test_permute_does_not_change_its_input():
    rows = np.arange(10, dtype=np.int64)
    permute(3, ("p",), 10, rows)
    assert (rows == np.arange(10)).all()


@pytest.mark.parametrize("limit", [1, 2, 10, 1000, 2**32])
def test_below_stays_below_and_fills_the_range_evenly(limit):
    numbers = below(stream(9, "b").draws(0, 20_000), limit)
    assert numbers.min() >= 0
    assert numbers.max() < limit
    assert abs(numbers.mean() / limit - (0.5 - 0.5 / limit)) < 0.02


def test_unit_is_uniform_on_zero_to_one():
    shares = unit(stream(9, "u").draws(0, 50_000))
    assert shares.min() >= 0
    assert shares.max() < 1
    assert abs(shares.mean() - 0.5) < 0.01


def test_a_faker_of_its_own_is_repeatable():
    assert faker(1, "shops").company() == faker(1, "shops").company()
    assert faker(1, "shops").company() != faker(1, "firms").company()


GOLDEN_DRAWS = [10338534514479525618, 10647827781124715977]
GOLDEN_PLACES = [197, 745, 462, 461, 805]
GOLDEN_SEED = 436601918517697164
