import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.seeding import (
    LARGEST,
    Stream,
    _mix,
    below,
    derive,
    faker,
    permute,
    scattered,
    stream,
    unit,
)


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


@given(
    st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=40), st.integers(0, 2**32), st.data()
)
def test_a_scattered_draw_depends_on_its_address_alone(addresses, seed, data):
    order = data.draw(st.permutations(range(len(addresses))))
    listed = np.array(addresses)
    whole = scattered(stream(seed, "s"), listed)
    assert (scattered(stream(seed, "s"), listed[order]) == whole[order]).all()


def test_scattered_draws_are_the_published_splitmix_numbers():
    """Without a key, the first round is SplitMix64 from seed 0: its published test vector."""
    first = _mix(np.arange(1, 4, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    assert [hex(one) for one in first.tolist()] == SPLITMIX
    again = scattered(Stream((0, 0)), np.arange(1, 4))
    assert (again == _mix(first.copy())).all()


def test_scattered_draws_leave_their_addresses_alone():
    addresses = np.arange(5, dtype=np.uint64)
    scattered(stream(3, "s"), addresses)
    assert (addresses == np.arange(5)).all()


def test_neighbouring_addresses_and_streams_have_nothing_in_common():
    addresses = np.arange(100_000)
    columns = [
        unit(scattered(stream(1, "a"), addresses)),
        unit(scattered(stream(1, "a"), addresses + 1)),
        unit(scattered(stream(1, "a"), addresses << 42)),
        unit(scattered(stream(2, "a"), addresses)),
        unit(scattered(stream(1, "b"), addresses)),
    ]
    assert (np.abs(np.corrcoef(columns)[np.triu_indices(5, 1)]) < 0.015).all()


@pytest.mark.parametrize("shift", [0, 20, 42])
def test_every_bit_of_scattered_draws_is_a_fair_coin(shift):
    draws = scattered(stream(4, "bits"), np.arange(50_000) << shift)
    heads = [(draws >> np.uint64(bit) & np.uint64(1)).mean() for bit in range(64)]
    assert max(abs(share - 0.5) for share in heads) < 0.012
    assert len(np.unique(draws)) == 50_000


def test_a_faker_of_its_own_is_repeatable():
    assert faker(1, "shops").company() == faker(1, "shops").company()
    assert faker(1, "shops").company() != faker(1, "firms").company()


SPLITMIX = ["0xe220a8397b1dcdaf", "0x6e789e6aa1b965f4", "0x6c45d188009454f"]
GOLDEN_DRAWS = [10338534514479525618, 10647827781124715977]
GOLDEN_PLACES = [197, 745, 462, 461, 805]
GOLDEN_SEED = 436601918517697164
