"""Own records can be taken along, and deleted so that no byte of them is left."""

import json

from kit.classroom.store import Store

NICKNAME = "Name-that-must-vanish"
SECRET = "reason-that-must-vanish"


def remains(store):
    return b"".join(path.read_bytes() for path in sorted(store.path.parent.rglob("*.sqlite*")))


def fill(store, morning, answers=200):
    person = store.add_person(NICKNAME, "zh", morning)
    attempt = store.start_attempt(person.id, "leasing-fields", 1, "abc", morning)
    for number in range(answers):
        value = {"choice": "personal", "reason": SECRET}
        store.record(attempt.id, f"k{number}", f"f{number:02}", value, morning)
    store.submit(attempt.id, {"score": 50, "passed": False}, morning)
    return person


def test_an_export_holds_everything_and_is_json(store, morning):
    person = fill(store, morning, answers=3)
    found = json.loads(json.dumps(store.export(person.id)))
    assert found["person"]["nickname"] == NICKNAME
    [attempt] = found["attempts"]
    assert attempt["score"]["score"] == 50
    assert [event["value"]["reason"] for event in attempt["events"]] == [SECRET] * 3


def test_an_export_holds_nobody_else(store, person, attempt, morning):
    other = fill(store, morning, answers=3)
    assert "林晓" not in json.dumps(store.export(other.id), ensure_ascii=False)


def test_deleted_records_leave_no_byte(store, morning):
    person = fill(store, morning)
    assert NICKNAME.encode() in remains(store)
    assert store.delete(person.id)
    assert NICKNAME.encode() not in remains(store)
    assert SECRET.encode() not in remains(store)
    assert person.key.encode() not in remains(store)
    assert store.people() == ()
    assert store.present() is None


def test_deleting_works_while_another_window_is_open(store, morning):
    person = fill(store, morning)
    other = Store(store.path)
    assert other.people() == (person,)
    assert store.delete(person.id)
    assert NICKNAME.encode() not in remains(store)
    assert other.people() == ()


def test_deleting_one_person_spares_the_others(store, person, attempt, morning):
    store.record(attempt.id, "k1", "f01", {"choice": "personal"}, morning)
    other = fill(store, morning)
    store.delete(other.id)
    assert store.people() == (person,)
    assert store.answers(attempt.id) == {"f01": {"choice": "personal"}}


def test_numbers_of_deleted_people_and_attempts_are_not_used_again(store, morning):
    person = fill(store, morning)
    store.delete(person.id)
    newcomer = store.add_person("New", "en", morning)
    attempt = store.start_attempt(newcomer.id, "leasing-fields", 1, "abc", morning)
    assert newcomer.id > person.id
    assert attempt.id > 1
