from datetime import UTC, datetime

import pytest

from kit.classroom.store import Store

MORNING = datetime(2026, 11, 22, 2, 42, tzinfo=UTC)


@pytest.fixture
def morning() -> datetime:
    return MORNING


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "home" / "records.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def person(store, morning):
    return store.add_person("林晓", "zh", morning)


@pytest.fixture
def attempt(store, person, morning):
    return store.start_attempt(person.id, "leasing-fields", 1, "abc", morning)
