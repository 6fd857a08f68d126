import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.identifiers import ascii as letters


@given(st.data(), st.integers(1, 18))
def test_digits_equal_zero_padded_text(data: st.DataObject, width: int) -> None:
    numbers = data.draw(st.lists(st.integers(0, 10**width - 1), max_size=20))
    made = letters.fixed_width(letters.digits(np.array(numbers, dtype=np.int64), width))
    made.validate(full=True)
    assert made.to_pylist() == [f"{number:0{width}d}" for number in numbers]


@given(st.lists(st.integers(0, 2), max_size=9), st.integers(1, 9), st.integers(0, 3))
def test_put_writes_words_of_any_width_in_place(index: list[int], width: int, column: int) -> None:
    words = ["a" * width, "b" * width, "c" * width]
    target = letters.matrix(len(index), width + 5)
    letters.put_text(target, 0, "-" * (width + 5))
    letters.put(target, column, letters.table(words), np.array(index, dtype=np.int64))
    expected = ["-" * column + words[i] + "-" * (5 - column) for i in index]
    assert letters.fixed_width(target).to_pylist() == expected


def test_a_slice_of_columns_is_copied_and_right() -> None:
    filled = letters.digits(np.array([123456, 654321]), 6)
    assert letters.fixed_width(filled[:, 2:4]).to_pylist() == ["34", "43"]


def test_more_bytes_than_one_array_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_ARROW_LIMIT", 10)
    with pytest.raises(Exception, match="batch_too_large"):
        letters.fixed_width(letters.digits(np.arange(3), 4))
