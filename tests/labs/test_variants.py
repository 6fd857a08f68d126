import hashlib
import hmac
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kit.labs.variants import Dice, variant


def test_a_variant_is_the_hmac_of_trainee_and_exercise_keyed_by_the_seed():
    message = b"\x00\x00\x00\x03lin\x00\x00\x00\x01x"
    assert variant(7, "lin", "x").secret == hmac.new(b"7", message, hashlib.sha256).digest()


def test_trainee_and_exercise_cannot_be_shifted_into_each_other():
    assert variant(1, "ab", "c").secret != variant(1, "a", "bc").secret


def test_the_token_holds_nothing_of_the_secret():
    one = variant(1, "lin", "x")
    assert one.token not in one.secret.hex()
    assert repr(one) == "Variant()"


def test_seeds_of_different_uses_differ():
    one = variant(1, "lin", "x")
    assert len({one.seed(), one.seed("world"), one.seed("a", "b"), one.seed("ab")}) == 4
    assert 0 <= one.seed("world") < 2**63


def test_dice_are_fair_enough():
    dice = Dice(5)
    counts = Counter(dice.below(6) for _ in range(6000))
    assert set(counts) == set(range(6))
    assert all(850 < count < 1150 for count in counts.values())


def test_weights_count():
    dice = Dice(5)
    counts = Counter(dice.weighted("ab", (1, 3)) for _ in range(4000))
    assert 2800 < counts["b"] < 3200


@given(st.integers(0, 2**63 - 1), st.lists(st.integers(), max_size=30))
def test_shuffling_keeps_the_items(seed, items):
    assert sorted(Dice(seed).shuffled(items)) == sorted(items)
