import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.labs.agreement import confusion, kappa

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


def test_kappa_of_the_textbook_example():
    # Two readers on 50 proposals: 20 both yes, 15 both no, 5 and 10 apart: 0.4.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_one_class_throughout_has_kappa_zero_whatever_its_accuracy():
    assert kappa([("a", "a")] * 9 + [("b", "a")]) == 0


def test_kappa_is_undefined_when_both_use_one_class_only():
    assert kappa([("a", "a")] * 5) is None
    assert kappa([]) is None


@given(PAIRS)
def test_kappa_is_one_only_for_full_agreement(pairs):
    value = kappa(pairs)
    if value is not None:
        assert -1 <= value <= 1
        assert (value == 1) == all(one == other for one, other in pairs)


@given(PAIRS)
def test_confusion_counts_every_pair_once(pairs):
    table = confusion(pairs, "abc", "abc")
    assert sum(sum(row.values()) for row in table.values()) == len(pairs)
