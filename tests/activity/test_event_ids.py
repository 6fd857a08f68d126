import numpy as np
import pytest

from kit.activity.event_ids import (
    ALPHABET,
    LETTERS,
    MOST,
    event_ids,
    require_world,
    world_letters,
    world_of,
)
from kit.errors import BadInput
from kit.identifiers import kinds_of


def test_ids_are_unique_and_the_same_in_any_slice():
    whole = event_ids(7, 0, 100_000).to_pylist()
    assert len(set(whole)) == len(whole)
    assert event_ids(7, 41_000, 90).to_pylist() == whole[41_000:41_090]
    assert event_ids(7, 5, 0).to_pylist() == []


def test_ids_do_not_tell_what_came_first():
    ids = event_ids(7, 0, 20_000).to_pylist()
    ranks = np.argsort(np.argsort(ids))
    assert abs(np.corrcoef(ranks, np.arange(len(ids)))[0, 1]) < 0.03
    steps = np.corrcoef(ranks[1:], ranks[:-1])[0, 1]  # nor which came together
    assert abs(steps) < 0.03


def test_an_id_names_its_world():
    one = event_ids(7, 3, 1).to_pylist()[0]
    assert world_of(one) == world_letters(7) == one[:4]
    assert world_letters(8) != world_letters(7)
    assert set(world_letters(8)) <= set(LETTERS)
    require_world(one, 7)
    with pytest.raises(BadInput, match="event_id_world"):
        require_world(one, 8)


@pytest.mark.parametrize("one", event_ids(2**63 - 1, 900, 4).to_pylist())
def test_every_single_slip_of_the_pen_is_found(one):
    slips = {
        one[:place] + letter + one[place + 1 :]
        for place in range(12)
        for letter in (LETTERS if place < 4 else ALPHABET)
        if letter != one[place]
    }
    slips |= {one[:k] + one[k + 1] + one[k] + one[k + 2 :] for k in range(11)} - {one}
    assert len(slips) > 300
    for slip in slips:
        with pytest.raises(BadInput, match=r"event_id_(check|form)"):
            world_of(slip)


@pytest.mark.parametrize(
    "text", ["", "ABCD", "ABCD12345I78", "abcd12345678", "ABC1234567890", "1234ABCDEFGH"]
)
def test_what_is_no_id_is_refused(text):
    with pytest.raises(BadInput, match="event_id_form"):
        world_of(text)


def test_there_are_only_so_many():
    assert len(event_ids(1, MOST - 2, 2)) == 2
    with pytest.raises(BadInput, match="too_many_events"):
        event_ids(1, MOST - 2, 3)


def test_no_id_looks_like_an_identifier_of_a_person():
    assert [one for one in event_ids(3, 0, 3000).to_pylist() if kinds_of(one)] == []
