import numpy as np
import pytest

from kit.activity.counts import LEAST, poisson
from kit.seeding import scattered, stream

MANY = 200_000


def numbers(mean, seed=1):
    draws = scattered(stream(seed, "counts"), np.arange(MANY))
    return poisson(np.full(MANY, mean), draws)


@pytest.mark.parametrize("mean", [0.003, 0.2, 1.0, 4.7, 60.0, 480.0])
def test_numbers_have_the_mean_and_the_spread_of_poisson(mean):
    found = numbers(mean)
    error = 5 * np.sqrt(mean / MANY) + 0.011 * mean  # means are rounded to two per cent
    assert abs(found.mean() - mean) < error
    assert found.var() == pytest.approx(mean, rel=0.05 if mean > 0.1 else 0.2)


def test_the_shares_of_small_numbers_are_those_of_the_formula():
    found = np.bincount(numbers(2.0), minlength=12)[:6] / MANY
    wanted = [np.exp(-2.0) * 2.0**k / np.prod(np.arange(1, k + 1)) for k in range(6)]
    assert np.allclose(found, wanted, atol=0.006)


def test_no_mean_gives_nothing():
    assert (numbers(0.0) == 0).all()
    assert (numbers(LEAST) == 0).all()


def test_means_beside_each_other_do_not_disturb_each_other():
    draws = scattered(stream(2, "counts"), np.arange(MANY))
    mixed = poisson(np.tile([0.5, 30.0], MANY // 2), draws)
    assert (mixed[::2] == poisson(np.full(MANY // 2, 0.5), draws[::2])).all()
    assert (mixed[1::2] == poisson(np.full(MANY // 2, 30.0), draws[1::2])).all()


def test_the_largest_draw_gives_a_finite_number():
    most = np.array([2**64 - 1], np.uint64)
    assert poisson(np.array([3.0]), most)[0] < 60
    assert poisson(np.array([1999.0]), most)[0] < 3_000
