"""People, attempts, answers and results survive, in order, and nothing is overwritten."""

from datetime import timedelta

import pytest

from kit.classroom.store import Store
from kit.errors import BadInput

SCORE = {"score": 86, "passed": True}


def choice(code, reason=None):
    return {"choice": code, "reason": reason}


def test_a_person_is_found_again_and_is_present(store, person):
    again = Store(store.path)
    assert again.people() == (person,)
    assert again.present() == person


def test_several_people_share_a_computer(store, person, morning):
    other = store.add_person("Sam", "en", morning)
    assert store.present() == other
    assert store.choose_person(person.id) == person
    assert store.present() == person


@pytest.mark.parametrize("name", ["", "   ", "x" * 25, "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(store, morning, name):
    with pytest.raises(BadInput, match="bad_name"):
        store.add_person(name, "zh", morning)


def test_a_name_in_use_is_refused(store, person, morning):
    with pytest.raises(BadInput, match="name_taken"):
        store.add_person(" 林晓 ", "zh", morning)


def test_the_last_answer_to_an_item_stands(store, attempt, morning):
    store.record(attempt.id, "k1", "f01", choice("personal"), morning)
    store.record(attempt.id, "k2", "f02", choice("non_personal"), morning)
    store.record(attempt.id, "k3", "f01", choice("sensitive", "health"), morning)
    assert store.answers(attempt.id) == {
        "f01": choice("sensitive", "health"),
        "f02": choice("non_personal"),
    }


def test_undo_goes_back_step_by_step_and_keeps_the_events(store, person, attempt, morning):
    store.record(attempt.id, "k1", "f01", choice("personal"), morning)
    store.record(attempt.id, "k2", "f01", choice("sensitive"), morning)
    assert store.undo(attempt.id, "u1", morning) == "f01"
    assert store.answers(attempt.id) == {"f01": choice("personal")}
    assert store.undo(attempt.id, "u2", morning) == "f01"
    assert store.answers(attempt.id) == {}
    assert store.undo(attempt.id, "u3", morning) is None
    events = store.export(person.id)["attempts"][0]["events"]
    assert [event["kind"] for event in events] == ["answer", "answer", "undo", "undo"]


def test_an_answer_sent_twice_is_stored_once(store, person, attempt, morning):
    first = store.record(attempt.id, "k1", "f01", choice("personal"), morning)
    assert store.record(attempt.id, "k1", "f01", choice("personal"), morning) == first
    assert len(store.export(person.id)["attempts"][0]["events"]) == 1


def test_an_answer_says_when_it_was_saved(store, attempt, morning):
    assert store.last_saved(attempt.id) is None
    later = morning + timedelta(minutes=3)
    store.record(attempt.id, "k1", "f01", choice("personal"), later)
    assert store.last_saved(attempt.id) == later


def test_hints_are_kept_apart_from_answers(store, attempt, morning):
    store.record(attempt.id, "h1", "f01", {}, morning, kind="hint")
    assert store.marks(attempt.id, "hint") == ("f01",)
    assert store.answers(attempt.id) == {}
    assert store.undo(attempt.id, "u1", morning) is None


def test_a_submitted_attempt_is_closed(store, person, attempt, morning):
    store.record(attempt.id, "k1", "f01", choice("personal"), morning)
    store.submit(attempt.id, SCORE, morning)
    with pytest.raises(BadInput, match="already_submitted"):
        store.record(attempt.id, "k2", "f01", choice("sensitive"), morning)
    with pytest.raises(BadInput, match="already_submitted"):
        store.submit(attempt.id, SCORE, morning)
    assert store.open_attempt(person.id, "leasing-fields") is None
    [(finished, score)] = store.finished(person.id, "leasing-fields")
    assert (finished.number, score) == (1, SCORE)


def test_two_windows_start_the_same_attempt_once(store, person, attempt, morning):
    other = Store(store.path)
    assert other.start_attempt(person.id, "leasing-fields", 1, "abc", morning) == attempt


def test_a_new_attempt_has_the_next_number_and_seed(store, person, attempt, morning):
    store.submit(attempt.id, SCORE, morning)
    assert store.next_seed(person.id, "leasing-fields") == 2
    again = store.start_attempt(person.id, "leasing-fields", 2, "def", morning)
    assert (again.number, again.seed) == (2, 2)
    assert store.open_attempt(person.id, "leasing-fields") == again


def test_a_person_comes_back_to_the_exercise_they_had_open(store, person):
    assert store.place(person.id, "classify_fields") is None
    store.set_place(person.id, "classify_fields", "a")
    store.set_place(person.id, "review", "r")
    store.set_place(person.id, "classify_fields", "b")
    assert Store(store.path).place(person.id, "classify_fields") == "b"


def test_an_exercise_is_begun_with_the_first_answer_and_until_it_is_submitted(
    store, person, attempt, morning
):
    other = store.add_person("Sam", "en", morning)
    assert store.begun(person.id) == frozenset()
    store.record(attempt.id, "k1", "f01", choice("personal"), morning)
    assert store.begun(person.id) == {"leasing-fields"}
    assert store.begun(other.id) == frozenset()
    store.submit(attempt.id, SCORE, morning)
    assert store.begun(person.id) == frozenset()


def test_progress_counts_finished_attempts(store, person, attempt, morning):
    assert store.progress(person.id)["leasing-fields"].best is None
    store.submit(attempt.id, SCORE, morning)
    again = store.start_attempt(person.id, "leasing-fields", 2, "def", morning)
    store.submit(again.id, {"score": 40, "passed": False}, morning)
    found = store.progress(person.id)["leasing-fields"]
    assert (found.attempts, found.best, found.passed) == (2, 86, True)


def test_the_best_score_keeps_its_decimal(store, person, attempt, morning):
    store.submit(attempt.id, {"score": 89.94, "passed": False}, morning)
    assert store.progress(person.id)["leasing-fields"].best == 89.9


@pytest.mark.parametrize(
    ("key", "item", "value"),
    [("k" * 65, "f01", {}), ("k", "f" * 201, {}), ("k", "f01", {"choice": "x" * 10_000_000})],
)
def test_something_far_too_long_is_refused(store, attempt, morning, key, item, value):
    with pytest.raises(BadInput, match="too_long"):
        store.record(attempt.id, key, item, value, morning)


def test_a_person_or_attempt_that_is_gone_is_named(store, attempt, morning):
    with pytest.raises(BadInput, match="no_such_person"):
        store.choose_person(99)
    with pytest.raises(BadInput, match="no_such_attempt"):
        store.record(99, "k1", "f01", choice("personal"), morning)


def test_a_result_that_does_not_know_the_newest_answer_is_refused(store, person, morning):
    attempt = store.start_attempt(person.id, "one", 1, "f", morning)
    store.record(attempt.id, "k1", "f1", {"choice": "personal"}, morning)
    last = store.last_event(attempt.id)
    store.record(attempt.id, "k2", "f1", {"choice": "sensitive"}, morning)
    with pytest.raises(BadInput, match="changed_meanwhile"):
        store.submit(attempt.id, {"score": 100.0, "passed": True}, morning, last)
    assert store.attempt(attempt.id).submitted is None
    store.submit(attempt.id, {"score": 0.0, "passed": False}, morning, store.last_event(attempt.id))
    assert store.attempt(attempt.id).submitted


def test_marks_of_earlier_attempts_at_the_same_exercise_are_found(store, person, morning):
    first = store.start_attempt(person.id, "one", 1, "f", morning)
    other = store.start_attempt(person.id, "two", 1, "f", morning)
    for attempt in (first, other):
        store.record(attempt.id, "h1", "1", {}, morning, kind="hint")
    second = store.start_attempt(person.id, "one", 2, "f", morning)
    assert store.marks_before(second.id, "hint") == ("1",)
    assert store.marks_before(first.id, "hint") == ()
    assert store.marks(second.id, "hint") == ()
