import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.identifiers import KINDS
from kit.identifiers.columns import _USUAL, are_synthetic, usual
from tests.identifiers.identifier_samples import FOREIGN, GENERATE

kinds = pytest.mark.parametrize("kind", KINDS)


def expected(kind: str, values: list[str]) -> list[bool]:
    return [KINDS[kind].is_synthetic(value) for value in values]


@kinds
def test_whole_columns_of_ours_are_ours(kind: str) -> None:
    made = GENERATE[kind](1, np.arange(5000))
    assert are_synthetic(kind, made).to_pylist() == [True] * 5000


@pytest.mark.parametrize("kind", sorted(_USUAL))
def test_the_quick_way_settles_most_of_what_we_make(kind: str) -> None:
    share = usual(kind, GENERATE[kind](1, np.arange(5000))).mean()
    assert share > (0.4 if kind in ("landline", "email") else 0.85)


@kinds
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_changed_values_get_the_same_answer_as_one_by_one(kind: str, data: st.DataObject) -> None:
    values = [*GENERATE[kind](1, np.arange(20)).to_pylist(), FOREIGN[kind]]
    letters = sorted(set("".join(values)) | set("0OIX-: z"))
    row = data.draw(st.integers(0, len(values) - 1))
    place = data.draw(st.integers(0, len(values[row]) - 1))
    letter = data.draw(st.sampled_from(letters))
    values[row] = values[row][:place] + letter + values[row][place + 1 :]
    assert are_synthetic(kind, values).to_pylist() == expected(kind, values)


@kinds
def test_every_single_change_of_a_value_gets_the_same_answer(kind: str) -> None:
    value = GENERATE[kind](1, np.array([7])).to_pylist()[0]
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcz:.-@ "
    changed = [
        value[:place] + letter + value[place + 1 :]
        for place in range(len(value))
        for letter in letters
    ]
    assert are_synthetic(kind, changed).to_pylist() == expected(kind, changed)


@pytest.mark.parametrize("kind", sorted(_USUAL))
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_quick_way_promises_nothing_that_is_not_so(kind: str, data: st.DataObject) -> None:
    pattern = st.from_regex(_USUAL[kind], fullmatch=True)
    values = data.draw(st.lists(pattern, min_size=1, max_size=20))
    quick = usual(kind, pa.array(values, pa.string()))
    for value, ours in zip(values, quick.tolist(), strict=True):
        assert ours <= KINDS[kind].is_synthetic(value)


@kinds
def test_nulls_slices_and_empty_columns(kind: str) -> None:
    made = GENERATE[kind](1, np.arange(10)).to_pylist()
    column = pa.array([None, *made, None, "hello", ""])
    assert are_synthetic(kind, column).to_pylist() == [None, *[True] * 10, None, False, False]
    assert are_synthetic(kind, column.slice(3, 5)).to_pylist() == [True] * 5
    assert are_synthetic(kind, column.slice(0, 0)).to_pylist() == []
