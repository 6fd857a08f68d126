import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fixture import FixtureEngine
from investigate_fixture import CaseEngine

from kit.classroom.store import Store
from kit.widgets import ClassifyLab, InvestigateLab, Welcome


class Clock:
    """A clock that moves on one second each time it is read."""

    def __init__(self):
        self.time = datetime(2026, 11, 22, 2, 42, tzinfo=UTC)

    def __call__(self):
        self.time += timedelta(seconds=1)
        return self.time


class Talk:
    """What a page would do: sends messages to a view and keeps its replies."""

    def __init__(self, view):
        self.view = view
        self.replies = []
        view.send = lambda message, buffers=None: self.replies.append(message)

    def say(self, **message):
        self.replies.clear()
        self.view._receive(self.view, message, [])
        return list(self.replies)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "home" / "records.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def open_lab(store):
    def make(exercise=None, locale="zh", records=store, begin=None):
        return ClassifyLab(
            exercise, begin, locale=locale, store=records, engine=FixtureEngine(), clock=Clock()
        )

    return make


@pytest.fixture
def lab(open_lab):
    made = open_lab("first")
    made.enter("林晓")
    return made


@pytest.fixture
def practice(open_lab):
    made = open_lab("second")
    made.enter("林晓")
    return made


@pytest.fixture
def open_case(store):
    def make(locale="zh", guided=False):
        lab = InvestigateLab(locale=locale, store=store, engine=CaseEngine(guided), clock=Clock())
        lab.enter("林晓")
        return lab

    return make


@pytest.fixture
def open_welcome(store):
    return lambda locale="zh": Welcome(
        locale=locale, store=store, engine=FixtureEngine(), clock=Clock()
    )


@pytest.fixture
def talk():
    return Talk
